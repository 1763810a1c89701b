#pragma once

#include "casework/act.h"
#include "support/editions.h"

#include <functional>

// Editions and a case on which tests of casework try what the office does.
namespace kenkei::casework::testing {

using edition::Edition;

// Days and instants of the edition `shop`.
inline constexpr base::Date opens{2030, 4, 1};
inline const base::Timestamp closing = base::in_japan({2030, 6, 30}, 17);
inline const base::Timestamp in_period = base::in_japan({2030, 5, 1}, 10);
inline const base::Timestamp after_closing = base::in_japan({2030, 7, 1}, 9);
inline const base::Timestamp fee_due = base::in_japan({2030, 7, 31}, 15);
inline const base::Timestamp kept_no_longer = base::in_japan({2032, 7, 1}); // two years after the closing
inline const std::string firm = "9234567890123";                            // its check digit fits

inline base::Timestamp plus(base::Timestamp at, std::int64_t milliseconds)
{
    return {at.milliseconds + milliseconds};
}

inline edition::Clause clause(std::string place)
{
    return {.source = {.document = "guide", .place = std::move(place)}, .note = {}};
}

inline edition::Gate gate(edition::GateKind kind, std::string by = "")
{
    return {.kind = kind, .by = std::move(by), .clause = clause("p.20")};
}

// A fee, an insurer, a body; no delegates, nothing asked twice, nothing beside it.
inline Edition national()
{
    using edition::GateKind;
    Edition edition = support::shop();
    edition.classes.clear();
    edition::Process process;
    process.submission = clause("p.10");
    process.no_delegates = clause("p.11");
    process.shared_code = clause("p.12");
    process.no_second_answer = clause("p.13");
    process.exclusive = {{.scheme = "stall", .clause = clause("p.14")}};
    process.gates = {gate(GateKind::Payment), gate(GateKind::Screening), gate(GateKind::Insurer),
                     gate(GateKind::Resolution, "審査委員会")};
    process.decided_by = "見本商店会";
    process.decision = clause("p.21");
    process.revocation = {{.id = "false-answers", .label = "虚偽の回答", .clause = clause("p.22")}};
    edition.process = process;
    return edition;
}

// Classes A, AA and AAA, a body, a term of years with renewal; no fee.
inline Edition municipal()
{
    using edition::GateKind;
    Edition edition = support::shop();
    edition.fee.reset();
    edition::Validity validity;
    validity.from = base::Date{2031, 4, 1};
    validity.to = {2033, 3, 31};
    validity.source = {.document = "guide", .place = "第9条"};
    validity.term = edition::Term{.years = 2, .exceptions = {{.from = {2019, 4, 1}, .years = 3}}};
    validity.renewal = clause("第9条2項");
    validity.class_change = clause("第9条1項");
    edition.validity = validity;
    edition::Process process;
    process.submission = clause("第5条");
    process.gates = {gate(GateKind::Screening), gate(GateKind::Resolution, "認証委員会")};
    process.decided_by = "市長";
    edition.process = process;
    return edition;
}

// No gate but screening, or none at all.
inline Edition bare(std::vector<edition::Gate> gates = {gate(edition::GateKind::Screening)})
{
    Edition edition = support::shop();
    edition.classes.clear();
    edition.fee.reset();
    edition.evidence.reset();
    edition::Process process;
    process.gates = std::move(gates);
    process.decided_by = "見本商店会";
    edition.process = process;
    return edition;
}

inline Judged good(std::string class_id = "")
{
    return {.digest = "d1", .as_of = opens, .outcome = edition::Outcome::Met, .class_id = class_id, .passed = true};
}

inline Judged bad(std::vector<std::string> reasons = {"not_met:plan"}, std::vector<std::string> unanswered = {})
{
    return {.digest = "d1",
            .as_of = opens,
            .outcome = edition::Outcome::NotMet,
            .passed = false,
            .reasons = std::move(reasons),
            .unanswered = std::move(unanswered)};
}

inline Submit submission(base::Timestamp arrived, Judged judged = good(), std::string answers = R"({"plan":1})")
{
    return {.arrived = arrived,
            .file = {.sha256 = "ab12", .name = "申請書.xlsx", .size = 92341},
            .applicant = {.number = firm, .name = "見本商店", .mails = {"shop@example.jp", "second@example.jp"}},
            .answers = std::move(answers),
            .judged = std::move(judged)};
}

inline Circumstances::Held held(std::string id, base::Date from, base::Date to, std::string class_id = "A")
{
    return {.id = {std::move(id)},
            .certificate = {.number = "1", .class_id = std::move(class_id), .from = from, .to = to}};
}

// One case and the hands on it.
class Desk {
public:
    explicit Desk(Edition rules, base::Timestamp at = in_period) : edition(std::move(rules)), now(at) {}

