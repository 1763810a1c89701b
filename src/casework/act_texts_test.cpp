#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

std::string times(std::size_t count, std::string_view text)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

RecordInsurerReply contradicting(std::string fact)
{
    return {.confirmed = false, .contradictions = {std::move(fact)}, .judged = good()};
}

}

TEST(Texts, 消去されない符号に言葉は書けない)
{
    Desk desk = Desk(national()).received().paid().screened();
    desk.does(Role::Office, InquireInsurer{.insurer = "01130012"});
    for (const std::string& fact : {std::string("wrong-form"), std::string("exclusive:stall-2030-000002"),
                                    std::string("a.b_c:d@e/F-9"), std::string(" x　"), times(100, "x")})
        EXPECT_TRUE(desk.lets(Role::Insurer, contradicting(fact))) << fact;
    for (const std::string& fact : {std::string(), std::string("　"), std::string("記載もれ"), std::string("a b"),
                                    std::string("a\nb"), std::string("\xff"), times(101, "x")}) {
        const base::Error error = desk.refuses(Role::Insurer, contradicting(fact));
        EXPECT_EQ(error.code, "case.value") << fact;
    }
    EXPECT_NE(desk.refuses(Role::Insurer, contradicting("花子の話")).way_out.find("消去のできる"), std::string::npos);
    Desk trimmed = desk;
    trimmed.does(Role::Insurer, contradicting(" x　"));
    EXPECT_EQ(trimmed.of.inquiry->contradictions, std::vector<std::string>{"x"});
    EXPECT_EQ(desk.code(Role::Office, Screen{.passed = false, .grounds = {"記載もれ"}, .judged = good()}),
              "case.value");
}

TEST(Texts, 食い違いも届出の項目も取消しの事由も符号で書く)
{
    Desk insurer = Desk(national()).received().paid().screened();
    insurer.does(Role::Office, InquireInsurer{.insurer = "01130012"});
    EXPECT_EQ(insurer.code(Role::Insurer, RecordInsurerReply{.contradictions = {"宣言"}}), "case.value");
    Desk holder = Desk(national()).through().recognised().certified();
    EXPECT_EQ(holder.code(Role::Applicant, ReportChange{.fields = {"name", "住所"}}), "case.value");
    EXPECT_EQ(holder.code(Role::System, Supersede{.by = "次の案件", .to = {2030, 12, 31}}), "case.value");
    holder.edition.process->revocation.clear();
    EXPECT_EQ(holder.code(Role::Certifier, Revoke{.ground = "虚偽", .on = {2030, 7, 1}, .reason = "x"}), "case.value");
}

TEST(Texts, 記録する人は符号で名乗る)
{
    const Desk desk(national());
    const auto made_by = [&](std::string id) {
        return act(desk.edition, desk.of, OpenDraft{.number = firm}, {Role::Office, std::move(id)}, desk.now);
    };
    EXPECT_TRUE(made_by("desk@example.jp").ok());
    EXPECT_TRUE(made_by(times(100, "x")).ok());
    for (const std::string& id : {std::string(), std::string(" desk"), std::string("見本 花子"), times(101, "x")}) {
        const auto made = made_by(id);
        ASSERT_FALSE(made.ok()) << id;
        EXPECT_EQ(made.error().code, "case.value");
    }
}

TEST(Texts, 番号や名前は制御文字のない1行で200文字まで)
{
    const Desk desk = Desk(national()).received();
    const auto invoice = [](std::string number) { return IssueInvoice{.invoice = std::move(number)}; };
    EXPECT_TRUE(desk.lets(Role::Office, invoice("請求 2030-1")));
    EXPECT_TRUE(desk.lets(Role::Office, invoice(times(200, "号"))));
    for (const std::string& number : {times(201, "号"), std::string("1\n2"), std::string("1\x1b[0m"),
                                      std::string("1\u2028"
                                                  "2"),
                                      std::string("\xff")})
        EXPECT_EQ(desk.code(Role::Office, invoice(number)), "case.value") << number;
    Desk trimmed = desk;
    trimmed.does(Role::Office, invoice("　S-1\n"));
    EXPECT_EQ(trimmed.of.invoice->number, "S-1");

    Desk screened = Desk(national()).received().paid().screened();
    EXPECT_EQ(screened.code(Role::Office, InquireInsurer{.insurer = "01\t13"}), "case.value");
    Desk confirmed = screened.confirmed();
    EXPECT_EQ(confirmed.code(Role::Office, ReferToBody{.list = "第1回\n第2回"}), "case.value");
    EXPECT_EQ(Desk(national()).through().recognised().code(Role::Office, Certify{.certificate = "1\n2"}), "case.value");
}

TEST(Texts, 長い説明と文面は何行でもよい)
{
    Desk desk = Desk(national()).received();
    desk.does(Role::Office,
              RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 8}, .message = " 一行目\n二行目　"});
    EXPECT_EQ(desk.last<CorrectionRequested>().message, "一行目\n二行目");
}

}
