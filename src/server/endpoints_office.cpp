#include "server/endpoints_parts.h"

#include "office/act_on_case.h"
#include "office/certify_case.h"
#include "office/receive_applications.h"
#include "office/record_insurer_reply.h"
#include "office/screen_case.h"

// The verbs of the 事務局, of bodies and insurers: one POST each. Each answers with the case as its role sees it then.
namespace kenkei::server {

namespace {

using access::Operation;
using office::Desk;
using SharedAsked = std::shared_ptr<const Asked>;

// The schema lets only these two words through.
casework::Result result_of(const Asked& asked)
{
    return casework::read_result(asked.text("result")).value_or(casework::Result::Refused);
}

base::Result<WrittenAnswer> receive(const SharedAsked& asked, store::Transaction&)
{
    return answered_with_case(
        asked, [id = asked->about->id](const Desk& desk) { return office::receive_application(desk, id); });
}

base::Result<WrittenAnswer> request_correction(const SharedAsked& asked, store::Transaction&)
{
    const std::optional<base::Date> due = TRY(asked->day("due"));
    return commanded(asked, casework::RequestCorrection{.questions = asked->texts("questions"),
                                                        .due = due.value_or(base::Date{}),
                                                        .message = asked->text("message")});
}

base::Result<WrittenAnswer> request_evidence(const SharedAsked& asked, store::Transaction&)
{
    return commanded(
        asked, casework::RequestEvidence{.questions = asked->texts("questions"), .message = asked->text("message")});
}

base::Result<WrittenAnswer> issue_invoice(const SharedAsked& asked, store::Transaction&)
{
    const std::string invoice = asked->text("invoice");
    return commanded(asked, casework::IssueInvoice{.invoice = invoice.empty() ? asked->about->id.text : invoice});
}

base::Result<WrittenAnswer> record_payment(const SharedAsked& asked, store::Transaction&)
{
    const std::optional<base::Timestamp> paid = TRY(asked->moment("paid"));
    return commanded(asked, casework::RecordPayment{.amount = asked->whole("amount").value_or(0),
                                                    .paid = paid.value_or(asked->now),
                                                    .payer = asked->text("payer")});
}

base::Result<WrittenAnswer> inquire(const SharedAsked& asked, store::Transaction&)
{
    const std::optional<base::Date> due = TRY(asked->day("due"));
    return commanded(asked, casework::InquireInsurer{.insurer = asked->text("insurer"), .due = due});
}

base::Result<WrittenAnswer> reply_to_inquiry(const SharedAsked& asked, store::Transaction&)
{
    office::InsurerReply reply{.confirmed = asked->flag("confirmed"),
                               .contradictions = asked->texts("contradictions"),
                               .known = {},
                               .note = asked->text("note")};
    if (const base::json::Value* known = asked->body.find("known"); known && known->kind == base::json::Kind::Object) {
        base::json::Writer out;
        out.value(*known);
        reply.known = out.take();
    }
    return answered_with_case(asked, [id = asked->about->id, reply](const Desk& desk) {
        return office::record_insurer_reply(desk, id, reply);
    });
}

base::Result<WrittenAnswer> screen(const SharedAsked& asked, store::Transaction&)
{
    const office::Screening screening{
        .passed = asked->flag("passed"), .grounds = asked->texts("grounds"), .note = asked->text("note")};
    return answered_with_case(asked, [id = asked->about->id, screening](const Desk& desk) {
        return office::screen_case(desk, id, screening);
    });
}

base::Result<WrittenAnswer> refer(const SharedAsked& asked, store::Transaction&)
{
    return commanded(asked, casework::ReferToBody{.list = asked->text("list")});
}

base::Result<WrittenAnswer> record_resolution(const SharedAsked& asked, store::Transaction&)
{
    const base::Date on = TRY(day_or_today(*asked, "on"));
    return commanded(asked, casework::RecordResolution{.on = on,
                                                       .result = result_of(*asked),
                                                       .class_id = asked->text("class"),
                                                       .reason = asked->text("reason")});
}

base::Result<WrittenAnswer> decide(const SharedAsked& asked, store::Transaction&)
{
    const base::Date on = TRY(day_or_today(*asked, "on"));
    return commanded(asked, casework::Decide{.result = result_of(*asked),
                                             .class_id = asked->text("class"),
                                             .on = on,
                                             .reason = asked->text("reason")});
}

base::Result<WrittenAnswer> notify(const SharedAsked& asked, store::Transaction&)
{
    return commanded(asked, casework::Notify{});
}

base::Result<WrittenAnswer> certify(const SharedAsked& asked, store::Transaction&)
{
    return answered_with_case(asked, [id = asked->about->id, certificate = asked->text("certificate")](
                                         const Desk& desk) { return office::certify_case(desk, id, certificate); });
}

base::Result<WrittenAnswer> revoke(const SharedAsked& asked, store::Transaction&)
{
    const base::Date on = TRY(day_or_today(*asked, "on"));
    return commanded(asked,
                     casework::Revoke{.ground = asked->text("ground"), .on = on, .reason = asked->text("reason")});
}

struct Verb {
    std::string_view id;
    std::string_view pattern;
    Operation operation;
    std::string_view summary;
    std::string_view english;
    std::string_view schema; // "" where nothing is told but the case
    base::Result<WrittenAnswer> (*act)(const SharedAsked&, store::Transaction&);
};
constexpr Verb verbs[] = {
    {"receive", "/api/v1/cases/{case}/reception", Operation::Receive, "締切の後に申請を受け付ける",
     "Receive the application, after the closing", "", receive},
    {"requestCorrection", "/api/v1/cases/{case}/correction-requests", Operation::RequestCorrection, "差し戻す",
     "Ask the firm to correct answers", "RequestCorrection", request_correction},
    {"requestEvidence", "/api/v1/cases/{case}/evidence-requests", Operation::RequestEvidence, "資料を求める",
     "Ask the firm for evidence", "RequestEvidence", request_evidence},
    {"issueInvoice", "/api/v1/cases/{case}/invoices", Operation::IssueInvoice, "請求書を発行する",
     "Issue the invoice of the fee", "IssueInvoice", issue_invoice},
    {"recordPayment", "/api/v1/cases/{case}/payments", Operation::RecordPayment, "入金を記録する", "Record a payment",
     "RecordPayment", record_payment},
    {"inquireInsurer", "/api/v1/cases/{case}/inquiries", Operation::InquireInsurer, "保険者に照会する",
     "Inquire of the insurer", "InquireInsurer", inquire},
    {"replyToInquiry", "/api/v1/cases/{case}/inquiry-replies", Operation::ReplyToInquiry, "保険者の回答を記録する",
     "Record the insurer's reply", "ReplyToInquiry", reply_to_inquiry},
    {"screen", "/api/v1/cases/{case}/screenings", Operation::Screen, "書類審査の結果を記録する",
     "Record the outcome of the screening", "Screen", screen},
    {"referToBody", "/api/v1/cases/{case}/referrals", Operation::ReferToBody, "委員会に付議する",
     "Refer the case to the body", "ReferToBody", refer},
    {"recordResolution", "/api/v1/cases/{case}/resolutions", Operation::RecordResolution, "議決を記録する",
     "Record the body's resolution", "RecordResolution", record_resolution},
    {"decide", "/api/v1/cases/{case}/decisions", Operation::Decide, "決定する", "Decide", "Decide", decide},
    {"notify", "/api/v1/cases/{case}/notifications", Operation::Notify, "結果を通知する", "Tell the firm the result",
     "", notify},
    {"certify", "/api/v1/cases/{case}/certificates", Operation::Certify, "証書を交付する", "Give the certificate",
     "Certify", certify},
    {"revoke", "/api/v1/cases/{case}/revocations", Operation::Revoke, "認定・認証を取り消す", "Revoke the certificate",
     "Revoke", revoke},
};

}

std::vector<Endpoint> endpoints_office()
{
    std::vector<Endpoint> endpoints;
    for (const Verb& verb : verbs) {
        Endpoint endpoint{.says = {.id = verb.id,
                                   .method = Method::Post,
                                   .pattern = verb.pattern,
                                   .tag = "審査",
                                   .summary = verb.summary,
                                   .summary_english = verb.english,
                                   .answers = {{201, "案件", {{json_type, "Case"}}, {"ETag"}}},
                                   .problems = {409, 412, 422}},
                          .operation = verb.operation,
                          .about = About::Case,
                          .handler = Act(verb.act)};
        if (!verb.schema.empty())
            endpoint.says.request = {{json_type, verb.schema}};
        endpoints.push_back(std::move(endpoint));
    }
    return endpoints;
}

}
