#include "cli/line_batches.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

namespace kenkei::cli {

namespace {

// Pieces are read in order, judged side by side, and handed on in order again.
class Turns {
public:
    Turns(Documents& documents, const LineBatches::Take& take) : m_documents(documents), m_take(take) {}

    // The next piece and its number; nothing at the end.
    std::optional<std::size_t> read(LinePiece& piece)
    {
        const std::lock_guard lock(m_reading);
        if (!m_documents.next_piece(piece))
            return {};
        return m_read++;
    }

    void hand_on(std::size_t number, std::string_view lines, judge::BatchTally&& tally)
    {
        std::unique_lock lock(m_writing);
        m_written_one.wait(lock, [&] { return m_written == number; });
        m_take(lines, std::move(tally));
        ++m_written;
        m_written_one.notify_all();
    }

private:
    Documents& m_documents;
    const LineBatches::Take& m_take;
    std::mutex m_reading;
    std::size_t m_read = 0;
    std::mutex m_writing;
    std::condition_variable m_written_one;
    std::size_t m_written = 0;
};

void work(const judge::BatchPlan& plan, Turns& turns)
{
    judge::BatchJudge judge(plan);
    judge::Output out;
    LinePiece piece;
    while (const auto number = turns.read(piece)) {
        judge::BatchTally tally;
        out.clear();
        for (const base::Error& error : piece.before)
            judge::refuse(error, out, tally);
        judge.judge(piece.lines(), piece.first_line, out, tally);
        turns.hand_on(*number, out.text(), std::move(tally));
    }
}

}

void LineBatches::run(Documents& documents, const Take& take) const
{
    Turns turns(documents, take);
    std::vector<std::jthread> others; // joined when they go
    try {
        for (unsigned i = 1; i < m_jobs; ++i)
            others.emplace_back([&] { work(m_plan, turns); });
    } catch (const std::system_error&) {
        // The machine gives no more threads: those that there are do it.
    }
    work(m_plan, turns);
}

unsigned threads_at_hand()
{
    return std::max(1U, std::thread::hardware_concurrency());
}

}
