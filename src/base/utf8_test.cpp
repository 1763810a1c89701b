#include "base/utf8.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>

namespace kenkei::base {

TEST(Utf8, WellFormedTextHasNoInvalidByte)
{
    EXPECT_EQ(find_invalid_utf8(""), std::nullopt);
    EXPECT_EQ(find_invalid_utf8("0123456789"), std::nullopt);
    EXPECT_EQ(find_invalid_utf8("健康経営2024 \U0001F600"), std::nullopt);
}

TEST(Utf8, MalformedSequencesAreFoundWhereTheyStart)
{
    EXPECT_EQ(find_invalid_utf8("\x80"), 0u);
    EXPECT_EQ(find_invalid_utf8("abc\xFF"), 3u);
    EXPECT_EQ(find_invalid_utf8("12345678abc\xC3"), 11u); // cut off
    EXPECT_EQ(find_invalid_utf8("\xC0\x80"), 0u);         // overlong
    EXPECT_EQ(find_invalid_utf8("\xC1\xBF"), 0u);
    EXPECT_EQ(find_invalid_utf8("\xE0\x9F\xBF"), 0u);
    EXPECT_EQ(find_invalid_utf8("\xF0\x8F\xBF\xBF"), 0u);
    EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0u);     // U+D800
    EXPECT_EQ(find_invalid_utf8("\xED\xBF\xBF"), 0u);     // U+DFFF
    EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0u); // U+110000
    EXPECT_EQ(find_invalid_utf8("\xE3\x81"), 0u);
    EXPECT_EQ(find_invalid_utf8("\xE3\x81\x41"), 0u);
}

TEST(Utf8, BoundariesOfTheWellFormedRangesAreAccepted)
{
    EXPECT_EQ(find_invalid_utf8("\xC2\x80\xDF\xBF"), std::nullopt);
    EXPECT_EQ(find_invalid_utf8("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80"), std::nullopt);
    EXPECT_EQ(find_invalid_utf8("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), std::nullopt);
}

TEST(Utf8, EveryCodePointSurvivesWritingAndReading)
{
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        std::string text;
        append_utf8(text, c);
        ASSERT_EQ(find_invalid_utf8(text), std::nullopt);
        std::size_t offset = 0;
        ASSERT_EQ(next_code_point(text, offset), c);
        ASSERT_EQ(offset, text.size());
        ASSERT_EQ(count_code_points(text), 1u);
    }
    EXPECT_EQ(to_utf8(to_code_points("é年😀a")), "é年😀a");
    EXPECT_EQ(count_code_points("é年😀a"), 4u);
}

TEST(DisplayWidth, FullWidthCharactersTakeTwoCells)
{
    EXPECT_EQ(display_width(""), 0u);
    EXPECT_EQ(display_width("abc"), 3u);
    EXPECT_EQ(display_width("年度"), 4u);
    EXPECT_EQ(display_width("ＡＢ"), 4u);
    EXPECT_EQ(display_width("ｱｲ"), 2u);
    EXPECT_EQ(display_width("\u304B\u3099"), 2u); // か with a combining ゛
    EXPECT_EQ(display_width("\uFEFFa"), 1u);
}

TEST(DisplayWidth, EveryCodePointAgreesWithIcu)
{
    for (UChar32 c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        std::string text;
        append_utf8(text, static_cast<char32_t>(c));
        int type = u_charType(c);
        int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
        bool none = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || (type == U_FORMAT_CHAR && c != 0xAD);
        bool wide = width == U_EA_WIDE || width == U_EA_FULLWIDTH;
        ASSERT_EQ(display_width(text), none ? 0u : wide ? 2u : 1u) << std::hex << c;
    }
}

}
