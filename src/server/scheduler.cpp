#include "server/scheduler.h"

#include "base/json.h"
#include "server/do_job.h"
#include "server/send_hooks.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace kenkei::server {

namespace {

using office::Job;
using office::Work;
using namespace std::chrono_literals;

// Whose turn it is. Several threads ask.
class Turn {
public:
    Turn(Service& service, std::string holder) : m_service(service), m_holder(std::move(holder)) {}

    // Takes or keeps the lease; asked again before it runs out.
    bool keep()
    {
        const std::lock_guard lock(m_lock);
        const base::Timestamp now = m_service.clock();
        const std::int64_t left = m_until.milliseconds - now.milliseconds;
        if (left > Scheduler::lease_milliseconds / 2 && left <= Scheduler::lease_milliseconds) // else the clock was set
            return true;
        const base::Timestamp until{now.milliseconds + Scheduler::lease_milliseconds};
        bool held = false;
        const auto written = m_service.writers->write([&](store::Transaction& kept) -> base::Result<void> {
            held = TRY(store::Jobs(kept).hold(std::string(Scheduler::lease), m_holder, now, until));
            return {};
        });
        if (written.ok())
            m_until = held ? until : base::Timestamp{0};
        return now < m_until; // a database that does not answer for a moment does not take it away
    }

    void give_back()
    {
        const std::lock_guard lock(m_lock);
        if (m_until.milliseconds == 0)
            return;
        m_until = {0};
        // If that fails it runs out by itself.
        (void)m_service.writers->write([&](store::Transaction& kept) {
            return store::Jobs(kept).release(std::string(Scheduler::lease), m_holder);
        });
    }

private:
    Service& m_service;
    std::string m_holder;
    std::mutex m_lock;
    base::Timestamp m_until{0};
};

std::string words_of(const base::Error& error)
{
    return error.code + ": " + error.message;
}

}

struct Scheduler::State {
    State(Service& told, SchedulerConfig how, std::array<store::Store, 3> stores)
        : service(told)
        , config(std::move(how))
        , turn(told, config.holder)
        , jobs(std::move(stores[0]))
        , outbox(std::move(stores[1]))
        , hooks(std::move(stores[2]))
    {}

    Service& service;
    SchedulerConfig config;
    Turn turn;
    store::Store jobs; // a connection for each thread
    store::Store outbox;
    store::Store hooks;

    std::mutex lock;
    std::condition_variable changed;
    bool stopping = false;
    int running = 0; // threads
    std::vector<std::thread> threads;

    bool go_on()
    {
        {
            const std::lock_guard held(lock);
            if (stopping)
                return false;
        }
        return turn.keep();
    }

    base::Result<std::optional<store::JobRun>> find_run(const std::string& name)
    {
        std::optional<store::JobRun> run;
        TRY(jobs.read([&](store::Transaction& kept) -> base::Result<void> {
            run = TRY(store::Jobs(kept).find_run(name));
            return {};
        }));
        return run;
    }

    // Notes what became of a job: its line of the log, and its row.
    void record(const std::string& name, base::Timestamp begun, const base::Result<std::string>& told)
    {
        const base::Timestamp now = service.clock();
        store::JobRun run{.job = name,
                          .at = begun,
                          .milliseconds = now.milliseconds - begun.milliseconds,
                          .done = told.ok(),
                          .told = told.ok() ? *told : words_of(told.error())};
        const auto written = service.writers->write([&](store::Transaction& kept) -> base::Result<void> {
            store::Jobs kept_jobs(kept);
            const auto before = TRY(kept_jobs.find_run(name));
            run.attempts = before && !before->done ? before->attempts + 1 : 1;
            return kept_jobs.record(run);
        });
        if (!config.log)
            return;
        base::json::Writer line;
        line.begin_object().member("at", base::to_utc(now)).member("job", name);
        line.key("done").boolean(run.done);
        line.key("milliseconds").number(run.milliseconds).member("told", run.told);
        if (!written.ok())
            line.member("not_recorded", words_of(written.error()));
        line.end_object();
        config.log(line.take());
    }

    void do_one(const Job& job, Round& round)
    {
        const base::Timestamp begun = service.clock();
        const JobTools tools{
            .service = service, .reads = jobs, .anchor_key = config.anchor_key, .go_on = [this] { return go_on(); }};
        const base::Result<std::string> told = do_job(tools, job);
        if (!told.ok() && told.error().code == "schedule.stopped")
            return; // it is due again
        (told.ok() ? round.done : round.failed) += 1;
        record(job.name, begun, told);
    }

    void do_asked(Work work, std::span<const edition::Edition* const> editions, Round& round)
    {
        const auto asked = find_run(asked_name(work));
        if (!asked.ok() || !*asked || (*asked)->done)
            return;
        const base::Timestamp begun = service.clock();
        const std::int64_t failed = round.failed;
        const std::int64_t done = round.done;
        if (work == Work::Outbox)
            send_outbox(jobs, round);
        if (work == Work::Hooks)
            tell_hooks(jobs, round);
        if (work != Work::Anchor || !config.anchor_key.empty()) {
            for (const Job& job : office::jobs_now(editions, work, begun))
                do_one(job, round);
        }
        if (go_on())
            record(asked_name(work), begun,
                   "済んだもの " + std::to_string(round.done - done) + "、失敗 " +
                       std::to_string(round.failed - failed));
    }

