#include "office/explain_case.h"

#include "office/case_view.h"
#include "office/fill_form.h"
#include "office/office_testing.h"
#include "office/self_check.h"

namespace kenkei::office {

using namespace testing;

namespace {

class ExplainTest : public OfficeTest {
protected:
    base::Result<judge::Judgement> explains(const CaseId& id, access::Sight sight = access::Sight::Office)
    {
        return tries(Role::Office, [&](const Desk& desk) -> base::Result<judge::Judgement> {
            const SeenCase seen = TRY(load_seen(desk.kept, sight, edition(), id));
            return explain_case(desk, edition(), seen.about);
        });
    }
};

}

TEST_F(ExplainTest, 下書きはきょうの日付で判定される)
{
    const CaseId id = opened();
    EXPECT_EQ(code_of(explains(id)), "case.answers");
    does(Role::Applicant, id, casework::Save{.answers = "{}"});
    const judge::Judgement judgement = good(explains(id));
    EXPECT_EQ(judgement.as_of, base::date_in_japan(now));
    EXPECT_NE(judgement.outcome, edition::Outcome::Met);
}

TEST_F(ExplainTest, 提出した申請は届いた日の日付で判定され後の下書きは入らない)
{
    const CaseId id = opened();
    submitted(id, document());
    now = base::Timestamp{now.milliseconds + 86'400'000};
    does(Role::Applicant, id, casework::Save{.answers = "{}"});
    const judge::Judgement judgement = good(explains(id));
    EXPECT_EQ(judgement.as_of, base::date_in_japan(in_period));
    EXPECT_EQ(judgement.outcome, edition::Outcome::Met);
}

TEST_F(ExplainTest, 回答の見えない役割には判定もない)
{
    const CaseId id = opened();
    submitted(id, document());
    EXPECT_EQ(code_of(explains(id, access::Sight::Stage)), "case.answers");
}

TEST_F(ExplainTest, 様式に書き出した回答は読み戻して判定しても変わらない)
{
    const CaseId id = opened();
    submitted(id, document());
    const std::string bytes = does(Role::Office, [&](const Desk& desk) -> base::Result<std::string> {
        const AnswersOfCase found = TRY(answers_of_case(desk, edition(), TRY(desk.kept.load_case(id))));
        return fill_form(editions, edition(), found.application, found.as_of);
    });
    const base::Date day = base::date_in_japan(in_period);
    const std::string from_form =
        good(check_answers(editions, edition(), {bytes, "a.xlsx", now}, day, judge::Explain::Yes));
    const std::string from_json =
        good(check_answers(editions, edition(), {document(), "a.json", now}, day, judge::Explain::No));
    const auto outcome_of = [](const std::string& text) { return good(base::json::parse(text)).find("outcome")->text; };
    EXPECT_EQ(outcome_of(from_form), "met");
    EXPECT_EQ(outcome_of(from_json), "met");
    EXPECT_NE(from_form.find("\"proof\""), std::string::npos);
    EXPECT_EQ(from_json.find("\"proof\""), std::string::npos);
    const std::string blank = good(blank_form(editions, edition(), day));
    EXPECT_EQ(outcome_of(good(check_answers(editions, edition(), {blank, "b.xlsx", now}, day, judge::Explain::No))),
              outcome_of(good(check_answers(editions, edition(), {"{}", "c.json", now}, day, judge::Explain::No))));
}

}
