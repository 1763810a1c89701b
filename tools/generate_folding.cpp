// Prints src/base/fold_tables.inc: the rule of fold_width (src/base/fold.h), applied to every code point with ICU's
// NFKC.
//   g++ -std=c++20 tools/generate_folding.cpp -licuuc -o /tmp/generate && /tmp/generate > src/base/fold_tables.inc

#include <cstdint>
#include <cstdio>
#include <string>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <vector>

namespace {

constexpr UChar32 voiced_mark = 0x3099;
constexpr UChar32 semi_voiced_mark = 0x309A;

icu::UnicodeString nfkc(const icu::UnicodeString& text)
{
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKCInstance(status)->normalize(text, status);
}

bool is_kana(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    auto script = uscript_getScript(c, &status);
    bool common_kana = (c >= 0x3099 && c <= 0x309C) || c == 0x30FB || c == 0x30FC;
    return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || common_kana;
}

bool is_latin_letter(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_LATIN && u_isalpha(c);
}

bool is_digit_symbol_or_space(UChar32 c)
{
    return (U_GET_GC_MASK(c) & (U_GC_ND_MASK | U_GC_P_MASK | U_GC_S_MASK | U_GC_ZS_MASK)) != 0;
}

bool consists_of_harmless_characters(const icu::UnicodeString& text)
{
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UChar32 c = text.char32At(i);
        if (c >= 0x80 && !is_latin_letter(c) && !is_digit_symbol_or_space(c) && !is_kana(c))
            return false;
    }
    return true;
}

bool is_enclosed_or_squared(UChar32 c)
{
    return (c >= 0x3200 && c <= 0x33FF) || (c >= 0x1F200 && c <= 0x1F2FF);
}

bool is_folded(UChar32 c, const icu::UnicodeString& target)
{
    if (U_IS_SURROGATE(c) || target == icu::UnicodeString(c))
        return false;
    if (c == 0x309B || c == 0x309C) // NFKC would put a blank in front of these marks
        return false;
    return is_enclosed_or_squared(c) || consists_of_harmless_characters(target);
}

struct Shift {
    UChar32 first;
    UChar32 last;
    std::int32_t distance;
};

struct Expansion {
    UChar32 from;
    std::int32_t start;
    std::int32_t length;
};

void print_shifts(const std::vector<Shift>& shifts)
{
    std::printf("\nconstexpr Shift shifts[] = {");
    for (std::size_t i = 0; i < shifts.size(); ++i)
        std::printf("%s{ 0x%X, 0x%X, %d },", i % 4 == 0 ? "\n    " : " ", static_cast<unsigned>(shifts[i].first),
                    static_cast<unsigned>(shifts[i].last), shifts[i].distance);
    std::printf("\n};\n");
}

void print_expansions(const std::vector<Expansion>& expansions)
{
    std::printf("\nconstexpr Expansion expansions[] = {");
    for (std::size_t i = 0; i < expansions.size(); ++i)
        std::printf("%s{ 0x%X, %d, %d },", i % 6 == 0 ? "\n    " : " ", static_cast<unsigned>(expansions[i].from),
                    expansions[i].start, expansions[i].length);
    std::printf("\n};\n");
}

void print_pool(const icu::UnicodeString& pool)
{
    std::printf("\nconstexpr char16_t expanded[] =");
    for (std::int32_t i = 0; i < pool.length(); ++i) {
        if (i % 40 == 0)
            std::printf("%s\n    u\"", i == 0 ? "" : "\"");
        char16_t c = pool.charAt(i);
        if (c == u'"' || c == u'\\' || c == u'?') // ??! would be a trigraph
            std::printf("\\%c", c);
        else if (c < 0x7F)
            std::printf("%c", c);
        else
            std::printf("\\u%04X", c);
    }
    std::printf("\";\n");
}

void print_joined_kana()
{
    std::printf("\nconstexpr JoinedKana joined_kana[] = {");
    int printed = 0;
    for (UChar32 mark : {voiced_mark, semi_voiced_mark}) {
        for (UChar32 base = 0x3041; base <= 0x30FF; ++base) {
            auto joined = nfkc(icu::UnicodeString(base) + icu::UnicodeString(mark));
            if (joined.countChar32() == 1)
                std::printf("%s{ 0x%X, 0x%X, 0x%X },", printed++ % 4 == 0 ? "\n    " : " ", static_cast<unsigned>(base),
                            static_cast<unsigned>(mark), static_cast<unsigned>(joined.char32At(0)));
        }
    }
    std::printf("\n};\n");
}

}

int main()
{
    std::vector<Shift> shifts;
    std::vector<Expansion> expansions;
    icu::UnicodeString pool;

    for (UChar32 c = 0; c <= 0x10FFFF; ++c) {
        auto target = nfkc(icu::UnicodeString(c));
        if (!is_folded(c, target))
            continue;
        if (target.countChar32() == 1) {
            auto distance = target.char32At(0) - c;
            if (!shifts.empty() && shifts.back().last == c - 1 && shifts.back().distance == distance)
                shifts.back().last = c;
            else
                shifts.push_back({c, c, distance});
            continue;
        }
        std::int32_t start = pool.indexOf(target);
        if (start < 0) {
            start = pool.length();
            pool += target;
        }
        expansions.push_back({c, start, target.length()});
    }

    std::printf("// Generated by tools/generate_folding.cpp from Unicode %s. Do not edit.\n", U_UNICODE_VERSION);
    print_shifts(shifts);
    print_expansions(expansions);
    print_pool(pool);
    print_joined_kana();
}
