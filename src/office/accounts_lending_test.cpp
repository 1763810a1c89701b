// Delegates of a firm: where they are admitted, from when, until when.
#include "office/accounts_firms_testing.h"

namespace kenkei::office {

using namespace testing;

TEST_F(FirmsTest, 担当者が替わると前の担当者が立てた代理人も終わる)
{
    const std::string id = account("hanako@example.jp");
    const std::string other = account("taro@example.jp");
    const std::string delegate = account("delegate@example.jp");
    grants(id, "applicant", real_firm);
    good(tries_to_lend(id, hand(open_scheme)));
    good(tries_to_accept(delegate, secret_for("delegate@example.jp")));
    ASSERT_EQ(standing(delegate).size(), 1u);
    good(tries_to_approve(claims(other, "office"), true, "登記事項証明書で確認"));
    EXPECT_TRUE(standing(delegate).empty());
}

TEST_F(FirmsTest, 代理を認めない制度では出典を示して断る)
{
    const std::string id = account("hanako@example.jp");
    grants(id, "applicant", real_firm);
    const auto refused = tries_to_lend(id, hand("reading-town"));
    ASSERT_EQ(code_of(refused), "access.lending");
    EXPECT_NE(refused.error().message.find("guide-2031 p.4"), std::string::npos) << refused.error().message;
    EXPECT_TRUE(kinds_to("delegate@example.jp").empty());
    EXPECT_EQ(code_of(tries_to_lend(id, hand("no-such-town"))), "access.lending");
}

TEST_F(FirmsTest, 代理を認めない制度は出荷された年度版でも断られる)
{
    const std::filesystem::path schemes = std::filesystem::path(KENKEI_SOURCE_DIR) / "schemes";
    Editions shipped{[&](const std::string& key) -> base::Result<edition::Edition> {
        edition::ReadResult read = scheme::load_edition(schemes / key);
        if (!read.edition)
            return read.errors.front();
        return std::move(*read.edition);
    }};
    const std::string id = account("hanako@example.jp");
    grants(id, "applicant", real_firm);
    int refused = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(schemes)) {
        if (file.path().filename() != "edition.yaml" ||
            support::text_of_file(std::filesystem::relative(file.path(), KENKEI_SOURCE_DIR))
                    .find("\n  no_delegates:") == std::string::npos)
            continue;
        const std::filesystem::path folder_of = file.path().parent_path();
        const std::string scheme = folder_of.parent_path().filename();
        const std::string key = scheme + "/" + folder_of.filename().string();
        const auto answer = tries_as(id, [&](const Desk& desk) {
            return lend_hand({desk.kept, shipped, desk.actor, desk.now}, hand(scheme), {key}, url);
        });
        ASSERT_EQ(code_of(answer), "access.lending") << key;
        EXPECT_NE(answer.error().message.find("（guide"), std::string::npos) << answer.error().message;
        ++refused;
    }
    EXPECT_GE(refused, 1);
}

TEST_F(FirmsTest, 代理は引き受けてから始まりリンクは一度だけ使える)
{
    const std::string id = account("hanako@example.jp");
    const std::string delegate = account("delegate@example.jp");
    const std::string other = account("taro@example.jp");
    grants(id, "applicant", real_firm);
    EXPECT_EQ(code_of(tries_to_lend(id, hand(open_scheme, 367))), "access.until");
    EXPECT_EQ(code_of(tries_to_lend(id, hand(open_scheme, 0))), "access.until");
    good(tries_to_lend(id, hand(open_scheme, 30)));
    EXPECT_TRUE(standing(delegate).empty());
    const std::string secret = secret_for("delegate@example.jp");
    EXPECT_EQ(code_of(tries_to_accept(id, secret)), "access.secret"); // another's
    const store::GrantRow grant = good(tries_to_accept(delegate, secret));
    EXPECT_EQ(grant.role, "delegate");
    EXPECT_EQ(grant.firm, real_firm);
    EXPECT_EQ(grant.scheme, open_scheme);
    EXPECT_EQ(grant.granted_by, id);
    EXPECT_EQ(code_of(tries_to_accept(other, secret)), "access.secret");
    EXPECT_EQ(kinds_to("hanako@example.jp").back(), "account-lent");
    good(tries_to_lend(id, hand(open_scheme, 60)));
    EXPECT_EQ(code_of(tries_to_accept(delegate, secret_for("delegate@example.jp"))), "access.taken");
    waits(30 * a_day + 1);
    EXPECT_TRUE(standing(delegate).empty());
}

