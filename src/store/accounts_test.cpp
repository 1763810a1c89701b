#include "store/accounts.h"

#include "store/accounts_testing.h"

namespace kenkei::store {

using namespace testing;

namespace {

class AccountsTest : public OnAccounts {};

}

TEST_P(AccountsTest, アカウントは番号でもメールアドレスでも外部の認証でも見つかる)
{
    Store s = store();
    Account first = account("a");
    first.issuer = "https://login.example.jp";
    first.subject = "42";
    first.totp = "SECRET";
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(first); }), "ok");
    first.state = Account::State::Suspended;
    first.totp_confirmed = true;
    first.totp_step = 7;
    first.seen = at_minute(3);
    first.strange_until = at_minute(4);
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.change(first); }), "ok");
    for (const auto& found : {asked(s, [](Accounts& a) { return a.find("a"); }),
                              asked(s, [](Accounts& a) { return a.find_mail("a@example.jp"); }),
                              asked(s, [](Accounts& a) { return a.find_subject("https://login.example.jp", "42"); })}) {
        ASSERT_TRUE(found);
        EXPECT_EQ(found->name, "担当 a");
        EXPECT_EQ(found->password, first.password);
        EXPECT_EQ(found->state, Account::State::Suspended);
        EXPECT_EQ(found->totp, "SECRET");
        EXPECT_TRUE(found->totp_confirmed);
        EXPECT_EQ(found->totp_step, 7);
        EXPECT_EQ(found->created, at_minute(0));
        EXPECT_EQ(found->seen, at_minute(3));
        EXPECT_EQ(found->strange_until, at_minute(4));
    }
    EXPECT_FALSE(asked(s, [](Accounts& a) { return a.find("nobody"); }));
    EXPECT_FALSE(asked(s, [](Accounts& a) { return a.find_mail(""); }));
    EXPECT_FALSE(asked(s, [](Accounts& a) { return a.find_subject("", ""); }));
}

TEST_P(AccountsTest, 同じメールアドレスや外部の認証は二人で使えない)
{
    Store s = store();
    add_accounts(s);
    Account same = account("d");
    same.mail = "a@example.jp";
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(same); }), "store.unique");
    same = account("b");
    same.mail = "a@example.jp";
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.change(same); }), "store.unique");
    for (const char* id : {"x", "y"}) {
        Account outside = account(id);
        outside.mail = "";
        outside.issuer = "https://login.example.jp";
        outside.subject = "1";
        EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(outside); }),
                  std::string(id) == "x" ? "ok" : "store.unique");
    }
    Account bad = account("e");
    bad.name = "\xff";
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(bad); }), "store.text");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.list("", 2); })), "a b ");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.list("b", 9); })), "c x ");
}

TEST_P(AccountsTest, 二段階認証の同じ番号は一度しか使えない)
{
    Store s = store();
    add_accounts(s);
    const std::int64_t yes = yes_of_two(20, [](Store& own, int, int i) {
        bool used = false;
        good(own.write([&](Transaction& transaction) -> base::Result<void> {
            Accounts accounts(transaction);
            std::optional<Account> found = TRY(accounts.find("a")); // nobody else's until it is written
            used = found && found->totp_step < i + 1;
            if (!used)
                return {};
            found->totp_step = i + 1;
            return accounts.change(*found);
        }));
        return used;
    });
    EXPECT_LE(yes, 20);
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.find("a"); })->totp_step, 20);
}

TEST_P(AccountsTest, ログインの状態は期限が来れば見つからない)
{
    Store s = store();
    add_accounts(s);
    for (const char* digest : {"s1", "s2", "s3"})
        EXPECT_EQ(done(s,
                       [&](Accounts& accounts) {
                           return accounts.put(SessionRow{.digest = digest,
                                                          .account = "a",
                                                          .created = at_minute(0),
                                                          .seen = at_minute(0),
                                                          .expires = at_minute(10)});
                       }),
                  "ok");
    EXPECT_TRUE(asked(s, [](Accounts& a) { return a.find_session("s1", {at_minute(10).milliseconds - 1}); }));
    EXPECT_FALSE(asked(s, [](Accounts& a) { return a.find_session("s1", at_minute(10)); }));
    EXPECT_EQ(done(s, [](Accounts& a) { return a.see_session("s1", at_minute(5), at_minute(15)); }), "ok");
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.find_session("s1", at_minute(12)); })->seen, at_minute(5));
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.sessions_of("a", at_minute(1)); }).size(), 3u);
    EXPECT_EQ(done(s, [](Accounts& a) { return a.end_session("s3"); }), "ok");
    EXPECT_EQ(done(s, [](Accounts& a) { return a.end_sessions("a", "s1"); }), "ok");
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.sessions_of("a", at_minute(1)); }).size(), 1u);
    EXPECT_EQ(done(s, [](Accounts& a) { return a.end_sessions("a", ""); }), "ok");
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.sessions_of("a", at_minute(1)); }).size(), 0u);
}

