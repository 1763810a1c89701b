#pragma once

#include "base/date.h"
#include "cli/exit_status.h"
#include "cli/replay_output.h"
#include "edition/breakdown.h"

namespace kenkei::cli {

struct ReplayRequest {
    const RuleSet& before;
    const RuleSet& after;
    base::Date as_of;
    std::vector<edition::Breakdown> breakdowns; // of `after`: in which groups applications are counted
    OutputFormat format = OutputFormat::Text;   // Text, Json, JsonLines or Csv
};

struct ReplayResult : ReplayCounts {
    std::size_t foreign = 0;              // answers to no question of either edition; counted as unreadable too
    ExitStatus status = ExitStatus::Done; // Failure if an input cannot be read, SomethingBad if an application cannot
};

// Judges the applications of `inputs` by both and prints whose judgement changes, and the counts. Nobody has seen it
// all before finish_output().
ReplayResult replay_applications(const ReplayRequest&, const std::vector<std::string>& inputs);

}
