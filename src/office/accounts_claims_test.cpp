// That an account is a firm's: letters and their codes, one firm one account.
#include "office/accounts_firms_testing.h"

#include <algorithm>

namespace kenkei::office {

using namespace testing;

TEST_F(FirmsTest, 手紙のコードを入力すると法人の申請担当者になる)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id);
    EXPECT_EQ(code_of(tries_to_prove(id, claim, "XXXX-XXXX-XXXX")), "access.claim-state"); // no letter yet
    const std::string code = sends_letter(claim);
    EXPECT_EQ(claim_of(claim).code.find(access::read_letter_code(code)), std::string::npos);
    EXPECT_EQ(good(tries_to_prove(id, claim, "なにか")), Proof::Wrong);
    EXPECT_EQ(applicant(), "");
    EXPECT_EQ(good(tries_to_prove(id, claim, code)), Proof::Shown);
    EXPECT_EQ(applicant(), id);
    EXPECT_EQ(claim_of(claim).state, store::ClaimRow::State::Approved);
    EXPECT_EQ(code_of(tries_to_prove(id, claim, code)), "access.claim-state");
    EXPECT_EQ(code_of(tries_to_claim(id)), "access.claim-open");
}

TEST_F(FirmsTest, 手紙を作り直すと前のコードは使えない)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id);
    const std::string old = sends_letter(claim);
    const std::string code = sends_letter(claim);
    EXPECT_EQ(good(tries_to_prove(id, claim, old)), Proof::Wrong);
    EXPECT_EQ(good(tries_to_prove(id, claim, code)), Proof::Shown);
}

TEST_F(FirmsTest, コードは5回間違えると終わる)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id);
    const std::string code = sends_letter(claim);
    for (int at = 0; at < 4; ++at)
        EXPECT_EQ(good(tries_to_prove(id, claim, "AAAA-AAAA-AAAA")), Proof::Wrong);
    EXPECT_EQ(claim_of(claim).tries, 4);
    EXPECT_EQ(good(tries_to_prove(id, claim, "AAAA-AAAA-AAAA")), Proof::Over);
    EXPECT_EQ(code_of(tries_to_prove(id, claim, code)), "access.claim-state");
    EXPECT_EQ(applicant(), "");
    EXPECT_TRUE(tries_to_claim(id).ok()); // from the beginning
}

TEST_F(FirmsTest, コードは30日で使えなくなり届け直せる)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id);
    const std::string code = sends_letter(claim);
    waits(30 * a_day);
    EXPECT_EQ(state_at(claim_of(claim), now), store::ClaimRow::State::Sent);
    waits(1);
    EXPECT_EQ(state_at(claim_of(claim), now), store::ClaimRow::State::Expired);
    EXPECT_TRUE(tries_to_claim(id).ok());
    EXPECT_EQ(code_of(tries_to_prove(id, claim, code)), "access.claim-state");
}

TEST_F(FirmsTest, 他人の届出のコードは入力できない)
{
    const std::string id = account("hanako@example.jp");
    const std::string other = account("taro@example.jp");
    const std::string claim = claims(id);
    const std::string code = sends_letter(claim);
    EXPECT_EQ(code_of(tries_to_prove(other, claim, code)), "api.no-such");
}

TEST_F(FirmsTest, 手紙は文字をそのままに印刷し届出の相手に届く)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id);
    const Letter letter = good(tries_to_write(claim, registered()));
    EXPECT_NE(letter.html.find("見本 &lt;担当&gt; 様"), std::string::npos);
    EXPECT_EQ(letter.html.find("<担当>"), std::string::npos);
    EXPECT_NE(letter.text.find("〒1008978\n東京都千代田区霞が関３丁目１番１号\n"), std::string::npos) << letter.text;
    EXPECT_NE(letter.text.find("2031年5月31日"), std::string::npos) << letter.text;
}

TEST_F(FirmsTest, 手紙は登録されている所在地にだけ送られ何で確かめたかが残る)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id); // 霞が関3-1-1
    for (const RegisteredAddress& unsaid :
         {RegisteredAddress{"", "1008978", "東京都千代田区霞が関3-1-1"},
          RegisteredAddress{"登記簿", "　", "東京都千代田区霞が関3-1-1"}, RegisteredAddress{"登記簿", "1008978", ""}})
        EXPECT_EQ(code_of(tries_to_write(claim, unsaid)), "access.address-unchecked");
    const auto other = tries_to_write(claim, registered("大阪府大阪市中央区大手前４丁目１番６７号"));
    ASSERT_EQ(code_of(other), "access.claim-other-address");
    EXPECT_NE(other.error().message.find("霞が関3-1-1"), std::string::npos);
    EXPECT_NE(other.error().message.find("大手前４丁目"), std::string::npos);
    EXPECT_EQ(claim_of(claim).state, store::ClaimRow::State::Waiting);
    EXPECT_EQ(claim_of(claim).checked.how, "");
    sends_letter(claim);
    const store::ClaimRow sent = claim_of(claim);
    EXPECT_EQ(sent.checked.how, "法人番号公表サイト");
    EXPECT_EQ(sent.checked.postal, "1008978");
    EXPECT_EQ(sent.checked.address, "東京都千代田区霞が関３丁目１番１号");
    EXPECT_EQ(sent.checked.by, "account-office");
    EXPECT_EQ(sent.address, "東京都千代田区霞が関3-1-1"); // as it was claimed
}

