#include "store/store.h"

#include "store/anchor.h"
#include "store/chain.h"
#include "store/erasure.h"
#include "store/failure.h"
#include "store/postgres_connection.h"
#include "store/projection.h"
#include "store/reach.h"
#include "store/row_reading.h"
#include "store/search.h"

namespace kenkei::store {

namespace {

base::Result<casework::Event> read_event(const Row& row, const CaseId& id)
{
    auto role = casework::read_role(row.text(2));
    if (!role)
        return failure("store.newer", "", "案件 " + id.text + " の立場 " + std::string(row.text(2)));
    const base::Timestamp at = TRY(base::read_timestamp(row.text(1)));
    return casework::read_record({.number = row.integer(0),
                                  .at = at,
                                  .actor = {*role, std::string(row.text(3))},
                                  .kind = std::string(row.text(4)),
                                  .body = std::string(row.text(5)),
                                  .payload = std::string(row.text(6))});
}

base::Result<void> insert_event(Connection& connection, const CaseId& id, const casework::EventRecord& record,
                                const std::string& payload_hash, const std::string& previous, const std::string& hash)
{
    std::string at = base::to_utc(record.at);
    const auto in_words = [&connection, id = id.text](const base::Error& error) {
        return error.code == "store.unique" ? failure("store.conflict", connection.where(), id) : error;
    };
    auto inserted = connection.run_later(
        "INSERT INTO events (case_id, number, at, role, actor, kind, body, payload_hash, previous, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {id.text, record.number, at, casework::name_of(record.actor.role), record.actor.id, record.kind, record.body,
         payload_hash, previous, hash},
        {.explain = in_words});
    if (!inserted.ok())
        return about(inserted.error(), connection.where(),
                     is_keepable(record.actor.id) ? "出来事 " + std::to_string(record.number) + " の理由や備考"
                                                  : "入力した人の名前");
    return {};
}

base::Result<void> insert_payload(Connection& connection, const CaseId& id, const casework::EventRecord& record,
                                  const std::string& salt)
{
    if (record.payload.empty())
        return {};
    auto inserted = connection.run_later("INSERT INTO payloads (case_id, number, salt, content) VALUES (?, ?, ?, ?)",
                                         {id.text, record.number, salt, record.payload});
    if (!inserted.ok())
        return about(inserted.error(), connection.where(),
                     "出来事 " + std::to_string(record.number) + " の申請者、回答または備考");
    return {};
}

// Gives the event's hash.
base::Result<std::string> write_event(Connection& connection, const CaseId& id, const casework::Event& event,
                                      const std::string& previous)
{
    casework::EventRecord record = casework::to_record(event);
    std::string salt = new_salt();
    std::string payload = payload_hash(salt, record.payload);
    std::string hash = event_hash(id, record, payload, previous);
    TRY(insert_event(connection, id, record, payload, previous, hash));
    TRY(insert_payload(connection, id, record, salt));
    TRY(link_files(connection, id, event));
    return hash;
}

base::Result<std::vector<CaseRow>> rows_of(Connection& connection, const std::string& sql,
                                           const std::vector<Value>& values)
{
    return read_all<CaseRow>(connection, sql, std::span<const Value>(values), case_row);
}

// An inquiry that no reply follows, as casework::Inquiry::replied has it.
constexpr std::string_view waits_for_insurer =
    "insurer <> '' AND NOT EXISTS (SELECT 1 FROM events AS reply WHERE reply.case_id = cases.case_id AND "
    "reply.kind = 'insurer_replied' AND reply.number > (SELECT max(asked.number) FROM events AS asked WHERE "
    "asked.case_id = cases.case_id AND asked.kind = 'insurer_inquired'))";

// SQL that grows condition by condition, and its values.
struct Conditions {
    std::string sql;
    std::vector<Value> values;

    void add(std::string_view condition, Value value)
    {
        sql += sql.empty() ? " WHERE " : " AND ";
        sql += condition;
        values.push_back(value);
    }
    void add(std::string_view condition, const std::vector<Value>& several)
    {
        sql += sql.empty() ? " WHERE " : " AND ";
        sql += condition;
        values.insert(values.end(), several.begin(), several.end());
    }
    void add(std::string_view condition) { add(condition, std::vector<Value>{}); }
    void add_if(std::string_view condition, const std::string& text)
    {
        if (!text.empty())
            add(condition, std::string_view(text));
    }
};

}

base::Result<CaseId> Transaction::new_case_id(const std::string& edition)
{
    std::int64_t number = 0;
    TRY(m_connection.run("INSERT INTO case_numbers (edition, last) VALUES (?, 1) ON CONFLICT (edition) DO UPDATE SET "
                         "last = case_numbers.last + 1 RETURNING last",
                         {edition}, [&](const Row& row) { number = row.integer(0); }));
    std::string prefix = edition;
    std::replace(prefix.begin(), prefix.end(), '/', '-');
    std::string digits = std::to_string(number);
    if (digits.size() < 6)
        digits.insert(0, 6 - digits.size(), '0');
    return CaseId{prefix + '-' + digits};
}

