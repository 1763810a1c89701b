#pragma once

#include "cli/command_line.h"
#include "edition/edition.h"
#include "judge/replay.h"
#include "judge/replay_tally.h"

#include <memory>

namespace kenkei::cli {

// One side of a comparison of rules.
struct RuleSet {
    edition::Edition edition;
    std::string name;                  // what one can type to get it: yuryo-sme/2025@1
    std::string remark;                // 「2024-08-01 公表」; may be empty
    std::vector<std::string> set = {}; // what was changed in it for a trial: PATH=VALUE
};

struct ReplayCounts {
    judge::ReplayTally tally;
    std::size_t unreadable = 0;
};

// Prints what a replay finds, in one of the formats. `add` gets each application that something changes for, as it is
// found, `end` what was counted; between them only as much is held as the format needs.
class ReplayOutput {
public:
    virtual ~ReplayOutput() = default;
    virtual void begin(const RuleSet& before, const RuleSet& after, base::Date as_of, const judge::Replay&) = 0;
    virtual void add(const judge::Effect&, std::span<const judge::GroupValue>) = 0;
    virtual void end(const ReplayCounts&) = 0;
};

// For Text, Json, JsonLines or Csv. The grouping must outlive it.
std::unique_ptr<ReplayOutput> make_replay_output(OutputFormat, const judge::Grouping&);

}
