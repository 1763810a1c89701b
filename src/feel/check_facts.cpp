#include "feel/check_facts.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

// Whether a value can be `op value` and `other_op other` at once, taking values as dense: nothing is said against
// x > 5 and x < 6.
bool agree(Operator op, const Value& value, Operator other_op, const Value& other)
{
    if (op == Operator::Equal)
        return value.kind() != other.kind() || holds(other_op, value, other);
    if (other_op == Operator::Equal)
        return value.kind() != other.kind() || holds(op, other, value);
    const bool upward = op == Operator::Greater || op == Operator::GreaterEqual;
    const bool other_upward = other_op == Operator::Greater || other_op == Operator::GreaterEqual;
    if (op == Operator::NotEqual || other_op == Operator::NotEqual || upward == other_upward)
        return true;
    const auto ordering = upward ? order(value, other) : order(other, value); // low end against high end
    const bool closed = (op == Operator::GreaterEqual || op == Operator::LessEqual) &&
                        (other_op == Operator::GreaterEqual || other_op == Operator::LessEqual);
    return !ordering || *ordering < 0 || (*ordering == 0 && closed);
}

}

bool Facts::is_null(const Node& node) const
{
    return std::any_of(m_facts.begin(), m_facts.end(),
                       [&](const Fact& fact) { return fact.what == What::Null && same(*fact.about, node); });
}

bool Facts::is_non_null(const Node& node) const
{
    return std::any_of(m_facts.begin(), m_facts.end(),
                       [&](const Fact& fact) { return fact.what == What::NonNull && same(*fact.about, node); });
}

bool Facts::allows(const Node& node, const Value& value) const
{
    return may_hold(node, Operator::Equal, value);
}

bool Facts::may_hold(const Node& node, Operator op, const Value& value) const
{
    return std::all_of(m_facts.begin(), m_facts.end(), [&](const Fact& fact) {
        if (fact.what == What::Null || fact.what == What::NonNull || !same(*fact.about, node))
            return true;
        if (fact.what == What::Comparison)
            return agree(op, value, fact.op, fact.values.front());
        return std::any_of(fact.values.begin(), fact.values.end(), [&](const Value& possible) {
            return possible.kind() != value.kind() || holds(op, possible, value);
        });
    });
}

Facts Facts::cut(std::size_t mark)
{
    Facts cut;
    cut.m_facts.assign(m_facts.begin() + static_cast<std::ptrdiff_t>(mark), m_facts.end());
    back_to(mark);
    return cut;
}

void Facts::add_common(const std::vector<Facts>& all)
{
    for (const Fact& fact : all.front().m_facts) {
        const bool common =
            (fact.what == What::Null || fact.what == What::NonNull) &&
            std::all_of(all.begin() + 1, all.end(), [&](const Facts& facts) {
                return fact.what == What::Null ? facts.is_null(*fact.about) : facts.is_non_null(*fact.about);
            });
        if (common)
            add(fact);
    }
}

void Facts::forget(const std::string& variable)
{
    std::erase_if(m_facts, [&](const Fact& fact) { return reads_variable(*fact.about, variable); });
}

}
