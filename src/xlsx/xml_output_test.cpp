#include "xlsx/xml_output.h"

#include "xlsx/utf16.h"

#include <gtest/gtest.h>

namespace kenkei::xlsx {
namespace {

std::string cell_text(std::string_view text)
{
    std::string out;
    append_cell_text(out, text);
    return out;
}

TEST(XmlOutput, セルの文字列は読み戻せる形になる)
{
    EXPECT_EQ(cell_text("株式会社髙﨑𠮷野家 ①㈱"), "株式会社髙﨑𠮷野家 ①㈱");
    EXPECT_EQ(cell_text("a<b>&\"c\"'"), "a&lt;b&gt;&amp;\"c\"'");
    EXPECT_EQ(cell_text("1行目\n2行目\t終"), "1行目\n2行目\t終");
    EXPECT_EQ(cell_text("\r\x01"), "_x000D__x0001_");
    EXPECT_EQ(cell_text("_x000D_"), "_x005F_x000D_");
    EXPECT_EQ(cell_text("_x000G_ _x12_ _"), "_x000G_ _x12_ _");
    EXPECT_EQ(cell_text(""), "");
}

TEST(XmlOutput, 属性では改行も実体参照になる)
{
    std::string out;
    append_attribute(out, "A\"B\n<&>\tC");
    EXPECT_EQ(out, "A&quot;B&#10;&lt;&amp;&gt;&#9;C");
}

TEST(XmlOutput, 数は読み戻して同じになる最も短い形で書かれる)
{
    std::string out;
    for (double number : {0.0, -1.0, 0.1, 52.0 / 55.0, 1e21, 123456789012.0}) {
        append_number(out, number);
        out += ' ';
    }
    EXPECT_EQ(out, "0 -1 0.1 0.9454545454545454 1e+21 123456789012 ");
}

TEST(XmlOutput, 色は不透明度を前に書く)
{
    std::string out;
    append_colour(out, 0x0A1BFF);
    EXPECT_EQ(out, "FF0A1BFF");
}

TEST(Utf16, 長さはUTF16で数え_文字の途中では切らない)
{
    EXPECT_EQ(utf16_length("aあ𠮷"), 4U);
    EXPECT_EQ(cut_to_utf16_length("aあ𠮷", 4), "aあ𠮷");
    EXPECT_EQ(cut_to_utf16_length("aあ𠮷", 3), "aあ");
    EXPECT_EQ(cut_to_utf16_length("aあ𠮷", 2), "aあ");
    EXPECT_EQ(cut_to_utf16_length("aあ𠮷", 0), "");
}

}
}
