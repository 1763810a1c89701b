#include "store/writer.h"

#include "store/failure.h"
#include "store/schema.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace kenkei::store {

namespace {

constexpr int most_attempts = 5;

struct Posted {
    Errand errand;
    Writer::Done done;
    int attempts = 0;
    base::Result<void> result;
};

// An errand's exception must not end the writer's thread.
base::Result<void> run_errand(const Errand& errand, Transaction& transaction)
{
    try {
        return errand(transaction);
    } catch (const std::exception& exception) {
        return failure("store.failed", transaction.connection().where(), exception.what());
    } catch (...) {
        return failure("store.failed", transaction.connection().where(), "例外");
    }
}

// Runs one errand within a savepoint. The Result around its own says whether the transaction still stands.
base::Result<void> run_in_savepoint(Connection& connection, Posted& posted)
{
    TRY(connection.run("SAVEPOINT errand"));
    Transaction transaction(connection, Transaction::Use::Write);
    posted.result = run_errand(posted.errand, transaction);
    if (posted.result.ok())
        posted.result = [&]() -> base::Result<void> {
            TRY(connection.run("RELEASE SAVEPOINT errand"));
            return {};
        }();
    if (posted.result.ok())
        return {};
    TRY(connection.run("ROLLBACK TO SAVEPOINT errand"));
    TRY(connection.run("RELEASE SAVEPOINT errand"));
    return {};
}

enum class Savepoints { None, Each };

// Without savepoints: false where an errand failed that may have changed something. All must then be taken back.
base::Result<bool> run_all(Connection& connection, std::deque<Posted>& batch, Savepoints savepoints)
{
    Transaction transaction(connection, Transaction::Use::Write);
    for (Posted& posted : batch) {
        if (savepoints == Savepoints::Each) {
            TRY(run_in_savepoint(connection, posted));
            continue;
        }
        const std::int64_t before = connection.touched();
        posted.result = run_errand(posted.errand, transaction);
        if (!posted.result.ok() && connection.touched() != before)
            return false;
    }
    return true;
}

// Whether the errands were run to their ends.
base::Result<bool> run_in_transaction(Connection& connection, std::deque<Posted>& batch, Savepoints savepoints)
{
    bool sqlite = connection.backend() == Backend::Sqlite;
    TRY(connection.run(sqlite ? "BEGIN IMMEDIATE" : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"));
    if (!TRY(run_all(connection, batch, savepoints)))
        return false;
    const bool waiting = connection.has_waiting();
    const auto committed = connection.run("COMMIT");
    if (!committed.ok() && waiting && committed.error().code != "store.lost")
        return false; // whose statement that was is seen when they are run one by one
    TRY(committed);
    return true;
}

// Most errands succeed, and savepoints are dear: with each SQLite writes out what its index of the search has gathered,
// and PostgreSQL is asked twice more. So they are used only where one has failed halfway: all are run again.
// What succeeded on its own did not, if the transaction around it failed.
void run_batch(Connection& connection, std::deque<Posted>& batch)
{
    for (Posted& posted : batch)
        ++posted.attempts;
    auto committed = run_in_transaction(connection, batch, Savepoints::None);
    if (committed.ok() && !*committed) {
        (void)connection.run("ROLLBACK");
        committed = run_in_transaction(connection, batch, Savepoints::Each);
    }
    if (committed.ok())
        return;
    (void)connection.run("ROLLBACK");
    for (Posted& posted : batch)
        if (posted.result.ok())
            posted.result = committed.error();
}

bool may_try_again(const Posted& posted)
{
    return !posted.result.ok() && posted.attempts < most_attempts && is_passing(posted.result.error());
}

}

struct Writer::State {
    std::unique_ptr<Connection> connection;
    std::size_t most = 1;
    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<Posted> waiting;
    bool ending = false;
    std::thread thread;

    std::deque<Posted> take();
    void settle(std::deque<Posted>& batch);
    void run();
};

// An errand that was in conflict runs alone: beside others it might be again. Empty when there is nothing more to come.
std::deque<Posted> Writer::State::take()
{
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return ending || !waiting.empty(); });
    std::deque<Posted> batch;
    while (!waiting.empty() && batch.size() < most) {
        bool alone = waiting.front().attempts > 0;
        if (alone && !batch.empty())
            break;
        batch.push_back(std::move(waiting.front()));
        waiting.pop_front();
        if (alone)
            break;
    }
    return batch;
}

void Writer::State::settle(std::deque<Posted>& batch)
{
    std::deque<Posted> again;
    for (Posted& posted : batch)
        if (may_try_again(posted))
            again.push_back(std::move(posted));
        else if (posted.done)
            posted.done(posted.result);
    std::lock_guard lock(mutex);
    for (auto posted = again.rbegin(); posted != again.rend(); ++posted) {
        posted->result = {};
        waiting.push_front(std::move(*posted));
    }
}

void Writer::State::run()
{
    for (std::deque<Posted> batch = take(); !batch.empty(); batch = take()) {
        if (batch.front().attempts > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(batch.front().attempts));
        run_batch(*connection, batch);
        settle(batch);
    }
}

Writer::Writer(std::unique_ptr<State> state) : m_state(std::move(state)) {}

base::Result<std::unique_ptr<Writer>> Writer::start(const std::string& where, std::size_t most)
{
    TRY(migrate(where));
    auto state = std::make_unique<State>();
    state->connection = TRY(connect(where, Opening::Existing));
    state->most = std::max<std::size_t>(most, 1);
    state->thread = std::thread(&State::run, state.get());
    return std::unique_ptr<Writer>(new Writer(std::move(state)));
}

Writer::~Writer()
{
    {
        std::lock_guard lock(m_state->mutex);
        m_state->ending = true;
    }
    m_state->arrived.notify_one();
    m_state->thread.join();
}

void Writer::post(Errand errand, Done done)
{
    {
        std::lock_guard lock(m_state->mutex);
        m_state->waiting.push_back({.errand = std::move(errand), .done = std::move(done)});
    }
    m_state->arrived.notify_one();
}

base::Result<void> Writer::write(Errand errand)
{
    std::mutex mutex;
    std::condition_variable finished;
    std::optional<base::Result<void>> result;
    std::exception_ptr thrown;
    auto keep_exception = [&](Transaction& transaction) -> base::Result<void> {
        thrown = nullptr;
        try {
            return errand(transaction);
        } catch (...) {
            thrown = std::current_exception();
            return failure("store.failed", transaction.connection().where(), "例外");
        }
    };
    post(keep_exception, [&](base::Result<void> given) {
        std::lock_guard lock(mutex);
        result = std::move(given);
        finished.notify_one();
    });
    std::unique_lock lock(mutex);
    finished.wait(lock, [&] { return result.has_value(); });
    if (thrown)
        std::rethrow_exception(thrown);
    return std::move(*result);
}

}
