#pragma once

#include "judge/judgement.h"

namespace kenkei::judge {

using edition::outcome_of_group;
using edition::outcome_of_item;

// Requirements, titles, classes and the outcome, from the items.
void judge_groups(const edition::Edition&, Judgement&);

}
