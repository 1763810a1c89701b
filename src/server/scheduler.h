#pragma once

#include "office/send_mails.h"
#include "office/timetable.h"
#include "server/service.h"

#include <chrono>

namespace kenkei::server {

struct SchedulerConfig {
    std::string holder;                        // this server, among those that share the database
    std::optional<office::Sender> sender = {}; // nothing: mails stay in the outbox
    std::string anchor_key = {};               // PEM; "": the record is not signed
    bool private_hooks = false;                // hooks may lie in our own net
    std::function<void(std::string)> log = {}; // one line of JSON for each job that was done or failed
};

// Does what is to be done by the clock (office/timetable.h), and sends mails and notices. Of the servers that share a
// database the one that holds the lease does it; it lasts for 30 s and is renewed, so that another takes over when its
// holder dies. Where two should think at once that they hold it (a machine stood still), everything is done once all
// the same: mails and anchors are unique, what waits is claimed, a case is received once.
class Scheduler {
public:
    static constexpr std::string_view lease = "scheduler";
    static constexpr std::int64_t lease_milliseconds = 30'000;

    static base::Result<std::unique_ptr<Scheduler>> create(Service&, SchedulerConfig);
    ~Scheduler(); // stops, however long it takes

    void start();
    // Begins nothing new, gives the lease back. false: something still runs after `most`.
    bool stop(std::chrono::milliseconds most);

    // One round on the caller's thread, as `start` does them all the time.
    struct Round {
        bool held = false; // whether the lease is ours: without it nothing is done
        std::int64_t done = 0;
        std::int64_t failed = 0;
    };
    Round jobs_round();
    Round outbox_round();
    Round hooks_round();
    void give_back();

private:
    struct State;
    explicit Scheduler(std::unique_ptr<State>);
    std::unique_ptr<State> m_state;
};

// The editions of a service, for its timetable.
base::Result<std::vector<const edition::Edition*>> editions_of(Service&);
// Under which a job is recorded that somebody asked for, until it is done.
std::string asked_name(office::Work);

}
