// What happens in one case of the demo, from its opening to where it stops.
#include "cli/demo_case.h"
#include "office/act_on_case.h"
#include "office/certify_case.h"
#include "office/open_draft.h"
#include "office/receive_applications.h"
#include "office/record_insurer_reply.h"
#include "office/return_correction.h"
#include "office/screen_case.h"
#include "office/supply_evidence.h"

namespace kenkei::cli {

namespace {

using casework::Case;
using casework::Role;
using edition::GateKind;
using scheme::Stop;

constexpr std::int64_t a_minute = 60'000;
constexpr std::int64_t a_day = 24 * 60 * a_minute;

// The smallest file that is a PDF.
constexpr std::string_view paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                   "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                                   "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
                                   "trailer<</Root 1 0 R>>\n%%EOF\n";

base::Timestamp at_nine(base::Date day)
{
    return base::in_japan(day, 9);
}

base::Date days_after(base::Date day, std::int64_t days)
{
    return base::Date::from_days(day.to_days() + days);
}

class Walk {
public:
    Walk(store::Transaction& kept, office::Editions& editions, const edition::Edition& edition, const DemoCase& plan,
         const DemoTime& time)
        : m_kept(kept)
        , m_editions(editions)
        , m_edition(edition)
        , m_plan(plan)
        , m_time(time)
        , m_dice(plan.seed)
    {}

    base::Result<Case> go()
    {
        TRY(apply());
        if (m_plan.stop > Stop::Withdrawn)
            TRY(examine());
        if (m_now > m_time.now)
            return base::Error{.code = "demo.time",
                               .message = m_edition.key() + " の「" + std::string(scheme::name_of(m_plan.stop)) +
                                          "」は、デモの時刻（" + base::to_japanese(m_time.now) +
                                          "）までに終わりません（" + base::to_japanese(m_now) + "）。",
                               .way_out = "demo.yaml の cohort から、その件数を除いてください。"};
        return std::move(m_case);
    }

private:
    office::Desk desk(Role role, const std::string& account) { return {m_kept, m_editions, {role, account}, m_now}; }
    office::Desk of_firm() { return desk(Role::Applicant, m_plan.firm.account); }
    office::Desk of_office() { return desk(Role::Office, m_plan.hands.office); }

    base::Result<void> act(const office::Desk& at, const casework::Command& command)
    {
        m_case = TRY(office::act_on_case(at, m_case.id, command));
        return {};
    }

    // So many days later, in the hours of an office.
    void wait(std::int64_t from, std::int64_t to)
    {
        const base::Date day = days_after(base::date_in_japan(m_now), from + m_dice.below(to - from + 1));
        m_now.milliseconds =
            std::max(m_now.milliseconds + a_minute, at_nine(day).milliseconds + m_dice.below(8 * 60) * a_minute);
    }
    // What is waited for was asked these days ago, and not long before the edition's last step.
    void wait_until_before_now(std::int64_t from, std::int64_t to)
    {
        const base::Date day = days_after(base::date_in_japan(m_time.now), -from - m_dice.below(to - from + 1));
        m_now = std::max(m_now, at_nine(day));
    }
    base::Date day_of_demo(std::int64_t from, std::int64_t to)
    {
        return days_after(base::date_in_japan(m_time.now), from + m_dice.below(to - from + 1));
    }

    base::Result<void> apply()
    {
        m_now = m_plan.opened;
        if (m_plan.renews)
            m_case = TRY(office::renew_certificate(of_firm(), m_edition.key(), *m_plan.renews));
        else
            m_case = TRY(office::open_draft(of_firm(), m_edition.key(),
                                            {.number = m_plan.firm.number, .name = m_plan.firm.name}));
        base::Timestamp last = m_time.limit;
        if (!m_plan.versions.empty())
            last = m_plan.versions.front().handed.arrived;
        m_now.milliseconds = std::min(m_now.milliseconds + (10 + m_dice.below(50)) * a_minute, last.milliseconds);
        TRY(act(of_firm(), casework::Save{m_plan.draft}));
        for (const office::PreparedSubmission& version : m_plan.versions) {
            m_now = version.handed.arrived;
            m_case = TRY(office::submit_application(of_firm(), m_case.id, version));
        }
        if (m_plan.stop != Stop::Withdrawn)
            return {};
        m_now.milliseconds = std::min(m_now.milliseconds + a_day + m_dice.below(3 * a_day), m_time.limit.milliseconds);
        return act(of_firm(), casework::Withdraw{"来年度にあらためて申請するため"});
    }

