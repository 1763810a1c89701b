// Files as real programs saved them; tests/fuzz/corpus/xlsx holds them.

#include "xlsx/reader_testing.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace kenkei::xlsx {

namespace {

std::string bytes_of(const std::string& name)
{
    std::ifstream in(std::string(KENKEI_SOURCE_DIR) + "/tests/fuzz/corpus/xlsx/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}

TEST(RealWorkbooks, openpyxlの保存したブック)
{
    const std::string bytes = bytes_of("openpyxl.xlsx");
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok()) << reader.error().message;
    EXPECT_EQ(reader->program(), Program::OpenPyXl);
    EXPECT_EQ(cells_of(*reader, 0), "A1 t 法人名\n"
                                    "B1 t ㈱𠮷野・髙橋①商店\n"
                                    "B2 t 1行目\n2行目\n"
                                    "B3 t 12345678901234567890123456789012345\n"
                                    "B4 n 52\nB5 n 0.1\nB6 b 1\nB7 blank  =B4*2\n"
                                    "B8 date 45523 2024-08-19\nB9 date 45523.39583333334 2024-08-19\nB10 e #N/A\n"
                                    "B11 t \nそのまま\n" // openpyxl does not escape the text _x000D_
                                    "B12 t   前後の空白  \n"
                                    "B13 t <&>\"'\nB14 n -1.5e-10\nB15 date 0.3958333333333333 -\n"
                                    "B16 n 0.25\nB17 date 45000 2023-03-15\n"
                                    "B18 n 1234567\nA20 t 結合\n");
    EXPECT_EQ(reader->merges(0), (std::vector<Range>{{{19, 0}, {20, 2}}}));
    ASSERT_EQ(reader->sheets().size(), 3U);
    EXPECT_EQ(reader->sheets()[0].name, "申請書");
    EXPECT_TRUE(reader->sheets()[1].hidden);
    EXPECT_TRUE(reader->sheets()[2].hidden);
    EXPECT_EQ(cells_of(*reader, 1), "A1 t scheme\n");
    EXPECT_EQ(cells_of(*reader, 2), "");
}

// As programs of .NET write the names, and as Apache POI (SXSSF) always writes the larger form of the zip.
TEST(RealWorkbooks, ZIPの書き方が違っても同じ内容になる)
{
    const std::string usual = bytes_of("openpyxl.xlsx");
    auto expected = WorkbookReader::open(usual);
    ASSERT_TRUE(expected.ok());
    for (const char* name : {"backslashes.xlsx", "always_zip64.xlsx"}) {
        const std::string bytes = bytes_of(name);
        auto reader = WorkbookReader::open(bytes);
        ASSERT_TRUE(reader.ok()) << name << reader.error().message;
        EXPECT_EQ(reader->program(), Program::OpenPyXl);
        EXPECT_EQ(cells_of(*reader, 0), cells_of(*expected, 0)) << name;
    }
}

TEST(RealWorkbooks, openpyxlが1904年から数えて保存したブック)
{
    const std::string bytes = bytes_of("openpyxl_1904.xlsx");
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok()) << reader.error().message;
    EXPECT_EQ(cells_of(*reader, 0), "A1 t 法人名\n"
                                    "B1 t ㈱𠮷野・髙橋①商店\n"
                                    "B2 t 1行目\n2行目\n"
                                    "B3 t 12345678901234567890123456789012345\n"
                                    "B4 n 52\nB5 n 0.1\nB6 b 1\nB7 blank  =B4*2\n"
                                    "B8 date 44061 2024-08-19\nB9 date 44061.39583333334 2024-08-19\nB10 e #N/A\n"
                                    "B11 t \nそのまま\n" // openpyxl does not escape the text _x000D_
                                    "B12 t   前後の空白  \n"
                                    "B13 t <&>\"'\nB14 n -1.5e-10\nB15 date 0.3958333333333333 1904-01-01\n"
                                    "B16 n 0.25\nB17 date 45000 2027-03-16\n"
                                    "B18 n 1234567\nA20 t 結合\n");
}

TEST(RealWorkbooks, libxlsxwriterの保存したブック)
{
    const std::string bytes = bytes_of("libxlsxwriter.xlsx");
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok()) << reader.error().message;
    EXPECT_EQ(reader->program(), Program::Excel) << "自分をExcelと名乗る";
    EXPECT_EQ(cells_of(*reader, 0), "A1 t 法人名\n"
                                    "B1 t ㈱𠮷野・髙橋①商店\n"
                                    "B2 t 1行目\n2行目\n"
                                    "B3 t 12345678901234567890123456789012345\n"
                                    "B4 n 52\nB5 n 0.1\nB6 b 1\nB7 n 104 =B4*2\n"
                                    "B8 date 45523 2024-08-19\nB9 date 45523.5 2024-08-19\n"
                                    "B10 t 適合 =IF(B4>=50,\"適合\",\"不適合\")\n"
                                    "B11 t   前後の空白  \nB12 t <&>\"'\nB13 t 赤い太字の文\nA20 t 結合\n");
    EXPECT_EQ(reader->merges(0), (std::vector<Range>{{{19, 0}, {20, 2}}}));
    ASSERT_EQ(reader->sheets().size(), 2U);
    EXPECT_TRUE(reader->sheets()[1].hidden);
    EXPECT_EQ(cells_of(*reader, 1), "A1 t scheme\n");
    ASSERT_TRUE(reader->property("scheme_id"));
    EXPECT_EQ(*reader->property("scheme_id"), "会社/2025");
    EXPECT_EQ(*reader->property("revision"), "3");
    EXPECT_EQ(*reader->property("draft"), "true");
}

TEST(RealWorkbooks, LibreOfficeの保存したブック)
{
    const std::string bytes = bytes_of("libreoffice.xlsx");
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok()) << reader.error().message;
    EXPECT_EQ(reader->program(), Program::LibreOffice);
    EXPECT_EQ(cells_of(*reader, 0), "A1 t 法人名\n"
                                    "B1 t ㈱𠮷野・髙橋①商店\n"
                                    "B2 t 1行目\n2行目\n"
                                    "B3 t 12345678901234567890123456789012345\n"
                                    "B4 n 52\nB5 n 0.1\nB6 b 1 =TRUE()\nB7 n 104 =B4*2\n"
                                    "B8 date 45523 2024-08-19\nB9 date 45523.5 2024-08-19\n"
                                    "B10 t 適合 =IF(B4>=50,\"適合\",\"不適合\")\n"
                                    "B11 t   前後の空白  \nB12 t <&>\"'\nB13 t 赤い太字の文\nA20 t 結合\n");
    EXPECT_EQ(reader->merges(0), (std::vector<Range>{{{19, 0}, {20, 2}}}));
    ASSERT_EQ(reader->sheets().size(), 2U);
    EXPECT_TRUE(reader->sheets()[1].hidden);
    EXPECT_EQ(cells_of(*reader, 1), "A1 t scheme\n");
    ASSERT_TRUE(reader->property("scheme_id"));
    EXPECT_EQ(*reader->property("scheme_id"), "会社/2025");
    EXPECT_EQ(*reader->property("revision"), "3");
    EXPECT_EQ(*reader->property("draft"), "1");
}

}
