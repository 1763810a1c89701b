#include "base/date.h"

#include <gtest/gtest.h>

namespace kenkei::base {

namespace {

std::string day(std::string_view text)
{
    auto date = read_date(text);
    return date.ok() ? to_iso(*date) : date.error().code;
}

std::string month(std::string_view text)
{
    auto result = read_month(text);
    return result.ok() ? to_iso(*result) : result.error().code;
}

std::string message(std::string_view text)
{
    auto date = read_date(text);
    return date.ok() ? "" : describe(date.error());
}

}

TEST(ReadDate, 人が書くどの形でも読める)
{
    for (auto text : {"2024-08-01",
                      "2024-8-1",
                      "2024/8/1",
                      "2024/08/01",
                      "2024.8.1",
                      "20240801",
                      "2024年8月1日",
                      "2024年08月01日",
                      "令和6年8月1日",
                      "令和06年08月01日",
                      "R6.8.1",
                      "r6.8.1",
                      "R6/8/1",
                      "R6-8-1",
                      "R.6.8.1",
                      "R6年8月1日",
                      "㋿6年8月1日",
                      "２０２４年８月１日",
                      "２０２４／８／１",
                      "２０２４．８．１",
                      "２０２４０８０１",
                      "Ｒ６．８．１",
                      "2024－08－01",
                      "2024ー8ー1",
                      "2024−8−1",
                      " 2024-08-01\r\n",
                      "令和 6年 8月 1日",
                      "令和\u3000６\u3000年８月１日",
                      "2024 / 8 / 1",
                      "\uFEFF2024-08-01",
                      "2024年8月1日（木）",
                      "2024年8月1日(木曜日)",
                      "2024/8/1木曜日",
                      "2024年8月1日㈭",
                      "2024-08-01 (木曜)"})
        EXPECT_EQ(day(text), "2024-08-01") << text;
    EXPECT_EQ(day("㍻30年㋇1日"), "2018-08-01");
    EXPECT_EQ(day("㍼60年4月1日"), "1985-04-01");
    EXPECT_EQ(day("㍽10年4月1日"), "1921-04-01");
    EXPECT_EQ(day("㍾30年4月1日"), "1897-04-01");
    EXPECT_EQ(day("S60.4.1"), "1985-04-01");
    EXPECT_EQ(day("T10.4.1"), "1921-04-01");
    EXPECT_EQ(day("m30.4.1"), "1897-04-01");
    EXPECT_EQ(day("h元.1.8"), "1989-01-08");
}

TEST(ReadDate, 令和元年五月一日は2019年)
{
    EXPECT_EQ(day("令和元年5月1日"), "2019-05-01");
    EXPECT_EQ(day("令和1年5月1日"), "2019-05-01");
    EXPECT_EQ(day("平成31年4月30日"), "2019-04-30");
}

TEST(ReadDate, 元号の外の日は受けつけない)
{
    EXPECT_EQ(day("明治5年12月2日"), "date.era");
    EXPECT_EQ(day("明治6年1月1日"), "1873-01-01");
    EXPECT_EQ(day("明治45年7月29日"), "1912-07-29");
    EXPECT_EQ(day("明治45年7月30日"), "date.era");
    EXPECT_EQ(day("大正元年7月29日"), "date.era");
    EXPECT_EQ(day("大正元年7月30日"), "1912-07-30");
    EXPECT_EQ(day("大正15年12月24日"), "1926-12-24");
    EXPECT_EQ(day("大正15年12月25日"), "date.era");
    EXPECT_EQ(day("昭和元年12月24日"), "date.era");
    EXPECT_EQ(day("昭和元年12月25日"), "1926-12-25");
    EXPECT_EQ(day("昭和64年1月7日"), "1989-01-07");
    EXPECT_EQ(day("昭和64年1月8日"), "date.era");
    EXPECT_EQ(day("平成元年1月7日"), "date.era");
    EXPECT_EQ(day("平成元年1月8日"), "1989-01-08");
    EXPECT_EQ(day("平成31年5月1日"), "date.era");
    EXPECT_EQ(day("令和元年4月30日"), "date.era");
    EXPECT_EQ(day("昭和99年1月1日"), "date.era");
    EXPECT_EQ(day("令和99年12月31日"), "2117-12-31");
    EXPECT_EQ(day("令和100年1月1日"), "date.form");
    EXPECT_EQ(day("令和2024年1月1日"), "date.form");
}

TEST(ReadDate, ない日はない)
{
    EXPECT_EQ(day("2024-02-29"), "2024-02-29");
    EXPECT_EQ(day("2023-02-29"), "date.day");
    EXPECT_EQ(day("令和5年2月29日"), "date.day");
    EXPECT_EQ(day("2024-04-31"), "date.day");
    EXPECT_EQ(day("2024-04-00"), "date.day");
    EXPECT_EQ(day("2024-13-01"), "date.month");
    EXPECT_EQ(day("2024-00-01"), "date.month");
    EXPECT_EQ(day("20241301"), "date.month");
    EXPECT_EQ(day("令和0年5月1日"), "date.year");
    EXPECT_EQ(day("0000-01-01"), "date.year");
    EXPECT_EQ(day("0001-01-01"), "0001-01-01");
    EXPECT_EQ(day("9999-12-31"), "9999-12-31");
}

TEST(ReadDate, 日付でないものは読まない)
{
    EXPECT_EQ(day(""), "date.empty");
    EXPECT_EQ(day(" \u3000"), "date.empty");
    for (auto text : {"2024-08",    "2024",        "24-8-1",      "8/1/2024",    "2024-8/1",    "2024.8.1.",
                      "2024年8月1", "2024年8-1",   "2024-8-1日",  "20240801 1",  "2024 08 01",  "2024081",
                      "202408011",  "12024-08-01", "2024-008-01", "2024-08-001", "令和6年",     "6年8月1日",
                      "X6.8.1",     "R6",          "R060801",     "未定",        "-2024-08-01", "2024--08-01",
                      "45505",      "元年5月1日",  "2024-08-01Z", "月曜日",      "(月)"})
        EXPECT_EQ(day(text), "date.form") << text;
}

TEST(ReadDate, 時刻つきは断る)
{
    for (auto text : {"2024-08-01T00:00:00", "2024-08-01T00:00:00Z", "2024-08-01t00", "2024-08-01 09:00",
                      "2024/8/1 9:00", "2024年8月1日9時"})
        EXPECT_EQ(day(text), "date.time") << text;
    EXPECT_EQ(day("T10.4.1"), "1921-04-01");
}

TEST(ReadDate, 断るときは何がどうしてどうすればよいかを言う)
{
    EXPECT_EQ(message("2023年2月29日"), "2023年2月29日はありません。\n→ 2023年2月は1日から28日までです。");
    EXPECT_EQ(message("令和6年13月1日"), "13月はありません。\n→ 月は1から12です。");
    EXPECT_EQ(message("平成31年5月1日"),
              "平成31年5月1日はありません。平成は平成元年1月8日（1989年）から平成31年4月30日（2019年）までです。\n"
              "→ 令和元年5月1日のことか、元号と年を確かめてください。");
    EXPECT_EQ(message("R1.4.30"), "令和元年4月30日はありません。令和は令和元年5月1日（2019年）からです。\n"
                                  "→ 平成31年4月30日のことか、元号と年を確かめてください。");
    EXPECT_EQ(message("明治5年1月1日"),
              "明治5年1月1日はありません。明治は明治6年1月1日（1873年）から明治45年7月29日（1912年）までです。\n"
              "→ 元号と年を確かめるか、西暦で書いてください。");
    EXPECT_EQ(message("令和0年1月1日"), "令和0年はありません。\n→ その元号の最初の年は元年（1年）です。");
    EXPECT_EQ(message("あした"), "「あした」は日付として読めません。\n"
                                 "→ 2024-08-01、2024年8月1日、令和6年8月1日、R6.8.1 のどれかの形で書いてください。");
    EXPECT_EQ(message("2024/8/1 9:00"),
              "「2024/8/1 9:00」には時刻が入っています。\n→ 時刻を消し、日付だけにしてください。");
    std::string page(3000, 'x');
    EXPECT_TRUE(message(page).starts_with("「" + std::string(30, 'x') + "…」は日付として読めません。"));
}

TEST(ReadMonth, 人が書くどの形でも読める)
{
    for (auto text : {"2024-08", "2024-8", "2024/8", "2024/08", "2024.8", "202408", "2024年8月", "令和6年8月", "R6.8",
                      "r6/8", "㋿6年㋇", "２０２４年８月", " 令和 6 年 8 月 ", "２０２４０８"})
        EXPECT_EQ(month(text), "2024-08") << text;
}

TEST(ReadMonth, 一日でも元号にあればその月は元号の月)
{
    EXPECT_EQ(month("平成31年4月"), "2019-04");
    EXPECT_EQ(month("平成31年5月"), "date.era");
    EXPECT_EQ(month("令和元年5月"), "2019-05");
    EXPECT_EQ(month("令和元年4月"), "date.era");
    EXPECT_EQ(month("昭和64年1月"), "1989-01");
    EXPECT_EQ(month("平成元年1月"), "1989-01");
    EXPECT_EQ(month("昭和64年2月"), "date.era");
    EXPECT_EQ(month("大正元年7月"), "1912-07");
    EXPECT_EQ(month("明治45年7月"), "1912-07");
    EXPECT_EQ(month("明治45年8月"), "date.era");
    EXPECT_EQ(month("昭和元年12月"), "1926-12");
    EXPECT_EQ(month("昭和元年11月"), "date.era");
    EXPECT_EQ(month("明治6年1月"), "1873-01");
    EXPECT_EQ(month("明治5年12月"), "date.era");
}

TEST(ReadMonth, 年月でないものは読まない)
{
    EXPECT_EQ(month(""), "date.empty");
    for (auto text :
         {"2024-08-01", "2024 1 2", "2024年8", "24-8", "20240801", "2024", "8月", "令和6年", "2024年8月1日"})
        EXPECT_EQ(month(text), "date.form") << text;
    EXPECT_EQ(month("2024-13"), "date.month");
    EXPECT_EQ(month("2024-08T"), "date.time");
}

}