    base::Result<void> examine()
    {
        m_now = std::max(m_now, casework::closing_of(m_edition));
        wait(1, 3);
        m_case = TRY(office::receive_application(of_office(), m_case.id));
        switch (m_plan.stop) {
        case Stop::Received:
            return {};
        case Stop::Correction:
        case Stop::Overdue:
        case Stop::Corrected:
            return ask_for_correction();
        case Stop::Evidence:
        case Stop::Supplied:
            return ask_for_evidence();
        default:
            return pass_gates();
        }
    }

    base::Result<void> ask_for_correction()
    {
        base::Date due = day_of_demo(3, 12);
        if (m_plan.stop == Stop::Correction) {
            wait_until_before_now(1, 6);
        } else if (m_plan.stop == Stop::Overdue) {
            wait_until_before_now(18, 25);
            due = day_of_demo(-8, -1);
        } else {
            wait(3, 10);
            due = days_after(base::date_in_japan(m_now), 14);
        }
        TRY(act(of_office(), casework::RequestCorrection{
                                 {m_plan.question}, due, "添付の記録と回答が合いません。確かめて直してください。"}));
        if (m_plan.stop != Stop::Corrected)
            return {};
        wait(2, 10);
        base::json::Writer out;
        out.begin_object().member("id", m_case.id.text).key("answers").value(*m_plan.corrected).end_object();
        const office::PreparedSubmission corrected = TRY(office::prepare_submission(
            m_editions, m_edition, {out.take(), "申請書" + m_plan.firm.code + "（差戻しへの回答）.json", m_now}));
        m_case = TRY(office::return_correction(of_firm(), m_case.id, corrected));
        return {};
    }

    base::Result<void> ask_for_evidence()
    {
        if (m_plan.stop == Stop::Evidence)
            wait_until_before_now(1, 3);
        else
            wait(3, 10);
        TRY(act(of_office(), casework::RequestEvidence{{m_plan.question}, "回答の根拠となる記録を提出してください。"}));
        if (m_plan.stop == Stop::Evidence)
            return {};
        wait(1, 4);
        m_case =
            TRY(office::supply_evidence(of_firm(), m_case.id, {office::Handed{std::string(paper), "記録.pdf", m_now}}));
        return {};
    }

    base::Result<void> pass_gates()
    {
        for (const edition::Gate& gate : m_edition.process->gates) {
            const bool on = TRY(pass(gate.kind));
            if (!on)
                break;
        }
        if (m_plan.stop >= Stop::Decided)
            return conclude();
        return {};
    }

    // False: the case goes no further through the gates.
    base::Result<bool> pass(GateKind gate)
    {
        switch (gate) {
        case GateKind::Payment:
            return pay();
        case GateKind::Screening: {
            wait(5, 20);
            const bool passed = m_case.judged && m_case.judged->passed;
            const office::Screening screening{
                .passed = passed, .grounds = {}, .note = passed ? "" : "認定要件を満たしていない。"};
            m_case = TRY(office::screen_case(of_office(), m_case.id, screening));
            return passed && m_plan.stop != Stop::Screened;
        }
        case GateKind::Insurer:
            return ask_insurer();
        case GateKind::Resolution:
            return refer();
        }
        return true;
    }