    base::Result<std::vector<Event>> tries(Role role, const Command& command) const
    {
        return act(edition, of, command, {role, "tester"}, now, circumstances);
    }
    // What must be let through.
    Desk& does(Role role, const Command& command)
    {
        auto made = tries(role, command);
        if (!made.ok()) {
            ADD_FAILURE() << name_of(command) << ": " << base::describe(made.error());
            return *this;
        }
        for (Event& event : *made) {
            apply(of, event);
            events.push_back(std::move(event));
        }
        return *this;
    }
    // The error of what must not be let through; each has a code, a message and a way out.
    base::Error refuses(Role role, const Command& command) const
    {
        auto made = tries(role, command);
        if (made.ok()) {
            ADD_FAILURE() << name_of(command) << " was let through";
            return {};
        }
        EXPECT_FALSE(made.error().message.empty() || made.error().way_out.empty()) << name_of(command);
        return made.error();
    }
    std::string code(Role role, const Command& command) const { return refuses(role, command).code; }
    bool lets(Role role, const Command& command) const { return tries(role, command).ok(); }

    template<typename T>
    const T& last() const
    {
        return std::get<T>(events.back().what);
    }

    // Steps along the way.
    Desk& opened() { return does(Role::Applicant, OpenDraft{.number = firm, .name = "見本商店"}); }
    Desk& submitted(Judged judged = good())
    {
        return opened().does(Role::Applicant, submission(now, std::move(judged)));
    }
    Desk& received(Judged judged = good())
    {
        submitted(judged);
        now = after_closing;
        return does(Role::Office, Receive{.judged = std::move(judged)});
    }
    Desk& paid()
    {
        does(Role::Office, IssueInvoice{.invoice = "S-1"});
        return does(Role::Office, RecordPayment{.amount = of.invoice->amount, .paid = now});
    }
    Desk& screened(bool passed = true) { return does(Role::Office, Screen{.passed = passed, .judged = *of.judged}); }
    Desk& confirmed()
    {
        does(Role::Office, InquireInsurer{.insurer = "01130012"});
        return does(Role::Insurer, RecordInsurerReply{.confirmed = true, .judged = *of.judged});
    }
    Desk& resolved(Result result = Result::Recognised, std::string class_id = "", std::string reason = "")
    {
        does(Role::Office, ReferToBody{.list = "第1回"});
        return does(Role::Body,
                    RecordResolution{.on = today(), .result = result, .class_id = class_id, .reason = reason});
    }
    // Through all gates of national().
    Desk& through(Judged judged = good())
    {
        received(std::move(judged)).paid().screened().confirmed();
        return resolved(of.judged->passed ? Result::Recognised : Result::Refused);
    }
    Desk& recognised(std::string class_id = "")
    {
        return does(Role::Certifier, Decide{.result = Result::Recognised, .class_id = class_id, .on = today()});
    }
    Desk& certified() { return does(Role::Office, Certify{.certificate = "2030-0001"}); }
    base::Date today() const { return base::date_in_japan(now); }

