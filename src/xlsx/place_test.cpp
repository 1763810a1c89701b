#include "xlsx/place.h"

#include <gtest/gtest.h>

namespace kenkei::xlsx {

TEST(Place, 列の文字はAからXFDまで)
{
    EXPECT_EQ(column_letters(0), "A");
    EXPECT_EQ(column_letters(25), "Z");
    EXPECT_EQ(column_letters(26), "AA");
    EXPECT_EQ(column_letters(51), "AZ");
    EXPECT_EQ(column_letters(52), "BA");
    EXPECT_EQ(column_letters(701), "ZZ");
    EXPECT_EQ(column_letters(702), "AAA");
    EXPECT_EQ(column_letters(columns_of_a_sheet - 1), "XFD");
}

TEST(Place, セルの番地を書いて読むと元に戻る)
{
    for (std::uint32_t column = 0; column < columns_of_a_sheet; ++column) {
        const Place place{column * 63, column};
        ASSERT_EQ(read_a1(a1(place)), place) << a1(place);
        ASSERT_EQ(read_a1(absolute(place)), place) << absolute(place);
    }
    EXPECT_EQ(a1(Place{11, 1}), "B12");
    EXPECT_EQ(absolute(Place{11, 1}), "$B$12");
    EXPECT_EQ(a1(Range{{11, 1}, {13, 3}}), "B12:D14");
    EXPECT_EQ(absolute(Range{{11, 1}, {13, 3}}), "$B$12:$D$14");
}

TEST(Place, シートの端までが番地)
{
    EXPECT_EQ(read_a1("XFD1048576"), (Place{rows_of_a_sheet - 1, columns_of_a_sheet - 1}));
    EXPECT_FALSE(read_a1("XFE1"));
    EXPECT_FALSE(read_a1("AAAA1"));
    EXPECT_FALSE(read_a1("A1048577"));
    EXPECT_FALSE(read_a1("A10485760"));
    EXPECT_FALSE(read_a1("ZZZZZZ2000000000"));
}

TEST(Place, 番地でない文字は読まない)
{
    for (const char* text : {"", "A", "1", "A0", "A01", "1A", "A1B", "A-1", " A1", "A1 ", "$", "$A$", "$$A1", "A$$1",
                             "Ａ1", "A１", "A1:B2"})
        EXPECT_FALSE(read_a1(text)) << text;
    EXPECT_EQ(read_a1("b12"), (Place{11, 1}));
    EXPECT_EQ(read_a1("$B12"), (Place{11, 1}));
    EXPECT_EQ(read_a1("B$12"), (Place{11, 1}));
}

TEST(Place, 範囲は左上から右下まで)
{
    EXPECT_EQ(read_range("B12:D14"), (Range{{11, 1}, {13, 3}}));
    EXPECT_EQ(read_range("$B$12:$D$14"), (Range{{11, 1}, {13, 3}}));
    EXPECT_EQ(read_range("B12"), (Range{{11, 1}, {11, 1}}));
    for (const char* text : {"", "B12:", ":B12", "D14:B12", "D12:B14", "B14:D12", "B12:D14:E15", "B12-D14", "B:D"})
        EXPECT_FALSE(read_range(text)) << text;
}

TEST(Place, 範囲は両端のセルも含む)
{
    const Range range{{1, 1}, {3, 2}};
    EXPECT_TRUE(range.contains({1, 1}));
    EXPECT_TRUE(range.contains({3, 2}));
    EXPECT_FALSE(range.contains({0, 1}));
    EXPECT_FALSE(range.contains({4, 1}));
    EXPECT_FALSE(range.contains({1, 0}));
    EXPECT_FALSE(range.contains({1, 3}));
}

TEST(Place, シート名は要るときだけ引用符で囲む)
{
    EXPECT_EQ(sheet_in_formula("Sheet1"), "Sheet1");
    EXPECT_EQ(sheet_in_formula("master_list"), "master_list");
    EXPECT_EQ(sheet_in_formula("申請内容記載表"), "'申請内容記載表'");
    EXPECT_EQ(sheet_in_formula("A社 2025"), "'A社 2025'");
    EXPECT_EQ(sheet_in_formula("It's"), "'It''s'");
    EXPECT_EQ(sheet_in_formula("2025"), "'2025'");
    EXPECT_EQ(sheet_in_formula(""), "''");
}

TEST(Place, セルの番地に見えるシート名は引用符で囲む)
{
    for (const char* name : {"A1", "xfd1048576", "R1C1", "r", "C", "RC", "R10", "c5"})
        EXPECT_EQ(sheet_in_formula(name), "'" + std::string(name) + "'");
    EXPECT_EQ(sheet_in_formula("XFE1"), "XFE1");
    EXPECT_EQ(sheet_in_formula("Q11y"), "Q11y");
}

TEST(Place, 参照はシート名と絶対番地)
{
    EXPECT_EQ(reference("master", Place{11, 1}), "master!$B$12");
    EXPECT_EQ(reference("申請書", Range{{0, 0}, {9, 1}}), "'申請書'!$A$1:$B$10");
}

}
