#include "feel/arithmetic.h"

#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::Case;
using testing::expect_all;
using testing::value_of;

TEST(Arithmetic, NumbersAreExactDecimals)
{
    const Case cases[] = {
        {"0.1 + 0.2", "0.3"},    {"52 / 55 * 55 = 52", "true"}, {"100 / 0", "null"},  {"0 / 0", "null"},
        {"10 ** -5", "0.00001"}, {"9.99e6144 * 10", "null"},    {"1 + null", "null"}, {"\"健\" + \"経\"", "\"健経\""},
        {"\"1\" + 1", "null"},   {"[1] + 1", "null"},           {"-\"a\"", "null"},
    };
    expect_all(cases);
}

TEST(Arithmetic, DaysOfMonthsThatAreShorterBecomeTheLastOne)
{
    const Case cases[] = {
        {"@\"2024-01-31\" + @\"P1M\"", "date(\"2024-02-29\")"},
        {"@\"2023-01-31\" + @\"P1M\"", "date(\"2023-02-28\")"},
        {"@\"2024-02-29\" + @\"P1Y\"", "date(\"2025-02-28\")"},
        {"@\"2024-03-31\" - @\"P1M\"", "date(\"2024-02-29\")"},
        {"@\"2024-03-31\" + @\"P1D\"", "date(\"2024-04-01\")"},
        {"@\"2021-01-02\" - @\"PT1S\"", "date(\"2021-01-01\")"},
        {"@\"2021-01-02\" + @\"PT23H\"", "date(\"2021-01-02\")"},
        {"@\"0001-01-01\" - @\"P1D\"", "date(\"0000-12-31\")"},
        {"@\"999999999-12-31\" + @\"P1D\"", "null"},
        {"@\"-999999999-01-01\" - @\"P1M\"", "null"},
        {"@\"2024-01-01\" + @\"P90000000000000000M\"", "null"},
        {"@\"2024-01-01\" + @\"P90000000000000000D\"", "null"},
    };
    expect_all(cases);
}

TEST(Arithmetic, DaysOverAChangeToSummerTimeAre24Hours)
{
    const Case cases[] = {
        {"string(@\"2024-03-30T12:00:00@Europe/Paris\" + @\"P1D\")", "\"2024-03-31T13:00:00@Europe/Paris\""},
        {"string(@\"2024-03-30T12:00:00@America/Caracas\" + @\"P1D\")", "\"2024-03-31T12:00:00@America/Caracas\""},
        {"string(@\"2024-03-30T12:00:00@Europe/Paris\" + @\"P1M\")", "\"2024-04-30T12:00:00@Europe/Paris\""},
        {"@\"2024-03-31T12:00:00@Europe/Paris\" - @\"2024-03-30T12:00:00@Europe/Paris\"", "duration(\"PT23H\")"},
        {"@\"2024-08-19T10:00:00\" - @\"2024-08-19T10:00:00Z\"", "null"},
        {"@\"23:30:00\" + @\"PT1H\"", "time(\"00:30:00\")"},
        {"@\"00:30:00+09:00\" - @\"P1DT1H\"", "time(\"23:30:00+09:00\")"},
        {"@\"10:00:00+09:00\" - @\"10:00:00Z\"", "duration(\"-PT9H\")"},
        {"@\"10:00:00\" - @\"10:00:00Z\"", "null"},
        {"@\"10:00:00\" - @\"P1M\"", "null"},
        {"@\"10:00:00\" + @\"2024-01-01\"", "null"},
    };
    expect_all(cases);
}

TEST(Arithmetic, DurationsAreCutOffTowardsZero)
{
    const Case cases[] = {
        {"@\"P1Y11M\" * -2.5", "duration(\"-P4Y9M\")"},
        {"@\"P1M\" * 0.9", "duration(\"P0M\")"},
        {"@\"P10Y11M\" / 2.5", "duration(\"P4Y4M\")"},
        {"@\"PT1S\" / 3", "duration(\"PT0.333333333S\")"},
        {"@\"P10D\" / @\"P4D\"", "2.5"},
        {"@\"P1D\" / @\"P1M\"", "null"},
        {"@\"P1D\" / 0", "null"},
        {"1 / @\"P1D\"", "null"},
        {"@\"P1M\" * @\"P1M\"", "null"},
        {"@\"P99999999999999999M\" * 11", "null"},
        {"@\"P99999999999999999D\" * 1e30", "null"},
        {"-@\"P1D\"", "duration(\"-P1D\")"},
    };
    expect_all(cases);
}

TEST(Arithmetic, ReasonsNameTheOperatorAndTheKinds)
{
    EXPECT_EQ(value_of("1 / 0").null_reason(), "0 で割りました");
    EXPECT_EQ(value_of("1 - \"a\"").null_reason(), "- は数値と文字列には使えません");
    EXPECT_EQ(value_of("null * 2").null_reason(), "* の左が null です");
}

}
