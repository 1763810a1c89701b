#include "server/endpoints_parts.h"

#include "casework/corporate_number.h"
#include "office/open_draft.h"
#include "office/submit_application.h"

// What the office enters for others: applications that come without a case number, and certificates of older registers.
namespace kenkei::server {

namespace {

using access::Operation;
using SharedAsked = std::shared_ptr<const Asked>;

base::Result<WrittenAnswer> file(const SharedAsked& asked, store::Transaction&)
{
    auto prepared = std::make_shared<office::PreparedSubmission>(
        TRY(office::prepare_submission(asked->service.editions, *asked->edition, handed_of(*asked, "申請書"))));
    TRY(check_firm_of(*asked, Operation::FileApplications, *prepared));
    return WrittenAnswer([asked, prepared](const office::Desk& desk) -> base::Result<Response> {
        return filed_response(TRY(office::file_application(desk, *asked->edition, *prepared)));
    });
}

base::Result<WrittenAnswer> take_over(const SharedAsked& asked, store::Transaction&)
{
    const std::optional<base::Date> decided = TRY(asked->day("decided"));
    const std::optional<base::Date> from = TRY(asked->day("from"));
    const std::optional<base::Date> to = TRY(asked->day("to"));
    const casework::TakeOver command{
        .number = asked->text("firm"),
        .certificate = asked->text("certificate"),
        .class_id = asked->text("class"),
        .decided = decided.value_or(base::Date{}),
        .from = from.value_or(base::Date{}),
        .to = to,
        .record = asked->text("record"),
        .applicant = {.number = asked->text("firm"), .name = asked->text("name"), .kana = asked->text("kana")}};
    return answered_with_new_case(asked, [asked, command](const office::Desk& desk) {
        return office::take_over_certificate(desk, asked->edition->key(), command);
    });
}

}

base::Result<void> check_firm_of(const Asked& asked, Operation operation, const office::PreparedSubmission& prepared)
{
    auto number = casework::read_corporate_number(prepared.applicant.number, casework::CheckDigit::NoMatter);
    if (!number.ok())
        return {}; // the errand says what is wrong with it
    TRY(permitted(asked, operation, {.scheme = asked.edition->scheme, .firm = *number}));
    return {};
}

Response filed_response(const office::Filed& filed)
{
    const auto& last = filed.repeated ? *casework::counting_submission(filed.about) : filed.about.submissions.back();
    Response response = json_object(filed.repeated ? 200 : 201, [&](base::json::Writer& out) {
        out.member("case", filed.about.id.text).member("edition", filed.about.edition);
        out.member("number", filed.about.number).key("version").number(last.version);
        out.member("arrived", base::to_legal(last.arrived));
        out.member("outcome", edition::word_of(last.judged.outcome));
        out.key("opened").boolean(filed.opened).key("repeated").boolean(filed.repeated);
    });
    response.headers.add("Location", "/api/v1/cases/" + filed.about.id.text);
    return response;
}

std::vector<Endpoint> endpoints_intake()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "fileApplication",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/editions/{scheme}/{edition}/applications",
                                  .tag = "受付",
                                  .summary = "案件番号のない申請書を取り込む（JSON または Excel）",
                                  .summary_english = "File an application under its firm's case, opened if need be",
                                  .request = {{json_type, "Application"}, {workbook_type, ""}},
                                  .answers = {{201, "取り込んだ案件", {{json_type, "Filed"}}, {"Location"}},
                                              {200, "取込み済みの案件", {{json_type, "Filed"}}, {"Location"}}},
                                  .problems = {409, 422}},
                         .operation = Operation::FileApplications,
                         .about = About::Edition,
                         .handler = Act(file),
                         .raw_body = true,
                         .body_limit = 8U << 20});
    endpoints.push_back({.says = {.id = "takeOverCertificate",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/editions/{scheme}/{edition}/takeovers",
                                  .tag = "受付",
                                  .summary = "以前の台帳の認定を登録する",
                                  .summary_english = "Enter a certificate of an older register",
                                  .request = {{json_type, "TakeOver"}},
                                  .answers = {{201, "登録した案件", {{json_type, "Case"}}, {"ETag", "Location"}}},
                                  .problems = {409, 422}},
                         .operation = Operation::TakeOver,
                         .about = About::Edition,
                         .handler = Act(take_over)});
    append(endpoints, endpoints_receptions());
    append(endpoints, endpoints_paper());
    return endpoints;
}

}
