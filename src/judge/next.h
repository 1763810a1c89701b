#pragma once

#include "judge/judgement.h"

namespace kenkei::judge {

// For each requirement that is not met: the nearest items (contracts, `next`).
std::vector<NextStep> find_next(const edition::Edition&, const Judgement&);

}
