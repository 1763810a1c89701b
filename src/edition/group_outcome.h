#pragma once

#include "edition/edition.h"

#include <span>
#include <vector>

namespace kenkei::edition {

struct GroupOutcome {
    Outcome outcome = Outcome::Undetermined;
    Tally tally; // of `items` alone

    bool operator==(const GroupOutcome&) const = default;
};

// What an item's rule says; anything but true and false is undetermined. `slots` as the answers have them.
Outcome outcome_of_item(const Item&, std::span<const feel::Value> slots);

// A requirement, title or class alone, from the outcomes of all items.
GroupOutcome outcome_of_group(const Group&, const std::vector<Outcome>& items);

}
