#include "store/keeping.h"

#include "store/accounts.h"
#include "store/audit_testing.h"
#include "store/jobs.h"
#include "store/migrate.h"
#include "store/sealed_secrets.h"

#include <fstream>

namespace kenkei::store {

using namespace testing;

namespace {

class KeepingAccountsTest : public OnBothDatabases {
protected:
    std::string file(const std::string& name) const { return m_folder.file(name); }

private:
    PassingFolder m_folder;
};

std::string dump_of(const std::string& where)
{
    Store store = good(Store::open(where, Opening::Existing));
    return dump(store.connection());
}

// One line in each table of accounts and jobs.
void fill_accounts(Store& store)
{
    good(store.write([](Transaction& transaction) -> base::Result<void> {
        Accounts accounts(transaction);
        Jobs jobs(transaction);
        const base::Timestamp now = at_day(1);
        TRY(accounts.put(Account{.id = "a", .mail = "a@example.jp", .created = now, .seen = now}));
        TRY(accounts.put(GrantRow{.id = "g", .account = "a", .role = "applicant", .firm = "1", .granted = now}));
        TRY(accounts.put(SessionRow{.digest = "s-digest", .account = "a"}));
        TRY(accounts.put(TokenRow{.id = "t", .digest = "d", .account = "a", .scopes = {"read"}, .revoked = now}));
        TRY(accounts.put(OneTime{.digest = "o-digest", .kind = "reset", .account = "a"}));
        TRY(accounts.put(ClaimRow{.id = "c", .account = "a", .firm = "1", .scheme = "shop", .way = "post"}));
        TRY(accounts.note({.at = now, .account = "a", .by = "a", .kind = "logged-in"}));
        TRY(accounts.note({.at = now, .account = "a", .by = "a", .kind = "granted"}));
        TRY(accounts.put(Remembered{.account = "a", .key = "r-key"}));
        TRY(jobs.hold("clock", "server", now, at_day(2)));
        TRY(SealedSecrets(transaction).put_key("0123abcd", now));
        TRY(jobs.record({.job = "anchor", .at = now, .done = true}));
        TRY(jobs.put(Hook{.id = "h", .url = "https://other.example.jp/", .owner = "a", .created = now}));
        TRY(jobs.put(Hook{.id = "i", .url = "https://other.example.jp/", .active = false, .created = now}));
        return jobs.put(HookDelivery{.hook = "h", .message_id = "m", .case_id = {"x"}, .created = now, .due = now});
    }));
}

std::string lines_of_running_program(Connection& connection)
{
    std::string lines;
    for (const std::string_view table : passing_tables())
        good(connection.run("SELECT count(*) FROM " + std::string(table), {},
                            [&](const Row& row) { lines.append(row.text(0)).append(" "); }));
    return lines;
}

}

TEST_P(KeepingAccountsTest, アカウントも写されるがログインしたままにはならない)
{
    Store store = good(Store::open(where()));
    fill(store);
    fill_accounts(store);
    EXPECT_EQ(lines_of_running_program(store.connection()), "1 1 1 1 1 ");
    const std::string before = dump(store.connection());
    for (const char* table : {"accounts", "account_grants", "api_tokens", "firm_claims", "account_events", "job_runs",
                              "hooks", "hook_deliveries"})
        EXPECT_NE(before.find(std::string(table) + "|"), std::string::npos) << table;
    EXPECT_EQ(told(good(verify(store))), "");

    good(back_up(where(), file("copy.sqlite")));
    EXPECT_EQ(dump_of(file("copy.sqlite")), before);
    EXPECT_EQ(lines_of_running_program(*good(connect(file("copy.sqlite"), Opening::ReadOnly))), "0 0 0 0 0 ");
    std::ifstream in(file("copy.sqlite"), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const char* digest : {"s-digest", "o-digest", "r-key"})
        EXPECT_EQ(bytes.find(digest), std::string::npos) << digest;
    EXPECT_EQ(lines_of_running_program(store.connection()), "1 1 1 1 1 ") << "the original goes on";

    good(restore(file("copy.sqlite"), file("back.sqlite")));
    EXPECT_EQ(dump_of(file("back.sqlite")), before);
    EXPECT_EQ(code_of(restore(file("copy.sqlite"), where())), "store.not-empty");
    for (const Table& table : tables())
        EXPECT_EQ(before.find(std::string(table.name) + ":"), std::string::npos) << before;
}

TEST_P(KeepingAccountsTest, 写しから戻したデータベースでも番号は続く)
{
    const PassingFolder folder;
    {
        Store source = good(Store::open(folder.file("source.sqlite")));
        fill(source);
        fill_accounts(source);
    }
    // Pages copied by somebody else hold what is of the running program, too.
    good(restore(folder.file("source.sqlite"), where()));
    Store store = good(Store::open(where()));
    EXPECT_EQ(dump(store.connection()), dump_of(folder.file("source.sqlite")));
    EXPECT_EQ(lines_of_running_program(store.connection()), "0 0 0 0 0 ");
    good(store.write([](Transaction& transaction) -> base::Result<void> {
        TRY(Accounts(transaction).note({.at = at_day(2), .by = "system", .kind = "granted"}));
        return Jobs(transaction).put(HookDelivery{.hook = "h", .message_id = "n", .due = at_day(1)});
    }));
    look(store, [](Transaction& transaction) {
        EXPECT_EQ(good(Accounts(transaction).events("", 0, 1)).at(0).id, 3);
        EXPECT_EQ(good(Jobs(transaction).deliveries_of("h", 1)).at(0).id, 2);
        return 0;
    });
}

TEST_P(KeepingAccountsTest, 前の版のSQLiteのファイルからも控えが取れて戻せる)
{
    const PassingFolder folder;
    for (const std::size_t version : {1U, 2U}) {
        const std::string old = folder.file("old-" + std::to_string(version));
        good(migrate_by(old, migrations().first(version)));
        good(back_up(old, old + "-copy"));
        good(restore(old + "-copy", old + "-back"));
        Store store = good(Store::open(old + "-back"));
        good(store.write([](Transaction& transaction) {
            return Accounts(transaction).put(Account{.id = "a", .mail = "a@example.jp", .strange_until = at_day(1)});
        }));
    }
}

TEST_P(KeepingAccountsTest, 空の第1版のデータベースにも戻せる)
{
    const PassingFolder folder;
    {
        Store source = good(Store::open(folder.file("source.sqlite")));
        fill(source);
    }
    good(back_up(folder.file("source.sqlite"), file("copy.sqlite")));
    good(migrate_by(where(), migrations().first(1)));
    EXPECT_EQ(code_of(restore(file("copy.sqlite"), where())),
              GetParam() == Backend::Sqlite ? "store.not-empty" : "ok"); // a file that is there is never overwritten
}

TEST_P(KeepingAccountsTest, 第1版の写しはファイルに戻せば新しくなる)
{
    good(migrate_by(file("old.sqlite"), migrations().first(1)));
    good(back_up(file("old.sqlite"), file("copy.sqlite")));
    EXPECT_EQ(good(version_of(*good(connect(file("copy.sqlite"), Opening::ReadOnly)))), 1);
    good(restore(file("copy.sqlite"), file("back.sqlite")));
    EXPECT_EQ(code_of(Store::open(file("back.sqlite"), Opening::ReadOnly)), "ok");
}

KENKEI_ON_BOTH_DATABASES(KeepingAccountsTest);

}
