#include "server/endpoints_parts.h"

#include "office/case_view.h"
#include "server/listing.h"
#include "store/search.h"

#include <tuple>

// Many cases at once: lists, search, counts. What a role does not see of a case, it does not find, filter or count by.
namespace kenkei::server {

namespace {

using access::Operation;
using access::Sight;
using base::json::Writer;
using casework::Stage;

Response rows_response(const SeenPage& page)
{
    return items_response(
        [&](Writer& out) {
            for (const SeenRow& seen : page.rows)
                office::write_row(out, seen.row);
        },
        page.next);
}

base::Result<Response> list_cases(const Asked& asked, store::Transaction& kept)
{
    const store::Filter filter = TRY(filter_of(asked));
    const std::int64_t limit = TRY(page_size_of(asked));
    return rows_response(TRY(rows_page(asked, kept, Operation::SeeCase, filter, limit)));
}

// The search also knows phones, persons and codes. Whoever does not see these finds only by what the row shows.
bool shows(const SeenRow& seen, const std::vector<store::SearchedWord>& words)
{
    const Sight sight = access::sight_of(seen.role);
    if (sight == Sight::Office || sight == Sight::Firm)
        return true;
    std::string text;
    for (const std::string& field : {seen.row.id.text, seen.row.firm, seen.row.name, seen.row.kana})
        text += store::fold_for_search(field) + store::field_separator;
    return std::all_of(words.begin(), words.end(), [&](const store::SearchedWord& word) {
        return std::any_of(word.forms.begin(), word.forms.end(),
                           [&](const std::string& form) { return text.find(form) != std::string::npos; });
    });
}

base::Result<Response> search_cases(const Asked& asked, store::Transaction& kept)
{
    const std::int64_t most = asked.query("limit").empty() ? 100 : TRY(page_size_of(asked));
    const std::string query = asked.query("q");
    const std::vector<store::SearchedWord> words = TRY(store::words_of_query(query));
    SeenPage page;
    for (store::CaseRow& row : TRY(kept.search(query, most, reach_of(asked.reached)))) {
        auto seen = TRY(seen_row(asked, kept, Operation::SeeCase, std::move(row)));
        if (seen && shows(*seen, words))
            page.rows.push_back(std::move(*seen));
    }
    return rows_response(page);
}

// By edition, stage, result and class.
using Counts = std::map<std::tuple<std::string, Stage, std::string, std::string>, std::int64_t>;

std::string scheme_of(const std::string& edition)
{
    return edition.substr(0, edition.find('/'));
}

bool is_counted_in_scheme(const Asked& asked, const store::CaseRow& row)
{
    const auto& schemes = asked.reached.schemes;
    return asked.reached.all || std::find(schemes.begin(), schemes.end(), scheme_of(row.edition)) != schemes.end();
}

bool is_of(const std::vector<std::string>& firms, const store::CaseRow& row)
{
    return std::find(firms.begin(), firms.end(), row.firm) != firms.end();
}

// Those of the caller's own firms are shown as the firm sees them, whatever else the caller is.
base::Result<void> take_own_away(const Asked& asked, store::Transaction& kept,
                                 std::vector<store::Transaction::Count>& counted)
{
    const store::Reach own{.firms = access::own_firms(asked.caller)};
    if (own.firms.empty())
        return {};
    for (const store::CaseRow& row : TRY(kept.list({.reach = own}))) {
        if (!is_counted_in_scheme(asked, row))
            continue;
        for (store::Transaction::Count& count : counted) {
            if (count.edition == row.edition && count.stage == row.stage && count.result == row.result &&
                count.class_id == row.class_id)
                count.cases -= 1;
        }
    }
    std::erase_if(counted, [](const store::Transaction::Count& count) { return count.cases == 0; });
    return {};
}

// Those of whole schemes are counted by the database, and shown as the caller's role there sees them.
base::Result<void> count_schemes(const Asked& asked, store::Transaction& kept, Counts& counts)
{
    const store::Reach whole{.all = asked.reached.all, .schemes = asked.reached.schemes};
    if (!whole.all && whole.schemes.empty())
        return {};
    std::vector<store::Transaction::Count> counted = TRY(kept.count(whole));
    TRY(take_own_away(asked, kept, counted));
    for (const store::Transaction::Count& count : counted) {
        const auto role = permitted(asked, Operation::SeeFigures, {.scheme = scheme_of(count.edition)});
        if (!role.ok() || !*role)
            continue;
        // A count is as a row that is shown: seen_by says what of it a role learns.
        store::CaseRow row;
        row.edition = count.edition;
        row.stage = count.stage;
        row.result = count.result;
        row.class_id = count.class_id;
        if (count.stage == Stage::Certified || count.stage == Stage::Ended)
            row.certificate = "?"; // it has one
        row = office::seen_by(access::sight_of(**role), std::move(row));
        counts[{row.edition, row.stage, row.result, row.class_id}] += count.cases;
    }
    return {};
}

// Those of firms and insurers are few.
base::Result<void> count_rows(const Asked& asked, store::Transaction& kept, Counts& counts)
{
    const store::Reach some{.firms = asked.reached.firms, .insurers = asked.reached.insurers};
    if (some.firms.empty() && some.insurers.empty())
        return {};
    const std::vector<std::string> own = access::own_firms(asked.caller);
    for (store::CaseRow& row : TRY(kept.list({.reach = some}))) {
        if (is_counted_in_scheme(asked, row) && !is_of(own, row))
            continue; // counted there
        if (const auto seen = TRY(seen_row(asked, kept, Operation::SeeFigures, std::move(row))))
            counts[{seen->row.edition, seen->row.stage, seen->row.result, seen->row.class_id}] += 1;
    }
    return {};
}

// What somebody waits for is not in the database's counts, but is never many.
base::Result<void> count_waiting(const Asked& asked, store::Transaction& kept, store::Filter filter, Counts& counts)
{
    for (bool more = true; more;) {
        const SeenPage page = TRY(rows_page(asked, kept, Operation::SeeFigures, filter, longest_page));
        for (const SeenRow& seen : page.rows)
            counts[{seen.row.edition, seen.row.stage, seen.row.result, seen.row.class_id}] += 1;
        filter.after = page.next;
        more = !page.next.empty();
    }
    return {};
}

base::Result<Response> count_cases(const Asked& asked, store::Transaction& kept)
{
    Counts counts;
    const store::Filter filter = TRY(filter_of(asked));
    if (filter.waits_for_insurer) {
        TRY(count_waiting(asked, kept, filter, counts));
    } else {
        TRY(count_schemes(asked, kept, counts));
        TRY(count_rows(asked, kept, counts));
    }
    const auto text_or_null = [](Writer& out, std::string_view name, const std::string& text) {
        out.key(name);
        if (text.empty())
            out.null();
        else
            out.string(text);
    };
    return json_object(200, [&](Writer& out) {
        std::int64_t all = 0;
        out.key("items").begin_array();
        for (const auto& [what, cases] : counts) {
            const auto& [edition, stage, result, class_id] = what;
            out.begin_object().member("edition", edition).member("stage", casework::name_of(stage));
            out.member("stage_label", casework::label_of(stage));
            text_or_null(out, "result", result);
            text_or_null(out, "class", class_id);
            out.key("cases").number(cases).end_object();
            all += cases;
        }
        out.end_array().key("cases").number(all);
    });
}

}

std::vector<Endpoint> endpoints_many_cases()
{
    using enum OperationDescription::Parameter::In;
    std::vector<OperationDescription::Parameter> filtered = filter_parameters();
    for (const auto& parameter : paging_parameters())
        filtered.push_back(parameter);
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "listCases",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases",
                                  .tag = "案件",
                                  .summary = "案件の一覧",
                                  .summary_english = "Cases, filtered and page by page",
                                  .parameters = std::move(filtered),
                                  .answers = {{200, "案件", {{json_type, "CaseList"}}}}},
                         .operation = Operation::SeeCase,
                         .about = About::Many,
                         .handler = Look(list_cases)});
    endpoints.push_back(
        {.says = {.id = "searchCases",
                  .method = Method::Get,
                  .pattern = "/api/v1/cases/search",
                  .tag = "案件",
                  .summary = "法人名・番号などで案件を探す",
                  .summary_english = "Find cases by name, number, phone, person or code",
                  .parameters = {{"q", Query, true, R"({"type":"string","maxLength":200})",
                                  "探す言葉（空白で区切ると、すべてを含むもの）"},
                                 {"limit", Query, false,
                                  R"({"type":"integer","minimum":1,"maximum":200,"default":100})", "返す件数"}},
                  .answers = {{200, "見つかった案件", {{json_type, "CaseList"}}}}},
         .operation = Operation::SeeCase,
         .about = About::Many,
         .handler = Look(search_cases)});
    endpoints.push_back({.says = {.id = "countCases",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/cases/counts",
                                  .tag = "案件",
                                  .summary = "年度版と状態ごとの件数",
                                  .summary_english = "How many cases stand where, by edition and stage",
                                  .parameters = {filter_parameters().back()},
                                  .answers = {{200, "件数", {{json_type, "CaseCounts"}}}}},
                         .operation = Operation::SeeFigures,
                         .about = About::Many,
                         .handler = Look(count_cases)});
    return endpoints;
}

}
