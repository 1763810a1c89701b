#include "server/endpoints_parts.h"

#include "server/listing.h"
#include "store/search.h"

// 認定法人の一覧: who holds a certificate on a day. Everybody may read it, so nothing is in it but what a certificate
// itself says.
namespace kenkei::server {

namespace {

using access::Operation;
using casework::Stage;

// A certificate of the register. Its last day is not in the row where it was returned or revoked.
struct Entry {
    store::CaseRow row;
    std::optional<base::Date> ended; // not valid from that day on

    bool valid_on(const std::string& day) const
    {
        return row.valid_from <= day && day <= row.valid_to && (!ended || day < base::to_iso(*ended));
    }
};

base::Result<Entry> entry_of(store::Transaction& kept, store::CaseRow row)
{
    Entry entry{.row = std::move(row), .ended = {}};
    if (entry.row.stage == Stage::Ended) {
        const casework::Case about = TRY(kept.load_case(entry.row.id));
        if (about.certificate)
            entry.ended = about.certificate->ended;
    }
    return entry;
}

// Those that had a certificate, in the order of their cases.
base::Result<std::vector<store::CaseRow>> some_rows(store::Transaction& kept, const std::string& scheme,
                                                    const std::string& after, std::size_t most)
{
    std::vector<store::CaseRow> rows;
    for (const Stage stage : {Stage::Certified, Stage::Ended}) {
        for (store::CaseRow& row : TRY(kept.list(
                 {.scheme = scheme, .stage = stage, .after = after, .limit = static_cast<std::int64_t>(most)})))
            rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    if (rows.size() > most)
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(most), rows.end());
    return rows;
}

void write_entry(base::json::Writer& out, const Entry& entry)
{
    const store::CaseRow& row = entry.row;
    out.begin_object().member("certificate", row.certificate);
    out.member("scheme", row.edition.substr(0, row.edition.find('/'))).member("edition", row.edition);
    out.member("name", row.name).member("number", row.firm).key("class");
    if (row.class_id.empty())
        out.null();
    else
        out.string(row.class_id);
    out.member("valid_from", row.valid_from).member("valid_to", row.valid_to).key("ended");
    if (entry.ended)
        out.string(base::to_iso(*entry.ended));
    else
        out.null();
}

bool holds(const store::CaseRow& row, const std::string& folded)
{
    return folded.empty() || store::fold_for_search(row.name).find(folded) != std::string::npos ||
           row.firm.find(folded) != std::string::npos ||
           store::fold_for_search(row.certificate).find(folded) != std::string::npos;
}

base::Result<Response> see_register(const Asked& asked, store::Transaction& kept)
{
    base::Date day = base::date_in_japan(asked.now);
    if (const std::string written = asked.query("valid_on"); !written.empty())
        day = TRY(base::read_date(written));
    const std::string on = base::to_iso(day);
    const std::string class_id = asked.query("class");
    const std::string query = store::fold_for_search(asked.query("q"));
    const auto limit = static_cast<std::size_t>(TRY(page_size_of(asked)));
    constexpr std::size_t looked_at = 4'000; // of one request; whoever asks for rarer ones asks on
    constexpr std::size_t at_once = 200;

    std::vector<Entry> found;
    std::string after = asked.query("after");
    bool more = true;
    for (std::size_t seen = 0; more && seen < looked_at && found.size() < limit;) {
        std::vector<store::CaseRow> rows = TRY(some_rows(kept, asked.query("scheme"), after, at_once));
        more = rows.size() == at_once;
        for (std::size_t at = 0; at < rows.size() && found.size() < limit; ++at, ++seen) {
            after = rows[at].id.text;
            more = rows.size() == at_once || at + 1 < rows.size();
            if (rows[at].certificate.empty() || (!class_id.empty() && rows[at].class_id != class_id) ||
                !holds(rows[at], query))
                continue;
            Entry entry = TRY(entry_of(kept, std::move(rows[at])));
            if (entry.valid_on(on))
                found.push_back(std::move(entry));
        }
    }
    return items_response(
        [&](base::json::Writer& out) {
            for (const Entry& entry : found) {
                write_entry(out, entry);
                out.end_object();
            }
        },
        more ? after : "");
}

base::Result<Response> see_certificate(const Asked& asked, store::Transaction& kept)
{
    const std::string scheme = asked.query("scheme");
    if (scheme.empty())
        return bad_query("scheme", "証書の番号は制度ごとに付けられます。?scheme= に制度を入れてください。");
    const std::string on = base::to_iso(base::date_in_japan(asked.now));
    for (store::CaseRow& row : TRY(kept.list({.scheme = scheme, .certificate = asked.name("certificate")}))) {
        const Entry entry = TRY(entry_of(kept, std::move(row)));
        base::json::Writer out;
        write_entry(out, entry);
        out.key("valid").boolean(entry.valid_on(on)).end_object();
        return json_response(200, out.take());
    }
    return base::Error{.code = "api.no-such",
                       .message = "証書「" + asked.name("certificate") + "」は登録されていません。",
                       .way_out = "番号と制度を確かめてください。"};
}

}

std::vector<Endpoint> endpoints_register()
{
    using enum OperationDescription::Parameter::In;
    constexpr std::string_view text = R"({"type":"string"})";
    std::vector<OperationDescription::Parameter> wanted = {
        {"scheme", Query, false, text, "制度"},
        {"class", Query, false, text, "区分"},
        {"q", Query, false, text, "法人名・法人番号・証書の番号の一部"},
        {"valid_on", Query, false, R"({"type":"string","format":"date"})", "この日に有効なもの（きょう）"}};
    for (const auto& parameter : paging_parameters())
        wanted.push_back(parameter);
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "seeRegister",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/register",
                                  .tag = "認定法人",
                                  .summary = "ある日に有効な証書の一覧",
                                  .summary_english = "Certificates that are valid on a day",
                                  .parameters = std::move(wanted),
                                  .answers = {{200, "認定", {{json_type, "Register"}}}},
                                  .problems = {422}},
                         .operation = Operation::SeeRegister,
                         .handler = Look(see_register)});
    endpoints.push_back({.says = {.id = "seeCertificate",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/register/{certificate}",
                                  .tag = "認定法人",
                                  .summary = "証書の番号を確かめる",
                                  .summary_english = "Look a certificate up by its number",
                                  .parameters = {{"scheme", Query, true, text, "制度"}},
                                  .answers = {{200, "認定", {{json_type, "RegisteredCertificate"}}}}},
                         .operation = Operation::SeeRegister,
                         .handler = Look(see_certificate)});
    return endpoints;
}

}
