#pragma once

#include "feel/check_types.h"

namespace kenkei::feel {

// What the conditions on the way to a place of a rule say about subtrees, such as `q11_x` or `q11_x - q11_y`. Subtrees
// are the same if they read the same (feel::same). What is known of values holds where there is a value.
class Facts {
public:
    void add_null(const Node& about) { add({.what = What::Null, .about = &about}); }
    void add_non_null(const Node& about) { add({.what = What::NonNull, .about = &about}); }
    void add_among(const Node& about, std::vector<Value> values)
    {
        add({.what = What::Among, .about = &about, .values = std::move(values)});
    }
    // `about op value` holds.
    void add_comparison(const Node& about, Operator op, Value value)
    {
        add({.what = What::Comparison, .about = &about, .values = {std::move(value)}, .op = op});
    }

    bool is_null(const Node&) const;
    bool is_non_null(const Node&) const;
    // Whether it may still be this value; and, of the values of a range, any.
    bool allows(const Node&, const Value&) const;
    // Whether `node op value` may still be true; whether it may still be false.
    bool may_hold(const Node&, Operator, const Value&) const;
    bool may_fail(const Node& node, Operator op, const Value& value) const
    {
        return may_hold(node, negated(op), value);
    }

    // A mark, and back to it: facts hold in the part of the rule behind their condition only.
    std::size_t mark() const { return m_facts.size(); }
    void back_to(std::size_t mark) { m_facts.resize(mark); }
    // Takes the facts behind the mark out.
    Facts cut(std::size_t mark);
    // Adds the facts about null that are in all of them.
    void add_common(const std::vector<Facts>&);
    // Without what reads the variable, which stands for something else from here on.
    void forget(const std::string& variable);

private:
    enum class What { Null, NonNull, Among, Comparison };
    struct Fact {
        What what = What::NonNull;
        const Node* about = nullptr;
        std::vector<Value> values = {}; // Among: all that are possible; Comparison: the one compared with
        Operator op = Operator::None;
    };
    void add(Fact fact)
    {
        constexpr std::size_t most = 500; // so that a rule with more conditions is looked at quickly, too
        if (m_facts.size() < most)
            m_facts.push_back(std::move(fact));
    }
    std::vector<Fact> m_facts;
};

}
