#include "server/endpoints_parts.h"

#include "casework/event_json.h"
#include "office/case_view.h"
#include "office/file_kind.h"
#include "office/send_mails.h"
#include "server/listing.h"

// The files of a case, byte for byte as they were handed in, and the mails that it called for.
namespace kenkei::server {

namespace {

using access::Operation;

base::Error no_such_file()
{
    return {.code = "store.no-file",
            .message = "そのファイルはありません（消去されたか、この役割では見られません）。",
            .way_out = "案件の履歴で、版とファイルを確かめてください。"};
}

// A browser is told a type only for what is known not to be a page.
std::string_view media_type_for(const std::string& bytes, const std::string& name)
{
    if (const auto kind = office::kind_of_file(bytes, name); kind.ok())
        return office::media_type_of(*kind);
    return bytes.starts_with("{") ? json_type : std::string_view("application/octet-stream");
}

base::Result<Response> file_of(store::Transaction& kept, const casework::FileRef& file)
{
    std::string bytes = TRY(kept.load_file(file.sha256));
    const std::string_view media_type = media_type_for(bytes, file.name);
    return file_response(std::move(bytes), media_type, file.name.empty() ? file.sha256 : file.name);
}

base::Result<std::vector<casework::Event>> events_seen(const Asked& asked, store::Transaction& kept)
{
    office::SeenCase seen = TRY(office::load_seen(kept, sight_of(asked), *asked.edition, asked.about->id));
    return std::move(seen.events);
}

base::Result<Response> see_submission(const Asked& asked, store::Transaction& kept)
{
    for (const casework::Event& event : TRY(events_seen(asked, kept))) {
        const auto* submitted = std::get_if<casework::Submitted>(&event.what);
        if (submitted && std::to_string(submitted->version) == asked.name("version") && !submitted->file.sha256.empty())
            return file_of(kept, submitted->file);
    }
    return no_such_file();
}

base::Result<Response> see_file(const Asked& asked, store::Transaction& kept)
{
    for (const casework::Event& event : TRY(events_seen(asked, kept))) {
        for (const casework::FileRef& file : casework::files_of(event.what)) {
            if (!file.sha256.empty() && file.sha256 == asked.name("sha256"))
                return file_of(kept, file);
        }
    }
    return no_such_file();
}

void write_mail(base::json::Writer& out, const store::Mail& mail)
{
    out.begin_object().member("message", mail.message_id).member("kind", mail.kind);
    out.member("recipient", mail.recipient).member("subject", mail.subject).member("content", mail.content);
    out.member("state", mail.state).key("attempts").number(mail.attempts);
    out.member("created", base::to_legal(mail.created)).member("due", base::to_legal(mail.due)).key("sent");
    if (mail.sent)
        out.string(base::to_legal(*mail.sent));
    else
        out.null();
    out.member("answer", mail.answer).end_object();
}

base::Result<Response> see_mails(const Asked& asked, store::Transaction& kept)
{
    const std::vector<store::Mail> mails = TRY(kept.mails_of(asked.about->id));
    return items_response(
        [&](base::json::Writer& out) {
            for (const store::Mail& mail : mails)
                write_mail(out, mail);
        },
        "");
}

base::Result<WrittenAnswer> resend(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    return WrittenAnswer([asked](const office::Desk& desk) -> base::Result<Response> {
        const std::string& message = asked->name("message");
        const std::optional<store::Mail> found = TRY(desk.kept.find_mail(message));
        if (!found || found->case_id != asked->about->id)
            return base::Error{.code = "mail.unknown",
                               .message = "この案件に、そのメールはありません。",
                               .way_out = "案件のメールの一覧を確かめてください。"};
        const store::Mail mail = TRY(office::resend_mail(desk.kept, message, desk.now));
        base::json::Writer out;
        write_mail(out, mail);
        return json_response(200, out.take());
    });
}

}

std::vector<Endpoint> endpoints_case_files()
{
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "seeSubmissionFile",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/{case}/submissions/{version}/file",
                                  .tag = "案件",
                                  .summary = "提出された申請書のファイル",
                                  .summary_english = "The file of a submission, byte for byte",
                                  .answers = {{200, "ファイル（種類は内容のとおり）", {{"*/*", ""}}}}},
                         .operation = Operation::SeeFiles,
                         .about = About::Case,
                         .handler = Look(see_submission),
                         .time = std::chrono::minutes(5)});
    endpoints.push_back({.says = {.id = "seeFile",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/{case}/files/{sha256}",
                                  .tag = "案件",
                                  .summary = "提出されたファイル",
                                  .summary_english = "A file that was handed in, byte for byte",
                                  .answers = {{200, "ファイル（種類は内容のとおり）", {{"*/*", ""}}}}},
                         .operation = Operation::SeeFiles,
                         .about = About::Case,
                         .handler = Look(see_file),
                         .time = std::chrono::minutes(5)});
    endpoints.push_back({.says = {.id = "listMails",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/{case}/mails",
                                  .tag = "案件",
                                  .summary = "案件について送ったメール",
                                  .summary_english = "The mails about a case",
                                  .answers = {{200, "メール", {{json_type, "MailList"}}}}},
                         .operation = Operation::SeeMails,
                         .about = About::Case,
                         .handler = Look(see_mails)});
    endpoints.push_back({.says = {.id = "resendMail",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/cases/{case}/mails/{message}/resend",
                                  .tag = "案件",
                                  .summary = "届かなかったメールをもう一度送る",
                                  .summary_english = "Send a mail again that could not be sent",
                                  .answers = {{200, "メール", {{json_type, "Mail"}}}},
                                  .problems = {409}},
                         .operation = Operation::SendMails,
                         .about = About::Case,
                         .handler = Act(resend)});
    return endpoints;
}

}
