#include "store/accounts.h"

#include "store/accounts_testing.h"

namespace kenkei::store {

using namespace testing;

namespace {

class GrantsTest : public OnAccounts {};

}

TEST_P(GrantsTest, 権限は期限の日時まで有効で終わったものも残る)
{
    Store s = store();
    add_accounts(s);
    GrantRow office = grant("g1", "a", "");
    office.role = "office";
    office.scheme = "shop";
    office.until = at_minute(20);
    GrantRow insurer = grant("g2", "a", "");
    insurer.role = "insurer";
    insurer.insurer = "01130012";
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(office); }), "ok");
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(insurer); }), "ok");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.grants_of("a", at_minute(20)); })), "g1 g2 ");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.grants_of("a", {at_minute(20).milliseconds + 1}); })), "g2 ");
    bool ended = false;
    const auto end = [&](Accounts& accounts) -> base::Result<void> {
        ended = TRY(accounts.end_grant("g2", at_minute(25), "b", "異動"));
        return {};
    };
    EXPECT_EQ(done(s, end), "ok");
    EXPECT_TRUE(ended);
    EXPECT_EQ(done(s, end), "ok");
    EXPECT_FALSE(ended) << "a second time";
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.grants_of("a", at_minute(25)); })), "");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.all_grants_of("a"); })), "g1 g2 ");
    const auto found = asked(s, [](Accounts& a) { return a.find_grant("g2"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->ended, at_minute(25));
    EXPECT_EQ(found->ended_by, "b");
    EXPECT_EQ(found->reason, "異動");
    EXPECT_EQ(found->insurer, "01130012");
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(grant("g3", "nobody", "9")); }),
              "store.foreign-key");
}

TEST_P(GrantsTest, 法人の申請担当者は一人だが期限が切れれば次の人に代われる)
{
    Store s = store();
    add_accounts(s);
    GrantRow first = grant("g1", "a", "1");
    first.until = at_minute(20);
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(first); }), "ok");
    GrantRow second = grant("g2", "b", "1");
    second.granted = at_minute(20); // the first one's last instant
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(second); }), "store.unique");
    GrantRow helper = second;
    helper.id = "g3";
    helper.role = "delegate";
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(helper); }), "ok");
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.applicant_of("1", at_minute(20)); })->account, "a");
    EXPECT_FALSE(asked(s, [](Accounts& a) { return a.applicant_of("1", at_minute(21)); }));
    second.granted = at_minute(21);
    EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(second); }), "ok");
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.applicant_of("1", at_minute(21)); })->account, "b");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.grants_for_firm("1"); })), "g1 g3 g2 ");
    const auto outlived = asked(s, [](Accounts& a) { return a.find_grant("g1"); });
    EXPECT_EQ(outlived->ended, at_minute(20));
    EXPECT_EQ(outlived->ended_by, "system");
}

TEST_P(GrantsTest, 立てた申請担当者が止められるか終わると代理人の権限は効かない)
{
    Store s = store();
    add_accounts(s);
    GrantRow principal = grant("g1", "a", "1");
    principal.until = at_minute(20);
    GrantRow lent = grant("g2", "b", "1");
    lent.role = "delegate";
    lent.granted_by = "a";
    GrantRow given = lent; // by an administrator, who never was the firm's
    given.id = "g3";
    given.granted_by = "root";
    GrantRow elsewhere = lent; // of a firm that is not the one who lent it
    elsewhere.id = "g4";
    elsewhere.firm = "2";
    for (const GrantRow& row : {principal, lent, given, elsewhere})
        EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(row); }), "ok");
    const auto of_b = [&](int minute) {
        return ids_of(asked(s, [&](Accounts& a) { return a.grants_of("b", at_minute(minute)); }));
    };
    EXPECT_EQ(of_b(20), "g2 g3 g4 ");
    EXPECT_EQ(of_b(21), "g3 g4 ") << "the principal's term is over";
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.standing_grants("delegate", at_minute(21)); })), "g3 g4 ");
    const auto set = [&](Account::State state) {
        EXPECT_EQ(done(s,
                       [&](Accounts& accounts) -> base::Result<void> {
                           std::optional<Account> found = TRY(accounts.find("a"));
                           found->state = state;
                           return accounts.change(*found);
                       }),
                  "ok");
    };
    set(Account::State::Suspended);
    EXPECT_EQ(of_b(20), "g3 g4 ");
    set(Account::State::Active);
    EXPECT_EQ(of_b(20), "g2 g3 g4 ");
    EXPECT_EQ(done(s,
                   [&](Accounts& accounts) -> base::Result<void> {
                       TRY(accounts.end_grant("g1", at_minute(15), "root", "退職"));
                       return {};
                   }),
              "ok");
    EXPECT_EQ(of_b(20), "g3 g4 ");
}

TEST_P(GrantsTest, 二人が同時に同じ法人の申請担当者になることはない)
{
    Store s = store();
    add_accounts(s);
    const std::int64_t yes = yes_of_two(15, [](Store& own, int server, int i) {
        const GrantRow wanted =
            grant("g" + std::to_string(server) + "-" + std::to_string(i), server == 0 ? "a" : "b", std::to_string(i));
        const std::string code = done(own, [&](Accounts& accounts) { return accounts.put(wanted); });
        EXPECT_TRUE(code == "ok" || code == "store.unique") << code;
        return code == "ok";
    });
    EXPECT_EQ(yes, 15);
}

