#include "store/tables.h"

#include "store/schema.h"

#include <optional>

namespace kenkei::store {

namespace {

constexpr Column events[] = {{"case_id"}, {"number", 'i'}, {"at"},           {"role"},     {"actor"},
                             {"kind"},    {"body"},        {"payload_hash"}, {"previous"}, {"hash"}};
constexpr Column payloads[] = {{"case_id"}, {"number", 'i'}, {"salt"}, {"content"}};
constexpr Column files[] = {{"sha256"}, {"size", 'i'}, {"content", 'b'}};
constexpr Column event_files[] = {{"case_id"}, {"number", 'i'}, {"sha256"}};
constexpr Column anchors[] = {{"number", 'i'}, {"day"},  {"at"},         {"heads", 'i'},
                              {"previous"},    {"hash"}, {"public_key"}, {"signature"}};
constexpr Column anchor_heads[] = {{"anchor", 'i'}, {"case_id"}, {"number", 'i'}, {"hash"}};
constexpr Column case_numbers[] = {{"edition"}, {"last", 'i'}};
constexpr Column outbox[] = {{"id", 'i'}, {"message_id"}, {"case_id"}, {"kind"},          {"recipient"},
                             {"subject"}, {"content"},    {"state"},   {"attempts", 'i'}, {"created_at"},
                             {"due_at"},  {"sent_at"},    {"answer"}};
constexpr Column retention_lists[] = {{"id"}, {"at"}, {"before_day"}, {"content"}, {"done_at"}};
constexpr Column cases[] = {
    {"row_number", 'i'}, {"case_id"},    {"edition"},     {"scheme"},     {"firm"},     {"code"},
    {"stage"},           {"result"},     {"class_id"},    {"name"},       {"kana"},     {"opened_at"},
    {"submitted_at"},    {"changed_at"}, {"certificate"}, {"valid_from"}, {"valid_to"}, {"versions", 'i'},
    {"head", 'i'},       {"head_hash"},  {"searched"},    {"insurer"}};
constexpr Column accounts[] = {{"id"},
                               {"mail"},
                               {"name"},
                               {"password"},
                               {"state"},
                               {"issuer"},
                               {"subject"},
                               {"totp"},
                               {"totp_confirmed", 'i'},
                               {"totp_step", 'i'},
                               {"created_at"},
                               {"seen_at"},
                               {"strange_until"}};
constexpr Column account_grants[] = {{"id"},       {"account"},  {"role"},       {"scheme"},
                                     {"firm"},     {"insurer"},  {"granted_by"}, {"granted_at"},
                                     {"until_at"}, {"ended_at"}, {"ended_by"},   {"reason"}};
constexpr Column api_tokens[] = {{"id"},         {"digest"},     {"account"},    {"name"},   {"scopes"},
                                 {"created_at"}, {"expires_at"}, {"revoked_at"}, {"used_at"}};
constexpr Column firm_claims[] = {{"id"},         {"account"}, {"firm"},        {"scheme"},         {"name"},
                                  {"way"},        {"postal"},  {"address"},     {"person"},         {"code"},
                                  {"tries", 'i'}, {"state"},   {"created_at"},  {"sent_at"},        {"decided_at"},
                                  {"decided_by"}, {"reason"},  {"checked_how"}, {"checked_postal"}, {"checked_address"},
                                  {"checked_by"}};
constexpr Column account_events[] = {{"id", 'i'}, {"at"}, {"account"}, {"actor"}, {"kind"}, {"detail"}};
constexpr Column job_runs[] = {{"job"}, {"at"}, {"milliseconds", 'i'}, {"done", 'i'}, {"attempts", 'i'}, {"told"}};
constexpr Column hooks[] = {{"id"},          {"scheme"}, {"url"},        {"secret"},        {"kinds"},
                            {"active", 'i'}, {"owner"},  {"created_at"}, {"failures", 'i'}, {"answer"}};
constexpr Column hook_deliveries[] = {{"id", 'i'},    {"hook"},   {"message_id"}, {"case_id"},
                                      {"event", 'i'}, {"body"},   {"state"},      {"attempts", 'i'},
                                      {"created_at"}, {"due_at"}, {"answer"}};

constexpr std::int64_t many = 2'000;
constexpr std::int64_t few = 8; // a file may be large

constexpr Table all_tables[] = {
    {"events", events, 2, many},
    {"payloads", payloads, 2, many},
    {"files", files, 1, few},
    {"event_files", event_files, 3, many},
    {"anchors", anchors, 1, many},
    {"anchor_heads", anchor_heads, 2, many},
    {"case_numbers", case_numbers, 1, many},
    {"outbox", outbox, 1, many},
    {"retention_lists", retention_lists, 1, many},
    {"cases", cases, 1, many},
    {"accounts", accounts, 1, many, 2},
    {"account_grants", account_grants, 1, many, 2},
    {"api_tokens", api_tokens, 1, many, 2},
    {"firm_claims", firm_claims, 1, many, 2},
    {"account_events", account_events, 1, many, 2},
    {"job_runs", job_runs, 1, many, 2},
    {"hooks", hooks, 1, many, 2},
    {"hook_deliveries", hook_deliveries, 1, many, 2},
};

// Of the running program: nobody is to be logged in by a copy.
constexpr std::string_view all_passing_tables[] = {"sessions", "one_time_secrets", "remembered_answers", "leases",
                                                   "secret_keys"};
constexpr std::int64_t made_by[] = {2, 2, 2, 2, 3}; // the migration
static_assert(std::size(made_by) == std::size(all_passing_tables));

std::string names_of(std::span<const Column> columns)
{
    std::string names;
    for (const Column& column : columns)
        names += (names.empty() ? "" : ", ") + std::string(column.name);
    return names;
}

std::string marks(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += i == 0 ? "?" : ", ?";
    return text;
}

// A key of a row that has gone by.
struct Key {
    std::int64_t number = 0;
    std::string text;
};

class TableCopy {
public:
    TableCopy(Connection& from, Connection& to, const Table& table)
        : m_from(from)
        , m_to(to)
        , m_table(table)
        , m_last(table.keys)
        , m_insert("INSERT INTO " + std::string(table.name) + " (" + names_of(table.columns) + ") VALUES (" +
                   marks(table.columns.size()) + ")")
    {}

