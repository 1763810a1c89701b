#include "store/case_ranges.h"

#include "store/failure.h"
#include "store/projection.h"

#include <map>

namespace kenkei::store {

namespace {

// `column` lies in the range, and what is bound for it.
struct Within {
    Within(const Connection& connection, std::string_view column, const Range& range)
        : sql(std::string(column) + " > CAST(? AS TEXT)")
        , values{bound_text(connection, range.after)}
    {
        if (range.until) {
            sql += " AND " + std::string(column) + " <= CAST(? AS TEXT)";
            values.push_back(bound_text(connection, *range.until));
        }
    }
    std::string sql;
    std::vector<Value> values;
};

StoredEvent event_in(const Row& row)
{
    return {.number = row.integer(1),
            .at = std::string(row.text(2)),
            .role = std::string(row.text(3)),
            .actor = std::string(row.text(4)),
            .kind = std::string(row.text(5)),
            .body = std::string(row.text(6)),
            .payload_hash = std::string(row.text(7)),
            .previous = std::string(row.text(8)),
            .hash = std::string(row.text(9)),
            .has_payload = !row.is_null(10),
            .salt = std::string(row.text(10)),
            .payload = std::string(row.text(11))};
}

using Cases = std::map<std::string, StoredCase, std::less<>>;

base::Result<void> read_events(Connection& connection, const Range& range, Cases& cases)
{
    const Within within(connection, "events.case_id", range);
    TRY(connection.run(
        "SELECT events.case_id, events.number, at, role, actor, kind, body, payload_hash, previous, hash, "
        "salt, content FROM events LEFT JOIN payloads ON payloads.case_id = events.case_id AND "
        "payloads.number = events.number WHERE " +
            within.sql + " ORDER BY events.case_id, events.number",
        std::span(within.values),
        [&](const Row& row) { cases[std::string(row.text(0))].events.push_back(event_in(row)); }));
    return {};
}

constexpr int text_columns = 20;

base::Result<void> read_rows(Connection& connection, const Range& range, Cases& cases)
{
    const Within within(connection, "case_id", range);
    TRY(connection.run("SELECT " + std::string(case_columns) + ", scheme, searched, row_number FROM cases WHERE " +
                           within.sql,
                       std::span(within.values), [&](const Row& row) {
                           StoredRow stored{.row_number = row.integer(text_columns), .columns = {}};
                           for (int column = 0; column < text_columns; ++column)
                               stored.columns.emplace_back(row.text(column));
                           cases[std::string(row.text(0))].row = std::move(stored);
                       }));
    return {};
}

}

Value bound_text(const Connection& connection, const std::string& text)
{
    if (connection.backend() == Backend::Sqlite)
        return Bytes{text};
    return std::string_view(text);
}

std::vector<std::string> columns_of(const Projection& projection)
{
    const CaseRow& row = projection.row;
    return {row.id.text,
            row.edition,
            row.firm,
            row.code,
            std::string(casework::name_of(row.stage)),
            row.result,
            row.class_id,
            row.name,
            row.kana,
            row.opened_at,
            row.submitted_at,
            row.changed_at,
            row.certificate,
            row.valid_from,
            row.valid_to,
            std::to_string(row.versions),
            std::to_string(row.head),
            row.head_hash,
            projection.scheme,
            projection.searched};
}

base::Result<Range> next_range(Connection& connection, const std::string& after, std::int64_t cases)
{
    Range range{.after = after, .until = std::nullopt};
    TRY(connection.run("SELECT case_id FROM events WHERE case_id > CAST(? AS TEXT) AND number = 1 "
                       "ORDER BY case_id LIMIT 1 OFFSET ?",
                       {bound_text(connection, after), cases}, [&](const Row& row) { range.until = row.text(0); }));
    return range;
}

base::Result<std::vector<StoredCase>> read_cases(Connection& connection, const Range& range)
{
    Cases cases;
    TRY(read_events(connection, range, cases));
    TRY(read_rows(connection, range, cases));
    std::vector<StoredCase> out;
    for (auto& [id, stored] : cases) {
        stored.id.text = id;
        out.push_back(std::move(stored));
    }
    return out;
}

base::Result<casework::EventRecord> record_of(const StoredEvent& event)
{
    const auto role = casework::read_role(event.role);
    if (!role)
        return base::Error{.code = "event.role", .message = "立場を読めません。"};
    const base::Timestamp at = TRY(base::read_timestamp(event.at));
    if (base::to_utc(at) != event.at)
        return base::Error{.code = "event.at", .message = "日時の書き方が違います。"};
    return casework::EventRecord{.number = event.number,
                                 .at = at,
                                 .actor = {*role, event.actor},
                                 .kind = event.kind,
                                 .body = event.body,
                                 .payload = event.payload};
}

}
