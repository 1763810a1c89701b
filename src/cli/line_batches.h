#pragma once

#include "cli/documents.h"
#include "judge/batch.h"

#include <functional>
#include <string>

namespace kenkei::cli {

// Judges the lines of an input in pieces that several threads take in turn; what comes out keeps the order of the
// lines. Memory does not grow with the input.
class LineBatches {
public:
    // `jobs` threads, at least one.
    LineBatches(const judge::BatchPlan& plan, unsigned jobs) : m_plan(plan), m_jobs(jobs) {}

    // Called by one thread at a time, in order, with the lines of each piece and what came out.
    using Take = std::function<void(std::string_view lines, judge::BatchTally&&)>;
    void run(Documents&, const Take&) const;

private:
    const judge::BatchPlan& m_plan;
    unsigned m_jobs;
};

// How many threads this machine lets us use.
unsigned threads_at_hand();

}
