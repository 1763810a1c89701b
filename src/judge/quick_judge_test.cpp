#include "judge/quick_judge.h"

#include "edition/canonical_json.h"
#include "support/random_edition.h"

namespace kenkei::judge {

using support::Dice;
using support::edition_of;
using support::RandomEdition;
using support::shop;

namespace {

constexpr base::Date as_of{2030, 5, 10};
constexpr base::Date another_day{2031, 1, 31};

std::string told(const edition::Edition& edition, const Judgement& judgement)
{
    std::string text = to_json_line(edition, judgement, WithFinal::Yes);
    for (const feel::Value& value : judgement.answers.slots)
        text += "\n" + feel::to_display(value);
    for (const answers::Answer& answer : judgement.answers.states)
        text += "\n" + std::to_string(static_cast<int>(answer.state));
    for (const auto& rows : judgement.answers.table_rows) {
        text += "\nrows";
        for (const std::size_t row : rows)
            text += " " + std::to_string(row);
    }
    for (const answers::Finding& finding : judgement.answers.findings)
        text += "\n" + finding.code + finding.question + finding.message + finding.next + finding.source +
                std::to_string(static_cast<int>(finding.severity));
    return text;
}

}

TEST(QuickJudge, GivesWhatJudgeGives)
{
    constexpr std::uint64_t editions = 120;
    constexpr std::size_t applications = 100;
    std::size_t quick = 0;
    std::size_t with_findings = 0;
    std::size_t on_another_day = 0;
    for (std::uint64_t seed = 1; seed <= editions; ++seed) {
        const RandomEdition random(seed);
        const edition::Edition edition = edition_of(random.small());
        const bool any_day = !edition::asks_for_the_day(edition);
        QuickJudge judge_of(edition, as_of);
        Dice dice(seed * 104'729);
        for (std::size_t i = 0; i < applications; ++i) {
            const std::string line = random.line(dice, i);
            const auto application = read_line(line, 1);
            if (!application.ok())
                continue;
            const base::Date day = any_day && i % 2 == 0 ? another_day : as_of;
            std::optional<Judgement> judgement = judge_of.judge(line, day);
            const Judgement expected = judge(edition, *application, day, Next::Skip);
            on_another_day += judgement && day != as_of ? 1U : 0U;
            if (!judgement)
                continue;
            ++quick;
            judgement->id = expected.id;
            ASSERT_EQ(told(edition, *judgement), told(edition, expected)) << "seed " << seed << ": " << line;
            with_findings += expected.answers.findings.empty() ? 0U : 1U;
        }
    }
    EXPECT_GE(quick, 100U); // else the comparison says little; most of these answers are odd on purpose
    EXPECT_GE(with_findings, 50U);
    EXPECT_GE(on_another_day, 30U);
}

TEST(QuickJudge, ReadsADocumentOfSeveralLines)
{
    QuickJudge judge_of(shop(), as_of);
    const auto judgement = judge_of.judge("{\n  \"answers\": {\r\n\t\"staff\": 12\n  }\n}\n", as_of);
    const auto expected = judge_of.judge(R"({"answers":{"staff":12}})", as_of);
    ASSERT_TRUE(expected);
    ASSERT_TRUE(judgement);
    EXPECT_EQ(told(shop(), *judgement), told(shop(), *expected));
}

TEST(QuickJudge, IsGoodForOneDayWhereARuleAsksForIt)
{
    constexpr std::string_view line = R"({"answers":{"staff":12}})";
    ASSERT_TRUE(edition::asks_for_the_day(shop()));
    QuickJudge judge_of(shop(), as_of);
    EXPECT_TRUE(judge_of.judge(line, as_of));
    EXPECT_FALSE(judge_of.judge(line, another_day));
}

// What stands wrong in an answer needs words that only judge() finds.
TEST(QuickJudge, LeavesAnswersThatCannotBeReadToJudge)
{
    QuickJudge judge_of(shop(), as_of);
    EXPECT_FALSE(judge_of.judge(R"({"answers":{"staff":"many","joined":true}})", as_of));
    EXPECT_FALSE(judge_of.judge(R"({"answers":{"staff":12,"joined":true,"nobody_asks":1}})", as_of));
    EXPECT_FALSE(judge_of.judge("no JSON at all", as_of));
}

}
