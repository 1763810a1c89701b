#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

const base::Date due{2030, 7, 8};

Desk asked(std::vector<std::string> questions = {"plan"})
{
    Desk desk = Desk(municipal()).received(good("A"));
    return desk.does(Role::Office, RequestCorrection{.questions = std::move(questions), .due = due});
}

ReturnCorrection answered(std::string answers, std::vector<std::string> changed = {})
{
    return {.changed = std::move(changed), .answers = std::move(answers), .judged = good("AA")};
}

}

TEST(Submit, 最後のバイトが17時ちょうどに届けば間に合い1ミリ秒後では間に合わない)
{
    Desk desk = Desk(national()).opened();
    desk.now = base::in_japan({2030, 6, 30}, 17, 5); // looked at later
    EXPECT_TRUE(desk.lets(Role::Applicant, submission(closing)));
    const base::Error error = desk.refuses(Role::Applicant, submission(plus(closing, 1)));
    EXPECT_EQ(error.code, "case.closed");
    EXPECT_EQ(error.message, "申請書の届いた時刻（2030年6月30日 17:00:00.001）は、締切の 2030年6月30日 17:00:00.000 を"
                             "過ぎています（guide p.1）。");
}

TEST(Submit, 届いた時刻は受付の初日より前でもいまより後でもない)
{
    Desk desk = Desk(national()).opened();
    EXPECT_EQ(desk.code(Role::Applicant, submission(plus(desk.now, 1))), "case.value");
    EXPECT_EQ(desk.code(Role::Applicant, submission(plus(base::in_japan(opens), -1))), "case.period");
    EXPECT_TRUE(desk.lets(Role::Applicant, submission(base::in_japan(opens))));
}

TEST(Submit, 何度でも提出でき最後の版が数えられる)
{
    Desk desk = Desk(national()).submitted();
    desk.does(Role::Applicant, submission(desk.now)).does(Role::Applicant, submission(desk.now));
    EXPECT_EQ(desk.last<Submitted>().version, 3);
    desk.now = plus(closing, 1);
    EXPECT_TRUE(has(desk.refuses(Role::Applicant, submission(desk.now)).way_out, "第3版"));
    desk.does(Role::System, Receive{.judged = good()});
    EXPECT_EQ(desk.of.counts, 3);
}

TEST(Submit, 空の回答とほかの法人の申請書は断る)
{
    Desk desk = Desk(national()).opened();
    for (const char* answers : {"", "{}", "[]", "{"})
        EXPECT_EQ(desk.code(Role::Applicant, submission(desk.now, good(), answers)), "case.value") << answers;
    Submit other = submission(desk.now);
    other.applicant.number = "9999999999999";
    const base::Error error = desk.refuses(Role::Applicant, other);
    EXPECT_EQ(error.code, "case.value");
    EXPECT_TRUE(has(error.message, firm) && has(error.message, "9999999999999"));
    other.applicant.number.clear();
    EXPECT_TRUE(desk.lets(Role::Applicant, other));
    other.applicant.number = "　９-2345-6789-0123 "; // the same, as people write it
    EXPECT_TRUE(desk.lets(Role::Applicant, other));
}

TEST(Submit, 締切の後の断りは最後に届いた版を挙げる)
{
    Desk desk = Desk(national()).submitted();
    desk.does(Role::Applicant, submission(plus(desk.now, -1)));
    desk.now = plus(closing, 1);
    EXPECT_TRUE(has(desk.refuses(Role::Applicant, submission(desk.now)).way_out, "第1版"));
}

TEST(Save, 下書きも締切までで空のオブジェクトは保存できる)
{
    Desk desk = Desk(national()).opened();
    EXPECT_TRUE(desk.lets(Role::Applicant, Save{.answers = "{}"}));
    EXPECT_EQ(desk.code(Role::Applicant, Save{}), "case.value");
    desk.now = closing;
    EXPECT_TRUE(desk.lets(Role::Applicant, Save{.answers = "{}"}));
    desk.now = plus(closing, 1);
    EXPECT_EQ(desk.code(Role::Applicant, Save{.answers = "{}"}), "case.closed");
}

