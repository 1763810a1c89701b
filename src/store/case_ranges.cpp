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

constexpr int text_columns = 21;

base::Result<void> read_rows(Connection& connection, const Range& range, Cases& cases)
{
    const Within within(connection, "case_id", range);
    TRY(connection.run("SELECT " + std::string(projected_columns) + ", row_number FROM cases WHERE " + within.sql,
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
    std::vector<std::string> columns;
    for (const Value& value : values_of(projection)) {
        if (const auto* number = std::get_if<std::int64_t>(&value))
            columns.push_back(std::to_string(*number));
        else
            columns.emplace_back(std::get<std::string_view>(value));
    }
    return columns;
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
