#include "base/timestamp.h"

#include <gtest/gtest.h>

namespace kenkei::base {

namespace {

Timestamp at(std::string_view text)
{
    auto read = read_timestamp(text);
    if (!read.ok()) {
        ADD_FAILURE() << text << ": " << describe(read.error());
        return {};
    }
    return *read;
}

std::string code_of(std::string_view text)
{
    auto read = read_timestamp(text);
    return read.ok() ? "read as " + to_utc(*read) : read.error().code;
}

}

TEST(Timestamp, 日本の17時は協定世界時の8時)
{
    const Timestamp closing = in_japan({2024, 10, 18}, 17);
    EXPECT_EQ(to_utc(closing), "2024-10-18T08:00:00.000Z");
    EXPECT_EQ(to_legal(closing), "2024-10-18T17:00:00.000+09:00");
    EXPECT_EQ(to_japanese(closing), "2024年10月18日 17:00");
    EXPECT_EQ(in_japan({1970, 1, 1}, 9).milliseconds, 0);
}

TEST(Timestamp, 日本の日付は日本の0時に変わる)
{
    EXPECT_EQ(date_in_japan(in_japan({2025, 4, 1})), (Date{2025, 4, 1}));
    EXPECT_EQ(date_in_japan({in_japan({2025, 4, 1}).milliseconds - 1}), (Date{2025, 3, 31}));
    EXPECT_EQ(date_in_japan(in_japan({1960, 2, 29}, 8, 59)), (Date{1960, 2, 29})); // before 1970
    EXPECT_EQ(to_utc(in_japan({1960, 3, 1}, 8, 59, 59, 999)), "1960-02-29T23:59:59.999Z");
}

TEST(Timestamp, 24時は翌日の0時)
{
    EXPECT_EQ(in_japan({2024, 12, 31}, 24), in_japan({2025, 1, 1}));
    EXPECT_EQ(at("2024-12-31T24:00"), in_japan({2025, 1, 1}));
}

TEST(Timestamp, 秒とミリ秒は0でないときだけ人に見せる)
{
    EXPECT_EQ(to_japanese(in_japan({2024, 1, 2}, 3, 4, 5)), "2024年1月2日 03:04:05");
    EXPECT_EQ(to_japanese(in_japan({2024, 1, 2}, 17, 0, 0, 1)), "2024年1月2日 17:00:00.001");
}

TEST(Timestamp, 人と機械が書くとおりに読む)
{
    const Timestamp closing = in_japan({2024, 10, 18}, 17);
    for (const char* text :
         {"2024-10-18T17:00", "2024-10-18 17:00", "2024-10-18T17:00:00", "2024-10-18T17:00:00.000",
          "2024-10-18T08:00:00.000Z", "2024-10-18T17:00:00.000+09:00", "2024-10-18T03:00-05:00", "2024/10/18 17:00",
          "令和6年10月18日 17:00", "２０２４－１０－１８　１７：００", " 2024-10-18t17:00 ", "2024-10-18T13:30+05:30"})
        EXPECT_EQ(at(text), closing) << text;
    EXPECT_EQ(at("2024-10-18"), in_japan({2024, 10, 18}));
    EXPECT_EQ(at("令和6年10月18日"), in_japan({2024, 10, 18}));
    EXPECT_EQ(at("2024-10-18T17:00:00.001").milliseconds, closing.milliseconds + 1);
}

TEST(Timestamp, 書いたものは読み戻せる)
{
    for (const std::int64_t ms : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1729238400001},
                                  in_japan({9999, 12, 31}, 23, 59, 59, 999).milliseconds}) {
        EXPECT_EQ(at(to_utc({ms})).milliseconds, ms);
        EXPECT_EQ(at(to_legal({ms})).milliseconds, ms);
    }
}

TEST(Timestamp, 読めない日時は理由と書き方を返す)
{
    for (const char* text :
         {"2024-10-18T17", "2024-10-18T17:0", "2024-10-18T17:00:0", "2024-10-18T17:00:00.1", "2024-10-18T25:00",
          "2024-10-18T24:01", "2024-10-18T24:00:00.001", "2024-10-18T17:60", "2024-10-18T17:00:60",
          "2024-10-18T17:00+9:00", "2024-10-18T17:00+24:00", "2024-10-18T17:00 JST", "17:00", "きょう",
          "2024-10-1817:00", "0001-01-01T00:00", "9999-12-31T23:00Z", "2024-10-18T7:00"})
        EXPECT_EQ(code_of(text), "timestamp.form") << text;
    EXPECT_EQ(code_of(""), "date.empty");
    EXPECT_EQ(code_of("2024-02-30T12:00"), "date.day");
    EXPECT_EQ(code_of("2024-13-01"), "date.month");
    EXPECT_FALSE(read_timestamp("きょう").error().way_out.empty());
}

}
