#pragma once

#include "judge/line_writer.h"

namespace kenkei::judge {

// How an edition is judged in batches, made once: compiled where that is possible. Refers to the edition.
struct BatchPlan {
    BatchPlan(const edition::Edition& edition, base::Date as_of, WithFinal with_final, Explain explain = Explain::No)
        : edition(edition)
        , as_of(as_of)
        , with_final(with_final)
        , explain(explain)
        , program(compile_program(edition, as_of, explain == Explain::Yes ? Purpose::Explain : Purpose::Judge))
    {}

    const edition::Edition& edition;
    base::Date as_of;
    WithFinal with_final;
    Explain explain; // each line ends with its proof
    std::optional<Program> program;
};

// What has come out so far.
struct BatchTally {
    std::size_t applications = 0;
    std::size_t unreadable = 0;
    std::size_t alone = 0; // read and judged by themselves
    edition::Tally outcomes;
    std::vector<base::Error> errors; // of the unreadable ones, in order

    void add(BatchTally&&);
};

// Judges JSON Lines: 64 applications at a time, and by itself what is unusual. The lines are the same as those of
// judge() and to_json_line(). One thread's.
class BatchJudge {
public:
    explicit BatchJudge(const BatchPlan&, LineScanner::Width = LineScanner::widest());

    // Bytes that must be readable behind the text.
    static constexpr std::size_t padding = 64;

    // Appends one line to `out` for each line of `text`. Its last byte is a line feed; `first_line` is the number of
    // its first line.
    void judge(std::string_view text, std::size_t first_line, Output& out, BatchTally&);

private:
    void judge_block(Output&, BatchTally&);
    void explain(unsigned lane, Output&) const;
    void judge_alone(std::string_view line, std::size_t number, Output&, BatchTally&);

    const BatchPlan& m_plan;
    std::unique_ptr<LineBlock> m_lines;
    std::optional<LineScanner> m_scanner;
    std::optional<LineWriter> m_writer;
    std::array<std::string_view, block_size> m_raw = {};
    std::size_t m_first_line = 0; // of the block
};

// Writes the line of an application that cannot be read, and counts it.
void refuse(const base::Error&, Output&, BatchTally&);

// An application that is one line of JSON; errors carry the line's number.
base::Result<answers::Application> read_line(std::string_view line, std::size_t number);

}
