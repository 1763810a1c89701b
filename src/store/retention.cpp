#include "store/keeping.h"

#include "base/json.h"
#include "store/erasure.h"
#include "store/failure.h"
#include "store/projection.h"

#include <charconv>

namespace kenkei::store {

namespace {

using base::json::Kind;

constexpr std::int64_t cases_at_once = 500;

// Whether a case that nobody touched since the day may be listed: all but those whose certificate ran on that day.
bool is_over(const casework::Case& state, base::Date before)
{
    const auto& certificate = state.certificate;
    if (!certificate)
        return true;
    const bool ended = certificate->ended && *certificate->ended < before;
    if (state.stage == casework::Stage::Certified)
        return certificate->to < before && (!certificate->ended || ended);
    return state.stage != casework::Stage::Ended || !certificate->ended || ended;
}

// A page of cases behind `after`: untouched since, with something left to erase.
base::Result<std::vector<CaseRow>> candidates(Connection& connection, base::Date before, const std::string& after)
{
    std::vector<CaseRow> rows;
    std::optional<base::Error> wrong;
    const std::string limit = base::to_utc(base::in_japan(before));
    TRY(connection.run("SELECT " + std::string(case_columns) +
                           " FROM cases WHERE case_id > ? AND changed_at < ? AND EXISTS "
                           "(SELECT 1 FROM payloads WHERE payloads.case_id = cases.case_id) ORDER BY case_id LIMIT ?",
                       {after, limit, cases_at_once}, [&](const Row& row) {
                           auto read = case_row(row);
                           if (read.ok())
                               rows.push_back(std::move(*read));
                           else if (!wrong)
                               wrong = read.error();
                       }));
    if (wrong)
        return *wrong;
    return rows;
}

base::Result<void> add_cases(Transaction& transaction, RetentionList& list)
{
    std::string after;
    for (std::size_t found = cases_at_once; found == cases_at_once;) {
        std::vector<CaseRow> page = TRY(candidates(transaction.connection(), list.before, after));
        found = page.size();
        if (!page.empty())
            after = page.back().id.text;
        for (CaseRow& row : page) {
            const casework::Case state = TRY(transaction.load_case(row.id));
            if (is_over(state, list.before))
                list.cases.push_back(std::move(row));
        }
    }
    return {};
}

base::Error too_late(base::Date before, base::Date today)
{
    return {.code = "case.value",
            .message = "一覧の基準の日 " + base::to_japanese(before) + " が、今日（" + base::to_japanese(today) +
                       "）より後です。まだ終わっていない案件が載ってしまいます。",
            .way_out = "今日か、それより前の日を指定してください。"};
}

base::Error no_list(const std::string& id)
{
    return {.code = "store.no-list",
            .message = "消去の一覧「" + id + "」はありません。",
            .way_out = "kenkei retention list が表示した番号を指定してください。"};
}

// R-2030-04-01-1: the day on which it is made, and how many were made on it.
base::Result<std::string> new_id(Connection& connection, base::Timestamp now)
{
    const std::string start = "R-" + base::to_iso(base::date_in_japan(now)) + "-";
    std::int64_t made = 0;
    TRY(connection.run("SELECT count(*) FROM retention_lists WHERE id LIKE ?", {start + "%"},
                       [&](const Row& row) { made = row.integer(0); }));
    return start + std::to_string(made + 1);
}

std::string content_of(const std::vector<CaseRow>& cases)
{
    base::json::Writer out;
    out.begin_object().key("cases").begin_array();
    for (const CaseRow& row : cases)
        out.begin_object().member("id", row.id.text).key("head").number(row.head).end_object();
    return out.end_array().end_object().take();
}

base::Result<void> insert_list(Connection& connection, const RetentionList& list, base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    const std::string before = base::to_iso(list.before);
    const std::string content = content_of(list.cases);
    auto inserted = connection.run("INSERT INTO retention_lists (id, at, before_day, content) VALUES (?, ?, ?, ?)",
                                   {list.id, at, before, content});
    if (!inserted.ok() && inserted.error().code == "store.unique")
        return failure("store.conflict", connection.where(), list.id);
    if (!inserted.ok())
        return inserted.error();
    return {};
}

base::Error unreadable(const std::string& id)
{
    return {.code = "store.damaged",
            .message = "消去の一覧 " + id + " を読めません。",
            .way_out = "一覧を作り直してください（kenkei retention list）。"};
}

// The line of a listed case as it stands now, with the event up to which it was listed.
base::Result<void> add_listed(Connection& connection, const base::json::Value& item, RetentionList& list)
{
    const auto* id = item.kind == Kind::Object ? item.find("id") : nullptr;
    const auto* head = item.kind == Kind::Object ? item.find("head") : nullptr;
    std::int64_t number = 0;
    if (!id || !head ||
        std::from_chars(head->text.data(), head->text.data() + head->text.size(), number).ec != std::errc())
        return unreadable(list.id);
    std::optional<base::Result<CaseRow>> read;
    TRY(connection.run("SELECT " + std::string(case_columns) + " FROM cases WHERE case_id = ?", {id->text},
                       [&](const Row& row) { read = case_row(row); }));
    if (!read)
        return failure("store.no-case", connection.where(), id->text);
    CaseRow row = TRY(std::move(*read));
    row.head = number;
    list.cases.push_back(std::move(row));
    return {};
}

base::Result<RetentionList> load(Connection& connection, const std::string& id)
{
    RetentionList list{.id = id, .before = {}, .cases = {}};
    std::optional<std::string> content;
    std::string before;
    TRY(connection.run("SELECT content, before_day FROM retention_lists WHERE id = ?", {id}, [&](const Row& row) {
        content = row.text(0);
        before = row.text(1);
    }));
    if (!content)
        return no_list(id);
    list.before = TRY(base::read_date(before));
    const auto value = base::json::parse(*content);
    const auto* cases = value.ok() && value->kind == Kind::Object ? value->find("cases") : nullptr;
    if (!cases)
        return unreadable(id);
    for (const base::json::Value& item : cases->items)
        TRY(add_listed(connection, item, list));
    return list;
}

}

base::Result<RetentionList> make_retention_list(Store& store, base::Date before, base::Timestamp now)
{
    if (const base::Date today = base::date_in_japan(now); before > today)
        return too_late(before, today);
    RetentionList list;
    TRY(store.write([&](Transaction& transaction) -> base::Result<void> {
        Connection& connection = transaction.connection();
        std::string id = TRY(new_id(connection, now));
        list = {.id = std::move(id), .before = before, .cases = {}};
        TRY(add_cases(transaction, list));
        return insert_list(connection, list, now);
    }));
    return list;
}

base::Result<RetentionList> load_retention_list(Store& store, const std::string& id)
{
    std::optional<RetentionList> list;
    TRY(store.read([&](Transaction& transaction) -> base::Result<void> {
        list = TRY(load(transaction.connection(), id));
        return {};
    }));
    return std::move(*list);
}

base::Result<void> finish_erasing(Store& store, const std::string& list, base::Timestamp now)
{
    TRY(load_retention_list(store, list));
    TRY(sweep(store.connection()));
    const std::string at = base::to_utc(now);
    return store.write([&](Transaction& transaction) -> base::Result<void> {
        TRY(transaction.connection().run("UPDATE retention_lists SET done_at = ? WHERE id = ?", {at, list}));
        return {};
    });
}

}
