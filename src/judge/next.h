#pragma once

#include "judge/judgement.h"
#include "judge/next_plan.h"

namespace kenkei::judge {

// For each requirement that is not met: the nearest items (contracts, `next`).
std::vector<NextStep> find_next(const edition::Edition&, const Judgement&);

// The fewest changeable questions that make an item met; nothing if none are found.
std::optional<std::vector<std::size_t>> find_nearest(NextPlan&, const answers::Answers&);

}
