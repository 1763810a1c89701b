#include "server/listing.h"

#include "office/case_view.h"

#include <charconv>

namespace kenkei::server {

using access::Sight;
using casework::Stage;

base::Result<std::int64_t> page_size_of(const Asked& asked)
{
    constexpr std::int64_t usual = 50;
    const std::string text = asked.query("limit");
    if (text.empty())
        return usual;
    std::int64_t limit = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (failed != std::errc() || end != text.data() + text.size() || limit < 1 || limit > longest_page)
        return base::Error{.code = "api.limit",
                           .message = "limit は1〜" + std::to_string(longest_page) + "の整数です。",
                           .way_out = "続きは、応答の next を after に入れて読んでください。"};
    return limit;
}

base::Result<Page> page_of(const Asked& asked)
{
    const std::int64_t limit = TRY(page_size_of(asked));
    return Page{.after = asked.query("after"), .limit = limit};
}

base::Result<std::optional<SeenRow>> seen_row(const Asked& asked, store::Transaction& kept, access::Operation operation,
                                              store::CaseRow row)
{
    const auto role = permitted(asked, operation, subject_of(row));
    if (!role.ok() || !*role || access::sight_of(**role) == Sight::Nothing)
        return std::optional<SeenRow>{};
    store::CaseRow seen = TRY(office::look_up_seen(kept, access::sight_of(**role), std::move(row)));
    return std::optional<SeenRow>(SeenRow{std::move(seen), **role});
}

store::Reach reach_of(const access::Reached& reached)
{
    return {.all = reached.all, .schemes = reached.schemes, .firms = reached.firms, .insurers = reached.insurers};
}

namespace {

// Where some line may show another stage than it has, the database cannot tell which ones are asked for.
bool sees_all(const Asked& asked)
{
    return std::all_of(asked.caller.grants.begin(), asked.caller.grants.end(), [](const access::Grant& grant) {
        return access::sight_of(grant.role) == Sight::Office || access::sight_of(grant.role) == Sight::Nothing;
    });
}

// Who is not told whether the insurer has answered does not learn it by asking for those that wait.
bool fits(const SeenRow& seen, const store::Filter& filter)
{
    const store::CaseRow& row = seen.row;
    if (filter.waits_for_insurer) {
        const Sight sight = access::sight_of(seen.role);
        if ((sight != Sight::Office && sight != Sight::Inquiry) || row.stage != Stage::Received)
            return false;
    }
    return (!filter.stage || row.stage == *filter.stage) && (filter.code.empty() || row.code == filter.code);
}

}

base::Result<SeenPage> rows_page(const Asked& asked, store::Transaction& kept, access::Operation operation,
                                 store::Filter filter, std::int64_t limit,
                                 const std::function<bool(const SeenRow&)>& keep)
{
    const store::Filter wanted = filter;
    if (filter.stage && (*filter.stage == Stage::Received || *filter.stage == Stage::Decided) && !sees_all(asked))
        filter.stage.reset();
    filter.reach = reach_of(asked.reached);
    SeenPage page;
    const auto most = static_cast<std::size_t>(limit);
    for (bool more = true; more;) {
        filter.limit = longest_page + 1;
        std::vector<store::CaseRow> rows = TRY(kept.list(filter));
        more = rows.size() == static_cast<std::size_t>(filter.limit);
        for (store::CaseRow& row : rows) {
            filter.after = row.id.text;
            auto seen = TRY(seen_row(asked, kept, operation, std::move(row)));
            if (!seen || !fits(*seen, wanted) || (keep && !keep(*seen)))
                continue;
            if (page.rows.size() == most) {
                page.next = page.rows.back().row.id.text;
                return page;
            }
            page.rows.push_back(std::move(*seen));
        }
    }
    return page;
}

Response items_response(const std::function<void(base::json::Writer&)>& write, const std::string& next)
{
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        write(out);
        out.end_array().key("next");
        if (next.empty())
            out.null();
        else
            out.string(next);
    });
}

base::Error bad_query(std::string_view name, std::string_view way_out)
{
    return {.code = "api.query",
            .message = "「" + std::string(name) + "」の指定が正しくありません。",
            .way_out = std::string(way_out)};
}

base::Result<store::Filter> filter_of(const Asked& asked)
{
    store::Filter filter;
    filter.edition = asked.query("edition");
    filter.scheme = asked.query("scheme");
    filter.firm = asked.query("firm");
    filter.code = asked.query("code");
    filter.after = asked.query("after");
    if (const std::string stage = asked.query("stage"); !stage.empty()) {
        filter.stage = casework::read_stage(stage);
        if (!filter.stage)
            return bad_query("stage",
                             "draft、submitted、received、decided、certified、withdrawn、ended のどれかです。");
    }
    if (const std::string waiting = asked.query("waiting_for"); !waiting.empty() && waiting != "insurer")
        return bad_query("waiting_for", "insurer です。");
    filter.waits_for_insurer = !asked.query("waiting_for").empty();
    if (const std::string filed = asked.query("filed"); !filed.empty() && filed != "true" && filed != "false")
        return bad_query("filed", "true か false です。");
    filter.filed = asked.query("filed") == "true";
    return filter;
}

OperationDescription::Parameter limit_parameter()
{
    return {"limit", OperationDescription::Parameter::In::Query, false,
            R"({"type":"integer","minimum":1,"maximum":200,"default":50})", "1回に返す件数"};
}

std::vector<OperationDescription::Parameter> paging_parameters()
{
    return {limit_parameter(),
            {"after", OperationDescription::Parameter::In::Query, false, R"({"type":"string","maxLength":200})",
             "前の回の next"}};
}

std::vector<OperationDescription::Parameter> filter_parameters()
{
    using enum OperationDescription::Parameter::In;
    constexpr std::string_view text = R"({"type":"string"})";
    return {{"edition", Query, false, text, "年度版（制度/年度版）"},
            {"scheme", Query, false, text, "制度"},
            {"stage", Query, false,
             R"({"type":"string","enum":["draft","submitted","received","decided","certified","withdrawn","ended"]})",
             "状態"},
            {"firm", Query, false, text, "法人番号"},
            {"code", Query, false, text, "受付コード"},
            {"filed", Query, false, R"({"type":"boolean"})", "true：提出され、取り下げられていないものだけ"},
            {"waiting_for", Query, false, R"({"type":"string","enum":["insurer"]})",
             "insurer：保険者の回答を待っているものだけ"}};
}

std::string attachment(std::string_view name)
{
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    constexpr std::string_view plain = "!#$&+-.^_`|~"; // attr-char of RFC 8187, beside letters and digits
    std::string ascii;
    std::string encoded;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (alphanumeric || plain.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += hexadecimal[byte >> 4U];
            encoded += hexadecimal[byte & 15U];
        }
        if (byte < 0x80)
            ascii += alphanumeric || c == '.' || c == '-' || c == '_' ? c : '_';
    }
    // Nothing readable is left of a Japanese name before its extension.
    const bool nameless =
        ascii.substr(0, ascii.rfind('.')).find_first_not_of("._-") == std::string::npos || ascii.front() == '.';
    return "attachment; filename=\"" + (nameless ? "file" + ascii : ascii) + "\"; filename*=UTF-8''" + encoded;
}

Response file_response(std::string bytes, std::string_view media_type, std::string_view name)
{
    Response response{.status = 200, .body = std::move(bytes)};
    response.headers.add("Content-Type", std::string(media_type));
    response.headers.add("Content-Disposition", attachment(name));
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.headers.add("Content-Security-Policy", "sandbox; default-src 'none'");
    response.headers.add("Cache-Control", "no-store");
    return response;
}

}
