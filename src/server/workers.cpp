#include "server/workers.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace kenkei::server {

namespace {

// What waits for one of several threads.
template<typename Work>
class Waiting {
public:
    explicit Waiting(std::size_t most) : m_most(most) {}

    bool put(Work work)
    {
        {
            const std::lock_guard lock(m_lock);
            if (m_ending || m_works.size() >= m_most)
                return false;
            m_works.push_back(std::move(work));
        }
        m_came.notify_one();
        return true;
    }
    // Nothing: that was all, for ever.
    std::optional<Work> take()
    {
        std::unique_lock lock(m_lock);
        m_came.wait(lock, [&] { return m_ending || !m_works.empty(); });
        if (m_works.empty())
            return std::nullopt;
        Work work = std::move(m_works.front());
        m_works.pop_front();
        return work;
    }
    void end()
    {
        {
            const std::lock_guard lock(m_lock);
            m_ending = true;
        }
        m_came.notify_all();
    }
    std::size_t size() const
    {
        const std::lock_guard lock(m_lock);
        return m_works.size();
    }

private:
    mutable std::mutex m_lock;
    std::condition_variable m_came;
    std::deque<Work> m_works;
    std::size_t m_most;
    bool m_ending = false;
};

}

struct Workers::State {
    explicit State(std::size_t most) : waiting(most) {}

    Waiting<Work> waiting;
    std::vector<store::Store> stores;
    std::vector<std::thread> threads;
};

base::Result<std::unique_ptr<Workers>> Workers::start(const std::string& where, std::size_t threads,
                                                      std::size_t most_waiting)
{
    auto state = std::make_unique<State>(most_waiting);
    for (std::size_t at = 0; at < threads; ++at) {
        store::Store store = TRY(store::Store::open(where, store::Opening::ReadOnly));
        state->stores.push_back(std::move(store));
    }
    for (store::Store& store : state->stores) {
        state->threads.emplace_back([&store, state = state.get()] {
            while (const auto work = state->waiting.take())
                (*work)(store);
        });
    }
    return std::unique_ptr<Workers>(new Workers(std::move(state)));
}

Workers::Workers(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Workers::~Workers()
{
    m_state->waiting.end();
    for (std::thread& thread : m_state->threads)
        thread.join();
}

bool Workers::post(Work work)
{
    return m_state->waiting.put(std::move(work));
}

std::size_t Workers::waiting() const
{
    return m_state->waiting.size();
}

struct Queue::State {
    explicit State(std::size_t most) : waiting(most) {}

    Waiting<std::function<void()>> waiting;
    std::thread thread;
};

Queue::Queue(std::size_t most_waiting) : m_state(std::make_unique<State>(most_waiting))
{
    m_state->thread = std::thread([state = m_state.get()] {
        while (const auto work = state->waiting.take())
            (*work)();
    });
}

Queue::~Queue()
{
    m_state->waiting.end();
    m_state->thread.join();
}

bool Queue::post(std::function<void()> work)
{
    return m_state->waiting.put(std::move(work));
}

base::Result<std::unique_ptr<Writers>> Writers::start(const std::string& where, std::size_t on_postgres)
{
    auto writers = std::make_unique<Writers>();
    const bool sqlite = store::backend_of(where) == store::Backend::Sqlite;
    for (std::size_t at = 0; at < (sqlite ? 1 : on_postgres); ++at)
        writers->m_writers.push_back(TRY(store::Writer::start(where)));
    return writers;
}

void Writers::post(std::string_view key, store::Errand errand, store::Writer::Done done)
{
    m_writers[std::hash<std::string_view>()(key) % m_writers.size()]->post(std::move(errand), std::move(done));
}

base::Result<void> Writers::write(store::Errand errand)
{
    return m_writers.front()->write(std::move(errand));
}

}
