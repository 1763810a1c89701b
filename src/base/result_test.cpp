#include "base/result.h"

#include <gtest/gtest.h>

namespace kenkei::base {

TEST(Describe, SaysWhereWhatAndTheWayOut)
{
    Error error{.code = "json.syntax",
                .message = "値がありません。",
                .way_out = "値を書いてください。",
                .file = "a.json",
                .at = {3, 5},
                .excerpt = "abcd\n    ^"};
    EXPECT_EQ(describe(error), "a.json:3:5: 値がありません。\nabcd\n    ^\n→ 値を書いてください。");
}

TEST(Describe, LeavesOutWhatIsNotKnown)
{
    EXPECT_EQ(describe({.code = "x", .message = "だめです。"}), "だめです。");
    EXPECT_EQ(describe({.code = "x", .message = "だめです。", .file = "f"}), "f: だめです。");
    EXPECT_EQ(describe({.code = "x", .message = "だめです。", .at = {2, 1}}), "2:1: だめです。");
}

namespace {

Result<int> half_of(int number)
{
    if (number % 2 != 0)
        return Error{.code = "odd", .message = "奇数です。"};
    return number / 2;
}

Result<int> quarter_of(int number)
{
    return TRY(half_of(TRY(half_of(number))));
}

Result<void> must_be_even(int number)
{
    TRY(half_of(number));
    return {};
}

}

TEST(Result, TryGivesTheValueOrReturnsTheError)
{
    EXPECT_EQ(quarter_of(12).value(), 3);
    EXPECT_EQ(quarter_of(6).error().code, "odd");
    EXPECT_TRUE(must_be_even(2).ok());
    EXPECT_FALSE(must_be_even(3).ok());
}

}