    base::Result<void> copy()
    {
        bool first = true;
        do {
            m_rows = 0;
            const std::vector<Value> values = page_values(first);
            TRY(m_from.run(page_query(first), std::span(values), [&](const Row& row) { copy(row); }));
            if (m_error)
                return *m_error;
            first = false;
        } while (m_rows == m_table.rows);
        return {};
    }

private:
    std::string page_query(bool first) const
    {
        const std::string keys = names_of(m_table.columns.first(m_table.keys));
        return "SELECT " + names_of(m_table.columns) + " FROM " + std::string(m_table.name) +
               (first ? "" : " WHERE (" + keys + ") > (" + marks(m_table.keys) + ")") + " ORDER BY " + keys +
               " LIMIT ?";
    }

    std::vector<Value> page_values(bool first)
    {
        m_from_key = m_last; // the page's own rows must not change what it was asked with
        std::vector<Value> values;
        for (std::size_t i = 0; !first && i < m_table.keys; ++i) {
            if (m_table.columns[i].kind == 'i')
                values.emplace_back(m_from_key[i].number);
            else
                values.emplace_back(std::string_view(m_from_key[i].text));
        }
        values.emplace_back(m_table.rows);
        return values;
    }

    static Value value_in(const Row& row, int at, char kind)
    {
        if (row.is_null(at))
            return std::monostate{};
        if (kind == 'i')
            return row.integer(at);
        if (kind == 'b')
            return Bytes{row.bytes(at)};
        return row.text(at);
    }

    void copy(const Row& row)
    {
        ++m_rows;
        if (m_error)
            return;
        std::vector<Value> values;
        for (std::size_t i = 0; i < m_table.columns.size(); ++i)
            values.push_back(value_in(row, static_cast<int>(i), m_table.columns[i].kind));
        for (std::size_t i = 0; i < m_table.keys; ++i) {
            if (m_table.columns[i].kind == 'i')
                m_last[i].number = row.integer(static_cast<int>(i));
            else
                m_last[i].text = row.text(static_cast<int>(i));
        }
        if (auto inserted = m_to.run(m_insert, std::span<const Value>(values)); !inserted.ok())
            m_error = inserted.error();
    }

    Connection& m_from;
    Connection& m_to;
    const Table& m_table;
    std::vector<Key> m_last;
    std::vector<Key> m_from_key;
    std::string m_insert;
    std::int64_t m_rows = 0;
    std::optional<base::Error> m_error;
};

// Numbers that PostgreSQL gives out go on behind those that were copied.
base::Result<void> set_sequences(Connection& connection)
{
    constexpr std::pair<std::string_view, std::string_view> given_out[] = {
        {"outbox", "id"}, {"cases", "row_number"}, {"account_events", "id"}, {"hook_deliveries", "id"}};
    for (const auto& [table, column] : given_out)
        TRY(connection.run("SELECT setval(pg_get_serial_sequence('" + std::string(table) + "', '" +
                           std::string(column) + "'), coalesce(max(" + std::string(column) + "), 0) + 1, false) FROM " +
                           std::string(table)));
    return {};
}

}

std::span<const Table> tables()
{
    return all_tables;
}

std::span<const std::string_view> passing_tables()
{
    return all_passing_tables;
}

base::Result<void> copy_tables(Connection& from, Connection& to)
{
    for (const Table& table : all_tables)
        TRY(TableCopy(from, to, table).copy());
    if (to.backend() == Backend::Postgres)
        TRY(set_sequences(to));
    return {};
}

base::Result<bool> is_empty(Connection& connection)
{
    // What cannot be told, because a table of ours is missing, is read as if it were of today: that says what is
    // missing.
    const auto told = version_of(connection);
    const std::int64_t newest = migrations().back().number;
    const std::int64_t version = told.ok() ? *told : newest;
    const bool current = version >= newest;
    bool empty = true;
    for (const Table& table : all_tables)
        if (table.since <= version)
            TRY(connection.run("SELECT " + (current ? names_of(table.columns) : "1") + " FROM " +
                                   std::string(table.name) + " LIMIT 1",
                               {}, [&](const Row&) { empty = false; }));
    return empty;
}

base::Result<void> clear_passing_tables(Connection& connection)
{
    const std::int64_t version = TRY(version_of(connection));
    for (std::size_t i = 0; i < std::size(all_passing_tables); ++i) {
        if (made_by[i] <= version)
            TRY(connection.run("DELETE FROM " + std::string(all_passing_tables[i])));
    }
    return {};
}

}