// Where a case stands in the database: "" for one that is not there yet. That nobody was faster since it was read is
// seen when it is written.
base::Result<std::string> Transaction::hash_of_head(const casework::Case& state)
{
    if (state.last_event == 0)
        return std::string();
    if (m_head.case_id == state.id.text && m_head.number == state.last_event)
        return m_head.hash;
    m_head = {};
    std::string hash;
    TRY(m_connection.run("SELECT events.hash FROM cases JOIN events ON events.case_id = cases.case_id AND "
                         "events.number = cases.head WHERE cases.case_id = ? AND cases.head = ?",
                         {state.id.text, state.last_event}, [&](const Row& row) { hash = row.text(0); }));
    if (hash.empty())
        return failure("store.conflict", m_connection.where(), state.id.text);
    return hash;
}

// What is dated back behind an anchor would be taken for a forgery by every audit from then on.
base::Result<void> Transaction::refuse_anchored(const std::vector<casework::Event>& events)
{
    if (!m_last_anchor) {
        const Anchor last = TRY(last_anchor(m_connection));
        m_last_anchor = {last.number, last.at};
    }
    if (m_last_anchor->number == 0)
        return {};
    const auto made = base::read_timestamp(m_last_anchor->at);
    if (!made.ok())
        return {}; // damaged: the audit tells
    for (const casework::Event& event : events) {
        if (event.at.milliseconds + slack_in_milliseconds >= made->milliseconds)
            continue;
        return base::Error{.code = "case.anchored",
                           .message = "出来事の日時（" + base::to_japanese(event.at) + "）が、最後の署名 " +
                                      std::to_string(m_last_anchor->number) + "（" + base::to_japanese(*made) +
                                      "）より1時間以上前です。署名より前の記録には、もう何も加えられません。",
                           .way_out = "今日の日時で入力し、いつの出来事かを備考に書いてください。"};
    }
    return {};
}

base::Result<std::vector<casework::Event>> Transaction::events_of(const CaseId& id)
{
    std::vector<casework::Event> events;
    std::optional<base::Error> wrong;
    m_head = {};
    if (m_use == Use::Write) // who reads a case then mostly adds to it
        TRY(ask_for_row(m_connection, id, m_head.row));
    TRY(m_connection.run("SELECT events.number, at, role, actor, kind, body, coalesce(content, ''), hash FROM events "
                         "LEFT JOIN payloads ON payloads.case_id = events.case_id AND payloads.number = events.number "
                         "WHERE events.case_id = ? ORDER BY events.number" +
                             std::string(by_key),
                         {id.text}, [&](const Row& row) {
                             auto event = read_event(row, id);
                             m_head.number = row.integer(0);
                             m_head.hash = row.text(7);
                             if (event.ok())
                                 events.push_back(std::move(*event));
                             else if (!wrong)
                                 wrong = event.error();
                         }));
    if (wrong) {
        wrong->message =
            "案件 " + id.text + " の経緯の第" + std::to_string(events.size() + 1) + "件: " + wrong->message;
        return *wrong;
    }
    if (events.empty())
        return failure("store.no-case", m_connection.where(), id.text);
    m_head.case_id = id.text;
    return events;
}

base::Result<casework::Case> Transaction::load_case(const CaseId& id)
{
    return casework::fold(id, TRY(events_of(id)));
}

base::Result<void> Transaction::append(casework::Case& state, const std::vector<casework::Event>& events)
{
    if (events.empty())
        return {};
    TRY(refuse_anchored(events));
    casework::Case next = state;
    std::string hash = TRY(hash_of_head(state));
    bool erased = false;
    for (const casework::Event& event : events) {
        if (event.number != next.last_event + 1)
            return failure("store.conflict", m_connection.where(), state.id.text);
        hash = TRY(write_event(m_connection, state.id, event, hash));
        casework::apply(next, event);
        if (auto* erasure = std::get_if<casework::PayloadsErased>(&event.what)) {
            TRY(erase_payloads(m_connection, state.id, erasure->events));
            erased = true;
        }
    }
    // What is gone must not live on in the projection: the case is what its events say now.
    if (erased)
        next = TRY(load_case(state.id));
    Projection projection = project(next, hash);
    if (state.last_event == 0)
        TRY(insert_projection(m_connection, projection));
    else
        TRY(update_projection(m_connection, projection, state.last_event, m_head.row));
    state = std::move(next);
    m_head = {state.id.text, state.last_event, hash, {}};
    return {};
}

