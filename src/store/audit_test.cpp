#include "store/audit.h"

#include "base/json.h"
#include "store/audit_testing.h"
#include "store/case_ranges.h"
#include "store/chain.h"

namespace kenkei::store {

using namespace testing;

namespace {

const std::string first = "shop-2030-000001";
const std::string second = "shop-2030-000002";
const std::string third = "shop-2030-000003";
const std::string fourth = "shop-2030-000004";

// A filled database, and a copy from which it is filled again after each edit.
class AuditTest : public OnBothDatabases {
protected:
    void SetUp() override
    {
        OnBothDatabases::SetUp();
        if (IsSkipped())
            return;
        m_store.emplace(good(Store::open(where())));
        fill(*m_store);
        good(back_up(where(), m_folder.file("copy.sqlite")));
        m_copy.emplace(good(Store::open(m_folder.file("copy.sqlite"), Opening::ReadOnly)));
    }
    void TearDown() override
    {
        m_store.reset();
        m_copy.reset();
        OnBothDatabases::TearDown();
    }

    Store& store() { return *m_store; }
    AuditReport verified(const std::vector<std::string>& kept = {}, const std::string& key = {})
    {
        return good(verify(*m_store, kept, key));
    }

    void edit(const std::string& sql) { without_rules(m_store->connection(), sql); }

    void undo()
    {
        std::string sql;
        for (const Table& table : tables())
            sql += "DELETE FROM " + std::string(table.name) + ";";
        without_rules(m_store->connection(), sql);
        good(m_store->write([&](Transaction& transaction) -> base::Result<void> {
            TRY(copy_tables(m_copy->connection(), transaction.connection()));
            TRY(rebuild_in(transaction));
            return {};
        }));
    }

