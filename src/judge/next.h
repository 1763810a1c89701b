#pragma once

#include "judge/judgement.h"

namespace kenkei::judge {

// For each requirement that is not met: the nearest items (contracts, `next`). `answered` are the values as read.
std::vector<NextStep> find_next(const edition::Edition&, const Judgement&, const std::vector<feel::Value>& answered);

}