TEST(ReturnCorrection, 期限の日の終わりまで答えられる)
{
    Desk desk = asked();
    desk.now = base::in_japan(due, 23, 59, 59, 999);
    EXPECT_TRUE(desk.lets(Role::Applicant, answered(R"({"plan":2})")));
    desk.now = plus(desk.now, 1);
    const base::Error error = desk.refuses(Role::Applicant, answered(R"({"plan":2})"));
    EXPECT_EQ(error.code, "case.correction");
    EXPECT_TRUE(has(error.message, "2030年7月8日") && has(error.message, "2030年7月9日"));
}

TEST(ReturnCorrection, 直せるのは差戻しを受けた設問だけ)
{
    const Desk desk = asked();
    EXPECT_TRUE(desk.lets(Role::Applicant, answered(R"({"plan":2})", {"plan"})));
    EXPECT_TRUE(desk.lets(Role::Applicant, answered(R"({"plan":1})")));
    // What the answers show counts, whatever is said of them; what is computed does not.
    const base::Error error = desk.refuses(Role::Applicant, answered(R"({"plan":2,"staff":3})", {"plan"}));
    EXPECT_EQ(error.code, "case.correction");
    EXPECT_TRUE(has(error.message, "staff"));
    EXPECT_EQ(desk.code(Role::Applicant, answered(R"({"plan":2})", {"plan", "agreed"})), "case.correction");
    EXPECT_TRUE(desk.lets(Role::Applicant, answered(R"({"plan":2,"total":9})")));
    EXPECT_EQ(desk.code(Role::Applicant, answered("{}")), "case.value");
}

TEST(ReturnCorrection, 差戻しへの回答は審査と付議と議決をやり直しにする)
{
    Desk desk = Desk(municipal()).received(good("A"));
    desk.screened().resolved(Result::Recognised, "A");
    desk.does(Role::Office, RequestCorrection{.questions = {"plan"}, .due = due});
    desk.does(Role::Applicant, answered(R"({"plan":2})"));
    EXPECT_FALSE(desk.of.screened || desk.of.referred || desk.of.resolution || desk.of.correction);
    EXPECT_EQ(desk.of.judged->class_id, "AA");
    EXPECT_EQ(desk.last<CorrectionReturned>().questions, std::vector<std::string>{"plan"});
    EXPECT_EQ(desk.code(Role::Applicant, answered(R"({"plan":3})")), "case.correction"); // nothing asked any more
}

TEST(SupplyEvidence, 期限の日までは期限内でその翌日は期限後と記録する)
{
    const SupplyEvidence files{.files = {{.sha256 = "cd", .name = "名簿.pdf", .size = 5}}};
    Desk desk = Desk(national()).received();
    EXPECT_EQ(desk.code(Role::Applicant, files), "case.evidence");
    desk.does(Role::Office, RequestEvidence{.questions = {"staff"}});
    EXPECT_EQ(desk.of.evidence->due, (base::Date{2030, 7, 8})); // asked on the 1st, 7 days
    EXPECT_EQ(desk.code(Role::Applicant, SupplyEvidence{}), "case.value");

    Desk late = desk;
    desk.now = base::in_japan({2030, 7, 8}, 23, 59, 59, 999);
    desk.does(Role::Applicant, files);
    EXPECT_TRUE(desk.last<EvidenceSupplied>().in_time);
    EXPECT_EQ(desk.code(Role::Applicant, files), "case.evidence");

    late.now = base::in_japan({2030, 7, 9});
    late.does(Role::Applicant, files);
    EXPECT_FALSE(late.last<EvidenceSupplied>().in_time);
    EXPECT_EQ(late.of.evidence->state, Evidence::State::Late);
    // Late once is late, also when something else is asked afterwards.
    late.does(Role::Office, RequestEvidence{.questions = {"staff"}}).does(Role::Applicant, files);
    EXPECT_TRUE(is_late(late.of.evidence, late.today()));
}

}