    bool is_sqlite() const { return GetParam() == Backend::Sqlite; }

private:
    PassingFolder m_folder;
    std::optional<Store> m_store;
    std::optional<Store> m_copy;
};

}

TEST_P(AuditTest, 書いたままのデータベースには何も見つからない)
{
    const AuditReport report = verified({}, test_keys().public_key);
    EXPECT_EQ(told(report), "");
    EXPECT_EQ(report.cases, 4);
    EXPECT_EQ(report.events, 14);
    EXPECT_EQ(report.erased, 3);
    EXPECT_EQ(report.payloads, 9);
    EXPECT_EQ(report.files, 1);
    EXPECT_EQ(report.anchors, 2);
    undo();
    EXPECT_EQ(told(verified()), "");
}

TEST_P(AuditTest, 空のデータベースには何も見つからない)
{
    std::string sql;
    for (const Table& table : tables())
        sql += "DELETE FROM " + std::string(table.name) + ";";
    edit(sql);
    good(rebuild(store()));
    EXPECT_EQ(told(verified()), "");
}

// Every column of every row: one character of a text, one of a number, one byte of a file.
TEST_P(AuditTest, どの欄の一文字を変えても見つかる)
{
    for (const Table& table : tables()) {
        const std::string name(table.name);
        if (name == "outbox" || name == "retention_lists" || name == "case_numbers")
            continue; // no part of the record
        std::vector<std::string> keys;
        const std::string key = table.keys == 1 ? "" : " || '/' || ";
        std::string key_sql;
        for (std::size_t i = 0; i < table.keys; ++i)
            key_sql += (i == 0 ? "" : key) + std::string("CAST(") + std::string(table.columns[i].name) + " AS TEXT)";
        good(store().connection().run("SELECT " + key_sql + " FROM " + name, {},
                                      [&](const Row& row) { keys.emplace_back(row.text(0)); }));
        for (const std::string& one : keys) {
            for (const Column& column : table.columns) {
                const std::string c(column.name);
                const std::string other = column.kind == 'i' ? c + " + 1000"
                                          : column.kind == 'b'
                                              ? (is_sqlite() ? "x'00'" : "'\\x00'::bytea")
                                              : "CASE WHEN " + c + " = '' THEN 'x' ELSE substr(" + c + ", 1, length(" +
                                                    c + ") - 1) || CASE substr(" + c + ", length(" + c +
                                                    ")) WHEN '7' THEN '8' ELSE '7' END END";
                const std::string sql =
                    "UPDATE " + name + " SET " + c + " = " + other + " WHERE " + key_sql + " = '" + one + "'";
                edit(sql);
                const AuditReport report = verified();
                EXPECT_FALSE(report.damage.empty()) << sql;
                const bool names_no_case =
                    name == "anchors" || name == "anchor_heads" || name == "files" || c == "row_number";
                const bool named = std::any_of(report.damage.begin(), report.damage.end(),
                                               [](const Damage& damage) { return !damage.case_id.text.empty(); });
                EXPECT_TRUE(names_no_case || named) << sql << "\n" << told(report);
                undo();
            }
        }
    }
}

TEST_P(AuditTest, 行を消しても足しても入れ替えても案件と出来事を名指しする)
{
    const std::string again = "INSERT INTO payloads (case_id, number, salt, content) VALUES ";
    const struct {
        std::string sql;
        std::string code;
        std::string id;
        std::int64_t event;
    } edits[] = {
        {"DELETE FROM events WHERE case_id = '" + first + "' AND number = 2", "audit.gap", first, 2},
        {"DELETE FROM events WHERE case_id = '" + first + "' AND number = 1", "audit.gap", first, 1},
        {"DELETE FROM events WHERE case_id = '" + first + "' AND number = 4", "audit.projection", first, 3},
        {"DELETE FROM events WHERE case_id = '" + first + "'", "audit.projection", first, 0},
        {"DELETE FROM payloads WHERE case_id = '" + first + "' AND number = 2", "audit.payload-missing", first, 2},
        {"DELETE FROM payloads", "audit.payload-missing", fourth, 3},
        {again + "('" + second + "', 2, 'aa', '{}')", "audit.payload", second, 2},
        {again + "('" + second + "', 4, 'aa', '{}')", "audit.payload", second, 4},
        {again + "('" + second + "', 9, 'aa', '{}')", "audit.payload", second, 9},
        {again + "('shop-2030-000009', 1, 'aa', '{}')", "audit.payload", "shop-2030-000009", 1},
        {"UPDATE payloads SET number = 99 WHERE case_id = '" + first +
             "' AND number = 1;"
             "UPDATE payloads SET number = 1 WHERE case_id = '" +
             first +
             "' AND number = 2;"
             "UPDATE payloads SET number = 2 WHERE case_id = '" +
             first + "' AND number = 99",
         "audit.payload", first, 1},
        {"DELETE FROM files", "audit.file-missing", first, 2},
        {"DELETE FROM event_files WHERE case_id = '" + first + "'", "audit.file", first, 2},
        {"INSERT INTO event_files (case_id, number, sha256) SELECT '" + first + "', 1, sha256 FROM files", "audit.file",
         first, 1},
        {"INSERT INTO event_files (case_id, number, sha256) SELECT '" + first + "', 77, sha256 FROM files",
         "audit.file", first, 77},
        {"DELETE FROM cases WHERE case_id = '" + third + "'", "audit.projection", third, 3},
        {"UPDATE case_numbers SET last = 3", "audit.projection", "", 0},
        {"DELETE FROM case_numbers", "audit.projection", "", 0},
        {"DELETE FROM anchors WHERE number = 1", "audit.anchor", "", 0},
        {"DELETE FROM anchors", "audit.anchor", "", 0},
        {"DELETE FROM anchor_heads WHERE case_id = '" + third + "'", "audit.rewritten", third, 1},
        {"INSERT INTO anchor_heads (anchor, case_id, number, hash) VALUES (1, 'shop-2030-000009', 1, 'x')",
         "audit.rewritten", "shop-2030-000009", 1},
        {"INSERT INTO anchor_heads (anchor, case_id, number, hash) VALUES (7, '" + first + "', 4, 'x')", "audit.anchor",
         "", 0},
        {"UPDATE events SET at = '2030-03-17 17:46:40Z' WHERE case_id = '" + first + "' AND number = 1", "audit.event",
         first, 1},
        {"UPDATE events SET body = ' ' || body WHERE case_id = '" + first + "' AND number = 3", "audit.event", first,
         3},
    };
    for (const auto& one : edits) {
        edit(one.sql);
        const AuditReport report = verified();
        EXPECT_TRUE(has(report, one.code, one.id, one.event)) << one.sql << "\n" << told(report);
        undo();
    }
}

namespace {

// Writes a case anew as somebody would who owns the database: what is changed, all hashes behind it made again.
void rechain(Store& store, const std::string& id)
{
    good(store.write([&](Transaction& transaction) -> base::Result<void> {
        Connection& connection = transaction.connection();
        std::string previous;
        const auto cases = TRY(read_cases(connection, {id.substr(0, id.size() - 1), id}));
        for (const StoredEvent& event : cases.back().events) {
            std::string payload = event.has_payload ? payload_hash(event.salt, event.payload) : event.payload_hash;
            const std::string hash = event_hash({id}, TRY(record_of(event)), payload, previous);
            TRY(connection.run("UPDATE events SET payload_hash = ?, previous = ?, hash = ? "
                               "WHERE case_id = ? AND number = ?",
                               {payload, previous, hash, id, event.number}));
            previous = hash;
        }
        TRY(rebuild_in(transaction));
        return {};
    }));
}

}

TEST_P(AuditTest, 出来事から後をつじつまを合わせて書き換えても署名が見つける)
{
    edit("UPDATE events SET actor = 'somebody' WHERE case_id = '" + first + "' AND number = 3");
    rechain(store(), first);
    const AuditReport report = verified();
    EXPECT_TRUE(has(report, "audit.rewritten", first, 3)) << told(report);
    EXPECT_EQ(report.damage.size(), 1u) << told(report);
}

TEST_P(AuditTest, 終わりを削ってつじつまを合わせても署名が見つける)
{
    edit("DELETE FROM payloads WHERE case_id = '" + third +
         "' AND number = 3;"
         "DELETE FROM events WHERE case_id = '" +
         third + "' AND number = 3");
    rechain(store(), third);
    const AuditReport report = verified();
    EXPECT_TRUE(has(report, "audit.rewritten", third, 1)) << told(report);
}

TEST_P(AuditTest, 日付をさかのぼらせて足した案件は署名が知らない)
{
    const CaseId late = add_case_at(store(), "第五", "", at_day(5));
    edit("UPDATE events SET at = '" + base::to_utc(at_day(0)) + "' WHERE case_id = '" + late.text + "'");
    rechain(store(), late.text);
    const AuditReport report = verified();
    EXPECT_TRUE(has(report, "audit.rewritten", late.text, 1)) << told(report);
}

TEST_P(AuditTest, すべてを作り直し署名し直しても別に保管した署名が見つける)
{
    const std::vector<std::string> kept = {good(export_anchor(store(), 1)), good(export_anchor(store(), 2))};
    EXPECT_EQ(told(verified(kept, test_keys().public_key)), "");
    edit("UPDATE events SET actor = 'somebody' WHERE case_id = '" + first + "' AND number = 3");
    rechain(store(), first);
    edit("DELETE FROM anchor_heads; DELETE FROM anchors");
    const KeyPair other = good(new_key_pair());
    ASSERT_EQ(good(make_anchor(store(), other.private_key, at_day(5))), 1);
    EXPECT_EQ(told(verified()), "");
    EXPECT_TRUE(has(verified({}, test_keys().public_key), "audit.signature", "", 0));
    const AuditReport report = verified(kept);
    EXPECT_TRUE(has(report, "audit.rewritten", first, 3)) << told(report);
    EXPECT_TRUE(has(report, "audit.rewritten", "", 0)) << told(report);
}

TEST_P(AuditTest, 保管した署名それ自体も確かめる)
{
    std::string kept = good(export_anchor(store(), 1));
    EXPECT_TRUE(base::json::parse(kept).ok());
    kept.replace(kept.find(first), first.size(), third);
    EXPECT_TRUE(has(verified({kept}), "audit.anchor", "", 0));
    EXPECT_TRUE(has(verified({"{}", "x", ""}), "audit.anchor", "", 0));
}

TEST_P(AuditTest, 検索の索引の違いが見つかり作り直せる)
{
    good(store().connection().run(is_sqlite() ? "INSERT INTO search (rowid, grams) VALUES (77, '63a8x9032')"
                                              : "INSERT INTO search (row_number, grams) VALUES (77, 'x'::tsvector)"));
    EXPECT_TRUE(has(verified(), "audit.projection", "", 0));
    good(rebuild(store()));
    EXPECT_EQ(told(verified()), "");
}

TEST_P(AuditTest, 変わった案件がなければ署名は作られない)
{
    ASSERT_EQ(good(make_anchor(store(), test_keys().private_key, at_day(5))), 3);
    EXPECT_EQ(good(make_anchor(store(), test_keys().private_key, at_day(6))), std::nullopt);
    EXPECT_EQ(code_of(export_anchor(store(), 4)), "store.no-anchor");
    EXPECT_EQ(code_of(make_anchor(store(), "no key", at_day(6))), "ok") << "nothing to sign";
    const auto exported = good(base::json::parse(good(export_anchor(store(), 3))));
    EXPECT_EQ(exported.find("heads")->items.size(), 2u);
    EXPECT_EQ(told(verified({}, test_keys().public_key)), "");
}

// What is read more laxly than it is written: blanks, line ends, letter case.
TEST_P(AuditTest, 署名のどの欄に何を足しても見つかる)
{
    const std::string line_end = is_sqlite() ? "char(10)" : "chr(10)";
    const std::string tab = is_sqlite() ? "char(11)" : "chr(11)";
    int edits = 0;
    for (const Table& table : tables()) {
        if (table.name != "anchors" && table.name != "anchor_heads")
            continue;
        for (const Column& column : table.columns) {
            const std::string c(column.name);
            if (column.kind != 't')
                continue;
            for (const std::string& other :
                 {c + " || ' '", "' ' || " + c, c + " || " + line_end, "upper(" + c + ")", "lower(" + c + ")",
                  "replace(" + c + ", " + line_end + ", " + tab + ")", "replace(" + c + ", " + line_end + ", '')",
                  "replace(" + c + ", " + line_end + ", ' ' || " + line_end + ")"}) {
                const std::string sql =
                    "UPDATE " + std::string(table.name) + " SET " + c + " = " + other + " WHERE " + c + " <> " + other;
                const std::string before = dump(store().connection());
                edit(sql);
                if (dump(store().connection()) == before)
                    continue; // nothing of the kind is in it
                ++edits;
                EXPECT_FALSE(verified().damage.empty()) << sql;
                EXPECT_FALSE(verified({}, test_keys().public_key).damage.empty()) << sql;
                undo();
            }
        }
    }
    EXPECT_GT(edits, 30);
}

TEST_P(AuditTest, 署名より前の日時の出来事は書けない)
{
    const base::Timestamp anchored = at_day(3);
    const auto appended = [&](base::Timestamp at) {
        return store().write([&](Transaction& transaction) -> base::Result<void> {
            casework::Case state = TRY(transaction.load_case({third}));
            return transaction.append(state,
                                      {event_at(state.last_event + 1, at, casework::Saved{.answers = "{\"plan\":5}"})});
        });
    };
    const auto refused = appended({anchored.milliseconds - 60 * 60 * 1000 - 1});
    ASSERT_EQ(code_of(refused), "case.anchored");
    EXPECT_NE(refused.error().message.find("署名 2"), std::string::npos) << refused.error().message;
    EXPECT_NE(refused.error().message.find(base::to_japanese(anchored)), std::string::npos) << refused.error().message;
    EXPECT_EQ(code_of(appended({anchored.milliseconds - 60 * 60 * 1000})), "ok");
    EXPECT_EQ(told(verified()), "");
}

KENKEI_ON_BOTH_DATABASES(AuditTest);

}
