#pragma once

#include "judge/replay_tally.h"

namespace kenkei::judge {

// One application for people: where its judgement changes, all that changes and why, otherwise one line. Ends with a
// line end.
std::string to_text(const Effect&);

// The same as JSON without its line end: {"id","before":{"outcome","class"},"after":{…},"items":{id:{"before","after",
// "why":[…]}},"requirements":{…},"titles":{…},"classes":{…},"facts":{id:{"before","after"}}}.
std::string to_json_line(const Effect&);

// The same as a row of CSV, and the row above all of them: application, judgement and class before and after, the
// groups it belongs to, and what comes out differently with its reasons in one cell.
std::string csv_head(const Grouping&);
std::string to_csv_row(const Effect&, std::span<const GroupValue>, const Grouping&);

// 「120件のうち判定の変わる申請 3（適合→不適合 2、不適合→適合 1）、内訳だけ変わる申請 5」
std::string summary(const ReplayTally&);

}