    base::Result<bool> pay()
    {
        wait(3, 8);
        TRY(act(of_office(), casework::IssueInvoice{"見本-" + m_case.id.text}));
        if (m_plan.stop == Stop::Unpaid)
            return false;
        wait(4, 20);
        base::Timestamp paid{m_now.milliseconds - a_day};
        if (m_case.invoice->due)
            paid = std::min(paid, *m_case.invoice->due);
        TRY(act(of_office(), casework::RecordPayment{m_case.invoice->amount, paid, m_plan.firm.kana}));
        return m_plan.stop != Stop::Paid;
    }

    base::Result<bool> ask_insurer()
    {
        std::optional<base::Date> due;
        if (m_plan.stop == Stop::Insurer) {
            wait_until_before_now(1, 9);
            due = day_of_demo(7, 20);
        } else {
            wait(1, 5);
            due = days_after(base::date_in_japan(m_now), 21);
        }
        TRY(act(of_office(), casework::InquireInsurer{m_plan.insurer, due}));
        if (m_plan.stop == Stop::Insurer)
            return false;
        wait(3, 18);
        m_case = TRY(office::record_insurer_reply(desk(Role::Insurer, m_plan.hands.insurer), m_case.id,
                                                  {.confirmed = true, .contradictions = {}, .known = {}, .note = {}}));
        return m_plan.stop != Stop::Confirmed;
    }

    base::Result<bool> refer()
    {
        wait(3, 12);
        TRY(act(of_office(), casework::ReferToBody{"第1回"}));
        if (m_plan.stop == Stop::Referred)
            return false;
        wait(5, 15);
        TRY(act(desk(Role::Body, m_plan.hands.chair), casework::RecordResolution{.on = base::date_in_japan(m_now),
                                                                                 .result = casework::Result::Recognised,
                                                                                 .class_id = m_case.judged->class_id,
                                                                                 .reason = {}}));
        return m_plan.stop != Stop::Resolved;
    }

    base::Result<void> conclude()
    {
        wait(2, 10);
        const bool refused = m_plan.stop == Stop::Refused;
        TRY(act(desk(Role::Certifier, m_plan.hands.certifier),
                casework::Decide{.result = refused ? casework::Result::Refused : casework::Result::Recognised,
                                 .class_id = refused ? "" : m_case.judged->class_id,
                                 .on = base::date_in_japan(m_now),
                                 .reason = {}}));
        if (m_plan.stop == Stop::Decided)
            return {};
        wait(1, 5);
        TRY(act(of_office(), casework::Notify{}));
        if (refused || m_plan.stop == Stop::Notified)
            return {};
        wait(1, 5);
        m_case = TRY(office::certify_case(of_office(), m_case.id, ""));
        if (m_plan.stop == Stop::Certified)
            return {};
        wait(20, 60);
        return afterwards();
    }

    base::Result<void> afterwards()
    {
        const base::Date today = base::date_in_japan(m_now);
        if (m_plan.stop == Stop::Returned)
            return act(of_firm(), casework::ReturnCertificate{today, "事業をやめるため"});
        if (m_plan.stop == Stop::Revoked)
            return act(desk(Role::Certifier, m_plan.hands.certifier),
                       casework::Revoke{m_edition.process->revocation.front().id, today,
                                        "事由に当たる事実を、届出と聞き取りで確かめたため"});
        casework::Applicant applicant = m_case.applicant;
        applicant.phones = {"00-9999-" + m_plan.firm.code.substr(1)};
        return act(of_firm(), casework::ReportChange{{"phone"}, applicant, "事務所の移転により電話番号が変わりました"});
    }

    store::Transaction& m_kept;
    office::Editions& m_editions;
    const edition::Edition& m_edition;
    const DemoCase& m_plan;
    const DemoTime& m_time;
    Dice m_dice;
    Case m_case;
    base::Timestamp m_now;
};

}

DemoTime demo_time(const edition::Edition& edition, base::Timestamp now)
{
    return {now, std::min(now, casework::closing_of(edition))};
}

base::Result<casework::Case> act_out(store::Transaction& kept, office::Editions& editions,
                                     const edition::Edition& edition, const DemoCase& plan, const DemoTime& time)
{
    return Walk(kept, editions, edition, plan, time).go();
}

}
