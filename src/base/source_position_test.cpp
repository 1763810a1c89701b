#include "base/source_position.h"

#include <gtest/gtest.h>

namespace kenkei::base {

TEST(SourcePosition, ColumnsCountCharactersNotBytes)
{
    EXPECT_EQ(position_of("", 0), (SourcePosition{1, 1}));
    EXPECT_EQ(position_of("年度x", 6), (SourcePosition{1, 3}));
    EXPECT_EQ(position_of("a\n年b", 5), (SourcePosition{2, 2}));
    EXPECT_EQ(position_of("a\n", 1), (SourcePosition{1, 2}));
    EXPECT_EQ(position_of("a\n", 2), (SourcePosition{2, 1}));
    EXPECT_EQ(position_of("abc", 99), (SourcePosition{1, 4}));
}

TEST(LineWithCaret, TheCaretStandsUnderFullWidthCharacters)
{
    EXPECT_EQ(line_with_caret("x = 年度 + 1", {1, 8}), "x = 年度 + 1\n         ^");
    EXPECT_EQ(line_with_caret("一行目\r\n二行目\r\n", {2, 2}), "二行目\n  ^");
    EXPECT_EQ(line_with_caret("\tab", {1, 3}), "\tab\n\t ^");
}

TEST(LineWithCaret, TheCaretMayStandBehindTheLine)
{
    EXPECT_EQ(line_with_caret("ab", {1, 3}), "ab\n  ^");
    EXPECT_EQ(line_with_caret("ab", {1, 9}), "ab\n  ^");
}

TEST(LineWithCaret, ALineThatIsNotThereGivesNothing)
{
    EXPECT_EQ(line_with_caret("ab", {2, 1}), "");
    EXPECT_EQ(line_with_caret("ab", {0, 0}), "");
    EXPECT_EQ(line_with_caret("", {1, 1}), "");
}

TEST(LineWithCaret, OnlyTheNeighbourhoodOfALongLineIsShown)
{
    std::string line(100'000, 'a');
    line += "年!";
    line += std::string(100'000, 'b');
    EXPECT_EQ(line_with_caret(line, {1, 100'002}),
              "…" + std::string(78, 'a') + "年!" + std::string(79, 'b') + "…\n" + std::string(81, ' ') + "^");

    std::string wide;
    for (int i = 0; i < 2000; ++i)
        wide += "年";
    std::string shown = line_with_caret(wide, {1, 1000});
    EXPECT_TRUE(shown.starts_with("…年"));
    EXPECT_TRUE(shown.ends_with("年…\n" + std::string(81, ' ') + "^"));
}

}