    void do_due(Round& round)
    {
        const auto editions = editions_of(service);
        if (!editions.ok())
            return;
        for (const Work work : office::all_work())
            do_asked(work, *editions, round);
        const auto next = office::next_jobs(
            *editions, !config.anchor_key.empty(), [this](const std::string& name) { return find_run(name); },
            service.clock());
        if (!next.ok())
            return;
        for (const Job& job : *next) {
            if (job.due > service.clock() || !go_on())
                return;
            do_one(job, round);
        }
    }

    void send_outbox(store::Store& store, Round& round)
    {
        if (!config.sender)
            return;
        const base::Timestamp begun = service.clock();
        const auto sent = office::send_mails(
            store, *config.sender, begun, service.clock, [](const store::Mail&) {}, [this] { return go_on(); });
        if (sent.ok() && sent->sent + sent->again + sent->failed == 0)
            return; // not a line every ten seconds
        (sent.ok() ? round.done : round.failed) += 1;
        record("outbox", begun,
               sent.ok() ? base::Result<std::string>("送信 " + std::to_string(sent->sent) + "通、あとで再送 " +
                                                     std::to_string(sent->again) + "通、送信できず " +
                                                     std::to_string(sent->failed) + "通")
                         : base::Result<std::string>(sent.error()));
    }

    void tell_hooks(store::Store& store, Round& round)
    {
        const base::Timestamp begun = service.clock();
        const HookSending how{.secrets = service.secrets(),
                              .private_addresses = config.private_hooks,
                              .clock = service.clock,
                              .go_on = [this] { return go_on(); }};
        const auto sent = send_hooks(store, how);
        if (sent.ok() && sent->sent + sent->again + sent->failed == 0)
            return;
        (sent.ok() ? round.done : round.failed) += 1;
        record("hooks", begun,
               sent.ok() ? base::Result<std::string>("通知 " + std::to_string(sent->sent) + "件、あとで再送 " +
                                                     std::to_string(sent->again) + "件、通知できず " +
                                                     std::to_string(sent->failed) + "件")
                         : base::Result<std::string>(sent.error()));
    }

    template<typename Does>
    Round round(const Does& does)
    {
        Round done;
        done.held = go_on();
        if (done.held)
            does(done);
        return done;
    }

    void run_every(std::chrono::milliseconds pause, std::function<void()> does)
    {
        {
            const std::lock_guard held(lock);
            running += 1;
        }
        threads.emplace_back([this, pause, does = std::move(does)] {
            std::unique_lock held(lock);
            while (!stopping) {
                held.unlock();
                try {
                    does();
                } catch (const std::exception& broken) { // out of memory, at most: the next round goes on
                    if (config.log)
                        config.log("{\"job\":\"scheduler\",\"done\":false}");
                }
                held.lock();
                changed.wait_for(held, pause, [this] { return stopping; });
            }
            running -= 1;
            changed.notify_all();
        });
    }
};

base::Result<std::unique_ptr<Scheduler>> Scheduler::create(Service& service, SchedulerConfig config)
{
    const std::string& where = service.config.database;
    store::Store jobs = TRY(store::Store::open(where, store::Opening::Existing));
    store::Store outbox = TRY(store::Store::open(where, store::Opening::Existing));
    store::Store hooks = TRY(store::Store::open(where, store::Opening::Existing));
    auto state = std::make_unique<State>(
        service, std::move(config), std::array<store::Store, 3>{std::move(jobs), std::move(outbox), std::move(hooks)});
    return std::unique_ptr<Scheduler>(new Scheduler(std::move(state)));
}

Scheduler::Scheduler(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Scheduler::~Scheduler()
{
    stop(0ms);
    for (std::thread& thread : m_state->threads)
        thread.join();
    m_state->turn.give_back();
}

void Scheduler::start()
{
    m_state->run_every(10s, [this] { m_state->go_on(); }); // the lease, while a job takes long
    m_state->run_every(5s, [this] { jobs_round(); });
    m_state->run_every(10s, [this] { outbox_round(); });
    m_state->run_every(3s, [this] { hooks_round(); });
}

bool Scheduler::stop(std::chrono::milliseconds most)
{
    std::unique_lock held(m_state->lock);
    m_state->stopping = true;
    m_state->changed.notify_all();
    if (!m_state->changed.wait_for(held, most, [this] { return m_state->running == 0; }))
        return false;
    held.unlock();
    m_state->turn.give_back();
    return true;
}

Scheduler::Round Scheduler::jobs_round()
{
    return m_state->round([this](Round& round) { m_state->do_due(round); });
}

Scheduler::Round Scheduler::outbox_round()
{
    return m_state->round([this](Round& round) { m_state->send_outbox(m_state->outbox, round); });
}

Scheduler::Round Scheduler::hooks_round()
{
    return m_state->round([this](Round& round) { m_state->tell_hooks(m_state->hooks, round); });
}

void Scheduler::give_back()
{
    m_state->turn.give_back();
}

base::Result<std::vector<const edition::Edition*>> editions_of(Service& service)
{
    std::vector<const edition::Edition*> editions;
    for (const std::string& key : service.config.editions)
        editions.push_back(TRY(service.editions.find(key)));
    return editions;
}

std::string asked_name(Work work)
{
    return "asked " + std::string(office::name_of(work));
}

}
