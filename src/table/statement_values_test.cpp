#include "table/statement_values.h"

#include <gtest/gtest.h>

namespace kenkei::table {

namespace {

constexpr base::Date today{2025, 1, 6};

std::string short_date(std::string_view digits, base::Date on = today)
{
    const auto date = read_short_date(digits, on);
    return date ? base::to_iso(date->date) + (date->western ? " western" : "") : "";
}

TEST(StatementValues, 二桁の年は今日に近い元号か西暦で読む)
{
    EXPECT_EQ(short_date("061231"), "2024-12-31");
    EXPECT_EQ(short_date("61231"), "2024-12-31") << "Excel took the zero";
    EXPECT_EQ(short_date("241231"), "2024-12-31 western");
    EXPECT_EQ(short_date("310430", {2019, 6, 1}), "2019-04-30") << "平成31年";
    EXPECT_EQ(short_date("010501", {2019, 6, 1}), "2019-05-01") << "令和元年";
    EXPECT_EQ(short_date("070107"), "2025-01-07");
}

TEST(StatementValues, ない日や遠い日は読まない)
{
    for (const char* digits : {"060230", "061301", "080101", "300101", "06123", "0612311", "06123X", ""})
        EXPECT_EQ(short_date(digits), "") << digits;
}

TEST(StatementValues, 金額は円の書き方のどれでも読む)
{
    for (const char* text : {"16500", "16,500", "¥16,500", "￥１６，５００", "16,500円", "+16500", " 16500 ",
                             "16500.00", "0000016500", "\\16,500"})
        EXPECT_EQ(read_yen(text), 16500) << text;
    EXPECT_EQ(read_yen("-16,500"), -16500);
    EXPECT_EQ(read_yen("▲16,500"), -16500);
    EXPECT_EQ(read_yen("¥-16,500"), -16500);
    for (const char* text : {"", "円", "16.5", "1,65,00", "16,50", "1e3", "--5", "16500.50", "99999999999999999999"})
        EXPECT_EQ(read_yen(text), std::nullopt) << text;
}

TEST(StatementValues, 時刻は秒まで読む)
{
    EXPECT_EQ(read_time_of_day("15:00"), 15 * 3600);
    EXPECT_EQ(read_time_of_day("15:00:01"), 15 * 3600 + 1);
    EXPECT_EQ(read_time_of_day("15時00分01秒"), 15 * 3600 + 1);
    EXPECT_EQ(read_time_of_day("１５：００"), 15 * 3600);
    EXPECT_EQ(read_time_of_day("150001"), 15 * 3600 + 1);
    for (const char* text : {"", "15", "24:00", "15:60", "15:00:00:00", "a:b", "-1:00", ":"})
        EXPECT_EQ(read_time_of_day(text), std::nullopt) << text;
}

}

}
