#include "cli/commands.h"

#include "base/json.h"
#include "casework/story.h"
#include "cli/case_command.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "office/act_on_case.h"
#include "office/certify_case.h"
#include "office/open_draft.h"
#include "office/receive_applications.h"
#include "office/record_insurer_reply.h"
#include "office/return_correction.h"
#include "office/screen_case.h"
#include "office/submit_application.h"
#include "office/supply_evidence.h"

#include <algorithm>
#include <filesystem>

namespace kenkei::cli {

using casework::Case;
using casework::CaseId;
using office::Desk;

namespace {

using Outcome = base::Result<Case>;

// What the command line says, and the files it names, read before any transaction begins: a pipe that is slow holds up
// nobody, and an errand that is tried again has them still.
struct Told : CaseOptions {
    explicit Told(const CaseOptions& options) : CaseOptions(options) {}

    std::vector<office::Handed> handed;
};

CaseId case_of(const CaseOptions& options)
{
    return {options.subject};
}

base::Date day_of(const Desk& desk, const CaseOptions& options)
{
    return options.on.value_or(base::date_in_japan(desk.now));
}

base::Result<casework::Result> result_of(const CaseOptions& options)
{
    if (const auto result = casework::read_result(options.result))
        return *result;
    return bad_value("--result", options.result, "recognised、refused");
}

base::Result<office::PreparedSubmission> prepared(const Desk& desk, const Told& told)
{
    const Case about = TRY(desk.kept.load_case(case_of(told)));
    const edition::Edition& edition = *TRY(office::edition_of(desk, about));
    return office::prepare_submission(desk.editions, edition, told.handed.front());
}

Outcome open_draft(const Desk& desk, const Told& options)
{
    return office::open_draft(desk, options.subject,
                              {.number = options.firm, .name = options.name, .aims_at = options.class_id});
}

Outcome renew(const Desk& desk, const Told& options)
{
    return office::renew_certificate(desk, options.edition, case_of(options));
}

Outcome save(const Desk& desk, const Told& options)
{
    const Case about = TRY(desk.kept.load_case(case_of(options)));
    const edition::Edition& edition = *TRY(office::edition_of(desk, about));
    const answers::Application application =
        TRY(office::read_submission(desk.editions, edition, options.handed.front()));
    return office::act_on_case(desk, case_of(options), casework::Save{.answers = office::answers_text(application)});
}

Outcome submit(const Desk& desk, const Told& options)
{
    const office::PreparedSubmission submission = TRY(prepared(desk, options));
    return office::submit_application(desk, case_of(options), submission);
}

Outcome receive(const Desk& desk, const Told& options)
{
    return office::receive_application(desk, case_of(options));
}

Outcome request_correction(const Desk& desk, const Told& options)
{
    return office::act_on_case(
        desk, case_of(options),
        casework::RequestCorrection{.questions = options.questions, .due = *options.due, .message = options.message});
}

Outcome return_correction(const Desk& desk, const Told& options)
{
    const office::PreparedSubmission submission = TRY(prepared(desk, options));
    return office::return_correction(desk, case_of(options), submission);
}

Outcome request_evidence(const Desk& desk, const Told& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::RequestEvidence{.questions = options.questions, .message = options.message});
}

Outcome supply_evidence(const Desk& desk, const Told& options)
{
    return office::supply_evidence(desk, case_of(options), options.handed);
}

Outcome issue_invoice(const Desk& desk, const Told& options)
{
    return office::act_on_case(
        desk, case_of(options),
        casework::IssueInvoice{.invoice = options.invoice.empty() ? options.subject : options.invoice});
}

Outcome record_payment(const Desk& desk, const Told& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::RecordPayment{.amount = options.amount,
                                                       .paid = options.moment.value_or(desk.now),
                                                       .payer = options.payer});
}

Outcome inquire_insurer(const Desk& desk, const Told& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::InquireInsurer{.insurer = options.insurer, .due = options.due});
}

Outcome record_insurer_reply(const Desk& desk, const Told& options)
{
    if (options.result != "confirmed" && options.result != "contradicted")
        return bad_value("--result", options.result, "confirmed、contradicted");
    return office::record_insurer_reply(desk, case_of(options),
                                        {.confirmed = options.result == "confirmed",
                                         .contradictions = options.questions,
                                         .known = options.known,
                                         .note = options.message});
}

Outcome screen(const Desk& desk, const Told& options)
{
    return office::screen_case(desk, case_of(options),
                               {.passed = !options.failed, .grounds = options.questions, .note = options.message});
}

Outcome refer_to_body(const Desk& desk, const Told& options)
{
    return office::act_on_case(desk, case_of(options), casework::ReferToBody{.list = options.list});
}

Outcome record_resolution(const Desk& desk, const Told& options)
{
    const casework::Result result = TRY(result_of(options));
    return office::act_on_case(
        desk, case_of(options),
        casework::RecordResolution{
            .on = day_of(desk, options), .result = result, .class_id = options.class_id, .reason = options.message});
}

Outcome decide(const Desk& desk, const Told& options)
{
    const casework::Result result = TRY(result_of(options));
    return office::act_on_case(
        desk, case_of(options),
        casework::Decide{
            .result = result, .class_id = options.class_id, .on = day_of(desk, options), .reason = options.message});
}

Outcome notify(const Desk& desk, const Told& options)
{
    return office::act_on_case(desk, case_of(options), casework::Notify{});
}

Outcome certify(const Desk& desk, const Told& options)
{
    return office::certify_case(desk, case_of(options), options.certificate);
}

