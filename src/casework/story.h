#pragma once

#include "casework/case.h"

namespace kenkei::casework {

// A case told in Japanese, one paragraph an event: when (Japanese time), who, what, with what result; what was erased
// is said to be erased. Needs no edition: reasons stand by their codes.
std::string story_of(const Case&, std::span<const Event>);
// One event of it, without number and time: 「申請書（第2版）を提出。判定は適合」.
std::string tell(const Event&, const edition::Edition* = nullptr); // with it in its own words for results

// The case as it stands, for people: stage, files with the numbers of their events, gates, deadlines, money,
// certificate.
std::string describe(const edition::Edition*, const Case&, base::Timestamp now); // nullptr: without gates' names
// The same for machines, one JSON object.
std::string to_json(const Case&);

}
