#include "server/endpoints_parts.h"

#include "casework/case.h"
#include "edition/procedure.h"
#include "edition/sentence.h"
#include "office/fill_form.h"
#include "office/self_check.h"
#include "server/listing.h"
#include "server/proxies.h"

#include <mutex>

// What everybody may read: schemes, their questions, rules and forms; and what the rules say of one's answers.
namespace kenkei::server {

namespace {

using access::Operation;
using base::json::Writer;

constexpr std::int64_t a_day = 24LL * 60 * 60 * 1000; // milliseconds

void write_source(Writer& out, const edition::Source& source)
{
    out.key("source");
    if (source.document.empty())
        out.null();
    else
        out.string(source.text());
}

void write_text(Writer& out, std::string_view name, const std::string& text)
{
    out.key(name);
    if (text.empty())
        out.null();
    else
        out.string(text);
}

// When applications are taken, and whether that is now.
void write_period(Writer& out, const edition::Edition& edition, base::Timestamp now)
{
    const base::Timestamp opens = base::in_japan(edition.application.opens);
    const base::Timestamp closes = casework::closing_of(edition);
    const bool open = opens <= now && now <= closes;
    out.key("application").begin_object();
    out.member("opens", base::to_iso(edition.application.opens)).member("closes", base::to_legal(closes));
    out.member("state", now < opens ? "before" : open ? "open" : "closed");
    out.key("open").boolean(open).key("days_left");
    if (open) // whole days: 0 on the last one
        out.number((closes.milliseconds - now.milliseconds) / a_day);
    else
        out.null();
    write_source(out, edition.application.source);
    out.end_object();
}

void write_names(Writer& out, const edition::Edition& edition)
{
    out.member("scheme", edition.scheme).member("edition", edition.edition).member("key", edition.key());
    out.member("name", edition.name);
    write_text(out, "short_name", edition.short_name);
    out.member("authority", edition.authority);
    write_text(out, "office", edition.office);
}

base::Result<Response> list_editions(const Asked& asked, store::Transaction&)
{
    const auto& all = asked.service.config.editions;
    const std::string after = asked.query("after");
    const std::int64_t limit = TRY(page_size_of(asked));
    Writer out;
    out.begin_object().key("items").begin_array();
    std::int64_t written = 0;
    std::string last;
    std::string next;
    for (auto key = after.empty() ? all.begin() : std::find(all.begin(), all.end(), after); key != all.end(); ++key) {
        if (*key == after)
            continue;
        if (written++ == limit) {
            next = last;
            break;
        }
        const edition::Edition& edition = *TRY(asked.service.editions.find(*key));
        out.begin_object();
        write_names(out, edition);
        write_period(out, edition, asked.now);
        out.end_object();
        last = *key;
    }
    out.end_array();
    write_text(out, "next", next);
    out.end_object();
    return json_response(200, out.take());
}

void write_question(Writer& out, const edition::Edition& edition, const edition::Question& question)
{
    out.begin_object().member("id", question.id).member("section", question.section);
    write_text(out, "no", question.no);
    out.member("label", question.label);
    write_text(out, "help", question.help);
    out.member("type", edition::name_of(question.type)).member("format", edition::name_of(question.format));
    out.key("options").begin_array();
    for (const edition::Option& option : question.options) {
        out.begin_object().key("number").number(option.number);
        out.member("label", option.label).end_object();
    }
    out.end_array().key("exclusive");
    if (question.exclusive)
        out.number(*question.exclusive);
    else
        out.null();
    out.key("minimum");
    question.minimum ? out.number(*question.minimum) : out.null();
    out.key("maximum");
    question.maximum ? out.number(*question.maximum) : out.null();
    write_text(out, "unit", question.unit);
    write_text(out, "list", question.list);
    write_text(out, "example", question.example);
    out.key("deciding").boolean(question.deciding); // ★
    out.key("computed").boolean(question.derive.has_value());
    write_text(out, "asked_when",
               question.when && question.when->tree ? edition::sentence(edition, *question.when->tree) : "");
    out.key("evidence").begin_array();
    for (const std::string& proof : question.evidence)
        out.string(proof);
    out.end_array();
    write_source(out, question.source);
    out.end_object();
}

void write_fee(Writer& out, const edition::Edition& edition)
{
    out.key("fee");
    if (!edition.fee) {
        out.null();
        return;
    }
    const edition::Fee& fee = *edition.fee;
    out.begin_object().key("amount").number(fee.amount).key("tax").number(fee.tax);
    out.key("total").number(fee.amount + fee.tax);
    write_text(out, "due",
               fee.due ? base::to_legal(base::in_japan(fee.due->date, fee.due->hour, fee.due->minute)) : "");
    write_text(out, "note", fee.note);
    write_source(out, fee.source);
    out.end_object();
}

void write_procedure(Writer& out, const edition::Edition& edition)
{
    out.key("procedure").begin_array();
    for (const edition::ProcedureRule& rule : edition::procedure_of(edition)) {
        out.begin_object().member("label", rule.label).member("text", rule.text);
        write_text(out, "note", rule.note);
        write_source(out, rule.source);
        out.end_object();
    }
    out.end_array();
}

base::Result<Response> see_edition(const Asked& asked, store::Transaction&)
{
    const edition::Edition& edition = *asked.edition;
    return json_object(200, [&](Writer& out) {
        write_names(out, edition);
        out.member("digest", edition.digest);
        write_source(out, edition.source);
        write_period(out, edition, asked.now);
        write_fee(out, edition);
        out.key("documents").begin_array();
        for (const edition::Document& document : edition.documents) {
            out.begin_object().member("id", document.id).member("title", document.title);
            out.member("publisher", document.publisher);
            write_text(out, "issued", document.issued);
            write_text(out, "address", document.address);
            out.end_object();
        }
        out.end_array().key("sections").begin_array();
        for (const edition::Section& section : edition.sections) {
            out.begin_object().member("id", section.id).member("label", section.label);
            write_source(out, section.source);
            out.end_object();
        }
        out.end_array().key("questions").begin_array();
        for (const edition::Question& question : edition.questions)
            write_question(out, edition, question);
        out.end_array().key("classes").begin_array();
        for (const edition::Group& one : edition.classes)
            out.begin_object().member("id", one.id).member("label", one.label).end_object();
        out.end_array();
        write_procedure(out, edition);
    });
}

// A form is made once a day and edition: anybody may ask for it, as often as they like.
class BlankForms {
public:
    base::Result<std::string> find(office::Editions& editions, const edition::Edition& edition, base::Date day)
    {
        const std::lock_guard guard(m_lock);
        Made& made = m_made[edition.key()];
        if (made.bytes.empty() || made.day != day) {
            made.bytes = TRY(office::blank_form(editions, edition, day));
            made.day = day;
        }
        return made.bytes;
    }

private:
    struct Made {
        base::Date day;
        std::string bytes;
    };
    std::mutex m_lock;
    std::map<std::string, Made> m_made;
};

Look see_workbook()
{
    return [forms = std::make_shared<BlankForms>()](const Asked& asked, store::Transaction&) -> base::Result<Response> {
        std::string bytes = TRY(forms->find(asked.service.editions, *asked.edition, base::date_in_japan(asked.now)));
        return file_response(std::move(bytes), workbook_type,
                             asked.edition->scheme + "-" + asked.edition->edition + ".xlsx");
    };
}

// Everybody may have something judged, but nobody all the time: it costs us what reading and judging cost.
constexpr access::Allowance checks_by_address{.burst = 60, .refill_seconds = 2};

base::Result<void> take_check(const Asked& asked, access::TryLimit& checks)
{
    const auto seconds = checks.taken(counted_network(asked.request.remote_address), asked.now);
    if (!seconds)
        return {};
    return base::Error{.code = "access.too-many",
                       .message = "お使いのネットワークから、短い間に多くの判定が試されました。",
                       .way_out = std::to_string(*seconds) + "秒ほど待ってから、もう一度お試しください。"};
}

base::Result<Response> self_check(const Asked& asked)
{
    const judge::Explain explain = asked.query("explain") == "true" ? judge::Explain::Yes : judge::Explain::No;
    std::string text = TRY(office::check_answers(asked.service.editions, *asked.edition, handed_of(asked, "回答"),
                                                 base::date_in_japan(asked.now), explain));
    Response response = json_response(200, std::move(text));
    response.headers.add("Cache-Control", "no-store");
    return response;
}

Look limited_self_check()
{
    return [checks = std::make_shared<access::TryLimit>(checks_by_address)](
               const Asked& asked, store::Transaction&) -> base::Result<Response> {
        TRY(take_check(asked, *checks));
        return self_check(asked);
    };
}

}

void append(std::vector<Endpoint>& all, std::vector<Endpoint> more)
{
    for (Endpoint& one : more)
        all.push_back(std::move(one));
}

std::vector<Endpoint> endpoints_editions()
{
    using enum OperationDescription::Parameter::In;
    constexpr std::size_t largest_application = 1U << 20; // from anybody
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "listEditions",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/editions",
                                  .tag = "制度",
                                  .summary = "制度と年度版の一覧",
                                  .summary_english = "Schemes and their editions",
                                  .parameters = paging_parameters(),
                                  .answers = {{200, "年度版", {{json_type, "EditionList"}}}}},
                         .operation = Operation::SeeEditions,
                         .handler = Look(list_editions)});
    endpoints.push_back({.says = {.id = "seeEdition",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/editions/{scheme}/{edition}",
                                  .tag = "制度",
                                  .summary = "年度版の設問・期間・手続",
                                  .summary_english = "An edition: questions, period, fee, procedure",
                                  .answers = {{200, "年度版", {{json_type, "Edition"}}}}},
                         .operation = Operation::SeeEditions,
                         .about = About::Edition,
                         .handler = Look(see_edition)});
    endpoints.push_back({.says = {.id = "seeBlankWorkbook",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/editions/{scheme}/{edition}/workbook",
                                  .tag = "制度",
                                  .summary = "申請書の様式（Excel）",
                                  .summary_english = "The blank form as a workbook",
                                  .answers = {{200, "Excelブック", {{workbook_type, ""}}}}},
                         .operation = Operation::SeeEditions,
                         .about = About::Edition,
                         .handler = see_workbook()});
    endpoints.push_back(
        {.says = {.id = "judge",
                  .method = Method::Post,
                  .pattern = "/api/v1/editions/{scheme}/{edition}/judgements",
                  .tag = "制度",
                  .summary = "回答を判定してみる（何も記録しない）",
                  .summary_english = "Judge answers; nothing is kept",
                  .parameters = {{"explain", Query, false, R"({"type":"boolean"})", "true：判定の根拠も返す"}},
                  .request = {{json_type, "Application"}, {workbook_type, ""}},
                  .answers = {{200, "判定", {{json_type, "Judgement"}}}},
                  .problems = {422}},
         .operation = Operation::SelfCheck,
         .about = About::Edition,
         .handler = limited_self_check(),
         .raw_body = true,
         .body_limit = largest_application});
    append(endpoints, endpoints_register());
    return endpoints;
}

}