base::Result<std::vector<CaseRow>> Transaction::list(const Filter& filter)
{
    // SQLite knows nothing of how many share a scheme, an edition or a stage: where something narrower is asked for, it
    // must not take their indexes.
    const Reach reach = filter.reach.value_or(Reach{.all = true});
    const bool named = !filter.certificate.empty() || !filter.firm.empty() || !filter.code.empty();
    const bool narrow = named || is_narrow(reach);
    const bool sqlite = m_connection.backend() == Backend::Sqlite;
    const std::string unindexed = narrow && sqlite ? "+" : "";
    const bool by_edition = !narrow && !filter.edition.empty();
    const WithinReach within(m_connection.backend(), reach,
                             named || by_edition || !filter.scheme.empty() ? WithinReach::By::Something
                                                                           : WithinReach::By::Index);
    if (within.none)
        return std::vector<CaseRow>();
    Conditions conditions;
    // With a firm or a code it has an index of its own.
    const bool together = !filter.firm.empty() || !filter.code.empty();
    conditions.add_if(!narrow || (together && filter.certificate.empty()) ? "edition = ?" : unindexed + "edition = ?",
                      filter.edition);
    conditions.add_if(sqlite && (narrow || by_edition) ? "+scheme = ?" : "scheme = ?", filter.scheme);
    conditions.add_if("firm = ?", filter.firm);
    conditions.add_if("code = ?", filter.code);
    conditions.add_if("firm <> ?", filter.not_firm);
    conditions.add_if("certificate <> '' AND certificate = ?", filter.certificate);
    if (!within.sql.empty())
        conditions.add(within.sql, within.values);
    conditions.add_if("case_id > ?", filter.after);
    if (filter.stage)
        conditions.add(unindexed + "stage = ?", casework::name_of(*filter.stage));
    if (filter.filed) {
        conditions.add("versions > ?", std::int64_t{0});
        for (const casework::Stage stage : {casework::Stage::Draft, casework::Stage::Withdrawn})
            conditions.add("stage <> ?", casework::name_of(stage));
    }
    if (filter.waits_for_insurer)
        conditions.add(waits_for_insurer);
    std::string sql = "SELECT " + std::string(case_columns) + " FROM cases" + conditions.sql + " ORDER BY case_id";
    if (filter.limit > 0) {
        sql += " LIMIT ?";
        conditions.values.push_back(filter.limit);
    }
    return rows_of(m_connection, sql, conditions.values);
}

base::Result<std::vector<CaseRow>> Transaction::search(std::string_view text, std::int64_t limit,
                                                       const std::optional<Reach>& reach)
{
    std::vector<SearchedWord> words = TRY(words_of_query(text));
    const Reach whose = reach.value_or(Reach{.all = true});
    const WithinReach within(m_connection.backend(), whose, WithinReach::By::Something);
    if (words.empty() || within.none)
        return std::vector<CaseRow>();
    bool sqlite = m_connection.backend() == Backend::Sqlite;
    std::string query = index_query(m_connection.backend(), words);
    std::vector<Value> values{std::string_view(query)};
    // The order of the join is the index's, which is that of age: it ends when there are enough.
    std::string sql = "SELECT " + std::string(case_columns) +
                      (sqlite ? " FROM search CROSS JOIN cases ON cases.row_number = search.rowid WHERE search MATCH ?"
                              : " FROM search JOIN cases USING (row_number) WHERE grams @@ ?::tsquery");
    // The index knows pairs; whether they stand together is seen in the text.
    for (const SearchedWord& word : words) {
        std::string either;
        for (const std::string& form : word.forms) {
            either += either.empty() ? "" : " OR ";
            either += sqlite ? "instr(searched, ?) > 0" : "strpos(searched, ?) > 0";
            values.push_back(std::string_view(form));
        }
        sql += " AND (" + either + ")";
    }
    if (!within.sql.empty())
        sql += " AND " + within.sql;
    values.insert(values.end(), within.values.begin(), within.values.end());
    sql += sqlite ? " ORDER BY search.rowid LIMIT ?" : " ORDER BY row_number LIMIT ?";
    values.push_back(limit);
    auto rows = rows_of(m_connection, sql, values);
    if (!rows.ok())
        return about(rows.error(), m_connection.where(), "検索語");
    return rows;
}

base::Result<std::optional<CaseRow>> Transaction::find_row(const CaseId& id)
{
    std::vector<CaseRow> rows = TRY(rows_of(m_connection,
                                            "SELECT " + std::string(case_columns) + " FROM cases WHERE case_id = ?" +
                                                std::string(to_change()) + std::string(by_key),
                                            {id.text}));
    if (rows.empty())
        return std::optional<CaseRow>();
    return std::optional<CaseRow>(std::move(rows.front()));
}

base::Result<std::vector<Transaction::Count>> Transaction::count(const Reach& reach)
{
    const WithinReach within(m_connection.backend(), reach, WithinReach::By::Index);
    if (within.none)
        return std::vector<Count>();
    // An edition is one scheme's; in this order all is in an index.
    const std::string where = within.sql.empty() ? "" : " WHERE " + within.sql;
    return read_all<Count>(
        m_connection,
        "SELECT edition, stage, result, class_id, count(*) FROM cases" + where +
            " GROUP BY scheme, edition, stage, result, class_id ORDER BY scheme, edition, stage, result, class_id",
        std::span<const Value>(within.values), [](const Row& row) -> base::Result<Count> {
            const auto stage = casework::read_stage(row.text(1));
            if (!stage)
                return failure("store.newer", "", "段階 " + std::string(row.text(1)));
            return Count{.edition = std::string(row.text(0)),
                         .stage = *stage,
                         .result = std::string(row.text(2)),
                         .class_id = std::string(row.text(3)),
                         .cases = row.integer(4)};
        });
}

}
