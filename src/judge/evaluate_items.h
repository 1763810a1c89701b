#pragma once

#include "judge/judgement.h"

#include <span>

namespace kenkei::judge {

Outcome outcome_of_item(const edition::Item&, std::span<const feel::Value> slots);
GroupOutcome outcome_of_group(const edition::Group&, const std::vector<Outcome>& items);

// Requirements, titles, classes and the outcome, from the items.
void judge_groups(const edition::Edition&, Judgement&);

}
