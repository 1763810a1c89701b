#include "cli/commands.h"

#include "base/json.h"
#include "casework/story.h"
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
#include "scheme/write_file.h"

#include <algorithm>
#include <filesystem>

namespace kenkei::cli {

using casework::Case;
using casework::CaseId;
using office::Desk;

namespace {

using Outcome = base::Result<Case>;

base::Error bad_value(std::string_view option, const std::string& value, std::string_view words)
{
    return {.code = "usage.value",
            .message = std::string(option) + " に「" + value + "」は使えません。",
            .way_out = std::string(words) + " のどれかです。使い方は kenkei case --help でご覧になれます。"};
}

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

std::string name_of_file(const std::string& path)
{
    return path == "-" ? "標準入力" : std::filesystem::path(path).filename().string();
}

base::Result<office::Handed> handed(const Desk& desk, const CaseOptions& options, const std::string& file)
{
    std::string bytes = TRY(read_bytes(file));
    return office::Handed{std::move(bytes), name_of_file(file), options.moment.value_or(desk.now)};
}

base::Result<office::PreparedSubmission> prepared(const Desk& desk, const CaseOptions& options)
{
    const Case about = TRY(desk.kept.load_case(case_of(options)));
    const edition::Edition& edition = *TRY(office::edition_of(desk, about));
    office::Handed file = TRY(handed(desk, options, options.files.front()));
    return office::prepare_submission(desk.editions, edition, std::move(file));
}

Outcome open_draft(const Desk& desk, const CaseOptions& options)
{
    return office::open_draft(desk, options.subject,
                              {.number = options.firm, .name = options.name, .aims_at = options.class_id});
}

Outcome renew(const Desk& desk, const CaseOptions& options)
{
    return office::renew_certificate(desk, options.edition, case_of(options));
}

Outcome save(const Desk& desk, const CaseOptions& options)
{
    const Case about = TRY(desk.kept.load_case(case_of(options)));
    const edition::Edition& edition = *TRY(office::edition_of(desk, about));
    const office::Handed file = TRY(handed(desk, options, options.files.front()));
    const answers::Application application = TRY(office::read_submission(desk.editions, edition, file));
    return office::act_on_case(desk, case_of(options), casework::Save{.answers = office::answers_text(application)});
}

Outcome submit(const Desk& desk, const CaseOptions& options)
{
    const office::PreparedSubmission submission = TRY(prepared(desk, options));
    return office::submit_application(desk, case_of(options), submission);
}

Outcome receive(const Desk& desk, const CaseOptions& options)
{
    return office::receive_application(desk, case_of(options));
}

Outcome request_correction(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(
        desk, case_of(options),
        casework::RequestCorrection{.questions = options.questions, .due = *options.due, .message = options.message});
}

Outcome return_correction(const Desk& desk, const CaseOptions& options)
{
    const office::PreparedSubmission submission = TRY(prepared(desk, options));
    return office::return_correction(desk, case_of(options), submission);
}

Outcome request_evidence(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::RequestEvidence{.questions = options.questions, .message = options.message});
}

Outcome supply_evidence(const Desk& desk, const CaseOptions& options)
{
    std::vector<office::Handed> files;
    for (const std::string& file : options.files)
        files.push_back(TRY(handed(desk, options, file)));
    return office::supply_evidence(desk, case_of(options), files);
}

Outcome issue_invoice(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(
        desk, case_of(options),
        casework::IssueInvoice{.invoice = options.invoice.empty() ? options.subject : options.invoice});
}

Outcome record_payment(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::RecordPayment{.amount = options.amount,
                                                       .paid = options.moment.value_or(desk.now),
                                                       .payer = options.payer});
}

Outcome inquire_insurer(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::InquireInsurer{.insurer = options.insurer, .due = options.due});
}

