#include "server/endpoints_parts.h"

#include "office/act_on_case.h"
#include "office/file_kind.h"
#include "office/return_correction.h"
#include "office/supply_evidence.h"

// What a firm does after its application was received: corrections, evidence, changes, and giving up.
namespace kenkei::server {

namespace {

using access::Operation;
using SharedAsked = std::shared_ptr<const Asked>;

base::Result<WrittenAnswer> return_correction(const SharedAsked& asked, store::Transaction&)
{
    auto prepared = std::make_shared<office::PreparedSubmission>(
        TRY(office::prepare_submission(asked->service.editions, *asked->edition, handed_of(*asked, "差戻しへの回答"))));
    return answered_with_case(asked, [id = asked->about->id, prepared](const office::Desk& desk) {
        return office::return_correction(desk, id, *prepared);
    });
}

base::Result<std::vector<office::EvidenceFile>> evidence_of(const Asked& asked)
{
    std::vector<office::EvidenceFile> files;
    for (const UploadedPart& part : asked.parts) {
        if (!part.file_name || (part.file_name->empty() && part.bytes.empty()))
            continue; // a field without a file
        const std::string name = part.file_name->empty() ? "資料" : *part.file_name;
        TRY(office::kind_of_file(part.bytes, name));
        files.push_back({part.bytes, name});
    }
    if (files.empty())
        return base::Error{.code = "case.value",
                           .message = "資料のファイルがありません。",
                           .way_out = "multipart/form-data に、ファイルを1つ以上入れてください。"};
    return files;
}

base::Result<WrittenAnswer> supply_evidence(const SharedAsked& asked, store::Transaction&)
{
    // What is in the files stays in `asked`.
    auto files = std::make_shared<std::vector<office::EvidenceFile>>(TRY(evidence_of(*asked)));
    return answered_with_case(asked, [asked, files](const office::Desk& desk) {
        return office::supply_evidence(desk, asked->about->id, *files);
    });
}

// What is told replaces what was; the rest stands.
void change(casework::Applicant& applicant, const Asked& asked)
{
    const auto told = [&](std::string_view member) {
        const base::json::Value* found = asked.body.find(member);
        return found && found->kind != base::json::Kind::Null;
    };
    if (told("name"))
        applicant.name = asked.text("name");
    if (told("kana"))
        applicant.kana = asked.text("kana");
    if (told("phones"))
        applicant.phones = asked.texts("phones");
    if (told("persons"))
        applicant.persons = asked.texts("persons");
    if (told("mails"))
        applicant.mails = asked.texts("mails");
}

base::Result<WrittenAnswer> report_change(const SharedAsked& asked, store::Transaction&)
{
    return answered_with_case(asked, [asked](const office::Desk& desk) -> base::Result<casework::Case> {
        casework::ReportChange command{.fields = asked->texts("fields"),
                                       .applicant = TRY(desk.kept.load_case(asked->about->id)).applicant,
                                       .detail = asked->text("detail")};
        change(command.applicant, *asked);
        return office::act_on_case(desk, asked->about->id, command);
    });
}

base::Result<WrittenAnswer> withdraw(const SharedAsked& asked, store::Transaction&)
{
    return commanded(asked, casework::Withdraw{.reason = asked->text("reason")});
}

base::Result<WrittenAnswer> return_certificate(const SharedAsked& asked, store::Transaction&)
{
    const base::Date on = TRY(day_or_today(*asked, "on"));
    return commanded(asked, casework::ReturnCertificate{.on = on, .reason = asked->text("reason")});
}

Endpoint verb(std::string_view id, std::string_view pattern, Operation operation, std::string_view summary,
              std::string_view english, std::vector<OperationDescription::Content> request, Act act)
{
    return {.says = {.id = id,
                     .method = Method::Post,
                     .pattern = pattern,
                     .tag = "申請",
                     .summary = summary,
                     .summary_english = english,
                     .request = std::move(request),
                     .answers = {{201, "案件", {{json_type, "Case"}}, {"ETag"}}},
                     .problems = {409, 412, 422}},
            .operation = operation,
            .about = About::Case,
            .handler = std::move(act)};
}

}

std::vector<Endpoint> endpoints_after()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back(verb("returnCorrection", "/api/v1/cases/{case}/correction-returns", Operation::ReturnCorrection,
                             "差戻しに回答する（JSON または Excel）", "Return the corrected application",
                             {{json_type, "Application"}, {workbook_type, ""}}, return_correction));
    endpoints.back().raw_body = true;
    endpoints.back().body_limit = 8U << 20;
    endpoints.push_back(verb("supplyEvidence", "/api/v1/cases/{case}/evidence", Operation::SupplyEvidence,
                             "資料を提出する（1つ20 MB、合わせて50 MBまで）", "Hand in evidence, one or more files",
                             {{"multipart/form-data", "EvidenceUpload"}}, supply_evidence));
    endpoints.back().raw_body = true;
    endpoints.back().uploads = UploadLimits{};
    endpoints.back().body_limit = UploadLimits{}.together + (1U << 20); // with the heads of the parts
    endpoints.back().time = std::chrono::minutes(10);
    endpoints.push_back(verb("reportChange", "/api/v1/cases/{case}/changes", Operation::ReportChange, "変更を届け出る",
                             "Report a change of the firm", {{json_type, "ReportChange"}}, report_change));
    endpoints.push_back(verb("withdraw", "/api/v1/cases/{case}/withdrawal", Operation::Withdraw, "申請を取り下げる",
                             "Withdraw the application", {{json_type, "Withdraw"}}, withdraw));
    endpoints.push_back(verb("returnCertificate", "/api/v1/cases/{case}/certificate-return",
                             Operation::ReturnCertificate, "証書を返納する", "Return the certificate",
                             {{json_type, "ReturnCertificate"}}, return_certificate));
    return endpoints;
}

}
