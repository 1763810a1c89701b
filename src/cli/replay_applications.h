#pragma once

#include "base/date.h"
#include "cli/command_line.h"
#include "cli/exit_status.h"
#include "edition/edition.h"
#include "judge/effect.h"

namespace kenkei::cli {

// One side of a comparison of rules.
struct RuleSet {
    edition::Edition edition;
    std::string name;   // what one can type to get it: yuryo-sme/2025@1
    std::string remark; // 「2024-08-01 公表」; may be empty
};

struct ReplayResult {
    judge::ReplayTally tally;
    std::size_t foreign = 0;              // to no question of either edition
    std::size_t unreadable = 0;           // those too
    ExitStatus status = ExitStatus::Done; // Failure if an input cannot be read, SomethingBad if an application cannot
};

// Judges the applications of `inputs` by both and prints, one by one, whose judgement changes, then the counts.
// `format` is Text or Json. Nobody has seen it all before finish_output().
ReplayResult replay_applications(const RuleSet& before, const RuleSet& after, const std::vector<std::string>& inputs,
                                 base::Date as_of, OutputFormat format);

}
