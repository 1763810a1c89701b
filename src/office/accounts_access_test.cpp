// Roles, suspended accounts, the last administrator.
#include "office/accounts_firms_testing.h"

namespace kenkei::office {

using namespace testing;

TEST_F(FirmsTest, 最後のシステム管理者は外せず止められない)
{
    const std::string admin = account("admin@example.jp");
    const std::string other = account("taro@example.jp");
    grants(admin, "admin");
    const std::string grant = standing(admin).front().id;
    const auto ends = [&] {
        return code_of(tries_as(admin, [&](const Desk& desk) { return end_access(desk, admin, grant, "交替"); }));
    };
    const auto suspends = [&](const std::string& who) {
        return code_of(tries_as(admin, [&](const Desk& desk) {
            return set_account_state(desk, who, store::Account::State::Suspended, "交替");
        }));
    };
    EXPECT_EQ(ends(), "access.last-admin");
    EXPECT_EQ(suspends(admin), "access.last-admin");
    does_as(admin, [&](const Desk& desk) {
        return give_access(desk, {.account = other,
                                  .role = "admin",
                                  .until = base::Timestamp{now.milliseconds + a_day},
                                  .reason = "留守の間"});
    });
    EXPECT_EQ(ends(), "access.last-admin"); // tomorrow there would be none
    const std::string third = account("jiro@example.jp");
    grants(third, "admin");
    EXPECT_EQ(suspends(third), "ok");
    EXPECT_EQ(ends(), "access.last-admin"); // who is suspended is none
    grants(account("saburo@example.jp"), "admin");
    EXPECT_EQ(ends(), "ok");
    EXPECT_TRUE(standing(admin).empty());
}

TEST_F(FirmsTest, 止めたアカウントの画面は終わり戻しても戻らない)
{
    const std::string id = account("hanako@example.jp");
    const Entered session = does_as("", [&](const Desk& desk) {
        return log_in(desk, {.account = id, .fitted = "hash-1", .anew = "", .code = "", .replaces = ""}, {3600, url});
    });
    const auto sets = [&](store::Account::State state, const std::string& reason) {
        return code_of(
            tries_as("account-admin", [&](const Desk& desk) { return set_account_state(desk, id, state, reason); }));
    };
    EXPECT_EQ(sets(store::Account::State::Suspended, ""), "access.reason");
    EXPECT_EQ(sets(store::Account::State::Active, "そのまま"), "access.state");
    EXPECT_EQ(sets(store::Account::State::Suspended, "調査"), "ok");
    EXPECT_EQ(sets(store::Account::State::Active, "調査の終わり"), "ok");
    EXPECT_FALSE(
        asks([&](store::Accounts& accounts) { return accounts.find_session(access::digest_of(session.secret), now); }));
}

TEST_F(FirmsTest, 用意されたアカウントは本人がパスワードを設定するまで使えない)
{
    const store::Account made = does_as("account-admin", [&](const Desk& desk) {
        return invite_account(desk, "office@example.jp", "事務局 一郎", url);
    });
    EXPECT_EQ(made.state, store::Account::State::Unconfirmed);
    EXPECT_EQ(code_of(tries_as("account-admin",
                               [&](const Desk& desk) {
                                   return set_account_state(desk, made.id, store::Account::State::Active, "急ぎ");
                               })),
              "access.state");
    EXPECT_EQ(code_of(tries_as(
                  "account-admin",
                  [&](const Desk& desk) { return invite_account(desk, "office@example.jp", "事務局 一郎", url); })),
              "access.taken");
    const std::string secret = secret_for("office@example.jp");
    does_as("", [&](const Desk& desk) { return reset_password(desk, secret, "hash-1", url); });
    EXPECT_EQ(account_of(made.id).state, store::Account::State::Active);
}

TEST_F(FirmsTest, 役割は決まった相手にだけ与えられる)
{
    const std::string id = account("hanako@example.jp");
    const std::string other = account("taro@example.jp");
    const auto gives = [&](NewGrant wanted) {
        wanted.reason = "任命";
        return code_of(tries_as("account-admin", [&](const Desk& desk) { return give_access(desk, wanted); }));
    };
    EXPECT_EQ(gives({.account = id, .role = "applicant"}), "case.value");
    EXPECT_EQ(gives({.account = id, .role = "office", .firm = real_firm}), "access.grant");
    EXPECT_EQ(gives({.account = id, .role = "insurer"}), "access.grant");
    EXPECT_EQ(gives({.account = id, .role = "admin", .scheme = "reading-town"}), "access.grant");
    EXPECT_EQ(gives({.account = id, .role = "king"}), "access.grant");
    EXPECT_EQ(gives({.account = "account-nobody", .role = "auditor"}), "api.no-such");
    EXPECT_EQ(gives({.account = id, .role = "office", .scheme = "reading-town"}), "ok");
    EXPECT_EQ(gives({.account = id, .role = "office", .scheme = "reading-town"}), "access.taken");
    EXPECT_EQ(gives({.account = id, .role = "office", .until = now}), "access.until");
    EXPECT_EQ(gives({.account = id, .role = "applicant", .firm = real_firm}), "ok");
    EXPECT_EQ(gives({.account = other, .role = "applicant", .firm = real_firm}), "access.one-firm");
    EXPECT_EQ(standing(id).size(), 2u);
}

}
