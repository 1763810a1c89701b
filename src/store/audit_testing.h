#pragma once

#include "store/audit.h"
#include "store/keeping.h"
#include "store/rebuild.h"
#include "store/store_testing.h"
#include "store/tables.h"

namespace kenkei::store::testing {

inline const KeyPair& test_keys()
{
    static const KeyPair keys = good(new_key_pair());
    return keys;
}

inline base::Timestamp at_day(std::int64_t day)
{
    return at_minute(day * 24 * 60);
}

inline casework::Event event_at(std::int64_t number, base::Timestamp at, casework::Happening what)
{
    casework::Event made = event(number, std::move(what));
    made.at = at;
    return made;
}

// A new case, opened and submitted at `at`, with a file unless its content is empty.
inline CaseId add_case_at(Store& store, const std::string& name, const std::string& content, base::Timestamp at)
{
    CaseId id;
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        id = TRY(transaction.new_case_id("shop/2030"));
        casework::Applicant applicant = applicant_of_shop();
        applicant.name = name;
        casework::Case state{.id = id};
        const std::string file = content.empty() ? "" : TRY(transaction.put_file(content));
        std::vector<casework::Event> events = {opened(applicant.number), submitted(2, applicant, file)};
        for (casework::Event& made : events)
            made.at = at;
        return transaction.append(state, events);
    }));
    return id;
}

inline void append(Store& store, const CaseId& id, std::vector<casework::Happening> all, base::Timestamp at)
{
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        casework::Case state = TRY(transaction.load_case(id));
        std::vector<casework::Event> events;
        std::int64_t number = state.last_event;
        for (casework::Happening& what : all)
            events.push_back(event_at(++number, at, std::move(what)));
        return transaction.append(state, events);
    }));
}

// Four cases under two anchors: 1 with a file, which 4 has too; 2 withdrawn and erased; 3 a draft; events of 1 and 4
// behind the last anchor.
inline void fill(Store& store)
{
    const CaseId first = add_case_at(store, "株式会社 第一", "ファイルA", at_day(0));
    const CaseId second = add_case_at(store, "有限会社 第二", "ファイルB", at_day(0));
    append(store, second, {casework::Withdrawn{.reason = "事情により"}}, at_day(0));
    ASSERT_EQ(good(make_anchor(store, test_keys().private_key, at_day(1))), 1);
    append(store, second, {casework::PayloadsErased{.events = {1, 2, 3}, .list = "R-1"}}, at_day(2));
    append(store, first, {casework::Received{.version = 1, .judged = {.digest = "d1"}}}, at_day(2));
    const CaseId third = add_case_at(store, "第三商店", "", at_day(2));
    append(store, third, {casework::Saved{.answers = "{\"plan\":2}"}}, at_day(2));
    ASSERT_EQ(good(make_anchor(store, test_keys().private_key, at_day(3))), 2);
    const CaseId fourth = add_case_at(store, "合同会社 第四", "ファイルA", at_day(4));
    append(store, fourth, {casework::Saved{.answers = "{\"plan\":3}"}}, at_day(4));
    append(store, first, {casework::Withdrawn{.reason = "また来年"}}, at_day(4));
}

// All rows of a database as text, one a line.
inline std::string dump(Connection& connection)
{
    std::string out;
    for (const Table& table : tables()) {
        std::string names;
        for (const Column& column : table.columns)
            names += (names.empty() ? "" : ", ") + std::string(column.name);
        auto read = connection.run("SELECT " + names + " FROM " + std::string(table.name) + " ORDER BY " +
                                       (table.keys == 3   ? "1, 2, 3"
                                        : table.keys == 2 ? "1, 2"
                                                          : "1"),
                                   {}, [&](const Row& row) {
                                       out += table.name;
                                       for (std::size_t i = 0; i < table.columns.size(); ++i) {
                                           const int at = static_cast<int>(i);
                                           const char kind = table.columns[i].kind;
                                           out += '|';
                                           if (row.is_null(at))
                                               out += "(null)";
                                           else if (kind == 'i')
                                               out += std::to_string(row.integer(at));
                                           else
                                               out += kind == 'b' ? row.bytes(at) : row.text(at);
                                       }
                                       out += '\n';
                                   });
        if (!read.ok())
            out += std::string(table.name) + ": " + read.error().code + "\n";
    }
    return out;
}

// Removes every row, whatever refers to it.
inline void without_rules(Connection& connection, const std::string& sql)
{
    const bool sqlite = connection.backend() == Backend::Sqlite;
    good(connection.run_script(sqlite ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica"));
    auto done = connection.run_script(sql);
    good(connection.run_script(sqlite ? "PRAGMA foreign_keys = ON" : "SET session_replication_role = DEFAULT"));
    ASSERT_TRUE(done.ok()) << sql << ": " << words_of(done.error());
}

inline std::string told(const AuditReport& report)
{
    std::string out;
    for (const Damage& damage : report.damage)
        out +=
            damage.code + " " + damage.case_id.text + " " + std::to_string(damage.event) + " " + damage.message + "\n";
    return out;
}

inline bool has(const AuditReport& report, std::string_view code, std::string_view id, std::int64_t event)
{
    return std::any_of(report.damage.begin(), report.damage.end(), [&](const Damage& damage) {
        return damage.code == code && damage.case_id.text == id && damage.event == event;
    });
}

}
