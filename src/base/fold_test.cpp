#include "base/fold.h"

#include "base/utf8.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace kenkei::base {

namespace {

bool is_surrogate(char32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

std::string text_of(char32_t c)
{
    std::string text;
    append_utf8(text, c);
    return text;
}

std::string nfkc(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    std::string folded;
    icu::Normalizer2::getNFKCInstance(status)->normalize(source, status).toUTF8String(folded);
    EXPECT_TRUE(U_SUCCESS(status));
    return folded;
}

// The second clause of the rule in fold.h.
bool may_appear(char32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    auto code_point = static_cast<UChar32>(c);
    auto script = uscript_getScript(code_point, &status);
    bool kana = script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || (c >= 0x3099 && c <= 0x309C) ||
                c == U'・' || c == U'ー';
    bool latin = script == USCRIPT_LATIN && u_isalpha(code_point);
    constexpr auto others = U_GC_ND_MASK | U_GC_P_MASK | U_GC_S_MASK | U_GC_ZS_MASK;
    return c < 0x80 || kana || latin || (U_GET_GC_MASK(code_point) & others) != 0;
}

std::string expected_fold(char32_t c)
{
    std::string original = text_of(c);
    std::string target = nfkc(original);
    if ((c >= 0x3200 && c <= 0x33FF) || (c >= 0x1F200 && c <= 0x1F2FF))
        return target;
    if (c == U'゛' || c == U'゜')
        return original;
    for (char32_t part : to_code_points(target)) {
        if (!may_appear(part))
            return original;
    }
    return target;
}

}

TEST(FoldWidth, EveryCodePointAgreesWithIcu)
{
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (is_surrogate(c))
            continue;
        ASSERT_EQ(fold_width(text_of(c)), expected_fold(c)) << std::hex << static_cast<unsigned>(c);
    }
}

TEST(FoldWidth, EveryKanaWithEveryMarkAgreesWithIcu)
{
    std::vector<char32_t> kana;
    for (char32_t c = 0x3041; c <= 0x30FF; ++c)
        kana.push_back(c);
    for (char32_t c = 0xFF65; c <= 0xFF9F; ++c)
        kana.push_back(c);
    for (char32_t c = 0x32D0; c <= 0x32FE; ++c)
        kana.push_back(c);
    for (char32_t c : kana) {
        if (c == U'゛' || c == U'゜')
            continue;
        for (char32_t mark : {U'ﾞ', U'ﾟ', U'\u3099', U'\u309A'}) {
            std::string pair = text_of(c) + text_of(mark);
            ASSERT_EQ(fold_width(pair), nfkc(pair)) << pair;
        }
    }
}

TEST(FoldWidth, 全角英数字と半角カナと囲み文字をそろえる)
{
    EXPECT_EQ(fold_width("ＡＢＣ　ａｂｃ０１２！？（）～"), "ABC abc012!?()~");
    EXPECT_EQ(fold_width("ｶﾌﾞｼｷｶﾞｲｼｬ ﾊﾟｰﾄ｡"), "カブシキガイシャ パート。");
    EXPECT_EQ(fold_width("①⑳㈱㊤㍻㋿㌔㎏Ⅳ"), "120(株)上平成令和キロkgIV");
    EXPECT_EQ(fold_width("か\u3099き\u309Aハ\u309A"), "がき\u309Aパ");
    EXPECT_EQ(fold_width("ﾞｶ"), "\u3099カ");
    EXPECT_EQ(fold_width("ｶﾞﾞ"), "ガ\u3099");
    EXPECT_EQ(fold_width("か゛"), "か゛");
    EXPECT_EQ(fold_width(""), "");
}

TEST(FoldWidth, 漢字には触れない)
{
    // U+FA11 﨑 and U+9AD9 髙 have no decomposition; U+FA19 神, U+F900 豈 and U+2F800 丽 have one.
    for (auto text : {"﨑", "髙", "\uFA19", "\uF900", "\U0002F800", "\u2F00", "葛󠄀", "Ω", "é", "´"})
        EXPECT_EQ(fold_width(text), text);
}

TEST(FoldKana, EveryHiraganaAgreesWithIcuAndNothingElseChanges)
{
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> icu(
        icu::Transliterator::createInstance("Hiragana-Katakana", UTRANS_FORWARD, status));
    ASSERT_TRUE(U_SUCCESS(status));
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (is_surrogate(c))
            continue;
        std::string expected = text_of(c);
        if (c == U'ゕ' || c == U'ゖ') { // ICU leaves the small か and け
            expected = text_of(c + 0x60);
        } else if (c >= 0x3041 && c <= 0x309F) {
            icu::UnicodeString text(static_cast<UChar32>(c));
            icu->transliterate(text);
            expected.clear();
            text.toUTF8String(expected);
        }
        ASSERT_EQ(fold_kana(text_of(c)), expected) << std::hex << static_cast<unsigned>(c);
    }
    EXPECT_EQ(fold_kana("けんこう ゔぁイ 健康"), "ケンコウ ヴァイ 健康");
}

TEST(FoldHyphens, 横線はすべてハイフンになる)
{
    EXPECT_EQ(fold_hyphens("03‐1‑2‒3–4—5―6−7－8ー9ｰ0─1━2﹣3﹘4"), "03-1-2-3-4-5-6-7-8-9-0-1-2-3-4");
    EXPECT_EQ(fold_hyphens("1〜2～3~4・5_6一7"), "1〜2～3~4・5_6一7");
}

TEST(Blanks, EveryWhiteSpaceOfUnicodeIsBlank)
{
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (is_surrogate(c))
            continue;
        bool zero_width = c == 0x180E || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
        bool blank = u_isUWhiteSpace(static_cast<UChar32>(c)) || zero_width;
        ASSERT_EQ(is_blank(text_of(c)), blank) << std::hex << static_cast<unsigned>(c);
    }
    EXPECT_TRUE(is_blank(""));
    EXPECT_TRUE(is_blank(" \u3000\t\n\u200B"));
    EXPECT_FALSE(is_blank(" 無 "));
}

TEST(Blanks, 両端の空白は取る)
{
    EXPECT_EQ(trim("\uFEFF\u3000 株式会社\u3000健康 \r\n"), "株式会社\u3000健康");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("\u3000 "), "");
    EXPECT_EQ(trim("a"), "a");
}

TEST(Blanks, 中の空白は一つにする)
{
    EXPECT_EQ(collapse_blanks(" 株式会社\u3000 \t健康 \u200B "), "株式会社 健康");
    EXPECT_EQ(collapse_blanks("東京\u200B都"), "東京都");
    EXPECT_EQ(collapse_blanks("東京\u200B 都"), "東京 都");
    EXPECT_EQ(collapse_blanks(" \u3000"), "");
}

TEST(FoldCode, 番号は数字と文字だけになる)
{
    EXPECT_EQ(fold_code("１２３－４５６７"), "1234567");
    EXPECT_EQ(fold_code("〒100ー0001"), "〒1000001");
    EXPECT_EQ(fold_code(" ０１ ２３\u3000ａ－Ｂ "), "0123aB");
    EXPECT_EQ(fold_code("\u200B"), "");
}

}
