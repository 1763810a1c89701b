#include "cli/demo_cohort.h"

#include "cli/demo_accounts.h"
#include "store/accounts.h"
#include "store/writer.h"

#include <atomic>
#include <mutex>

namespace kenkei::cli {

namespace {

using casework::CaseId;
using scheme::Stop;

constexpr std::int64_t an_hour = 60 * 60 * std::int64_t{1000};
constexpr std::size_t most_in_a_commit = 300;

struct Planned {
    const edition::Edition* edition = nullptr;
    scheme::DemoPlan plan;

    const scheme::CohortPlan& cohort() const { return *plan.cohort; }
    base::Timestamp closing() const { return casework::closing_of(*edition); }
};

// A case that was made.
struct Made {
    CaseId id;
    Stop stop = Stop::Draft;
    DemoFirm firm;
};

// What is drawn before the case itself: when, and where it stops.
struct Outline {
    Stop stop = Stop::Draft;
    base::Timestamp opened;
    std::vector<base::Timestamp> filed; // the versions
    bool unanswered = false;
    bool renews = false;
};

// The cohorts, in the order in which their editions close.
base::Result<std::vector<Planned>> read_plans(office::Editions& editions, const std::vector<DemoEdition>& from)
{
    std::vector<Planned> plans;
    for (const DemoEdition& one : from) {
        const edition::Edition* edition = TRY(editions.find(one.key));
        scheme::DemoResult read = scheme::read_demo(one.folder, *edition);
        if (!read.plan && read.errors.front().code == "file.missing")
            continue;
        if (!read.plan)
            return std::move(read.errors.front());
        if (read.plan->cohort)
            plans.push_back({edition, std::move(*read.plan)});
    }
    if (plans.empty())
        return base::Error{.code = "demo.none",
                           .message = "デモに使える年度版がありません（demo.yaml に cohort がありません）。",
                           .way_out = "--schemes で、cohort のある制度のフォルダを指してください。"};
    std::stable_sort(plans.begin(), plans.end(),
                     [](const Planned& one, const Planned& other) { return one.closing() < other.closing(); });
    return plans;
}

base::Result<void> check_empty(const std::string& database)
{
    store::Store store = TRY(store::Store::open(database));
    return store.read([&](store::Transaction& kept) -> base::Result<void> {
        const std::vector<store::CaseRow> rows = TRY(kept.list({.limit = 1}));
        const std::vector<store::Account> accounts = TRY(store::Accounts(kept).list("", 1));
        if (rows.empty() && accounts.empty())
            return {};
        return base::Error{.code = "demo.database",
                           .message = "データベース「" + database + "」には、すでに案件やアカウントがあります。",
                           .way_out = "デモには、新しいデータベースを使ってください。"};
    });
}

// People file late: of three moments the last. In the hours of an office, from the first day to the limit.
base::Timestamp draw_arrival(const edition::Edition& edition, base::Timestamp limit, Dice& dice)
{
    constexpr int first_hour = 9;
    constexpr std::int64_t hours = 10;
    const base::Date first = edition.application.opens;
    const std::int64_t days = base::date_in_japan(limit).to_days() - first.to_days() + 1;
    while (true) {
        std::int64_t day = 0;
        for (int moment = 0; moment < 3; ++moment)
            day = std::max(day, dice.below(std::max<std::int64_t>(days, 1)));
        base::Timestamp arrival = base::in_japan(base::Date::from_days(first.to_days() + day), first_hour);
        arrival.milliseconds += dice.below(hours * an_hour);
        if (arrival <= limit)
            return arrival;
        if (days <= 1)
            return limit;
    }
}

Outline draw_outline(const edition::Edition& edition, const DemoTime& time, Stop stop, Dice& dice)
{
    Outline outline{.stop = stop};
    const base::Timestamp arrival = draw_arrival(edition, time.limit, dice);
    // Begun within the ten days before.
    const std::int64_t first =
        std::max(base::in_japan(edition.application.opens, 9).milliseconds, arrival.milliseconds - 10 * 24 * an_hour);
    const std::int64_t last = std::max(first, arrival.milliseconds - an_hour);
    outline.opened = {std::min(first + dice.below(last - first + 1), arrival.milliseconds)};
    if (stop != Stop::Draft)
        outline.filed = {arrival};
    return outline;
}

// Marks so many of those that may be marked, wherever they stand.
template<typename MayBe, typename Mark>
void mark_some(std::vector<Outline>& outlines, std::int64_t count, Dice& dice, const MayBe& may_be, const Mark& mark)
{
    std::vector<Outline*> candidates;
    for (Outline& outline : outlines) {
        if (may_be(outline))
            candidates.push_back(&outline);
    }
    for (; count > 0 && !candidates.empty(); --count) {
        const auto at = candidates.begin() + dice.below(std::ssize(candidates));
        mark(**at);
        candidates.erase(at);
    }
}

std::vector<Outline> draw_outlines(const Planned& planned, const DemoTime& time, Dice& dice)
{
    std::vector<Outline> outlines;
    for (const auto& [stop, cases] : planned.cohort().stops) {
        for (std::int64_t at = 0; at < cases; ++at)
            outlines.push_back(draw_outline(*planned.edition, time, stop, dice));
    }
    const auto any = [](const Outline&) { return true; };
    mark_some(outlines, planned.cohort().renewals, dice, any, [](Outline& outline) { outline.renews = true; });
    mark_some(
        outlines, planned.cohort().unanswered, dice,
        [](const Outline& outline) { return outline.stop == Stop::Submitted || outline.stop == Stop::Received; },
        [](Outline& outline) { outline.unanswered = true; });
    mark_some(
        outlines, planned.cohort().again, dice, [](const Outline& outline) { return !outline.filed.empty(); },
        [&](Outline& outline) {
            const std::int64_t left = time.limit.milliseconds - outline.filed.front().milliseconds;
            outline.filed.push_back({outline.filed.front().milliseconds + dice.below(left + 1)});
        });
    // Cases are numbered as they are opened.
    std::stable_sort(outlines.begin(), outlines.end(),
                     [](const Outline& one, const Outline& other) { return one.opened < other.opened; });
    return outlines;
}

class DemoMaker {
public:
    DemoMaker(store::Writer& writer, office::Editions& editions, base::Timestamp now, std::int64_t of,
              const std::function<void(std::int64_t, std::int64_t)>& progress)
        : m_writer(writer)
        , m_editions(editions)
        , m_now(now)
        , m_of(of)
        , m_progress(progress)
    {}

