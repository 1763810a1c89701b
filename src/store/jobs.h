#pragma once

#include "store/store.h"

namespace kenkei::store {

// What is done by the clock: which job was done when, and whose turn it is where several servers share a database.
struct JobRun {
    std::string job; // closing yuryo-sme/2025, anchor 2026-11-22: each is done once
    base::Timestamp at;
    std::int64_t milliseconds = 0;
    bool done = false; // false: it failed, and is tried again
    std::int64_t attempts = 1;
    std::string told; // what it did, or why it failed; nothing personal
};

// Where something that happened to a case is told to another program.
struct Hook {
    std::string id;
    std::string scheme; // "" for all
    std::string url;
    std::string secret;             // with which what is sent is signed, as access::SecretKeys sealed it
    std::vector<std::string> kinds; // of events; empty for all
    bool active = true;
    std::string owner; // account
    base::Timestamp created;
    std::int64_t failures = 0; // in a row
    std::string answer;        // the last
};
struct HookDelivery {
    std::int64_t id = 0;
    std::string hook;
    std::string message_id; // stable over all attempts
    CaseId case_id;
    std::int64_t event = 0;
    std::string body;
    std::string state; // waiting, sent, failed
    std::int64_t attempts = 0;
    base::Timestamp created;
    base::Timestamp due;
    std::string answer;
};

class Jobs {
public:
    explicit Jobs(Transaction& kept) : m_connection(kept.connection()), m_hooks(kept.m_hooks) {}

    // Takes or keeps the lease until `until`; false while another holder's lasts. A holder that died loses it by time.
    base::Result<bool> hold(const std::string& lease, const std::string& holder, base::Timestamp now,
                            base::Timestamp until);
    base::Result<void> release(const std::string& lease, const std::string& holder);
    struct Lease {
        std::string name;
        std::string holder;
        base::Timestamp until;
    };
    base::Result<std::vector<Lease>> leases();

    base::Result<std::optional<JobRun>> find_run(const std::string& job);
    base::Result<void> record(const JobRun&);                     // instead of what stood there
    base::Result<std::vector<JobRun>> latest(std::int64_t limit); // latest first

    base::Result<void> put(const Hook&);
    base::Result<void> change(const Hook&);
    base::Result<std::optional<Hook>> find_hook(const std::string& id);
    base::Result<std::vector<Hook>> hooks();     // by id
    base::Result<void> put(const HookDelivery&); // id is given; a message_id that is there already is passed over
    // Of active hooks; what is due to another waits until that is active again.
    base::Result<std::vector<HookDelivery>> deliveries_due(base::Timestamp now, std::int64_t limit);
    base::Result<bool> claim(const HookDelivery&, base::Timestamp until); // false: another has it
    base::Result<void> set(const HookDelivery&);                          // state, attempts, due, answer
    base::Result<std::vector<HookDelivery>> deliveries_of(const std::string& hook, std::int64_t limit); // latest first

private:
    Connection& m_connection;
    std::shared_ptr<const std::vector<Hook>>& m_hooks; // as this transaction saw them
};

}
