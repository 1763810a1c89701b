#pragma once

#include "judge/replay_tally.h"

namespace kenkei::judge {

// Whom the change touches and by what, for people: a table for each breakdown (groups nobody is in are left out), then
// the reasons, each behind a blank line. Nothing if the change touches nobody.
std::string tables_as_text(const ReplayTally&, const Grouping&);

// The same for programs, each a JSON object without a line end: {"applications","changed","only_within","percent",
// "transitions"} of all; {"id","label","groups":[{"value","label", the same …}]} of one breakdown;
// {"what","id","title", "applications","changed","ways"} of one reason.
std::string tally_as_json(const ReplayTally&);
std::string breakdown_as_json(const ReplayTally&, const Grouping&, std::uint32_t breakdown);
std::string reason_as_json(const Reason&);

// 33 of 120: 「27.5%」, rounded half up; of none 「0.0%」.
std::string percent(std::size_t part, std::size_t whole);

}