    base::Result<void> make(const Planned& planned, bool open)
    {
        TRY(check_period(planned));
        Dice dice(planned.plan.seed);
        const DemoTime time = demo_time(*planned.edition, m_now);
        const std::vector<Outline> outlines = draw_outlines(planned, time, dice);
        std::vector<Made> made(outlines.size());
        const base::Result<void> drawn = draw(planned, outlines, open, time, dice, made);
        finish();
        TRY(drawn);
        if (m_error)
            return *m_error;
        note(planned, open, made);
        return {};
    }

    DemoShown& shown() { return m_shown; }

private:
    // What comes after the closing cannot be reached while it is open.
    base::Result<void> check_period(const Planned& planned) const
    {
        if (planned.closing() < m_now)
            return {};
        for (const auto& [stop, cases] : planned.cohort().stops) {
            if (stop > Stop::Withdrawn)
                return base::Error{.code = "demo.cohort",
                                   .message = planned.edition->key() + " はデモの時刻（" + base::to_japanese(m_now) +
                                              "）に受付中で、「" + std::string(scheme::name_of(stop)) +
                                              "」の案件は作れません。",
                                   .way_out = "cohort の stops を draft、submitted、withdrawn だけにしてください。"};
        }
        return {};
    }

    base::Result<void> begin(const Planned& planned, const Outline& outline, bool open, Dice& dice, DemoCase& one)
    {
        const edition::Edition& edition = *planned.edition;
        one.stop = outline.stop;
        one.opened = outline.opened;
        one.insurer = planned.cohort().insurer;
        one.hands = demo_hands(edition.scheme);
        one.seed = dice.roll();
        if (outline.renews) {
            std::vector<Made>& holders = m_holders[edition.scheme];
            if (holders.empty())
                return base::Error{.code = "demo.cohort",
                                   .message = edition.key() +
                                              " の cohort の renewals が、前の年度版で認定された案件より"
                                              "多くなっています。",
                                   .way_out = "renewals を減らすか、前の年度版の certified を増やしてください。"};
            const auto at = holders.begin() + dice.below(std::ssize(holders));
            one.renews = at->id;
            one.firm = at->firm;
            holders.erase(at);
            return {};
        }
        one.firm = demo_firm(++m_firms, planned.cohort(), dice);
        // A few firms are those of visitors.
        if (open && one.stop == Stop::Draft && m_free_draft) {
            m_free_draft = false;
            one.firm.account = draft_account;
        } else if (!open && one.stop == Stop::Certified && m_free_certificate) {
            m_free_certificate = false;
            one.firm.account = certificate_account;
        } else if (!edition.process->no_delegates && m_free_lender) {
            m_free_lender = false;
            one.firm.account = lender_account;
        }
        return {};
    }

    // Each is written while the next one is drawn.
    base::Result<void> draw(const Planned& planned, const std::vector<Outline>& outlines, bool open,
                            const DemoTime& time, Dice& dice, std::vector<Made>& made)
    {
        for (std::size_t at = 0; at < outlines.size() && !m_failed; ++at) {
            const auto one = std::make_shared<DemoCase>();
            TRY(begin(planned, outlines[at], open, dice, *one));
            made[at] = {{}, one->stop, one->firm};
            TRY(draw_case(m_editions, *planned.edition, planned.plan, dice, outlines[at].filed, outlines[at].unanswered,
                          *one));
            post(*planned.edition, one, time, made[at]);
        }
        return {};
    }

