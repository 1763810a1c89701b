#include "office/mails.h"

#include "casework/casework_testing.h"

namespace kenkei::office {

using namespace casework;

namespace {

// A case of the shop with who applies, and a decision.
Case case_of_shop()
{
    Case about{.id = {"shop-2030-000001"}, .edition = "shop/2030"};
    about.applicant = {
        .number = casework::testing::firm, .name = "見本商店", .mails = {"shop@example.jp", "second@example.jp"}};
    about.decision = Decided{.result = Result::Recognised, .class_id = "AA"};
    return about;
}

std::optional<store::Mail> mail_of(const Happening& what, const Case& about = case_of_shop(),
                                   const edition::Edition& edition = support::shop())
{
    return mail_about(edition, about, {.number = 7, .at = casework::testing::in_period, .actor = {}, .what = what});
}

struct Told {
    Happening what;
    std::string subject;
    std::vector<std::string> words; // of the content
};

const Told news[] = {
    {Submitted{.version = 2, .arrived = base::in_japan({2030, 5, 1}, 9, 30)},
     "申請書を受け付けました（第2版）",
     {"第2版", "2030年5月1日 09:30", "2030年6月30日 17:00"}},
    {CorrectionRequested{.questions = {"plan", "gone"}, .due = {2030, 7, 8}, .message = "ご確認ください。"},
     "申請書を差し戻します",
     {"2030年7月8日", "・gone\n", "ご確認ください。"}},
    {EvidenceRequested{.questions = {"plan"}, .due = {2030, 7, 8}, .message = "写しで結構です。"},
     "確認のための資料の提出をお願いします",
     {"2030年7月8日", "写しで結構です。"}},
    {InvoiceIssued{.invoice = "S-1", .amount = 1'234'567, .due = base::in_japan({2030, 7, 31}, 15)},
     "申請料のご請求（S-1）",
     {"請求番号 S-1\n", "1,234,567円", "期限 2030年7月31日 15:00"}},
    {PaymentRecorded{.amount = 100, .in_time = 1'100, .settled = true}, "申請料の入金を確認しました", {"1,100円"}},
    {Notified{.result = Result::Recognised}, "審査結果のお知らせ", {"見本商店会の決定により、認められました"}},
    {Certified{.certificate = "2030-0001", .class_id = "AA", .from = {2030, 8, 1}, .to = {2031, 3, 31}},
     "証書を発行しました",
     {"証書の番号 2030-0001\n", "2030年8月1日", "2031年3月31日"}},
    {Withdrawn{.reason = "社内の事情"}, "申請の取下げを受け付けました", {"取り下げられました"}},
    {Revoked{.ground = "false-answers", .on = {2030, 12, 1}, .reason = "回答が事実と違った。"},
     "取消しのお知らせ",
     {"2030年12月1日", "回答が事実と違った。"}},
};

}

TEST(Mails, 申請法人に知らせる出来事のメールには宛先と件名と用件と案件番号がある)
{
    for (const Told& told : news) {
        SCOPED_TRACE(told.subject);
        const std::optional<store::Mail> mail = mail_of(told.what);
        ASSERT_TRUE(mail);
        EXPECT_EQ(mail->recipient, "shop@example.jp"); // the first of two
        EXPECT_EQ(mail->subject, "【見本店30】" + told.subject);
        EXPECT_EQ(mail->kind, kind_of(told.what));
        EXPECT_EQ(mail->case_id.text, "shop-2030-000001");
        EXPECT_EQ(mail->state, "waiting");
        EXPECT_EQ(mail->due, casework::testing::in_period);
        EXPECT_TRUE(mail->content.starts_with("見本商店 御中\n\n")) << mail->content;
        EXPECT_TRUE(mail->content.ends_with("\n案件番号: shop-2030-000001\n見本の店2030\n見本商店会事務局\n"))
            << mail->content;
        for (const std::string& word : told.words)
            EXPECT_NE(mail->content.find(word), std::string::npos) << word << " is not in:\n" << mail->content;
    }
}

TEST(Mails, ほかの出来事は知らせない)
{
    std::vector<std::string> with_mail;
    for (const Event& event : casework::testing::one_of_each()) {
        if (mail_about(support::shop(), case_of_shop(), event))
            with_mail.emplace_back(kind_of(event.what));
    }
    std::vector<std::string> expected;
    for (const Told& told : news)
        expected.emplace_back(kind_of(told.what));
    EXPECT_EQ(with_mail, expected);
}

TEST(Mails, 請求額に足りない入金はまだ知らせない)
{
    EXPECT_FALSE(mail_of(PaymentRecorded{.amount = 100, .in_time = 100, .settled = false}));
}

TEST(Mails, メールアドレスのない申請法人には書かない)
{
    Case about = case_of_shop();
    about.applicant.mails.clear();
    for (const Told& told : news)
        EXPECT_FALSE(mail_of(told.what, about)) << told.subject;
}

TEST(Mails, 名称を消去した案件は宛名なしで書く)
{
    Case about = case_of_shop();
    about.applicant.name.clear();
    EXPECT_TRUE(mail_of(Withdrawn{}, about)->content.starts_with("申請は取り下げられました。"));
}

TEST(Mails, 同じ出来事のメールは何度作っても同じ番号で別の出来事とは違う)
{
    EXPECT_EQ(mail_of(Withdrawn{})->message_id, "shop-2030-000001.7");
    EXPECT_EQ(mail_of(Withdrawn{})->message_id, mail_of(Withdrawn{})->message_id);
    const Event next{.number = 8, .at = casework::testing::in_period, .actor = {}, .what = Withdrawn{}};
    EXPECT_EQ(mail_about(support::shop(), case_of_shop(), next)->message_id, "shop-2030-000001.8");
}

TEST(Mails, 結果の通知は決定者の名で区分とともに知らせ不認定には区分を書かない)
{
    const edition::Edition municipal = casework::testing::municipal();
    const std::string good = mail_of(Notified{.result = Result::Recognised}, case_of_shop(), municipal)->content;
    EXPECT_NE(good.find("市長の決定により、認められました。\n区分: クラスAA\n"), std::string::npos) << good;
    Case about = case_of_shop();
    about.decision = Decided{.result = Result::Refused, .class_id = "outside"};
    const std::string bad = mail_of(Notified{.result = Result::Refused}, about, municipal)->content;
    EXPECT_NE(bad.find("市長の決定により、このたびは認められませんでした。\n"), std::string::npos) << bad;
    EXPECT_EQ(bad.find("区分"), std::string::npos) << bad;
}

TEST(Mails, 期限の印刷がない請求には期限の行がない)
{
    const std::string content = mail_of(InvoiceIssued{.invoice = "S-1", .amount = 500})->content;
    EXPECT_NE(content.find("金額 500円（税込）\n期限までに"), std::string::npos) << content;
}

TEST(Mails, 提出の知らせは確かめる点の数と初めのものを書き審査の結果ではないと言う)
{
    const auto mail_with = [](const std::optional<std::vector<answers::Finding>>& findings) {
        const Event event{.number = 7,
                          .at = casework::testing::in_period,
                          .actor = {},
                          .what = Submitted{.version = 1, .arrived = casework::testing::in_period}};
        return mail_about(support::shop(), case_of_shop(), event, findings ? &*findings : nullptr)->content;
    };
    EXPECT_EQ(mail_with({}).find("確かめ"), std::string::npos) << "nobody looked";
    EXPECT_NE(mail_with(std::vector<answers::Finding>{}).find("見つかりませんでした"), std::string::npos);
    std::vector<answers::Finding> findings(12, {.code = "plan.short",
                                                .severity = edition::Severity::Warning,
                                                .question = "plan",
                                                .message = "短すぎます。",
                                                .next = "詳しく書いてください。",
                                                .source = "guide p.3"});
    findings.front() = {
        .code = "application.key", .question = "", .message = "余分な欄です。", .next = "", .source = ""};
    const std::string content = mail_with(findings);
    const std::string label = support::shop().find_question("plan")->label;
    for (const std::string& word :
         {std::string("12件"), std::string("・余分な欄です。\n"), label + "：短すぎます。詳しく書いてください。\n",
          std::string("ほか2件"), std::string("審査の結果ではありません。")})
        EXPECT_NE(content.find(word), std::string::npos) << word << " is not in:\n" << content;
    for (const char* word : {"適合", "認定され", "合格"})
        EXPECT_EQ(content.find(word), std::string::npos) << word;
}

}
