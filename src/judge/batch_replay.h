#pragma once

#include "judge/batch.h"
#include "judge/grouping.h"
#include "judge/lane_judgement.h"
#include "judge/replay.h"

#include <functional>
#include <span>

namespace kenkei::judge {

// Replays JSON Lines: 64 applications at a time under both rule sets. What is unusual is handed back. One thread's.
class BatchReplay {
public:
    struct Sink {
        // An application and what the change does to it, with its groups.
        std::function<void(const std::optional<Effect>&, std::span<const GroupValue>)> effect;
        // A line that must be read and judged by itself. Gives whether it is an object of answers without "answers".
        std::function<bool(std::string_view line, std::size_t number)> alone;
    };

    // Everything must outlive it. The groups are those of `after`.
    BatchReplay(const edition::Edition& before, const edition::Edition& after, base::Date as_of, const Replay&,
                Grouping&, Sink);

    // Whole lines as BatchJudge takes them; the sink gets them in their order.
    void run(std::string_view lines, std::size_t first_line);

private:
    // One of the two rule sets.
    struct Side {
        Side(const edition::Edition&, base::Date as_of, std::vector<int> always, std::vector<int> slots);

        std::optional<Program> program;
        std::unique_ptr<LineBlock> lines;
        std::optional<LineScanner> scanner;
        std::optional<LineWriter> writer;
        Judgement judgement;       // of the lane at hand
        std::vector<int> always;   // slots that are set for every lane
        std::vector<int> readings; // and for this one
    };

    bool is_answered(unsigned lane) const;
    void run_block();
    void judge_alone(unsigned lane);
    void run_lane(unsigned lane);

    Side m_before;
    Side m_after;
    const Replay& m_replay;
    Grouping& m_grouping;
    Sink m_sink;
    Mask m_alone = 0;
    std::array<std::string_view, block_size> m_raw = {};
    unsigned m_count = 0;
    std::size_t m_first_line = 0; // of the block
    std::vector<GroupValue> m_groups;
};

}
