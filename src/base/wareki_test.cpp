#include "base/date.h"

#include <gtest/gtest.h>

namespace kenkei::base {

TEST(Wareki, 元号はその最初の日に始まり最後の日に終わる)
{
    EXPECT_EQ(to_wareki(Date{1872, 12, 31}), std::nullopt);
    EXPECT_EQ(to_wareki(Date{1873, 1, 1}), "明治6年1月1日");
    EXPECT_EQ(to_wareki(Date{1912, 7, 29}), "明治45年7月29日");
    EXPECT_EQ(to_wareki(Date{1912, 7, 30}), "大正元年7月30日");
    EXPECT_EQ(to_wareki(Date{1926, 12, 24}), "大正15年12月24日");
    EXPECT_EQ(to_wareki(Date{1926, 12, 25}), "昭和元年12月25日");
    EXPECT_EQ(to_wareki(Date{1989, 1, 7}), "昭和64年1月7日");
    EXPECT_EQ(to_wareki(Date{1989, 1, 8}), "平成元年1月8日");
    EXPECT_EQ(to_wareki(Date{2019, 4, 30}), "平成31年4月30日");
    EXPECT_EQ(to_wareki(Date{2019, 5, 1}), "令和元年5月1日");
    EXPECT_EQ(to_wareki(Date{2024, 8, 19}), "令和6年8月19日");
    EXPECT_EQ(to_wareki(Date{9999, 12, 31}), "令和7981年12月31日");
}

TEST(Wareki, 改元の月は日数の多い方の元号で書く)
{
    EXPECT_EQ(to_wareki(Month{1872, 12}), std::nullopt);
    EXPECT_EQ(to_wareki(Month{1912, 7}), "明治45年7月");
    EXPECT_EQ(to_wareki(Month{1926, 12}), "大正15年12月");
    EXPECT_EQ(to_wareki(Month{1989, 1}), "平成元年1月");
    EXPECT_EQ(to_wareki(Month{2019, 4}), "平成31年4月");
    EXPECT_EQ(to_wareki(Month{2019, 5}), "令和元年5月");
}

TEST(Wareki, 西暦と和暦を並べて書く)
{
    EXPECT_EQ(to_japanese({2024, 8, 19}), "2024年8月19日（令和6年）");
    EXPECT_EQ(to_japanese({2019, 5, 1}), "2019年5月1日（令和元年）");
    EXPECT_EQ(to_japanese({1872, 12, 31}), "1872年12月31日");
}

}
