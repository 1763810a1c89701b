#pragma once

#include "edition/edition.h"
#include "store/jobs.h"

#include <span>

// What is done by the clock, and when. Pure: the clock and what was done before are arguments.
namespace kenkei::office {

// Outbox and Hooks are done all the time, the others at their hour.
enum class Work { Closing, Reminders, Overdue, Outbox, Hooks, Anchor, Sweep };
std::string_view name_of(Work); // closing, reminders, overdue, outbox, hooks, anchor, sweep
std::optional<Work> read_work(std::string_view word);
std::string_view label_of(Work);
std::span<const Work> all_work();

// One job, and since or from when on it is to be done.
struct Job {
    Work work = Work::Closing;
    std::string name;      // under which it is recorded: closing yuryo-sme/2025, reminder yuryo-sme/2025 30
    std::string about;     // the edition's key, of overdue the scheme; "" for none
    std::int64_t days = 0; // of a reminder: so many before the closing
    base::Timestamp due;
};

// How many days before the closing drafts are reminded, and at which hour in Japan.
inline constexpr std::int64_t reminder_days[] = {30, 7, 2};
inline constexpr int reminder_hour = 9;
inline constexpr int overdue_hour = 9;
inline constexpr int sweep_hour = 3;
base::Timestamp reminder_time(const edition::Edition&, std::int64_t days);

// A job that failed is tried again after 1, 5 and 15 minutes and then every hour.
base::Timestamp next_try(const store::JobRun& failed);

using FindRun = std::function<base::Result<std::optional<store::JobRun>>(const std::string& name)>;

// What is next of each job, in order of time: all that is due up to `now` is to be done now, the rest is what will be.
// Editions without a process have no cases and no jobs. Of the reminders of one edition there is one: the nearest that
// was not sent yet, so that a server that was off sends no old one beside it.
base::Result<std::vector<Job>> next_jobs(std::span<const edition::Edition* const> editions, bool anchors,
                                         const FindRun&, base::Timestamp now);

// The jobs of one sort that somebody asks for now, whether or not they were done: of the closings those that are over,
// of the reminders the one whose time came last. None for Outbox and Hooks.
std::vector<Job> jobs_now(std::span<const edition::Edition* const> editions, Work, base::Timestamp now);

}
