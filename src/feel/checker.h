#pragma once

#include "feel/check_facts.h"

#include <unordered_map>

namespace kenkei::feel {

struct Signature;

// Walks one rule: finds the type of every node, from the leaves up, and what is wrong with it, with what the conditions
// on the way there say. Used once.
class Checker {
public:
    Checker(std::span<const StaticType> types, const StaticType* input, const Node* input_node);
    Checked check(const Node&);

private:
    // What is known of the truth of a condition. Under three-valued logic `a or b` asks b where a is not true, that is
    // false or null; a condition that is never null is then false.
    enum class Truth { True, False, NotTrue, NotFalse };

    // A variable of for, some, every, filters, functions and contexts; the last of a name counts.
    struct Local {
        std::string name;
        StaticType type;
        bool any_name = false; // the entries of a context that is not known: every name may be one
    };
    // The input of unary tests: the left side of `in`, or what a table's column is about.
    struct Input {
        const Node* node = nullptr;
        Found found = {};
    };
    enum class RangeOf { Values, Steps }; // steps of a loop: 3..1 counts down

    void report(const Node& at, std::string code, std::string message, std::string way_out);

    // checker.cpp: nodes that are none of the sorts below
    Found infer(const Node&);
    Found infer_kind(const Node&);
    void report_unknown_entry(const Node&);
    Found infer_name(const Node&);
    Found infer_path(const Node&);
    Found infer_list(const Node&);
    Found infer_context(const Node&);
    Found folded(const Node&, Found, std::initializer_list<const Found*> operands);

    // check_conditions.cpp
    Found infer_logical(const Node&);
    Found infer_if(const Node&);
    void check_condition(const Node& conditional, const Found& condition);
    void check_boolean(const Node&, const Found&, std::string_view place);
    void check_not_constant(const Node&, const Found&);

    // check_loops.cpp
    Found infer_loop(const Node&);
    StaticType infer_domain(const Node& loop, const Node& domain, Found& found);
    Found infer_filter(const Node&);
    Found infer_function(const Node&);

    // check_arithmetic.cpp
    Found infer_arithmetic(const Node&);
    Found infer_negation(const Node&);
    Form form_of_arithmetic(const Node&, const Found& left, const Found& right);
    void check_units(const Node& at, const Node& left, const Found&, const Node& right, const Found&);

    // check_comparisons.cpp
    Found infer_comparison(const Node&);
    Found infer_between(const Node&);
    bool check_comparable(const Node& at, Operator, const Node& left, const Found&, const Node& right, const Found&);
    void refuse_pair(const Node& at, const Node& left, const Found&, const Node& right, const Found&);
    void check_value(const Node& at, const Node& whole, Operator, const Node& operand, const Found&, const Value&);
    void check_alternative(const Node& whole); // one behind the first of `or`
    bool check_not_null(const Node& whole, const Node& operand);

    // check_membership.cpp: in, ranges, unary tests
    Found infer_in(const Node&);
    Found infer_range(const Node&, RangeOf = RangeOf::Values);
    Found infer_unary_tests(const Node&);
    Found infer_tests(const Node&, std::size_t first);
    Found infer_test(const Node&, bool& asks_for_null);
    void check_member(const Node& at, const StaticType& operand, const Node* shown_as, const Node& member,
                      const Found&);
    void check_range_of(const Node& at, const StaticType& operand, const Node* shown_as, const Range&);
    std::string input_shown(const Node*) const;

    // check_calls.cpp
    struct Argument {
        const Node* node = nullptr; // of an optional parameter that is left out: none
        Found found = {};
    };
    Found infer_call(const Node&);
    bool arrange(const Node&, const Builtin&, std::vector<Argument>&);
    void check_argument(const Node& call, const Signature&, std::size_t index, const Argument&);
    void check_values(const Node& call, const Signature&, const std::vector<Argument>&);
    Found result_of(const Node&, const Signature&, const std::vector<Argument>&);
    void refine_result(const Node&, const std::vector<Argument>&, Found&);
    void check_pattern(const Node& call, const std::vector<Argument>&);
    Found infer_list_contains(const std::vector<Argument>&);
    bool may_be_zero(const Node&, const Found&) const;
    void check_constant_call(const Node&, const Value&);

    // check_flow.cpp
    void assume(const Node&, Truth);
    void assume_any(const Node&, Truth);
    void assume_comparison(const Node&, Truth);
    void assume_in(const Node&, Truth);
    void assume_non_null(const Node&);
    const Found& last_found(const Node&) const; // nothing is known of a node that was not looked at

    std::optional<StaticType> find_local(const std::string&) const;
    void push(const std::string& name, StaticType);

    std::span<const StaticType> m_types;
    std::vector<Local> m_locals;
    int m_depth = 0;
    int m_shadows = 0; // contexts whose entries stand before the names of slots
    std::optional<Input> m_input;
    Facts m_facts;
    std::unordered_map<const Node*, Found> m_found; // of each node when it was last looked at
    std::vector<Problem> m_problems;
};

}
