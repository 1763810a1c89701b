#include "table/cp932.h"

#include "base/utf8.h"

#include <gtest/gtest.h>
#include <iconv.h>
#include <optional>
#include <unicode/ucnv.h>

namespace kenkei::table {

namespace {

std::string text_of(char32_t c)
{
    std::string text;
    base::append_utf8(text, c);
    return text;
}

bool is_surrogate(char32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

bool is_private_use(char32_t c)
{
    return c >= 0xE000 && c <= 0xF8FF;
}

// The C library's converter: what it gives for one character, or nothing.
class Iconv {
public:
    Iconv(const char* to, const char* from) : m_converter(iconv_open(to, from)) {}
    ~Iconv() { iconv_close(m_converter); }
    Iconv(const Iconv&) = delete;
    Iconv& operator=(const Iconv&) = delete;

    std::optional<std::string> convert(std::string bytes) const
    {
        char buffer[16];
        char* in = bytes.data();
        char* out = buffer;
        std::size_t in_left = bytes.size();
        std::size_t out_left = sizeof buffer;
        iconv(m_converter, nullptr, nullptr, nullptr, nullptr);
        if (iconv(m_converter, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1))
            return std::nullopt;
        return std::string(buffer, sizeof buffer - out_left);
    }

private:
    iconv_t m_converter;
};

std::vector<std::string> all_single_bytes_and_pairs()
{
    std::vector<std::string> all;
    for (int first = 0; first < 256; ++first)
        all.push_back(std::string(1, static_cast<char>(first)));
    for (int first = 0x81; first <= 0xFC; ++first) {
        for (int second = 0x40; second <= 0xFC; ++second) {
            if ((first < 0xA0 || first >= 0xE0) && second != 0x7F)
                all.push_back({static_cast<char>(first), static_cast<char>(second)});
        }
    }
    return all;
}

TEST(Cp932, どのバイトの組もiconvと同じ字に読む)
{
    const Iconv iconv("UTF-8", "CP932");
    for (const std::string& bytes : all_single_bytes_and_pairs()) {
        const Utf8Text read = from_cp932(bytes);
        const auto expected = iconv.convert(bytes);
        if (!expected) {
            EXPECT_FALSE(read.faults.empty()) << testing::PrintToString(bytes);
            continue;
        }
        EXPECT_EQ(read.text, *expected) << testing::PrintToString(bytes);
        std::size_t offset = 0;
        EXPECT_EQ(read.faults.size(), is_private_use(base::next_code_point(*expected, offset)) ? 1u : 0u);
    }
}

TEST(Cp932, どの文字もiconvと同じバイトに書くか書けないと報告する)
{
    const Iconv iconv("CP932", "UTF-8");
    // iconv writes these as ASCII; we report them.
    const std::u32string told = U"\u00A5\u203E";
    // Other code points of what the table has, which iconv refuses.
    const std::u32string variants = U"\u00A2\u00A3\u00AC\u2014\u2016\u2212\u301C";
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (is_surrogate(c))
            continue;
        const Cp932Text written = to_cp932(text_of(c));
        const auto expected = iconv.convert(text_of(c));
        // iconv drops tag characters without a word.
        const bool may_write =
            expected && !expected->empty() && !is_private_use(c) && told.find(c) == std::u32string::npos;
        if (may_write) {
            ASSERT_EQ(written.bytes, *expected) << std::hex << static_cast<std::uint32_t>(c);
            ASSERT_TRUE(written.substitutions.empty()) << std::hex << static_cast<std::uint32_t>(c);
        } else if (variants.find(c) == std::u32string::npos) {
            ASSERT_EQ(written.substitutions.size(), 1u) << std::hex << static_cast<std::uint32_t>(c);
        } else {
            ASSERT_EQ(written.bytes.size(), 2u);
            ASSERT_TRUE(written.substitutions.empty());
        }
    }
}

TEST(Cp932, ICUのWindows31Jとも同じ字に読む)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter = ucnv_open("ibm-943_P15A-2003", &status);
    ASSERT_TRUE(U_SUCCESS(status));
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::size_t compared = 0;
    for (const std::string& bytes : all_single_bytes_and_pairs()) {
        const Utf8Text read = from_cp932(bytes);
        if (!read.faults.empty() || bytes.size() < 2)
            continue;
        UChar out[4] = {};
        status = U_ZERO_ERROR;
        const int length = ucnv_toUChars(converter, out, 4, bytes.data(), static_cast<int>(bytes.size()), &status);
        ASSERT_TRUE(U_SUCCESS(status)) << testing::PrintToString(bytes);
        ASSERT_EQ(length, 1);
        std::size_t offset = 0;
        EXPECT_EQ(base::next_code_point(read.text, offset), out[0]) << testing::PrintToString(bytes);
        ++compared;
    }
    ucnv_close(converter);
    EXPECT_GT(compared, 7000u);
}

TEST(Cp932, 機種依存文字も書いて読むと元に戻る)
{
    const std::string text = "髙橋﨑①㈱Ⅳⅳ〜ではなく～と－、∥と―、ﾊﾝｶｸ\r\n";
    const Cp932Text written = to_cp932("髙橋﨑①㈱Ⅳⅳ～ではなく～と－、∥と―、ﾊﾝｶｸ\r\n");
    EXPECT_TRUE(written.substitutions.empty());
    EXPECT_EQ(from_cp932(written.bytes).text, "髙橋﨑①㈱Ⅳⅳ～ではなく～と－、∥と―、ﾊﾝｶｸ\r\n");
    EXPECT_EQ(to_cp932(text).bytes, written.bytes) << "〜 and ～ are one character";
}

TEST(Cp932, 書けない文字は行と文字の位置と代わりを報告する)
{
    const Cp932Text written = to_cp932("ab\r\n𠮷野家\r㋿元年\nか\u3099葛\U000E0100\u200Bé");
    ASSERT_EQ(written.substitutions.size(), 5u);
    EXPECT_EQ(from_cp932(written.bytes).text, "ab\r\n〓野家\r令和元年\nが葛〓");
    EXPECT_EQ(describe(written.substitutions[0]),
              "2行目の1文字目「𠮷」（U+20BB7）はCP932（Shift_JIS）にないため、「〓」と書きました。");
    EXPECT_EQ(written.substitutions[1].substitute, "令和");
    EXPECT_EQ(written.substitutions[1].at, (base::SourcePosition{3, 1}));
    EXPECT_EQ(written.substitutions[2].substitute, "");
    EXPECT_EQ(written.substitutions[2].at, (base::SourcePosition{4, 4}));
    EXPECT_EQ(written.substitutions[4].substitute, "〓");
}

TEST(Cp932, 読めないバイトは行とバイトの位置を報告し残りを読む)
{
    const Utf8Text read = from_cp932("A\r\nB\x8F\x20"
                                     "C\xF0\x40\x81");
    EXPECT_EQ(read.text, "A\r\nB\uFFFD C\uE000\uFFFD");
    ASSERT_EQ(read.faults.size(), 3u);
    EXPECT_EQ(describe(read.faults[0]), "2行目の2バイト目の 8F は、CP932（Shift_JIS）の文字ではありません。");
    EXPECT_TRUE(read.faults[1].private_use);
    EXPECT_EQ(read.faults[2].column, 7u);
}

}

}
