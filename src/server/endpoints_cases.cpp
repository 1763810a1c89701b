#include "server/endpoints_parts.h"

#include "casework/event_json.h"
#include "casework/story.h"
#include "judge/judgement_json.h"
#include "office/case_view.h"
#include "office/explain_case.h"
#include "office/fill_form.h"
#include "server/listing.h"

#include <charconv>

// Looking at one case.
namespace kenkei::server {

namespace {

using access::Operation;
using access::Sight;
using base::json::Writer;

base::Result<office::SeenCase> seen_case(const Asked& asked, store::Transaction& kept)
{
    return office::load_seen(kept, sight_of(asked), *asked.edition, asked.about->id);
}

// All answers, and what they come to: an insurer sees only those that it is asked about, in the case itself.
base::Result<void> check_sees_answers(const Asked& asked)
{
    if (sight_of(asked) == Sight::Office || sight_of(asked) == Sight::Firm)
        return {};
    return base::Error{.code = "access.denied",
                       .message = "この役割では、判定と回答の全体は見られません。",
                       .way_out = "確認を求められた回答は、案件の画面でご覧になれます。"};
}

office::Desk desk_of(const Asked& asked, store::Transaction& kept)
{
    return {kept, asked.service.editions, asked.actor(), asked.now};
}

base::Result<Response> see_case(const Asked& asked, store::Transaction& kept)
{
    const office::SeenCase seen = TRY(seen_case(asked, kept));
    return case_response(200, asked, seen.about);
}

base::Result<Response> see_judgement(const Asked& asked, store::Transaction& kept)
{
    TRY(check_sees_answers(asked));
    const casework::Case seen = TRY(seen_case(asked, kept)).about;
    const judge::Judgement judgement = TRY(office::explain_case(desk_of(asked, kept), *asked.edition, seen));
    const judge::Explain explain = asked.query("explain") == "true" ? judge::Explain::Yes : judge::Explain::No;
    Response response = json_response(200, judge::to_json(*asked.edition, judgement, judge::WithFinal::Yes, explain));
    response.headers.add("ETag", etag_of(seen.last_event));
    return response;
}

base::Result<Response> see_workbook(const Asked& asked, store::Transaction& kept)
{
    TRY(check_sees_answers(asked));
    const casework::Case seen = TRY(seen_case(asked, kept)).about;
    const office::AnswersOfCase found = TRY(office::answers_of_case(desk_of(asked, kept), *asked.edition, seen));
    std::string bytes = TRY(office::fill_form(asked.service.editions, *asked.edition, found.application, found.as_of));
    return file_response(std::move(bytes), workbook_type, seen.id.text + ".xlsx");
}

// Who did it. To the firm the office is one hand, and its people are nobody's business.
void write_actor(Writer& out, Sight sight, const casework::Actor& actor)
{
    using casework::Role;
    const bool own = actor.role == Role::Applicant || actor.role == Role::Delegate;
    const bool hidden = sight != Sight::Office && !own;
    out.member("role", hidden && actor.role != Role::Insurer ? "事務局" : casework::label_of(actor.role));
    out.key("actor");
    if (hidden || actor.id.empty())
        out.null();
    else
        out.string(actor.id);
}

base::Result<Response> see_history(const Asked& asked, store::Transaction& kept)
{
    std::int64_t after = 0;
    if (const std::string text = asked.query("after"); !text.empty()) {
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), after);
        if (failed != std::errc() || end != text.data() + text.size())
            return bad_query("after", "前の回の next の値を入れてください。");
    }
    const Sight sight = sight_of(asked);
    const office::SeenCase seen = TRY(seen_case(asked, kept));
    const std::int64_t limit = TRY(page_size_of(asked));
    std::int64_t written = 0;
    std::int64_t last = 0;
    Writer out;
    out.begin_object().key("items").begin_array();
    bool more = false;
    for (const casework::Event& event : seen.events) {
        if (event.number <= after)
            continue;
        if (written++ == limit) {
            more = true;
            break;
        }
        last = event.number;
        out.begin_object().key("number").number(event.number);
        out.member("at", base::to_legal(event.at));
        write_actor(out, sight, event.actor);
        out.member("kind", casework::kind_of(event.what)).member("label", casework::label_of(event.what));
        out.member("text", casework::tell(event, asked.edition));
        out.key("files").begin_array();
        for (const casework::FileRef& file : casework::files_of(event.what)) {
            if (file.sha256.empty())
                continue;
            out.begin_object().member("name", file.name).member("sha256", file.sha256);
            out.key("size").number(file.size).end_object();
        }
        out.end_array().key("erased");
        out.boolean(std::binary_search(seen.about.erased.begin(), seen.about.erased.end(), event.number));
        out.end_object();
    }
    out.end_array().key("next");
    if (more)
        out.string(std::to_string(last));
    else
        out.null();
    out.end_object();
    Response response = json_response(200, out.take());
    response.headers.add("ETag", etag_of(seen.about.last_event));
    return response;
}

}

std::vector<Endpoint> endpoints_cases()
{
    using enum OperationDescription::Parameter::In;
    std::vector<Endpoint> endpoints = endpoints_many_cases();
    append(endpoints, endpoints_export());
    endpoints.push_back({.says = {.id = "seeCase",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/{case}",
                                  .tag = "案件",
                                  .summary = "案件を見る",
                                  .summary_english = "A case, as the role sees it",
                                  .answers = {{200, "案件", {{json_type, "Case"}}, {"ETag"}}}},
                         .operation = Operation::SeeCase,
                         .about = About::Case,
                         .handler = Look(see_case)});
    endpoints.push_back(
        {.says = {.id = "seeJudgement",
                  .method = Method::Get,
                  .pattern = "/api/v1/cases/{case}/judgement",
                  .tag = "案件",
                  .summary = "いまの回答を判定する",
                  .summary_english = "The case's answers judged anew",
                  .parameters = {{"explain", Query, false, R"({"type":"boolean"})", "true：判定の根拠も返す"}},
                  .answers = {{200, "判定", {{json_type, "Judgement"}}, {"ETag"}}},
                  .problems = {409}},
         .operation = Operation::SeeAnswers,
         .about = About::Case,
         .handler = Look(see_judgement)});
    endpoints.push_back({.says = {.id = "seeHistory",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/{case}/events",
                                  .tag = "案件",
                                  .summary = "案件の履歴",
                                  .summary_english = "What happened to a case",
                                  .parameters = paging_parameters(),
                                  .answers = {{200, "履歴", {{json_type, "History"}}, {"ETag"}}}},
                         .operation = Operation::SeeHistory,
                         .about = About::Case,
                         .handler = Look(see_history)});
    endpoints.push_back({.says = {.id = "seeWorkbook",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/{case}/workbook",
                                  .tag = "案件",
                                  .summary = "いまの回答を様式（Excel）で",
                                  .summary_english = "The case's answers in the form",
                                  .answers = {{200, "Excelブック", {{workbook_type, ""}}}},
                                  .problems = {409}},
                         .operation = Operation::SeeAnswers,
                         .about = About::Case,
                         .handler = Look(see_workbook)});
    append(endpoints, endpoints_case_files());
    return endpoints;
}

}
