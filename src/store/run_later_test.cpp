#include "store/failure.h"
#include "store/store_testing.h"
#include "store/writer.h"

#include <future>

namespace kenkei::store {

using namespace testing;

namespace {

class RunLaterTest : public OnBothDatabases {
protected:
    std::unique_ptr<Connection> with_table()
    {
        auto made = good(connect(where(), Opening::Create));
        good(made->run_script("CREATE TABLE t (id BIGINT PRIMARY KEY, word TEXT NOT NULL)"));
        return made;
    }
    static std::int64_t count(Connection& connection)
    {
        std::int64_t number = -1;
        good(connection.run("SELECT count(*) FROM t", {}, [&](const Row& row) { number = row.integer(0); }));
        return number;
    }
    static base::Result<void> insert(Connection& connection, std::int64_t id, const Later& later = {})
    {
        const std::string word = "語" + std::to_string(id); // gone when it is run
        return connection.run_later("INSERT INTO t (id, word) VALUES (?, ?)", {id, word}, later);
    }
    // SQLite tells at once, PostgreSQL with what is run next.
    static std::string code_of_both(const auto& at_once, const auto& next)
    {
        return at_once.ok() ? code_of(next) : code_of(at_once);
    }
};

}

TEST_P(RunLaterTest, 後で実行する文はその順に書かれ次の文に見える)
{
    auto c = with_table();
    good(c->run("BEGIN"));
    for (std::int64_t id = 0; id < 120; ++id)
        good(insert(*c, id));
    good(c->run_later("UPDATE t SET word = 'x' WHERE id < ?", {10}, {.rows = 10}));
    EXPECT_EQ(c->has_waiting(), GetParam() == Backend::Postgres);
    EXPECT_EQ(count(*c), 120);
    EXPECT_FALSE(c->has_waiting());
    good(insert(*c, 500));
    good(c->run("COMMIT"));
    EXPECT_EQ(count(*c), 121);
    std::string word;
    good(c->run("SELECT word FROM t WHERE id = 500", {}, [&](const Row& row) { word = row.text(0); }));
    EXPECT_EQ(word, "語500");
}

TEST_P(RunLaterTest, 文字の誤りはすぐに断る)
{
    auto c = with_table();
    good(c->run("BEGIN"));
    EXPECT_EQ("store.text", code_of(c->run_later("INSERT INTO t (id, word) VALUES (1, ?)", {"\xff"})));
    good(c->run("ROLLBACK"));
    EXPECT_EQ(count(*c), 0);
}

TEST_P(RunLaterTest, 失敗は次の文か確定が告げ呼び手の言葉になる)
{
    auto c = with_table();
    good(c->run("INSERT INTO t (id, word) VALUES (1, 'a')"));
    const Later explained{
        .explain = [](const base::Error& error) { return base::Error{.code = "mine." + error.code, .message = "x"}; }};
    good(c->run("BEGIN"));
    const auto again = insert(*c, 1, explained);
    EXPECT_EQ("mine.store.unique", code_of_both(again, c->run("SELECT 1")));
    good(c->run("ROLLBACK"));
    good(c->run("BEGIN"));
    good(insert(*c, 2));
    const auto none = c->run_later("UPDATE t SET word = 'x' WHERE id = ?", {77}, {.rows = 1});
    EXPECT_EQ("store.conflict", code_of_both(none, c->run("SELECT 1")));
    (void)c->run("ROLLBACK");
    good(c->run("BEGIN"));
    const auto twice = insert(*c, 1, explained);
    const auto committed = c->run("COMMIT");
    EXPECT_EQ("mine.store.unique", code_of_both(twice, committed));
    EXPECT_EQ(committed.ok(), GetParam() == Backend::Sqlite) << "there only the statement failed, and that was told";
    (void)c->run("ROLLBACK");
    EXPECT_EQ(count(*c), 1);
    good(c->run("BEGIN"));
    good(insert(*c, 3));
    good(c->run("COMMIT"));
    EXPECT_EQ(count(*c), 2);
}

TEST_P(RunLaterTest, 待っている文が失敗しても保存点まで戻れる)
{
    auto c = with_table();
    good(c->run("BEGIN"));
    good(insert(*c, 1));
    good(c->run("SAVEPOINT errand"));
    (void)insert(*c, 1);
    good(c->run("ROLLBACK TO SAVEPOINT errand"));
    good(c->run("RELEASE SAVEPOINT errand"));
    good(insert(*c, 2));
    good(c->run("COMMIT"));
    EXPECT_EQ(count(*c), 2);
}

TEST_P(RunLaterTest, 取引の外ではすぐに実行する)
{
    auto c = with_table();
    good(insert(*c, 1));
    EXPECT_FALSE(c->has_waiting());
    EXPECT_EQ("store.unique", code_of(insert(*c, 1)));
    auto other = good(connect(where(), Opening::Existing));
    EXPECT_EQ(count(*other), 1);
}

TEST_P(RunLaterTest, 準備した文が多くなっても忘れて続ける)
{
    auto c = with_table();
    for (int i = 0; i < 700; ++i) {
        good(c->run("BEGIN"));
        good(c->run_later("INSERT INTO t (id, word) VALUES (?, '" + std::to_string(i) + "')", {i}));
        EXPECT_EQ(count(*c), i + 1);
        good(c->run("COMMIT"));
    }
}

TEST_P(RunLaterTest, 読むだけの取引の確定を待たなくても次は正しく始まる)
{
    auto c = with_table();
    good(c->run("INSERT INTO t (id, word) VALUES (1, 'a')"));
    for (int i = 0; i < 3; ++i) {
        good(c->run(GetParam() == Backend::Sqlite ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        EXPECT_EQ(count(*c), i + 1);
        good(c->run("COMMIT"));
        if (i == 1)
            good(c->run_script("SELECT 1; SELECT 2"));
        good(c->run("INSERT INTO t (id, word) VALUES (?, 'a')", {i + 10})); // in no transaction: durable at once
        auto other = good(connect(where(), Opening::Existing));
        EXPECT_EQ(count(*other), i + 2);
    }
}

TEST_P(RunLaterTest, 接続が失われれば待っていた文ごと失敗する)
{
    if (GetParam() == Backend::Sqlite)
        GTEST_SKIP() << "SQLite has no server";
    auto c = with_table();
    const auto cut = [&] {
        server_runs("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database_name() + "'");
    };
    good(c->run("BEGIN"));
    good(insert(*c, 1));
    cut();
    EXPECT_EQ("store.lost", code_of(c->run("COMMIT")));
    (void)c->run("ROLLBACK");
    good(c->run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    EXPECT_EQ(count(*c), 0);
    good(c->run("COMMIT"));
    cut(); // between transactions: made anew by the next
    good(c->run("BEGIN"));
    good(insert(*c, 2));
    good(c->run("COMMIT"));
    EXPECT_EQ(count(*c), 1);
}

// Its errands are run without savepoints at first: which of them the failing statement was must be found.
TEST_P(RunLaterTest, 一括の中で遅れて失敗した文はその用件だけの失敗になる)
{
    Store s = good(Store::open(where()));
    good(s.connection().run_script("CREATE TABLE t (id BIGINT PRIMARY KEY, word TEXT NOT NULL)"));
    auto writer = good(Writer::start(where()));
    const std::vector<std::int64_t> ids = {1, 2, 1, 3, 2, 4};
    std::vector<std::string> codes(ids.size());
    std::promise<void> go;
    const auto going = go.get_future().share();
    writer->post([going](Transaction&) -> base::Result<void> { return going.wait(), base::Result<void>(); }, {});
    for (std::size_t i = 0; i < ids.size(); ++i)
        writer->post([id = ids[i]](Transaction& kept) { return insert(kept.connection(), id); },
                     [&codes, i](const base::Result<void>& done) { codes[i] = code_of(done); });
    go.set_value();
    writer.reset();
    EXPECT_EQ(codes, (std::vector<std::string>{"ok", "ok", "store.unique", "ok", "store.unique", "ok"}));
    EXPECT_EQ(count(s.connection()), 4);
}

KENKEI_ON_BOTH_DATABASES(RunLaterTest);

}