TEST_F(FirmsTest, 届出があると今の担当者と従業員代表にすぐに知らされる)
{
    const std::string id = account("hanako@example.jp");
    const std::string worker = account("worker@example.jp");
    const std::string other = account("taro@example.jp");
    const std::string stranger = account("jiro@example.jp");
    grants(id, "applicant", real_firm);
    grants(worker, "representative", real_firm);
    claims(other);
    EXPECT_EQ(kinds_to("hanako@example.jp").back(), "account-claimed");
    EXPECT_EQ(kinds_to("worker@example.jp").back(), "account-claimed");
    EXPECT_NE(mails_to("worker@example.jp").back().content.find(real_firm), std::string::npos);
    for (const std::string nobody : {"taro@example.jp", "jiro@example.jp"})
        EXPECT_NE(kinds_to(nobody).back(), "account-claimed") << nobody;
    claims(worker); // who claims it is not told of it
    EXPECT_EQ(std::ranges::count(kinds_to("worker@example.jp"), "account-claimed"), 1);
    EXPECT_EQ(std::ranges::count(kinds_to("hanako@example.jp"), "account-claimed"), 2);
}

TEST_F(FirmsTest, 番号の検査数字が合わない届出や送り先のない届出は受け付けない)
{
    const std::string id = account("hanako@example.jp");
    NewClaim wanted = claim_by("post");
    wanted.firm = "8000012050002";
    EXPECT_EQ(code_of(tries_as(id, [&](const Desk& desk) { return claim_firm(desk, wanted); })), "case.value");
    wanted = claim_by("post");
    wanted.address = "　";
    EXPECT_EQ(code_of(tries_as(id, [&](const Desk& desk) { return claim_firm(desk, wanted); })),
              "access.claim-address");
}

TEST_F(FirmsTest, 届出への応答は法人に担当者がいてもいなくても同じ)
{
    const std::string id = account("hanako@example.jp");
    const std::string other = account("taro@example.jp");
    const store::ClaimRow before = good(tries_to_claim(id));
    sends_letter(before.id);
    good(tries_to_approve(before.id, false, "手紙の宛名を確認"));
    ASSERT_EQ(applicant(), id);
    const store::ClaimRow after = good(tries_to_claim(other));
    EXPECT_EQ(after.state, before.state);
    EXPECT_EQ(after.reason, before.reason);
    EXPECT_EQ(after.way, before.way);
}

TEST_F(FirmsTest, 一つの法人に一つのアカウントで交替には理由がいる)
{
    const std::string id = account("hanako@example.jp");
    const std::string other = account("taro@example.jp");
    grants(id, "applicant", real_firm);
    const std::string claim = claims(other);
    const std::string code = sends_letter(claim);
    // The letter's code is right: the office decides, and nobody is replaced without it.
    EXPECT_EQ(good(tries_to_prove(other, claim, code)), Proof::Checked);
    EXPECT_EQ(applicant(), id);
    EXPECT_EQ(code_of(tries_to_approve(claim, false, "")), "access.reason");
    const auto refused = tries_to_approve(claim, false, "手紙のコードを確認");
    ASSERT_EQ(code_of(refused), "access.one-firm");
    EXPECT_EQ(refused.error().message.find("hanako"), std::string::npos);
    EXPECT_EQ(code_of(tries_to_approve(claim, true, " ")), "access.reason");
    good(tries_to_approve(claim, true, "担当者の交替"));
    EXPECT_EQ(applicant(), other);
    EXPECT_TRUE(standing(id).empty());
    EXPECT_EQ(kinds_to("hanako@example.jp").back(), "account-ended");
    EXPECT_EQ(kinds_to("taro@example.jp").back(), "account-claim");
    EXPECT_EQ(code_of(tries_to_approve(claim, true, "もう一度")), "access.claim-state");
}

TEST_F(FirmsTest, 手紙のコードが届け出られないまま認めるには理由がいり記録に残る)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id);
    EXPECT_EQ(code_of(tries_to_approve(claim, false, "")), "access.reason");
    sends_letter(claim);
    EXPECT_EQ(code_of(tries_to_approve(claim, false, " 　")), "access.reason");
    EXPECT_EQ(applicant(), "");
    const store::ClaimRow approved = good(tries_to_approve(claim, false, "代表者に電話で確認"));
    EXPECT_EQ(applicant(), id);
    EXPECT_EQ(approved.decided_by, "account-office");
    const auto kept = asks([&](store::Accounts& accounts) { return accounts.find_claim(claim); });
    EXPECT_EQ(kept->reason, "代表者に電話で確認");
    EXPECT_EQ(standing(id).front().reason, "代表者に電話で確認");
}

TEST_F(FirmsTest, 手紙によらない届出は何で確かめたかを書いて認める)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id, "office");
    EXPECT_EQ(code_of(tries_to_write(claim, registered())), "access.claim-state");
    EXPECT_EQ(code_of(tries_to_approve(claim, false, "")), "access.reason");
    EXPECT_EQ(good(tries_to_approve(claim, false, "窓口で社員証と委任状を確認")).state,
              store::ClaimRow::State::Approved);
    EXPECT_EQ(applicant(), id);
}

TEST_F(FirmsTest, 認めない届出には理由がいり届け直せる)
{
    const std::string id = account("hanako@example.jp");
    const std::string claim = claims(id);
    const auto refuses = [&](const std::string& reason) {
        return code_of(tries_as("account-office", [&](const Desk& desk) { return refuse_claim(desk, claim, reason); }));
    };
    EXPECT_EQ(refuses(""), "access.reason");
    EXPECT_EQ(refuses("所在地が違う"), "ok");
    EXPECT_EQ(refuses("所在地が違う"), "access.claim-state");
    EXPECT_EQ(applicant(), "");
    EXPECT_TRUE(tries_to_claim(id).ok());
}

}