TEST_P(GrantsTest, 役割ごとに今続いているものだけが分かる)
{
    Store s = store();
    add_accounts(s);
    const auto put = [&](const std::string& id, const std::string& to, const std::string& role,
                         std::optional<base::Timestamp> until) {
        GrantRow row = grant(id, to, "");
        row.role = role;
        row.until = until;
        EXPECT_EQ(done(s, [&](Accounts& accounts) { return accounts.put(row); }), "ok");
    };
    put("g1", "a", "admin", {});
    put("g2", "b", "admin", at_minute(20));
    put("g3", "c", "admin", {});
    put("g4", "a", "office", {});
    const auto end = [](Accounts& accounts) -> base::Result<void> {
        TRY(accounts.end_grant("g3", at_minute(11), "a", "異動"));
        return {};
    };
    EXPECT_EQ(done(s, end), "ok");
    const auto standing = [&](const std::string& role, std::int64_t minute) {
        return ids_of(asked(s, [&](Accounts& a) { return a.standing_grants(role, at_minute(minute)); }));
    };
    EXPECT_EQ(standing("admin", 20), "g1 g2 ");
    EXPECT_EQ(standing("admin", 21), "g1 ");
    EXPECT_EQ(standing("office", 20), "g4 ");
    EXPECT_EQ(standing("chair", 20), "");
}

TEST_P(GrantsTest, 申請担当者の届出は事務局の制度のものだけが載る)
{
    Store s = store();
    add_accounts(s);
    EXPECT_EQ(done(s, [](Accounts& a) { return a.put(claim("c1", "a", "shop")); }), "ok");
    EXPECT_EQ(done(s, [](Accounts& a) { return a.put(claim("c2", "a", "shop")); }), "store.unique") << "open";
    EXPECT_EQ(done(s, [](Accounts& a) { return a.put(claim("c2", "b", "school")); }), "ok");
    ClaimRow changed = claim("c1", "a", "shop");
    changed.state = ClaimRow::State::Sent;
    changed.code = "digest";
    changed.sent = at_minute(2);
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.change(changed); }), "ok");
    EXPECT_EQ(done(s, [](Accounts& a) { return a.put(claim("c3", "a", "shop")); }), "store.unique") << "sent";
    changed.state = ClaimRow::State::Refused;
    changed.decided = at_minute(3);
    changed.decided_by = "c";
    changed.reason = "在籍を確認できない";
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.change(changed); }), "ok");
    EXPECT_EQ(done(s, [](Accounts& a) { return a.put(claim("c3", "a", "shop")); }), "ok");
    const auto found = asked(s, [](Accounts& a) { return a.find_claim("c1"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, ClaimRow::State::Refused);
    EXPECT_EQ(found->sent, at_minute(2));
    EXPECT_EQ(found->decided, at_minute(3));
    EXPECT_EQ(found->reason, "在籍を確認できない");
    EXPECT_EQ(found->address, "札幌市中央区");

    const auto listed = [&](bool all, const std::vector<std::string>& schemes, std::optional<ClaimRow::State> state,
                            const std::string& after, std::int64_t limit) {
        return ids_of(asked(s, [&](Accounts& a) { return a.claims(all, schemes, state, after, limit); }));
    };
    EXPECT_EQ(listed(true, {}, {}, "", 9), "c1 c2 c3 ");
    EXPECT_EQ(listed(false, {}, {}, "", 9), "");
    EXPECT_EQ(listed(false, {""}, {}, "", 9), "");
    EXPECT_EQ(listed(false, {"shop"}, {}, "", 9), "c1 c3 ");
    EXPECT_EQ(listed(false, {"shop"}, ClaimRow::State::Waiting, "", 9), "c3 ");
    EXPECT_EQ(listed(false, {"shop", "school"}, {}, "c1", 1), "c2 ");
    EXPECT_EQ(ids_of(asked(s, [](Accounts& a) { return a.claims_of("a"); })), "c1 c3 ");
}

TEST_P(GrantsTest, 郵送した番号は決まった回数しか試せない)
{
    Store s = store();
    add_accounts(s);
    ClaimRow sent = claim("c1", "a", "shop");
    const auto tried = [](Store& own, const std::string& id) {
        bool may = false;
        good(own.write([&](Transaction& transaction) -> base::Result<void> {
            Accounts accounts(transaction);
            std::optional<ClaimRow> found = TRY(accounts.find_claim(id)); // nobody else's until it is written
            may = found && found->state == ClaimRow::State::Sent && found->tries < 5;
            if (!may)
                return {};
            ++found->tries;
            return accounts.change(*found);
        }));
        return may;
    };
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.put(sent); }), "ok");
    EXPECT_FALSE(tried(s, "c1")) << "no letter yet";
    sent.state = ClaimRow::State::Sent;
    EXPECT_EQ(done(s, [&](Accounts& a) { return a.change(sent); }), "ok");
    EXPECT_EQ(yes_of_two(10, [&](Store& own, int, int) { return tried(own, "c1"); }), 5);
    EXPECT_EQ(asked(s, [](Accounts& a) { return a.find_claim("c1"); })->tries, 5);
}

KENKEI_ON_BOTH_DATABASES(GrantsTest);

}
