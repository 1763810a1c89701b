#include "server/endpoints_parts.h"

#include "office/act_on_case.h"
#include "office/case_view.h"
#include "office/open_draft.h"
#include "office/receipt.h"
#include "office/submit_application.h"

// What the applicant does: from the draft to the submission.
namespace kenkei::server {

namespace {

using access::Operation;

base::Error needs_if_match()
{
    return {.code = "api.if-match",
            .message = "If-Match ヘッダーがありません。",
            .way_out = "下書きを読み込み、その ETag を If-Match に入れて保存してください。"
                       "そうすることで、他の方の変更を気付かずに上書きすることがありません。"};
}

base::Result<WrittenAnswer> open_case(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return answered_with_new_case(asked, [asked](const office::Desk& desk) {
        return office::open_draft(
            desk, asked->edition->key(),
            {.number = asked->text("firm"), .name = asked->text("name"), .aims_at = asked->text("aims_at")});
    });
}

// Where the certificate of the path's case is renewed: its firm's, under another edition.
base::Result<WrittenAnswer> renew(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return answered_with_new_case(asked, [asked](const office::Desk& desk) -> base::Result<casework::Case> {
        const std::string edition = asked->text("edition");
        if (edition.substr(0, edition.find('/')) != asked->edition->scheme)
            return base::Error{.code = "case.renewal",
                               .message = "更新は同じ制度（" + asked->edition->scheme + "）の年度版で行います。",
                               .way_out = "edition を確かめてください。"};
        const auto& known = asked->service.config.editions;
        if (std::find(known.begin(), known.end(), edition) == known.end())
            return base::Error{.code = "case.renewal",
                               .message = "年度版「" + edition + "」はありません。",
                               .way_out = "GET /api/v1/editions の一覧から選んでください。"};
        return office::renew_certificate(desk, edition, asked->about->id);
    });
}

std::string answers_of(const casework::Case& of)
{
    return of.answers.empty() ? "{}" : of.answers;
}

base::Result<Response> see_draft(const Asked& asked, store::Transaction& kept)
{
    const office::SeenCase seen = TRY(office::load_seen(kept, sight_of(asked), *asked.edition, asked.about->id));
    const casework::Case& about = seen.about;
    Response response = json_response(200, "{\"answers\":" + answers_of(about) + ",\"saved\":\"" +
                                               base::to_legal(about.changed) + "\"}");
    response.headers.add("ETag", etag_of(about.last_event));
    return response;
}

base::Result<WrittenAnswer> save_draft(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    if (!asked->request.headers.find("If-Match"))
        return needs_if_match();
    base::json::Writer out;
    out.value(*asked->body.find("answers"));
    return WrittenAnswer([asked, answers = out.take()](const office::Desk& desk) -> base::Result<Response> {
        const casework::Case saved =
            TRY(office::act_on_case(desk, asked->about->id, casework::Save{.answers = answers}));
        Response response =
            json_object(200, [&](base::json::Writer& json) { json.member("saved", base::to_legal(saved.changed)); });
        response.headers.add("ETag", etag_of(saved.last_event));
        return response;
    });
}

// 案件番号と控え: what the applicant keeps.
Response receipt_of(const edition::Edition& edition, const casework::Case& about,
                    const std::vector<answers::Finding>& findings)
{
    const casework::Case::Submission& submission = about.submissions.back();
    return json_object(201, [&](base::json::Writer& out) {
        out.member("case", about.id.text).member("edition", about.edition);
        out.key("version").number(submission.version);
        out.member("arrived", base::to_legal(submission.arrived));
        out.key("file").begin_object();
        out.member("name", submission.file.name).member("sha256", submission.file.sha256);
        out.key("size").number(submission.file.size).end_object();
        out.member("outcome", edition::word_of(submission.judged.outcome));
        out.member("class", submission.judged.class_id);
        out.key("passed").boolean(submission.judged.passed);
        out.key("reasons").begin_array();
        for (const std::string& reason : submission.judged.reasons)
            out.string(reason);
        out.end_array();
        out.key("unanswered").begin_array();
        for (const std::string& question : submission.judged.unanswered)
            out.string(question);
        out.end_array().key("findings");
        office::write_findings(out, edition, findings);
        out.key("head").number(about.last_event); // before the closing nothing is hidden from the firm
    });
}

base::Result<WrittenAnswer> submit(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    auto prepared = std::make_shared<office::PreparedSubmission>(
        TRY(office::prepare_submission(asked->service.editions, *asked->edition, handed_of(*asked, "申請書"))));
    return WrittenAnswer([asked, prepared](const office::Desk& desk) -> base::Result<Response> {
        const casework::Case about = TRY(office::submit_application(desk, asked->about->id, *prepared));
        return receipt_of(*asked->edition, about, prepared->findings);
    });
}

}

std::vector<Endpoint> endpoints_applicant()
{
    const OperationDescription::Content application{json_type, "Application"};
    const OperationDescription::Content workbook{workbook_type, ""};
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "openCase",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/editions/{scheme}/{edition}/cases",
                                  .tag = "申請",
                                  .summary = "申請を始める",
                                  .summary_english = "Open a case",
                                  .request = {{json_type, "OpenCase"}},
                                  .answers = {{201, "始めた案件", {{json_type, "Case"}}, {"ETag", "Location"}}},
                                  .problems = {409, 422}},
                         .operation = Operation::OpenCase,
                         .about = About::Edition,
                         .handler = Act(open_case)});
    endpoints.push_back({.says = {.id = "renewCase",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/cases/{case}/renewals",
                                  .tag = "申請",
                                  .summary = "証書の更新を申請する",
                                  .summary_english = "Open a case that renews this one's certificate",
                                  .request = {{json_type, "RenewCase"}},
                                  .answers = {{201, "始めた案件", {{json_type, "Case"}}, {"ETag", "Location"}}},
                                  .problems = {409, 412, 422}},
                         .operation = Operation::OpenCase,
                         .about = About::Case,
                         .handler = Act(renew)});
    endpoints.push_back({.says = {.id = "seeDraft",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/{case}/draft",
                                  .tag = "申請",
                                  .summary = "下書きを読む（ETag を If-Match に使う）",
                                  .summary_english = "Read the draft; its ETag is for If-Match",
                                  .answers = {{200, "下書き", {{json_type, "Draft"}}, {"ETag"}}}},
                         .operation = Operation::SaveDraft,
                         .about = About::Case,
                         .handler = Look(see_draft)});
    endpoints.push_back({.says = {.id = "saveDraft",
                                  .method = Method::Put,
                                  .pattern = "/api/v1/cases/{case}/draft",
                                  .tag = "申請",
                                  .summary = "下書きを保存する",
                                  .summary_english = "Save the draft",
                                  .parameters = {{"If-Match", OperationDescription::Parameter::In::Header, true,
                                                  R"({"type":"string"})", "読み込んだときの ETag"}},
                                  .request = {{json_type, "SaveDraft"}},
                                  .answers = {{200, "保存した時刻", {{json_type, "DraftSaved"}}, {"ETag"}}},
                                  .problems = {409, 412, 422, 428}},
                         .operation = Operation::SaveDraft,
                         .about = About::Case,
                         .handler = Act(save_draft)});
    endpoints.push_back({.says = {.id = "submit",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/cases/{case}/submissions",
                                  .tag = "申請",
                                  .summary = "申請書（JSON または Excel）を提出する",
                                  .summary_english = "Submit the application, JSON or workbook",
                                  .request = {application, workbook},
                                  .answers = {{201, "受付の控え", {{json_type, "Receipt"}}}},
                                  .problems = {409, 412, 422}},
                         .operation = Operation::Submit,
                         .about = About::Case,
                         .handler = Act(submit),
                         .raw_body = true,
                         .body_limit = 8U << 20});
    append(endpoints, endpoints_after());
    return endpoints;
}

}
