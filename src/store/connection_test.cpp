#include "store/postgres_connection.h"
#include "store/sqlite_connection.h"
#include "store/store_testing.h"

#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>

namespace kenkei::store {

using namespace testing;

namespace {

class ConnectionTest : public OnBothDatabases {
protected:
    std::unique_ptr<Connection> connection() { return good(connect(where(), Opening::Create)); }

    std::unique_ptr<Connection> with_table()
    {
        auto made = connection();
        bool sqlite = made->backend() == Backend::Sqlite;
        good(made->run_script(std::string("CREATE TABLE parent (id BIGINT PRIMARY KEY);") +
                              "CREATE TABLE t (id BIGINT PRIMARY KEY CHECK (id < 1000), word TEXT NOT NULL, content " +
                              (sqlite ? "BLOB" : "BYTEA") + ", parent BIGINT REFERENCES parent (id))"));
        return made;
    }
    static std::int64_t count(Connection& connection)
    {
        std::int64_t number = -1;
        good(connection.run("SELECT count(*) FROM t", {}, [&](const Row& row) { number = row.integer(0); }));
        return number;
    }
};

}

TEST_P(ConnectionTest, 数と文字とバイト列は書いたとおりに読める)
{
    auto c = with_table();
    std::string word = "髙﨑𠮷😀 '\"?-- \\ ﾊﾝｶｸ";
    std::string content = std::string("\0\x01\xff'\\", 5);
    EXPECT_EQ(1, good(c->run("INSERT INTO t (id, word, content) VALUES (?, ?, ?)", {-9, word, Bytes{content}})));
    good(c->run("INSERT INTO t (id, word, content) VALUES (?, ?, ?)", {2, std::string_view(), Bytes{}}));
    good(c->run("INSERT INTO t (id, word, content) VALUES (?, ?, ?)", {3, "x", std::monostate()}));
    std::vector<std::string> seen;
    EXPECT_EQ(0, good(c->run("SELECT id, word, content, '?' FROM t ORDER BY id", {}, [&](const Row& row) {
                  seen.push_back(std::to_string(row.integer(0)) + "|" + std::string(row.text(1)) + "|" +
                                 (row.is_null(2) ? "null" : std::string(row.bytes(2))) + "|" +
                                 std::string(row.text(3)));
              })));
    EXPECT_EQ(seen, (std::vector<std::string>{"-9|" + word + "|" + content + "|?", "2|||?", "3|x|null|?"}));
    EXPECT_EQ(2, good(c->run("UPDATE t SET word = 'y' WHERE id > ?", {0})));
    std::int64_t big = 0;
    good(c->run("SELECT CAST(? AS BIGINT)", {std::int64_t{9'007'199'254'740'993}},
                [&](const Row& row) { big = row.integer(0); }));
    EXPECT_EQ(big, 9'007'199'254'740'993);
}

TEST_P(ConnectionTest, 制約に反する書き込みはその種類が分かる)
{
    auto c = with_table();
    good(c->run("INSERT INTO t (id, word) VALUES (1, 'a')"));
    EXPECT_EQ("store.unique", code_of(c->run("INSERT INTO t (id, word) VALUES (?, 'b')", {1})));
    EXPECT_EQ("store.not-null", code_of(c->run("INSERT INTO t (id, word) VALUES (?, ?)", {2, std::monostate()})));
    EXPECT_EQ("store.check", code_of(c->run("INSERT INTO t (id, word) VALUES (?, 'b')", {1000})));
    EXPECT_EQ("store.foreign-key", code_of(c->run("INSERT INTO t (id, word, parent) VALUES (3, 'b', ?)", {7})));
    EXPECT_EQ("store.failed", code_of(c->run("SELECT nothing FROM nowhere")));
    EXPECT_EQ("store.failed", code_of(c->run("SELECT ?", {})));
    EXPECT_EQ(1, count(*c));
}

TEST_P(ConnectionTest, NUL文字とUTF8でない文字は断る)
{
    auto c = with_table();
    EXPECT_EQ("store.text", code_of(c->run("INSERT INTO t (id, word) VALUES (1, ?)", {std::string_view("a\0b", 3)})));
    EXPECT_EQ("store.text", code_of(c->run("INSERT INTO t (id, word) VALUES (1, ?)", {"\xff"})));
    EXPECT_EQ(0, count(*c));
}

TEST_P(ConnectionTest, 行を見ている間に同じ文もほかの文も実行できる)
{
    auto c = with_table();
    for (std::int64_t id = 1; id <= 3; ++id)
        good(c->run("INSERT INTO t (id, word) VALUES (?, 'a')", {id}));
    std::string seen;
    const char* select = "SELECT id FROM t WHERE id >= ? ORDER BY id";
    good(c->run(select, {1}, [&](const Row& outer) {
        std::int64_t id = outer.integer(0);
        good(c->run(select, {id}, [&](const Row& inner) { seen += std::to_string(inner.integer(0)); }));
        good(c->run("UPDATE t SET word = 'b' WHERE id = ?", {id}));
        seen += "/" + std::to_string(outer.integer(0)) + " ";
    }));
    EXPECT_EQ(seen, "123/1 23/2 3/3 ");
    EXPECT_THROW((void)c->run(select, {1}, [](const Row&) { throw std::runtime_error("x"); }), std::runtime_error);
    EXPECT_EQ(3, count(*c));
    EXPECT_EQ(3, good(c->run("DELETE FROM t")));
}

TEST_P(ConnectionTest, 失敗した後の確定は成功と言わない)
{
    auto c = with_table();
    good(c->run("INSERT INTO t (id, word) VALUES (1, 'a')"));
    good(c->run("BEGIN"));
    EXPECT_NE("ok", code_of(c->run("BEGIN")));
    (void)c->run("ROLLBACK");
    good(c->run("BEGIN"));
    good(c->run("INSERT INTO t (id, word) VALUES (2, 'a')"));
    EXPECT_EQ("store.unique", code_of(c->run("INSERT INTO t (id, word) VALUES (1, 'a')")));
    if (GetParam() == Backend::Postgres) {
        EXPECT_EQ("store.failed", code_of(c->run("COMMIT")));
        EXPECT_EQ(1, count(*c));
    } else {
        good(c->run("COMMIT")); // only the statement failed
        EXPECT_EQ(2, count(*c));
    }
}

TEST_P(ConnectionTest, 失われた接続は次の書き込みで結び直す)
{
    if (GetParam() == Backend::Sqlite)
        GTEST_SKIP() << "SQLite has no server";
    auto c = with_table();
    auto cut = [&] {
        server_runs("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database_name() + "'");
    };
    cut();
    good(c->run("BEGIN"));
    good(c->run("INSERT INTO t (id, word) VALUES (1, 'a')"));
    good(c->run("COMMIT"));
    good(c->run("BEGIN"));
    good(c->run("INSERT INTO t (id, word) VALUES (2, 'a')"));
    cut();
    EXPECT_EQ("store.lost", code_of(c->run("INSERT INTO t (id, word) VALUES (3, 'a')")));
    EXPECT_EQ("store.lost", code_of(c->run("INSERT INTO t (id, word) VALUES (4, 'a')")));
    EXPECT_EQ("store.lost", code_of(c->run("COMMIT")));
    good(c->run("BEGIN"));
    EXPECT_EQ(1, count(*c));
    good(c->run("ROLLBACK"));
}

KENKEI_ON_BOTH_DATABASES(ConnectionTest);

TEST(Connection, パスワードはメッセージに出ない)
{
    for (std::string url : {"postgresql://taro:s3cret@127.0.0.1:1/x", "postgresql://taro@127.0.0.1:1/x?password=s3cret",
                            "postgresql://taro:s3cret@127.0.0.1:1/x?s3cret", "postgresql://taro:s3cret%zz@h/x",
                            "postgresql://taro:s3cret@127.0.0.1:1/x?sslmode=s3cret"}) {
        auto connected = connect(url, Opening::Existing);
        ASSERT_FALSE(connected.ok());
        EXPECT_EQ(words_of(connected.error()).find("s3cret"), std::string::npos) << words_of(connected.error());
        EXPECT_EQ(shown(url).find("s3cret"), std::string::npos);
    }
    EXPECT_EQ(shown("postgresql://taro:s3cret@db:5433/x"), "postgresql://taro@db:5433/x");
}

TEST(Connection, 問い合わせの印は引用の中では変えない)
{
    EXPECT_EQ(with_numbered_values("SELECT ?, '?', \"?\", 'it''s ?' -- ?\n, ?"),
              "SELECT $1, '?', \"?\", 'it''s ?' -- ?\n, $2");
}

TEST(Connection, ない場所のファイルは開けない理由を言う)
{
    PassingFolder folder;
    EXPECT_EQ("store.failed", code_of(connect(folder.file("a/b.sqlite"), Opening::Create)));
    EXPECT_EQ("store.failed", code_of(connect(folder.file("b.sqlite"), Opening::Existing)));
    EXPECT_EQ("store.failed", code_of(connect(folder.file("b.sqlite"), Opening::ReadOnly)));
    EXPECT_FALSE(std::filesystem::exists(folder.file("b.sqlite")));
}

namespace {

// Whether `look` holds as the user nobody, whom rights bind; as oneself unless that is root.
bool holds_as_nobody(const std::function<bool()>& look)
{
    const pid_t child = ::fork();
    if (child == 0) {
        const bool harmless = ::geteuid() != 0 || (::setgid(65534) == 0 && ::setuid(65534) == 0);
        ::_exit(harmless && look() ? 0 : 1);
    }
    int status = -1;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

base::Result<std::int64_t> rows_in(const std::string& file)
{
    auto c = TRY(connect(file, Opening::ReadOnly));
    std::int64_t rows = -1;
    TRY(c->run("SELECT count(*) FROM t", {}, [&](const Row& row) { rows = row.integer(0); }));
    return rows;
}

}

TEST(Connection, 何も書き込めない場所のデータベースも読める)
{
    PassingFolder folder;
    const std::string file = folder.file("a %3f#?b.sqlite");
    {
        auto c = good(connect(file, Opening::Create));
        good(c->run_script("CREATE TABLE schema_version (a INTEGER); CREATE TABLE t (a INTEGER); "
                           "INSERT INTO t VALUES (1), (2)"));
    }
    ASSERT_FALSE(std::filesystem::exists(file + "-wal"));
    auto unchanging = good(SqliteConnection::open_unchanging(file));
    std::int64_t rows = -1;
    good(unchanging->run("SELECT count(*) FROM t", {}, [&](const Row& row) { rows = row.integer(0); }));
    EXPECT_EQ(rows, 2);
    EXPECT_NE("ok", code_of(unchanging->run("DELETE FROM t")));

    ::chmod(file.c_str(), 0444);
    ::chmod(folder.path().c_str(), 0555);
    EXPECT_TRUE(holds_as_nobody([&] {
        auto found = rows_in(file);
        return found.ok() && *found == 2;
    }));
    ::chmod(folder.path().c_str(), 0755);
    std::ofstream(file + "-wal") << "";
    ::chmod(folder.path().c_str(), 0555);
    EXPECT_TRUE(holds_as_nobody([&] { return rows_in(file).ok(); })) << "an empty log";
    ::chmod(folder.path().c_str(), 0755);
    std::ofstream(file + "-wal") << "not yet in the file";
    ::chmod(folder.path().c_str(), 0555);
    EXPECT_TRUE(holds_as_nobody([&] { return !rows_in(file).ok(); })) << "what is in the log would be missing";
    ::chmod(folder.path().c_str(), 0755);
}

TEST(Connection, ディスクが一杯になれば取り消すまで何も書かない)
{
    PassingFolder folder;
    auto c = good(connect(folder.file("a.sqlite"), Opening::Create));
    good(c->run_script("CREATE TABLE t (content BLOB); PRAGMA max_page_count = 20"));
    good(c->run("BEGIN IMMEDIATE"));
    good(c->run("INSERT INTO t (content) VALUES (x'00')"));
    auto full = c->run("INSERT INTO t (content) VALUES (zeroblob(1000000))");
    EXPECT_EQ("store.full", code_of(full));
    // SQLite has undone the transaction, or only the statement: either way nothing is written by halves.
    (void)c->run("INSERT INTO t (content) VALUES (x'01')");
    (void)c->run("ROLLBACK");
    std::int64_t rows = -1;
    good(c->run("SELECT count(*) FROM t", {}, [&](const Row& row) { rows = row.integer(0); }));
    EXPECT_EQ(rows, 0);
    good(c->run("INSERT INTO t (content) VALUES (x'02')"));
}

TEST(Connection, 新しいファイルは持ち主だけが読める)
{
    PassingFolder folder;
    good(connect(folder.file("a.sqlite"), Opening::Create));
    auto rights = std::filesystem::status(folder.file("a.sqlite")).permissions();
    EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}
