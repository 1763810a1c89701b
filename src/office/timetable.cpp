#include "office/timetable.h"

#include "base/enum_table.h"
#include "casework/case.h"

#include <algorithm>
#include <set>

namespace kenkei::office {

namespace {

constexpr std::int64_t minute = 60'000;

struct WorkWords {
    Work work;
    std::string_view name;
    std::string_view label;
};
constexpr std::array words{WorkWords{Work::Closing, "closing", "締切後の受付"},
                           WorkWords{Work::Reminders, "reminders", "締切前のお知らせ"},
                           WorkWords{Work::Overdue, "overdue", "期限を過ぎた案件のお知らせ"},
                           WorkWords{Work::Outbox, "outbox", "メールの送信"},
                           WorkWords{Work::Hooks, "hooks", "外部への通知"},
                           WorkWords{Work::Anchor, "anchor", "記録への署名"},
                           WorkWords{Work::Sweep, "sweep", "古いログイン情報の整理"}};
static_assert(base::stands_in_order(words, &WorkWords::work));
constexpr auto every_work = base::values_in(words, &WorkWords::work);

base::Date day_behind(base::Date day)
{
    return base::Date::from_days(day.to_days() + 1);
}

// The instants of one planning.
class Planner {
public:
    Planner(const FindRun& find, base::Timestamp now) : m_find(find), m_now(now), m_today(base::date_in_japan(now)) {}

    // 締切の後は毎日もう一度見る: an application on paper, or one imported late, may still come to lie there.
    base::Result<void> add_closing(const edition::Edition& edition)
    {
        const base::Timestamp begins{casework::closing_of(edition).milliseconds + 1};
        Job job{.work = Work::Closing, .name = "closing " + edition.key(), .about = edition.key(), .due = begins};
        if (const auto run = TRY(m_find(job.name)))
            job.due = run->done ? std::max(begins, base::in_japan(day_behind(base::date_in_japan(run->at))))
                                : std::max(begins, next_try(*run));
        m_jobs.push_back(std::move(job));
        return {};
    }

    base::Result<void> add_reminder(const edition::Edition& edition)
    {
        if (m_now > casework::closing_of(edition))
            return {};
        // From the farthest to the nearest: the last whose time has come, else the first that will come.
        std::optional<Job> next;
        for (const std::int64_t days : reminder_days) {
            Job job{.work = Work::Reminders,
                    .name = "reminder " + edition.key() + " " + std::to_string(days),
                    .about = edition.key(),
                    .days = days,
                    .due = reminder_time(edition, days)};
            const bool later = job.due > m_now;
            if (later && next)
                break;
            const auto run = TRY(m_find(job.name));
            next.reset(); // what is farther away is over
            if (run && run->done)
                continue;
            if (run)
                job.due = std::max(job.due, next_try(*run));
            next = std::move(job);
            if (later)
                break;
        }
        if (next)
            m_jobs.push_back(std::move(*next));
        return {};
    }

    // Once a day; a day that is over is not made up for.
    base::Result<void> add_daily(Work work, const std::string& name, const std::string& about, int hour)
    {
        Job job{.work = work,
                .name = name + " " + base::to_iso(m_today),
                .about = about,
                .due = base::in_japan(m_today, hour)};
        if (const auto run = TRY(m_find(job.name))) {
            job.due = std::max(job.due, next_try(*run));
            if (run->done) {
                const base::Date tomorrow = day_behind(m_today);
                job.name = name + " " + base::to_iso(tomorrow);
                job.due = base::in_japan(tomorrow, hour);
            }
        }
        m_jobs.push_back(std::move(job));
        return {};
    }

    std::vector<Job> take()
    {
        std::stable_sort(m_jobs.begin(), m_jobs.end(), [](const Job& a, const Job& b) { return a.due < b.due; });
        return std::move(m_jobs);
    }

private:
    const FindRun& m_find;
    base::Timestamp m_now;
    base::Date m_today;
    std::vector<Job> m_jobs;
};

}

std::string_view name_of(Work work)
{
    return base::row_of(words, work).name;
}

std::optional<Work> read_work(std::string_view word)
{
    return base::value_named(words, &WorkWords::work, word);
}

std::string_view label_of(Work work)
{
    return base::row_of(words, work).label;
}

std::span<const Work> all_work()
{
    return every_work;
}

base::Timestamp reminder_time(const edition::Edition& edition, std::int64_t days)
{
    const base::Date closing = base::date_in_japan(casework::closing_of(edition));
    return base::in_japan(base::Date::from_days(closing.to_days() - days), reminder_hour);
}

base::Timestamp next_try(const store::JobRun& failed)
{
    constexpr std::int64_t waits[] = {1, 5, 15, 60};
    const std::int64_t last = static_cast<std::int64_t>(std::size(waits)) - 1;
    const std::int64_t at = std::clamp<std::int64_t>(failed.attempts - 1, 0, last);
    return {failed.at.milliseconds + waits[at] * minute};
}

base::Result<std::vector<Job>> next_jobs(std::span<const edition::Edition* const> editions, bool anchors,
                                         const FindRun& find, base::Timestamp now)
{
    Planner planner(find, now);
    std::set<std::string> schemes;
    for (const edition::Edition* edition : editions) {
        if (!edition->process)
            continue;
        TRY(planner.add_closing(*edition));
        TRY(planner.add_reminder(*edition));
        schemes.insert(edition->scheme);
    }
    for (const std::string& scheme : schemes)
        TRY(planner.add_daily(Work::Overdue, "overdue " + scheme, scheme, overdue_hour));
    if (anchors)
        TRY(planner.add_daily(Work::Anchor, "anchor", "", 0));
    TRY(planner.add_daily(Work::Sweep, "sweep", "", sweep_hour));
    return planner.take();
}

std::vector<Job> jobs_now(std::span<const edition::Edition* const> editions, Work work, base::Timestamp now)
{
    std::vector<Job> jobs;
    std::set<std::string> schemes;
    const std::string today = base::to_iso(base::date_in_japan(now));
    for (const edition::Edition* edition : editions) {
        if (!edition->process)
            continue;
        const std::string key = edition->key();
        const bool over = now > casework::closing_of(*edition);
        if (work == Work::Closing && over)
            jobs.push_back({.work = work, .name = "closing " + key, .about = key, .due = now});
        if (work == Work::Overdue && schemes.insert(edition->scheme).second)
            jobs.push_back({.work = work,
                            .name = "overdue " + edition->scheme + " " + today,
                            .about = edition->scheme,
                            .due = now});
        if (work != Work::Reminders || over)
            continue;
        for (auto days = std::rbegin(reminder_days); days != std::rend(reminder_days); ++days) {
            if (reminder_time(*edition, *days) > now)
                continue;
            jobs.push_back({.work = work,
                            .name = "reminder " + key + " " + std::to_string(*days),
                            .about = key,
                            .days = *days,
                            .due = now});
            break;
        }
    }
    if (work == Work::Anchor || work == Work::Sweep)
        jobs.push_back({.work = work, .name = std::string(name_of(work)) + " " + today, .due = now});
    return jobs;
}

}