TEST_F(FirmsTest, 依頼のリンクは依頼されたアドレスのアカウントだけが使える)
{
    const std::string id = account("hanako@example.jp");
    const std::string delegate = account("delegate@example.jp");
    const std::string other = account("taro@example.jp");
    grants(id, "applicant", real_firm);
    good(tries_to_lend(id, hand(open_scheme)));
    const std::string secret = secret_for("delegate@example.jp");
    const auto taken = tries_to_accept(other, secret);
    const auto unknown = tries_to_accept(other, "kko_" + std::string(43, 'x'));
    ASSERT_EQ(code_of(taken), "access.secret");
    ASSERT_EQ(code_of(unknown), "access.secret");
    EXPECT_EQ(taken.error().message, unknown.error().message);
    EXPECT_EQ(taken.error().way_out, unknown.error().way_out);
    EXPECT_TRUE(standing(other).empty());
    EXPECT_EQ(good(tries_to_accept(delegate, secret)).account, delegate); // nobody has used it up

    Lending own = hand(open_scheme);
    own.mail = "hanako@example.jp";
    good(tries_to_lend(id, own));
    EXPECT_EQ(code_of(tries_to_accept(id, secret_for("hanako@example.jp"))), "access.lending");
}

TEST_F(FirmsTest, 立てた担当者が止められるか終わると代理人もすぐに何もできなくなる)
{
    const std::string id = account("hanako@example.jp");
    const std::string delegate = account("delegate@example.jp");
    const std::string worker = account("worker@example.jp");
    grants(id, "applicant", real_firm);
    good(tries_to_lend(id, hand(open_scheme)));
    good(tries_to_accept(delegate, secret_for("delegate@example.jp")));
    good(tries_to_lend(id, {.role = access::Role::Representative, .firm = real_firm, .mail = "worker@example.jp"}));
    good(tries_to_accept(worker, secret_for("worker@example.jp")));
    ASSERT_EQ(standing(delegate).size() + standing(worker).size(), 2u);
    const auto sets = [&](store::Account::State state) {
        does_as("account-admin", [&](const Desk& desk) { return set_account_state(desk, id, state, "調査"); });
    };
    sets(store::Account::State::Suspended);
    EXPECT_EQ(standing(delegate).size() + standing(worker).size(), 0u);
    sets(store::Account::State::Active);
    EXPECT_EQ(standing(delegate).size() + standing(worker).size(), 2u);
}

TEST_F(FirmsTest, 依頼した方が担当者でなくなった依頼は引き受けられない)
{
    const std::string id = account("hanako@example.jp");
    const std::string delegate = account("delegate@example.jp");
    grants(id, "applicant", real_firm);
    good(tries_to_lend(id, hand(open_scheme)));
    const std::string grant = standing(id).front().id;
    does_as("account-admin", [&](const Desk& desk) { return end_access(desk, id, grant, "退職のため"); });
    EXPECT_EQ(code_of(tries_to_accept(delegate, secret_for("delegate@example.jp"))), "access.secret");
}

TEST_F(FirmsTest, 代理は担当者がすぐに取り消せ本人も返せる)
{
    const std::string id = account("hanako@example.jp");
    const std::string delegate = account("delegate@example.jp");
    grants(id, "applicant", real_firm);
    const auto lends = [&] {
        good(tries_to_lend(id, hand(open_scheme)));
        return good(tries_to_accept(delegate, secret_for("delegate@example.jp"))).id;
    };
    const auto takes_back = [&](const std::string& firm_of, const std::string& grant, const std::string& reason) {
        return code_of(tries_as(id, [&](const Desk& desk) { return take_hand_back(desk, firm_of, grant, reason); }));
    };
    const std::string first = lends();
    EXPECT_EQ(takes_back(firm, first, "契約の終わり"), "api.no-such"); // another firm's path
    EXPECT_EQ(takes_back(real_firm, first, ""), "access.reason");
    EXPECT_EQ(takes_back(real_firm, standing(id).front().id, "誤り"), "api.no-such"); // that is the applicant's own
    EXPECT_EQ(takes_back(real_firm, first, "契約の終わり"), "ok");
    EXPECT_TRUE(standing(delegate).empty());
    EXPECT_EQ(takes_back(real_firm, first, "契約の終わり"), "api.no-such");

    const std::string second = lends();
    const auto gives_back = [&](const std::string& who) {
        return code_of(tries_as(who, [&](const Desk& desk) { return hand_back(desk, second); }));
    };
    EXPECT_EQ(gives_back(id), "api.no-such");
    EXPECT_EQ(gives_back(delegate), "ok");
    EXPECT_EQ(gives_back(delegate), "api.no-such");
    const auto rows = asks([&](store::Accounts& accounts) { return accounts.grants_for_firm(real_firm); });
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.id == first; });
    ASSERT_NE(found, rows.end());
    EXPECT_EQ(found->ended_by, id);
    EXPECT_EQ(found->reason, "契約の終わり");
}

TEST_F(FirmsTest, 従業員代表は期限なしで立てられる)
{
    const std::string id = account("hanako@example.jp");
    const std::string other = account("taro@example.jp");
    grants(id, "applicant", real_firm);
    good(tries_to_lend(id, {.role = access::Role::Representative, .firm = real_firm, .mail = "taro@example.jp"}));
    const store::GrantRow grant = good(tries_to_accept(other, secret_for("taro@example.jp")));
    EXPECT_EQ(grant.role, "representative");
    EXPECT_FALSE(grant.until);
}

}
