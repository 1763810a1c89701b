#include "edition/group_outcome.h"

namespace kenkei::edition {

Outcome outcome_of_item(const Item& item, std::span<const feel::Value> slots)
{
    const feel::Value value = feel::evaluate(*item.met.tree, {.slots = slots});
    if (value.kind() != feel::Kind::Boolean)
        return Outcome::Undetermined;
    return value.as_boolean() ? Outcome::Met : Outcome::NotMet;
}

GroupOutcome outcome_of_group(const Group& group, const std::vector<Outcome>& items)
{
    GroupOutcome result;
    for (std::size_t item : group.items)
        result.tally.add(items[item]);
    result.outcome = at_least(group.need, result.tally);
    for (std::size_t item : group.besides)
        result.outcome = both(result.outcome, items[item]);
    return result;
}

}