TEST_P(AccountsTest, トークンは本人だけが一度取り消せる)
{
    Store s = store();
    add_accounts(s);
    const TokenRow token{.id = "t1",
                         .digest = "d1",
                         .account = "a",
                         .name = "夜間の取り出し",
                         .scopes = {"read", "office"},
                         .created = at_minute(0),
                         .expires = at_minute(10)};
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.put(token); }), "ok");
    TokenRow same = token;
    same.id = "t2";
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.put(same); }), "store.unique");
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.see_token("t1", at_minute(4)); }), "ok");
    std::string told;
    EXPECT_EQ(done(s,
                   [&](Accounts& a) -> base::Result<void> {
                       for (const char* who : {"b", "a", "a"})
                           told += TRY(a.revoke_token(who, "t1", at_minute(5))) ? "yes " : "no ";
                       return {};
                   }),
              "ok");
    EXPECT_EQ(told, "no yes no ");
    const auto found = asked(s, [](Accounts& a) { return a.find_token("d1"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->scopes, token.scopes);
    EXPECT_EQ(found->used, at_minute(4));
    EXPECT_EQ(found->revoked, at_minute(5));
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.tokens_of("a"); })), "t1 ");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.tokens_of("b"); })), "");
}

TEST_P(AccountsTest, 一度きりの鍵は一度しか使えない)
{
    Store s = store();
    add_accounts(s);
    for (const char* digest : {"d1", "d2", "d3"})
        EXPECT_EQ(done(s, [&](Accounts& a) { return a.put(once(digest, "a")); }), "ok");
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.put(once("d4", "")); }), "ok");
    const auto taken = [&](const std::string& kind, const std::string& digest, base::Timestamp now) {
        std::optional<OneTime> found;
        good(s.write([&](Transaction& transaction) -> base::Result<void> {
            found = TRY(Accounts(transaction).take(kind, digest, now));
            return {};
        }));
        return found;
    };
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.count_once("reset", "a", at_minute(1)); }), 3);
    EXPECT_FALSE(taken("confirm", "d1", at_minute(1)));
    EXPECT_FALSE(taken("reset", "unknown", at_minute(1)));
    EXPECT_FALSE(taken("reset", "d1", at_minute(30)));
    EXPECT_TRUE(asked(s, [](Accounts& a) { return a.find_once("reset", "d1", at_minute(1)); }));
    const auto first = taken("reset", "d1", at_minute(1));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->account, "a");
    EXPECT_EQ(first->used, at_minute(1));
    EXPECT_FALSE(taken("reset", "d1", at_minute(1)));
    EXPECT_FALSE(asked(s, [](Accounts& a) { return a.find_once("reset", "d1", at_minute(1)); }));
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.count_once("reset", "a", at_minute(1)); }), 2);
    EXPECT_EQ(done(s, [](Accounts& a) { return a.drop_once("reset", "a"); }), "ok");
    EXPECT_FALSE(taken("reset", "d2", at_minute(1)));
    EXPECT_EQ(taken("reset", "d4", at_minute(1))->account, "");
}

TEST_P(AccountsTest, 二つのサーバーに同時に届いた鍵は一方だけが使う)
{
    Store s = store();
    add_accounts(s);
    for (int i = 0; i < 25; ++i)
        ASSERT_EQ(done(s, [&](Accounts& a) { return a.put(once(std::to_string(i), "a")); }), "ok");
    const std::int64_t yes = yes_of_two(25, [](Store& own, int, int i) {
        bool took = false;
        good(own.write([&](Transaction& transaction) -> base::Result<void> {
            took = TRY(Accounts(transaction).take("reset", std::to_string(i), at_minute(1))).has_value();
            return {};
        }));
        return took;
    });
    EXPECT_EQ(yes, 25);
}

