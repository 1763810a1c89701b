#include "feel/compare.h"

#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::Case;
using testing::result_of;

TEST(Compare, EqualityIsNullForDifferentKindsAndFalseForNull)
{
    const Case cases[] = {
        {"null = null", "true"},
        {"100 = null", "false"},
        {"null != 100", "true"},
        {"1 = 1.0", "true"},
        {"1 = \"1\"", "null"},
        {"true = 1", "null"},
        {"\"あ\" = \"あ\"", "true"},
        {"\"が\" = \"か\\u3099\"", "false"}, // nothing is normalized
        {"[1, 2] = [1, 2]", "true"},
        {"[1, 2] = [2, 1]", "false"},
        {"[1, null] = [1, null]", "true"},
        {"[1] = [\"1\"]", "false"},
        {"[1] = 1", "null"},
        {"{a: 1, b: 2} = {b: 2, a: 1}", "true"},
        {"{a: 1} = {a: 1, b: null}", "false"},
        {"[1..3] = [1..3]", "true"},
        {"[1..3] = [1..3)", "false"},
        {"@\"P1Y\" = @\"P12M\"", "true"},
        {"@\"P0Y\" = @\"P0D\"", "null"},
        {"date(\"2024-08-19\") = @\"2024-08-19T00:00:00\"", "null"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(result_of(c.expression), c.expected) << c.expression;
}

TEST(Compare, InstantsCompareOnTheTimeLineAndWithoutAnOffsetByTheOtherOnes)
{
    const Case cases[] = {
        {"@\"2024-08-19T12:00:00Z\" = @\"2024-08-19T21:00:00+09:00\"", "true"},
        {"@\"2024-08-19T12:00:00Z\" < @\"2024-08-19T12:00:00-01:00\"", "true"},
        {"@\"2024-08-19T12:00:00\" = @\"2024-08-19T12:00:00+09:00\"", "true"},
        {"@\"2024-08-19T21:00:00@Asia/Tokyo\" = @\"2024-08-19T12:00:00Z\"", "true"},
        {"@\"2024-08-19T14:00:00@Europe/Paris\" = @\"2024-08-19T21:00:00@Asia/Tokyo\"", "true"},
        {"@\"2024-08-19T14:00:00@America/Caracas\" < @\"2024-08-19T14:00:01@America/Caracas\"", "true"},
        {"@\"2024-08-19T14:00:00@America/Caracas\" < @\"2024-08-19T14:00:01Z\"", "null"},
        {"@\"20:00:50+00:00\" = @\"21:00:50+01:00\"", "true"},
        {"@\"20:00:50\" = @\"20:00:50+01:00\"", "true"},
        {"@\"20:00:50@Europe/Paris\" = @\"20:00:50Z\"", "null"},
        {"@\"20:00:50@Europe/Paris\" < @\"20:00:51@Europe/Paris\"", "true"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(result_of(c.expression), c.expected) << c.expression;
}

TEST(Compare, OnlySomeKindsHaveAnOrder)
{
    EXPECT_EQ(result_of("\"a\" < \"b\""), "true");
    EXPECT_EQ(result_of("\"\\uFFFD\" < \"\\U010000\""), "true"); // by code points, not UTF-16 units
    EXPECT_EQ(result_of("1 < \"2\""), "null");
    EXPECT_EQ(result_of("true < false"), "null");
    EXPECT_EQ(result_of("null < 1"), "null");
    EXPECT_EQ(result_of("[1] < [2]"), "null");
}

TEST(Logic, UnknownLosesOnlyAgainstWhatDecides)
{
    const std::optional<bool> unknown;
    EXPECT_EQ(logical_and(false, unknown), false);
    EXPECT_EQ(logical_and(unknown, true), unknown);
    EXPECT_EQ(logical_and(true, true), true);
    EXPECT_EQ(logical_or(true, unknown), true);
    EXPECT_EQ(logical_or(unknown, false), unknown);
    EXPECT_EQ(logical_or(false, false), false);
    EXPECT_EQ(logical_not(unknown), unknown);
    EXPECT_EQ(logical_not(true), false);
}

}
