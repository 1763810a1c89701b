#include "table/csv_reader.h"

#include <gtest/gtest.h>

namespace kenkei::table {

namespace {

using Cells = std::vector<std::string>;

TEST(CsvReader, 引用符の中のカンマと引用符と改行は値である)
{
    const Csv csv = read_csv("a,\"b,c\",\"d\"\"e\"\r\n\"二\n行\",,x\r終わり,1,2");
    ASSERT_EQ(csv.rows.size(), 3u);
    EXPECT_EQ(csv.rows[0].cells, (Cells{"a", "b,c", "d\"e"}));
    EXPECT_EQ(csv.rows[1].cells, (Cells{"二\n行", "", "x"}));
    EXPECT_EQ(csv.rows[1].line, 2u);
    EXPECT_EQ(csv.rows[2].line, 4u);
    EXPECT_EQ(csv.rows[2].raw, "終わり,1,2");
    EXPECT_TRUE(csv.faults.empty());
}

TEST(CsvReader, 空の行は飛ばすが行番号は数える)
{
    const Csv csv = read_csv("a\n\n\nb\n");
    ASSERT_EQ(csv.rows.size(), 2u);
    EXPECT_EQ(csv.rows[1].line, 4u);
}

TEST(CsvReader, 最初の行がタブ区切りならタブで分ける)
{
    EXPECT_EQ(read_csv("a\tb\n1,000\t2").rows[1].cells, (Cells{"1,000", "2"}));
}

TEST(CsvReader, 閉じない引用符と引用符の後の文字は行を言う)
{
    const Csv open = read_csv("a,b\n\"c,d\ne,f\n");
    ASSERT_EQ(open.faults.size(), 1u);
    EXPECT_EQ(open.faults[0].line, 2u);
    EXPECT_EQ(open.rows.back().cells.front(), "c,d\ne,f\n");
    const Csv behind = read_csv("\"a\"b,c\n");
    ASSERT_EQ(behind.faults.size(), 1u);
    EXPECT_EQ(behind.rows[0].cells, (Cells{"ab", "c"}));
}

TEST(CsvReader, 欄の数がちがう行は行番号と数を言う)
{
    const auto faults = find_ragged_rows(read_csv("a,b,c\n1,2,3\n1,2\n1,2,3,4\n").rows, 3);
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0].message,
              "3行目: 欄が2個あります（3個のはず）。値の中のカンマや、欠けた列がないか確かめてください。");
    EXPECT_EQ(faults[1].line, 4u);
}

}

}