Outcome record_insurer_reply(const Desk& desk, const CaseOptions& options)
{
    if (options.result != "confirmed" && options.result != "contradicted")
        return bad_value("--result", options.result, "confirmed、contradicted");
    return office::record_insurer_reply(desk, case_of(options),
                                        {.confirmed = options.result == "confirmed",
                                         .contradictions = options.questions,
                                         .known = options.known,
                                         .note = options.message});
}

Outcome screen(const Desk& desk, const CaseOptions& options)
{
    return office::screen_case(desk, case_of(options),
                               {.passed = !options.failed, .grounds = options.questions, .note = options.message});
}

Outcome refer_to_body(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(desk, case_of(options), casework::ReferToBody{.list = options.list});
}

Outcome record_resolution(const Desk& desk, const CaseOptions& options)
{
    const casework::Result result = TRY(result_of(options));
    return office::act_on_case(
        desk, case_of(options),
        casework::RecordResolution{
            .on = day_of(desk, options), .result = result, .class_id = options.class_id, .reason = options.message});
}

Outcome decide(const Desk& desk, const CaseOptions& options)
{
    const casework::Result result = TRY(result_of(options));
    return office::act_on_case(
        desk, case_of(options),
        casework::Decide{
            .result = result, .class_id = options.class_id, .on = day_of(desk, options), .reason = options.message});
}

Outcome notify(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(desk, case_of(options), casework::Notify{});
}

Outcome certify(const Desk& desk, const CaseOptions& options)
{
    return office::certify_case(desk, case_of(options), options.certificate);
}

Outcome report_change(const Desk& desk, const CaseOptions& options)
{
    casework::Applicant applicant = TRY(desk.kept.load_case(case_of(options))).applicant;
    if (!options.name.empty())
        applicant.name = options.name;
    return office::act_on_case(
        desk, case_of(options),
        casework::ReportChange{.fields = options.questions, .applicant = applicant, .detail = options.message});
}

Outcome withdraw(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(desk, case_of(options), casework::Withdraw{.reason = options.message});
}

Outcome return_certificate(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(desk, case_of(options),
                               casework::ReturnCertificate{.on = day_of(desk, options), .reason = options.message});
}

Outcome revoke(const Desk& desk, const CaseOptions& options)
{
    return office::act_on_case(
        desk, case_of(options),
        casework::Revoke{.ground = options.ground, .on = day_of(desk, options), .reason = options.message});
}

Outcome take_over(const Desk& desk, const CaseOptions& options)
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
    Outcome (*act)(const Desk&, const CaseOptions&);
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

base::Result<Done> act(OpenDesk& open, const CaseOptions& options, const Verb& verb)
{
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
        print("  " + casework::tell(done->added.back()) + "\n");
    return finish_output();
}

ExitStatus run_show(const CaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::optional<Case> about;
    auto read = open->store.read([&](store::Transaction& kept) -> base::Result<void> {
        about = TRY(kept.load_case(case_of(options)));
        return {};
    });
    if (!read.ok())
        return complain(read.error());
    if (options.desk.json) {
        print(casework::to_json(*about) + "\n");
    } else {
        // Without its edition a case can still be shown; only the gates' names are missing then.
        auto edition = open->editions->find(about->edition);
        print(casework::describe(edition.ok() ? *edition : nullptr, *about, open->now));
    }
    return finish_output();
}

void print_rows(const CaseOptions& options, const std::vector<store::CaseRow>& rows)
{
    if (options.desk.json) {
        for (const store::CaseRow& row : rows) {
            base::json::Writer out;
            out.begin_object().member("case", row.id.text).member("edition", row.edition);
            out.member("firm", row.firm).member("name", row.name).member("stage", casework::name_of(row.stage));
            out.member("result", row.result).member("class", row.class_id).member("submitted", row.submitted_at);
            out.key("versions").number(row.versions);
            out.member("certificate", row.certificate).member("to", row.valid_to).end_object();
            print(out.take() + "\n");
        }
        return;
    }
    for (const store::CaseRow& row : rows) {
        std::string line = row.id.text + "  " + std::string(casework::label_of(row.stage));
        for (const std::string& part : {row.class_id, row.firm, row.name}) {
            if (!part.empty())
                line += "  " + part;
        }
        if (!row.valid_to.empty())
            line += "  " + row.valid_from + "〜" + row.valid_to;
        print(line + "\n");
    }
    print(std::to_string(rows.size()) + "件\n");
}

