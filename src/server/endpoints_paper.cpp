#include "server/endpoints_parts.h"

#include "office/enter_paper.h"

// 紙の申請書: what a clerk typed from it, with scans of the paper and the moment at which it arrived at the counter.
namespace kenkei::server {

namespace {

using access::Operation;

const UploadedPart* find_part(const Asked& asked, std::string_view field)
{
    for (const UploadedPart& part : asked.parts) {
        if (part.field == field)
            return &part;
    }
    return nullptr;
}

base::Error missing(std::string_view field, std::string_view what)
{
    return {.code = "body.missing",
            .message = "「" + std::string(field) + "」（" + std::string(what) + "）がありません。",
            .way_out = "multipart/form-data に application、arrived、scan を入れてください。"};
}

base::Result<office::PreparedSubmission> paper_of(const Asked& asked)
{
    const UploadedPart* typed = find_part(asked, "application");
    const UploadedPart* arrived = find_part(asked, "arrived");
    if (!typed || typed->bytes.empty())
        return missing("application", "入力した申請書。JSON または Excel");
    if (!arrived || arrived->bytes.empty())
        return missing("arrived", "紙が届いた日時");
    const base::Timestamp at = TRY(base::read_timestamp(arrived->bytes));
    if (at > asked.now)
        return base::Error{.code = "case.value",
                           .message = "紙の届いた日時（" + base::to_japanese(at) + "）が、いまより後です。",
                           .way_out = "窓口に届いた日時を確かめてください。"};
    const std::string typed_name = typed->file_name.value_or("");
    office::Handed handed{typed->bytes, typed_name.empty() ? "紙の申請書の入力" : typed_name, at};
    office::PreparedSubmission paper =
        TRY(office::prepare_submission(asked.service.editions, *asked.edition, std::move(handed)));
    for (const UploadedPart& part : asked.parts) {
        const std::string name = part.file_name.value_or("");
        if (part.field == "scan" && (!name.empty() || !part.bytes.empty()))
            paper.scans.push_back({part.bytes, name.empty() ? "紙の写し" : name, at});
    }
    TRY(office::check_scans(paper.scans));
    return paper;
}

base::Result<WrittenAnswer> enter_paper(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    auto paper = std::make_shared<office::PreparedSubmission>(TRY(paper_of(*asked)));
    TRY(check_firm_of(*asked, Operation::EnterPaper, *paper));
    return WrittenAnswer([asked, paper](const office::Desk& desk) -> base::Result<Response> {
        return filed_response(TRY(office::enter_paper(desk, *asked->edition, *paper)));
    });
}

}

std::vector<Endpoint> endpoints_paper()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back(
        {.says = {.id = "enterPaper",
                  .method = Method::Post,
                  .pattern = "/api/v1/editions/{scheme}/{edition}/paper-applications",
                  .tag = "受付",
                  .summary = "紙の申請書を入力する（application、arrived、scan）",
                  .summary_english = "Enter a paper application: what was typed, when it arrived, scans of it",
                  .request = {{"multipart/form-data", "PaperUpload"}},
                  .answers = {{201, "入力した案件", {{json_type, "Filed"}}, {"Location"}},
                              {200, "入力済みの案件", {{json_type, "Filed"}}, {"Location"}}},
                  .problems = {409, 422}},
         .operation = Operation::EnterPaper,
         .about = About::Edition,
         .handler = Act(enter_paper),
         .raw_body = true,
         .body_limit = UploadLimits{}.together + (1U << 20),
         .time = std::chrono::minutes(10),
         .uploads = UploadLimits{}});
    return endpoints;
}

}