    Edition edition;
    Case of{.id = {"shop-2030-000001"}};
    std::vector<Event> events;
    Circumstances circumstances;
    base::Timestamp now;
};

// One event of each kind, in the order of Happening, with something in every member. What is recorded is a fact: nobody
// looks at the check digit of its 法人番号 again.
inline std::vector<Event> one_of_each()
{
    const std::string recorded = "1234567890123";
    const base::Timestamp at = base::in_japan({2030, 5, 1}, 10, 0, 0, 1);
    const Judged judged{.digest = "d1",
                        .as_of = {2030, 5, 1},
                        .outcome = edition::Outcome::NotMet,
                        .class_id = "outside",
                        .passed = false,
                        .reasons = {"not_met:plan"},
                        .unanswered = {"staff"},
                        .titles = {"best"}};
    const Applicant applicant{.number = recorded,
                              .code = "00123",
                              .name = "見本商店",
                              .kana = "ミホンショウテン",
                              .phones = {"045-000-0000"},
                              .persons = {"見本 花子"},
                              .mails = {"shop@example.jp"}};
    const FileRef file{.sha256 = "ab12", .name = "申請書.xlsx", .size = 92341};
    const std::string answers = R"({"plan":1})";
    const base::Date day{2030, 7, 8};
    const std::vector<Happening> all = {
        DraftOpened{.edition = "shop/2030",
                    .number = recorded,
                    .purpose = Purpose::ClassChange,
                    .previous = "shop-2028-000001",
                    .aims_at = "AA",
                    .name = "見本商店"},
        Saved{.answers = answers},
        Submitted{
            .version = 1, .arrived = at, .judged = judged, .file = file, .applicant = applicant, .answers = answers},
        Received{.version = 1, .judged = judged},
        CorrectionRequested{.questions = {"plan", "staff"}, .due = day, .message = "ご確認ください。"},
        CorrectionReturned{
            .questions = {"plan"}, .judged = judged, .file = file, .applicant = applicant, .answers = answers},
        EvidenceRequested{.questions = {"plan"}, .due = day, .message = "資料をお送りください。"},
        EvidenceSupplied{.in_time = false, .files = {file}},
        InvoiceIssued{.invoice = "S-1", .amount = 1100, .due = at},
        PaymentRecorded{.amount = 1100, .paid = at, .in_time = 1100, .settled = true, .payer = "ミホンショウテン"},
        InsurerInquired{.insurer = "01130012", .due = day},
        InsurerReplied{.confirmed = false,
                       .contradictions = {"declared"},
                       .known = R"({"insurer":{"declared":false}})",
                       .judged = judged,
                       .note = "電話で確認。"},
        Screened{.passed = false, .judged = judged, .grounds = {"exclusive:stall-2030-000002"}, .note = "重複あり。"},
        Referred{.body = "審査委員会", .list = "第1回"},
        ResolutionRecorded{.body = "審査委員会",
                           .on = day,
                           .result = Result::Recognised,
                           .class_id = "A",
                           .reason = "実地で確認した。"},
        Decided{.result = Result::Refused,
                .class_id = "outside",
                .on = day,
                .by = "見本商店会",
                .grounds = {"unpaid"},
                .differs = true,
                .reason = "虚偽の回答があった。"},
        Notified{.result = Result::Refused, .address = "shop@example.jp"},
        Certified{.certificate = "2030-0001", .class_id = "A", .from = day, .to = {2031, 3, 31}},
        ChangeReported{.fields = {"name"}, .applicant = applicant, .detail = "商号の変更。"},
        Withdrawn{.reason = "都合による。"},
        CertificateReturned{.on = day, .reason = "廃業。"},
        Revoked{.ground = "false-answers", .on = day, .reason = "回答が事実と違った。"},
        Superseded{.by = "shop-2032-000001", .to = day},
        TakenOver{.edition = "shop/2030",
                  .number = recorded,
                  .certificate = "2028-0001",
                  .class_id = "A",
                  .decided = {2028, 2, 1},
                  .from = {2028, 4, 1},
                  .to = {2030, 3, 31},
                  .record = "台帳 2028",
                  .applicant = applicant},
        PayloadsErased{.events = {1, 3}, .list = "R-1"},
    };
    std::vector<Event> events;
    for (const Happening& what : all)
        events.push_back({.number = static_cast<std::int64_t>(events.size()) + 1,
                          .at = at,
                          .actor = {Role::Office, "tester"},
                          .what = what});
    return events;
}

}
