#include "desk/score_weights.h"

#include "support/judged.h"

#include <gtest/gtest.h>

namespace kenkei::desk {
namespace {

using Of = ScoreWeight::Of;

base::Decimal decimal(const std::string& text)
{
    return base::Decimal::parse(text).value();
}

const edition::Edition& survey()
{
    static const edition::Edition edition = support::edition_of(
        {.questions = {{"one", R"("type":"choice","options":{"1":"甲","2":"乙","3":"丙"},"deciding":true)"},
                       {"many", R"("type":"choices","options":{"1":"甲","2":"乙"},"deciding":true)"},
                       {"count", R"("type":"integer","deciding":true)"},
                       {"yes", R"("type":"boolean","deciding":true)"},
                       {"later", R"("type":"integer","when":"yes","deciding":true)"},
                       {"words", R"("type":"text","use":"見本")"}},
         .items = {{"some", "count >= 3"}, {"others", "one = 1 and many != null and later != 0"}}});
    return edition;
}

std::vector<ScoreWeight> weights()
{
    return {{Of::Item, "some", "実施", decimal("10")},
            {Of::Question, "one", "実施", decimal("0.5"), {{1, decimal("3")}, {2, decimal("1.5")}, {3, decimal("0")}}},
            {Of::Question, "many", "", decimal("1"), {{1, decimal("2")}, {2, decimal("0.1")}}},
            {Of::Question, "count", "", decimal("0.1")},
            {Of::Question, "yes", "", decimal("7")},
            {Of::Question, "later", "", decimal("100")}};
}

std::string code_of(std::vector<ScoreWeight> weights)
{
    const auto checked = check_weights(survey(), weights);
    return checked.ok() ? "" : checked.error().code;
}

TEST(ScoreWeights, 得点は重みと点の積の合計で_部分の得点も同じ)
{
    ASSERT_EQ(code_of(weights()), "");
    const Score score = compute_score(survey(), weights(),
                                      support::judged(survey(), R"({"one":2,"many":[1,2],"count":3,"yes":false})"));
    EXPECT_EQ(score.total.to_text(), "13.15"); // 10 + 0.75 + 2.1 + 0.3 + 0 + not asked
    EXPECT_EQ(score.parts.at("実施").to_text(), "10.75");
    EXPECT_TRUE(score.open.empty());
}

TEST(ScoreWeights, 未回答には点がなく_そのことを言う)
{
    const Score score = compute_score(survey(), weights(), support::judged(survey(), R"({"one":1,"yes":true})"));
    EXPECT_EQ(score.total.to_text(), "8.5");
    EXPECT_EQ(score.open, (std::vector<std::string>{"some", "many", "count", "later"}));
}

TEST(ScoreWeights, 満たさない評価項目は0点で_未回答ではない)
{
    const Score score =
        compute_score(survey(), weights(), support::judged(survey(), R"({"one":3,"many":[2],"count":2,"yes":false})"));
    EXPECT_EQ(score.total.to_text(), "0.3");
    EXPECT_TRUE(score.open.empty());
}

TEST(ScoreWeights, 年度版にない配点_忘れた選択肢_重なりは誤り)
{
    const base::Decimal one(1);
    EXPECT_EQ(code_of({}), "scoring.none");
    EXPECT_EQ(code_of({{Of::Item, "none"}}), "scoring.unknown");
    EXPECT_EQ(code_of({{Of::Question, "some"}}), "scoring.unknown");
    EXPECT_EQ(code_of({{Of::Question, "many", "", one, {{1, one}}}}), "scoring.points");
    EXPECT_EQ(code_of({{Of::Question, "many", "", one, {{1, one}, {2, one}, {3, one}}}}), "scoring.unknown");
    EXPECT_EQ(code_of({{Of::Question, "count", "", one, {{1, one}}}}), "scoring.points");
    EXPECT_EQ(code_of({{Of::Item, "some", "", one, {{1, one}}}}), "scoring.points");
    EXPECT_EQ(code_of({{Of::Question, "words"}}), "scoring.type");
    EXPECT_EQ(code_of({{Of::Item, "some"}, {Of::Item, "some"}}), "scoring.twice");
    EXPECT_EQ(code_of({{Of::Item, "some", "", one / base::Decimal(0)}}), "scoring.points");
}

}
}