TEST_P(AccountsTest, アカウントの記録は新しい順に読める)
{
    Store s = store();
    for (int i = 1; i <= 5; ++i)
        EXPECT_EQ(done(s,
                       [&](Accounts& a) {
                           return a.note({.at = at_minute(i),
                                          .account = i % 2 == 1 ? "a" : "",
                                          .by = "system",
                                          .kind = "log-in-failed",
                                          .detail = std::to_string(i)});
                       }),
                  "ok");
    const auto details = [&](const std::string& whose, std::int64_t before, std::int64_t limit) {
        std::string told;
        for (const AccountEvent& event : asked(s, [&](Accounts& a) { return a.events(whose, before, limit); }))
            told += event.detail;
        return told;
    };
    EXPECT_EQ(details("", 0, 9), "54321");
    EXPECT_EQ(details("a", 0, 9), "531");
    EXPECT_EQ(details("a", 5, 1), "3");
    EXPECT_EQ(details("", 3, 9), "21");
}

TEST_P(AccountsTest, 同じ鍵の応答は一度だけ控えられる)
{
    Store s = store();
    add_accounts(s);
    const Remembered answer{.account = "a",
                            .key = "k",
                            .request = "digest",
                            .status = 201,
                            .headers = "{}",
                            .body = "{\"id\":1}",
                            .at = at_minute(0)};
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.put(answer); }), "ok");
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.put(answer); }), "store.conflict");
    const auto found = asked(s, [](Accounts& a) { return a.find_remembered("a", "k"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, 201);
    EXPECT_EQ(found->body, answer.body);
    EXPECT_FALSE(asked(s, [](Accounts& a) { return a.find_remembered("b", "k"); }));
}

TEST_P(AccountsTest, 古くなったものだけが片付く)
{
    Store s = store();
    add_accounts(s);
    const std::int64_t day = 24 * 60;
    EXPECT_EQ(done(s,
                   [&](Accounts& a) -> base::Result<void> {
                       for (const std::int64_t end : {day, day + 1}) {
                           const std::string name = std::to_string(end);
                           TRY(a.put(SessionRow{.digest = name,
                                                .account = "a",
                                                .created = at_minute(0),
                                                .seen = at_minute(0),
                                                .expires = at_minute(end)}));
                           OneTime secret = once(name, "a");
                           secret.expires = at_minute(end);
                           TRY(a.put(secret));
                           TRY(a.put(Remembered{.account = "a", .key = name, .at = at_minute(end - day - 1)}));
                       }
                       return {};
                   }),
              "ok");
    std::int64_t swept = 0;
    EXPECT_EQ(done(s,
                   [&](Accounts& a) -> base::Result<void> {
                       swept = TRY(a.sweep(at_minute(day)));
                       return {};
                   }),
              "ok");
    EXPECT_EQ(swept, 3);
    const std::string kept = std::to_string(day + 1);
    EXPECT_TRUE(asked(s, [&](Accounts& a) { return a.find_session(kept, at_minute(day)); }));
    EXPECT_TRUE(asked(s, [&](Accounts& a) { return a.find_once("reset", kept, at_minute(day)); }));
    EXPECT_TRUE(asked(s, [&](Accounts& a) { return a.find_remembered("a", kept); }));
}

TEST_P(AccountsTest, 送り終えたアカウントのメールは7日の後に消え_案件のメールと送信待ちは残る)
{
    Store s = store();
    const std::int64_t week = 7 * 24 * 60;
    const auto mail = [](std::string id, std::string case_id, std::string state) {
        return Mail{.message_id = std::move(id),
                    .case_id = {std::move(case_id)},
                    .kind = "reset",
                    .recipient = "a@firm.example",
                    .subject = "件名",
                    .content = "秘密",
                    .state = std::move(state),
                    .created = at_minute(0),
                    .due = at_minute(0)};
    };
    good(s.write([&](Transaction& kept) -> base::Result<void> {
        for (const Mail& one :
             {mail("sent", "", "sent"), mail("waiting", "", "waiting"), mail("case", "town-1", "sent")})
            TRY(kept.put_mail(one));
        return {};
    }));
    const auto content_of = [&](const std::string& id) {
        std::string content;
        good(s.read([&](Transaction& kept) -> base::Result<void> {
            content = TRY(kept.find_mail(id))->content;
            return {};
        }));
        return content;
    };
    const auto sweep = [&](std::int64_t minute) {
        return done(s, [&](Accounts& a) -> base::Result<void> {
            TRY(a.sweep(at_minute(minute)));
            return {};
        });
    };
    EXPECT_EQ(sweep(week), "ok");
    EXPECT_EQ(content_of("sent"), "秘密");
    EXPECT_EQ(sweep(week + 1), "ok");
    EXPECT_EQ(content_of("sent"), "");
    EXPECT_EQ(content_of("waiting"), "秘密");
    EXPECT_EQ(content_of("case"), "秘密");
}

KENKEI_ON_BOTH_DATABASES(AccountsTest);

}
