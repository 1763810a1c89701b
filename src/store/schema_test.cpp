#include "store/audit_testing.h"
#include "store/migrate.h"

#include <fstream>
#include <thread>

namespace kenkei::store {

using namespace testing;

namespace {

class SchemaTest : public OnBothDatabases {
protected:
    static std::vector<Migration> and_then(std::string_view sql)
    {
        std::vector<Migration> steps(migrations().begin(), migrations().end());
        steps.push_back({.number = steps.back().number + 1, .about = "作り話", .sql = sql});
        return steps;
    }
    static std::int64_t last() { return migrations().back().number; }
    std::int64_t version() { return good(version_of(*good(connect(where(), Opening::Create)))); }
    // All tables with their rows, as texts.
    std::string content()
    {
        auto c = good(connect(where(), Opening::Existing));
        std::string text;
        const char* sql = c->backend() == Backend::Sqlite
                              ? "SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
                              : "SELECT table_name || column_name FROM information_schema.columns WHERE table_schema = "
                                "'public' ORDER BY 1";
        good(c->run(sql, {}, [&](const Row& row) { text.append(row.text(0)).append("\n"); }));
        for (const char* table : {"case_numbers", "schema_version"})
            good(c->run("SELECT * FROM " + std::string(table), {},
                        [&](const Row& row) { text.append(row.text(0)).append(row.text(1)).append("\n"); }));
        return text;
    }
};

std::string bytes_of(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}

TEST_P(SchemaTest, 新しいデータベースには表ができ二度目は何もしない)
{
    EXPECT_EQ(version(), 0);
    Migrated first = good(migrate(where()));
    EXPECT_EQ(first.from, 0);
    EXPECT_EQ(first.to, last());
    std::string before = content();
    Migrated second = good(migrate(where()));
    EXPECT_EQ(second.from, last());
    EXPECT_EQ(second.to, last());
    EXPECT_EQ(content(), before);
}

TEST_P(SchemaTest, 後の版は中身を保ったまま加わる)
{
    good(migrate(where()));
    good(good(connect(where(), Opening::Existing))->run("INSERT INTO case_numbers (edition, last) VALUES ('e', 3)"));
    Migrated moved = good(migrate_by(where(), and_then("CREATE TABLE more (a {integer} NOT NULL){strict};"
                                                       "UPDATE case_numbers SET last = 4")));
    EXPECT_EQ(moved.from, last());
    EXPECT_EQ(moved.to, last() + 1);
    EXPECT_NE(content().find("e4"), std::string::npos);
    EXPECT_EQ("store.newer", code_of(migrate(where())));
    EXPECT_EQ("store.newer", code_of(Store::open(where())));
}

TEST_P(SchemaTest, 試しの更新に失敗すれば元のまま残る)
{
    good(migrate(where()));
    good(good(connect(where(), Opening::Existing))->run("INSERT INTO case_numbers (edition, last) VALUES ('e', 3)"));
    std::string before = content();
    auto moved = migrate_by(where(), and_then("DELETE FROM case_numbers; CREATE TABLE case_numbers (a {text})"));
    EXPECT_EQ("store.failed", code_of(moved));
    EXPECT_EQ(content(), before);
    if (GetParam() == Backend::Postgres)
        return;
    EXPECT_NE(moved.error().message.find("手を付けていません"), std::string::npos) << moved.error().message;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(where()).parent_path()))
        EXPECT_EQ(entry.path().string().find("rehearsal"), std::string::npos) << entry.path();
}

TEST_P(SchemaTest, ほかのプログラムの表には触れない)
{
    {
        auto c = good(connect(where(), Opening::Create));
        good(c->run_script("CREATE TABLE schema_version (installed_rank BIGINT); CREATE TABLE theirs (a BIGINT)"));
    }
    EXPECT_EQ("store.foreign", code_of(migrate(where())));
    auto c = good(connect(where(), Opening::Existing));
    EXPECT_EQ("store.foreign", code_of(version_of(*c)));
    EXPECT_NE("ok", code_of(c->run("SELECT * FROM events")));
}

TEST_P(SchemaTest, 同時に更新しても一度だけ行われる)
{
    std::vector<std::thread> threads;
    std::vector<std::string> codes(4);
    for (std::string& code : codes)
        threads.emplace_back([&] { code = code_of(migrate(where())); });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(codes, std::vector<std::string>(4, "ok"));
    EXPECT_EQ(version(), last());
}

