// Roles, suspended accounts, the last administrator.
#include "office/accounts_firms_testing.h"

#include <algorithm>

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

TEST_F(FirmsTest, 役割は自分には与えられない)
{
    const std::string admin = account("admin@example.jp");
    const std::string other = account("taro@example.jp");
    grants(admin, "admin");
    const auto gives = [&](const std::string& to, const std::string& role, const std::string& to_firm) {
        return code_of(tries_as(admin, [&](const Desk& desk) {
            return give_access(desk, {.account = to, .role = role, .firm = to_firm, .reason = "任命"});
        }));
    };
    EXPECT_EQ(gives(admin, "auditor", ""), "access.denied");
    EXPECT_EQ(gives(admin, "applicant", real_firm), "access.denied");
    EXPECT_EQ(standing(admin).size(), 1u);
    EXPECT_EQ(gives(other, "auditor", ""), "ok");
}

TEST_F(FirmsTest, ほかの方の案件が見える役割を与えるとシステム管理者の皆に知らされる)
{
    const std::string admin = account("admin@example.jp");
    const std::string second = account("second@example.jp");
    const std::string suspended = account("suspended@example.jp");
    const std::string to = account("taro@example.jp");
    for (const std::string& each : {admin, second, suspended})
        grants(each, "admin");
    does_as(admin, [&](const Desk& desk) {
        return set_account_state(desk, suspended, store::Account::State::Suspended, "調査");
    });
    const auto told = [&](const std::string& mail) { return std::ranges::count(kinds_to(mail), "account-given"); };
    const auto gives = [&](NewGrant wanted) {
        wanted.account = to;
        wanted.reason = "着任";
        does_as(admin, [&](const Desk& desk) { return give_access(desk, wanted); });
    };
    gives({.account = "", .role = "applicant", .firm = real_firm});
    EXPECT_EQ(told("admin@example.jp"), 0); // sees nobody else's
    gives({.account = "", .role = "office", .scheme = "reading-town"});
    EXPECT_EQ(told("admin@example.jp"), 1);
    EXPECT_EQ(told("second@example.jp"), 1);
    EXPECT_EQ(told("suspended@example.jp") + told("taro@example.jp"), 0);
    const std::string text = mails_to("second@example.jp").back().content;
    for (const std::string& word : {std::string("事務局"), std::string("reading-town"), to, admin, std::string("着任")})
        EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
    gives({.account = "", .role = "insurer", .insurer = "01130012"});
    gives({.account = "", .role = "admin"});
    EXPECT_EQ(told("second@example.jp"), 3);
}

TEST_F(FirmsTest, 止めたアカウントの画面は終わり戻しても戻らない)
{
    const std::string id = account("hanako@example.jp");
    const Entered session = does_as("", [&](const Desk& desk) {
        return log_in(desk, *secret_keys, {.account = id, .fitted = "hash-1", .anew = "", .code = "", .replaces = ""},
                      {3600, url});
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