Outcome report_change(const Desk& desk, const Told& options)
{
    casework::Applicant applicant = TRY(desk.kept.load_case(case_of(options))).applicant;
    if (!options.name.empty())
        applicant.name = options.name;
    return office::act_on_case(
        desk, case_of(options),
        casework::ReportChange{.fields = options.questions, .applicant = applicant, .detail = options.message});
}

Outcome withdraw(const Desk& desk, const Told& options)
{
    return office::act_on_case(desk, case_of(options), casework::Withdraw{.reason = options.message});
}

Outcome return_certificate(const Desk& desk, const Told& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::ReturnCertificate{.on = day_of(desk, options), .reason = options.message});
}

Outcome revoke(const Desk& desk, const Told& options)
{
    return office::act_on_case(
        desk, case_of(options),
        casework::Revoke{.ground = options.ground, .on = day_of(desk, options), .reason = options.message});
}

Outcome take_over(const Desk& desk, const Told& options)
{
    return office::take_over_certificate(desk, options.subject,
                                         {.number = options.firm,
                                          .certificate = options.certificate,
                                          .class_id = options.class_id,
                                          .decided = day_of(desk, options),
                                          .from = options.from.value_or(base::Date{}),
                                          .to = options.to,
                                          .record = options.record,
                                          .applicant = {.number = options.firm, .name = options.name}});
}

struct Verb {
    std::string_view name;
    Outcome (*act)(const Desk&, const Told&);
};
constexpr Verb verbs_that_act[] = {
    {"open-draft", open_draft},
    {"renew", renew},
    {"save", save},
    {"submit", submit},
    {"receive", receive},
    {"request-correction", request_correction},
    {"return-correction", return_correction},
    {"request-evidence", request_evidence},
    {"supply-evidence", supply_evidence},
    {"issue-invoice", issue_invoice},
    {"record-payment", record_payment},
    {"inquire-insurer", inquire_insurer},
    {"record-insurer-reply", record_insurer_reply},
    {"screen", screen},
    {"refer-to-body", refer_to_body},
    {"record-resolution", record_resolution},
    {"decide", decide},
    {"notify", notify},
    {"certify", certify},
    {"report-change", report_change},
    {"withdraw", withdraw},
    {"return-certificate", return_certificate},
    {"revoke", revoke},
    {"take-over", take_over},
};

// What a verb did: the case's number and stage, and the events that were added.
struct Done {
    Case about;
    std::vector<casework::Event> added;
};

// The time is taken when the last byte has been read.
base::Result<void> read_files(OpenDesk& open, Told& told)
{
    for (const std::string& file : told.files) {
        std::string bytes = TRY(read_bytes(file));
        std::string name = file == "-" ? "標準入力" : std::filesystem::path(file).filename().string();
        told.handed.push_back({std::move(bytes), std::move(name), {}});
    }
    open.now = time_of(told.desk);
    for (office::Handed& handed : told.handed)
        handed.arrived = told.moment.value_or(open.now);
    return {};
}

base::Result<Done> act(OpenDesk& open, const CaseOptions& given, const Verb& verb)
{
    Told options(given);
    TRY(read_files(open, options));
    Done done;
    TRY(open.store.write([&](store::Transaction& kept) -> base::Result<void> {
        const Desk desk{kept, *open.editions, options.desk.by, open.now};
        done.about = TRY(verb.act(desk, options));
        done.added.clear();
        for (casework::Event& event : TRY(kept.events_of(done.about.id))) {
            if (event.at == open.now && event.actor == options.desk.by)
                done.added.push_back(std::move(event));
        }
        return {};
    }));
    return done;
}

// A refusal for machines: what is said to people on standard error stands here with its code.
void print_refusal(const base::Error& error)
{
    base::json::Writer out;
    out.begin_object().key("error").begin_object().member("code", error.code).member("message", error.message);
    out.member("way_out", error.way_out).end_object().end_object();
    print(out.take() + "\n");
}

ExitStatus run_acting(const CaseOptions& options, const Verb& verb)
{
    auto open = open_desk(options.desk);
    if (!open.ok())
        return complain(open.error());
    auto done = act(*open, options, verb);
    if (!done.ok()) {
        if (options.desk.json)
            print_refusal(done.error());
        return worse(finish_output(), complain(done.error()));
    }
    if (options.desk.json) {
        print(casework::to_json(done->about) + "\n");
        return finish_output();
    }
    print(done->about.id.text + "  " + std::string(casework::label_of(done->about.stage)) + "\n");
    if (!done->added.empty())
        print_told("  " + casework::tell(done->added.back()) + "\n");
    return finish_output();
}

struct Other {
    std::string_view name;
    ExitStatus (*run)(const CaseOptions&);
};
constexpr Other verbs_that_look[] = {{"show", show_case},
                                     {"file", write_case_file},
                                     {"list", list_cases},
                                     {"find", find_cases},
                                     {"receive-all", receive_all_cases}};

}

base::Error bad_value(std::string_view option, const std::string& value, std::string_view words)
{
    return {.code = "usage.value",
            .message = std::string(option) + " に「" + value + "」は使えません。",
            .way_out = std::string(words) + " のどれかです。使い方は kenkei case --help でご覧になれます。"};
}

ExitStatus run_case(const CaseOptions& options)
{
    for (const Verb& verb : verbs_that_act) {
        if (verb.name == options.verb)
            return run_acting(options, verb);
    }
    for (const Other& verb : verbs_that_look) {
        if (verb.name == options.verb)
            return verb.run(options);
    }
    return ExitStatus::WrongUse; // no verb of the command line is without a line above
}

}