namespace {

// A case as the first version kept it, whose insurers were asked, by bodies as they stand in the column.
std::string case_of_first_version(const std::string& id, const std::vector<std::string>& bodies)
{
    std::string sql =
        "INSERT INTO cases (case_id, edition, scheme, firm, code, stage, result, class_id, name, kana, opened_at, "
        "submitted_at, changed_at, certificate, valid_from, valid_to, versions, head, head_hash, searched) VALUES ('" +
        id + "', 'shop/2030', 'shop', '1', '', 'submitted', '', '', '', '', '', '', '', '', '', '', 0, 9, '', '');";
    int number = 0;
    for (const std::string& body : bodies)
        sql += "INSERT INTO events (case_id, number, at, role, actor, kind, body, payload_hash, previous, hash) "
               "VALUES ('" +
               id + "', " + std::to_string(++number) + ", '', 'office', 'a', 'insurer_inquired', '" + body +
               "', '', '', '');";
    return sql;
}

}

TEST_P(SchemaTest, 第1版の案件にも照会した保険者が載る)
{
    ASSERT_EQ(good(migrate_by(where(), migrations().first(1))).to, 1);
    {
        auto c = good(connect(where(), Opening::Existing));
        EXPECT_TRUE(good(is_empty(*c))) << "of its version";
        good(c->run_script(
            case_of_first_version("none", {}) +
            case_of_first_version("twice",
                                  {R"({"insurer":"i1","due":null})", R"({"insurer":"i2","due":"2030-04-01"})"}) +
            case_of_first_version("signs", {R"({"insurer":"a\"b\\c","due":null})"}) +
            case_of_first_version("damaged", {R"({"insurer":"i1","due":null})", R"({"insurer":"i2","du)"}) +
            case_of_first_version("damaged2", {R"({"insurer":"i2\q","due":null})", "x"})));
        EXPECT_FALSE(good(is_empty(*c)));
    }
    EXPECT_EQ("store.older", code_of(Store::open(where(), Opening::ReadOnly)));
    Store s = good(Store::open(where()));
    std::string told;
    for (const CaseRow& row : look(s, [](Transaction& t) { return good(t.list({})); }))
        told += row.id.text + "=" + row.insurer + " ";
    EXPECT_EQ(told, "damaged= damaged2= none= signs=a\"b\\c twice=i2 ");
    look(s, [](Transaction& t) {
        EXPECT_EQ(good(t.list({.reach = Reach{.insurers = {"i2"}}})).size(), 1u);
        EXPECT_EQ(good(t.list({.reach = Reach{.insurers = {"i1"}}})).size(), 0u);
        return 0;
    });
}

TEST_P(SchemaTest, 第1版で書かれた出来事から作り直しても同じになる)
{
    {
        Store s = good(Store::open(where()));
        fill(s);
        append(s, {"shop-2030-000003"}, {casework::InsurerInquired{.insurer = "01130012"}}, at_day(5));
    }
    {
        auto c = good(connect(where(), Opening::Existing));
        good(c->run_script("UPDATE cases SET insurer = ''"));
        const Migration& step = migrations()[1];
        const std::string all = sql_of(step, GetParam());
        const std::string filling = all.substr(all.rfind("UPDATE cases SET insurer"));
        good(c->run_script(filling));
    }
    Store s = good(Store::open(where()));
    EXPECT_EQ(told(good(verify(s))), "");
    EXPECT_EQ(good(rebuild(s)).different, 0);
    EXPECT_EQ(look(s, [](Transaction& t) { return good(t.find_row({"shop-2030-000003"})); })->insurer, "01130012");
}

KENKEI_ON_BOTH_DATABASES(SchemaTest);

TEST(Schema, 別のSQLiteファイルは一バイトも変えない)
{
    PassingFolder folder;
    std::string file = folder.file("theirs.db");
    ASSERT_EQ(0, std::system(("sqlite3 '" + file +
                              "' 'CREATE TABLE theirs (a)' 2>/dev/null || python3 -c \"import sqlite3; "
                              "sqlite3.connect('" +
                              file + "').execute('CREATE TABLE theirs (a)')\"")
                                 .c_str()));
    std::string before = bytes_of(file);
    ASSERT_FALSE(before.empty());
    EXPECT_EQ("store.foreign", code_of(migrate(file)));
    EXPECT_EQ(bytes_of(file), before);
}

TEST(Schema, SQLiteでないファイルは壊れていると言いそのまま残す)
{
    PassingFolder folder;
    for (std::string text :
         {std::string("これは文章です。\n"), std::string(5000, 'x'), std::string("SQLite format 3")}) {
        std::string file = folder.file("text");
        std::ofstream(file, std::ios::binary) << text;
        EXPECT_EQ("store.damaged", code_of(migrate(file)));
        EXPECT_EQ(bytes_of(file), text);
    }
}

}