    void post(const edition::Edition& edition, std::shared_ptr<const DemoCase> one, const DemoTime& time, Made& made)
    {
        ++m_posted;
        m_writer.post(
            [this, &edition, one = std::move(one), time, &made](store::Transaction& kept) -> base::Result<void> {
                const casework::Case done = TRY(act_out(kept, m_editions, edition, *one, time));
                made.id = done.id;
                return {};
            },
            [this](const base::Result<void>& written) {
                if (!written.ok() && !m_failed.exchange(true))
                    m_error = written.error();
                if (m_progress)
                    m_progress(m_done + 1, m_of);
                ++m_done;
            });
    }

    // All that was posted is written, or has failed.
    void finish()
    {
        while (m_done < m_posted) {
            const base::Result<void> behind = m_writer.write([](store::Transaction&) { return base::Result<void>{}; });
            if (!behind.ok() && !m_failed.exchange(true))
                m_error = behind.error();
        }
    }

    void note(const Planned& planned, bool open, const std::vector<Made>& made)
    {
        const edition::Edition& edition = *planned.edition;
        for (const Made& one : made) {
            const DemoShown::Case shown{one.id, one.firm, edition.scheme, edition.short_name};
            if (one.firm.account == draft_account && open)
                m_shown.draft = shown;
            else if (one.firm.account == certificate_account)
                m_shown.certificate = shown;
            else if (one.firm.account == lender_account)
                m_shown.lender = shown;
            else if (one.stop == Stop::Certified || one.stop == Stop::Changed)
                m_holders[edition.scheme].push_back(one); // the visitor's own is not renewed for it
            else if (one.stop == Stop::Submitted && !m_shown.claimed)
                m_shown.claimed = shown;
        }
        if (!planned.cohort().insurer.empty() && planned.cohort().count(Stop::Insurer) >= m_shown.inquiries) {
            m_shown.insurer = planned.cohort().insurer;
            m_shown.inquiries = planned.cohort().count(Stop::Insurer);
        }
    }

    store::Writer& m_writer;
    office::Editions& m_editions;
    base::Timestamp m_now;
    std::int64_t m_of;
    const std::function<void(std::int64_t, std::int64_t)>& m_progress;
    std::int64_t m_firms = 0;
    bool m_free_draft = true;
    bool m_free_certificate = true;
    bool m_free_lender = true;
    std::map<std::string, std::vector<Made>> m_holders; // by scheme: certificates that may be renewed
    DemoShown m_shown;
    std::int64_t m_posted = 0;
    std::atomic<std::int64_t> m_done = 0;
    std::atomic<bool> m_failed = false;
    std::optional<base::Error> m_error; // read when the writer has finished
};

// The schemes of the cohorts, the open edition's first.
std::vector<DemoShown::Scheme> schemes_of(const std::vector<Planned>& plans)
{
    std::vector<DemoShown::Scheme> schemes;
    for (auto planned = plans.rbegin(); planned != plans.rend(); ++planned) {
        const edition::Edition& edition = *planned->edition;
        const auto same = [&](const DemoShown::Scheme& one) { return one.id == edition.scheme; };
        if (std::none_of(schemes.begin(), schemes.end(), same))
            schemes.push_back({edition.scheme, edition.short_name});
    }
    return schemes;
}

}

base::Timestamp demo_moment(const edition::Edition& edition)
{
    constexpr std::int64_t days_before = 3;
    constexpr int hour = 10;
    const base::Date last = base::date_in_japan(casework::closing_of(edition));
    return base::in_japan(base::Date::from_days(last.to_days() - days_before), hour);
}

base::Result<DemoCohort> make_demo(const std::string& database, office::Editions& editions,
                                   const std::vector<DemoEdition>& from,
                                   const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    const std::vector<Planned> plans = TRY(read_plans(editions, from));
    TRY(check_empty(database));
    std::vector<DemoShown::Scheme> schemes = schemes_of(plans);
    DemoPasswords passwords = make_passwords(most_accounts(schemes.size()));
    DemoCohort cohort{.now = demo_moment(*plans.back().edition)};
    for (const Planned& planned : plans)
        cohort.cases += planned.cohort().cases();
    const std::unique_ptr<store::Writer> writer = TRY(store::Writer::start(database, most_in_a_commit));
    DemoMaker maker(*writer, editions, cohort.now, cohort.cases, progress);
    for (const Planned& planned : plans)
        TRY(maker.make(planned, &planned == &plans.back()));
    maker.shown().schemes = std::move(schemes);
    const std::vector<DemoPassword> ready = TRY(passwords.get());
    const base::Timestamp since = base::in_japan(plans.front().edition->application.opens);
    TRY(writer->write([&](store::Transaction& kept) -> base::Result<void> {
        cohort.accounts = TRY(put_accounts(kept, editions, maker.shown(), ready, since, cohort.now));
        return {};
    }));
    return cohort;
}

}