using Look = std::function<base::Result<std::vector<store::CaseRow>>(store::Transaction&)>;

ExitStatus run_looking(const CaseOptions& options, const Look& look)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::vector<store::CaseRow> rows;
    auto read = open->store.read([&](store::Transaction& kept) -> base::Result<void> {
        rows = TRY(look(kept));
        return {};
    });
    if (!read.ok())
        return complain(read.error());
    if (rows.empty() && !options.edition.empty()) { // else a misspelt one would look like one without cases
        if (auto edition = open->editions->find(options.edition); !edition.ok())
            return complain(edition.error());
    }
    print_rows(options, rows);
    return finish_output();
}

ExitStatus run_list(const CaseOptions& options)
{
    store::Filter filter{.edition = options.edition, .firm = options.firm, .limit = options.limit};
    if (!options.stage.empty()) {
        filter.stage = casework::read_stage(options.stage);
        if (!filter.stage)
            return complain(bad_value("--stage", options.stage,
                                      "draft、submitted、received、decided、certified、withdrawn、ended"));
    }
    return run_looking(options, [&](store::Transaction& kept) { return kept.list(filter); });
}

ExitStatus run_find(const CaseOptions& options)
{
    constexpr std::int64_t most = 50;
    return run_looking(options, [&](store::Transaction& kept) {
        return kept.search(options.subject, options.limit > 0 ? options.limit : most);
    });
}

ExitStatus run_file(const CaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    std::string bytes;
    auto read = open->store.read([&](store::Transaction& kept) -> base::Result<void> {
        const Case about = TRY(kept.load_case(case_of(options)));
        for (const Case::Submission& submission : about.submissions) {
            if (options.version == 0 ? &submission == &about.submissions.back()
                                     : submission.version == options.version) {
                bytes = TRY(kept.load_file(submission.file.sha256));
                return {};
            }
        }
        return base::Error{.code = "case.value",
                           .message = "案件 " + about.id.text + " にその版の申請書はありません（提出は " +
                                      std::to_string(about.submissions.size()) + " 版まで）。",
                           .way_out = "--version で 1 からの版を指してください。"};
    });
    if (!read.ok())
        return complain(read.error());
    if (options.output.empty()) {
        print(bytes);
        return finish_output();
    }
    auto written = scheme::write_file(options.output, bytes);
    return written.ok() ? ExitStatus::Done : complain(written.error());
}

ExitStatus run_receive_all(const CaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::Existing);
    if (!open.ok())
        return complain(open.error());
    if (auto edition = open->editions->find(options.subject); !edition.ok())
        return complain(edition.error());
    auto done = office::receive_applications(open->store, *open->editions, options.subject, options.desk.by, open->now,
                                             [&](const CaseId& id, const base::Result<Case>& received) {
                                                 if (received.ok())
                                                     print(id.text + "  受付済み\n");
                                                 else
                                                     print_error(received.error());
                                             });
    if (!done.ok())
        return complain(done.error());
    print_error("受付 " + std::to_string(done->received) + " 件、受け付けられない案件 " +
                std::to_string(done->refused) + " 件");
    return worse(finish_output(), done->refused > 0 ? ExitStatus::SomethingBad : ExitStatus::Done);
}

struct Other {
    std::string_view name;
    ExitStatus (*run)(const CaseOptions&);
};
constexpr Other verbs_that_look[] = {
    {"show", run_show}, {"file", run_file}, {"list", run_list}, {"find", run_find}, {"receive-all", run_receive_all},
};

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
