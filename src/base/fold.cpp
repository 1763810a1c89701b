#include "base/fold.h"

#include "base/utf8.h"

#include <algorithm>
#include <iterator>

namespace kenkei::base {

namespace {

// Code points that move by the same distance.
struct Shift {
    char32_t first;
    char32_t last;
    std::int32_t distance;
};

// A code point that becomes several: `length` of them in `expanded`.
struct Expansion {
    char32_t from;
    std::uint16_t start;
    std::uint16_t length;
};

struct JoinedKana {
    char32_t kana;
    char32_t mark;
    char32_t joined;
};

#include "base/fold_tables.inc"

constexpr char32_t voiced_mark = 0x3099;
constexpr char32_t semi_voiced_mark = 0x309A;
constexpr char32_t first_folded = 0xA0;

// Appends what `c` is folded to.
void append_folded(std::u32string& out, char32_t c)
{
    auto shift = std::upper_bound(std::begin(shifts), std::end(shifts), c,
                                  [](char32_t code_point, const Shift& s) { return code_point < s.first; });
    if (shift != std::begin(shifts) && c <= std::prev(shift)->last) {
        out += static_cast<char32_t>(static_cast<std::int32_t>(c) + std::prev(shift)->distance);
        return;
    }
    auto expansion = std::lower_bound(std::begin(expansions), std::end(expansions), c,
                                      [](const Expansion& e, char32_t code_point) { return e.from < code_point; });
    if (expansion != std::end(expansions) && expansion->from == c) {
        for (std::size_t i = 0; i < expansion->length; ++i)
            out += expanded[expansion->start + i];
        return;
    }
    out += c;
}

// Joins the mark at the end of `text` with the kana before it, if there is such a kana.
void join_mark(std::u32string& text)
{
    if (text.size() < 2)
        return;
    char32_t kana = text[text.size() - 2];
    for (const JoinedKana& entry : joined_kana) {
        if (entry.kana == kana && entry.mark == text.back()) {
            text.pop_back();
            text.back() = entry.joined;
            return;
        }
    }
}

constexpr std::u32string_view hyphens =
    U"\u00AD\u02D7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207B\u208B\u2212\u2500"
    U"\u2501\u2796\u30FC\uFE58\uFE63\uFF0D\uFF70";

bool is_zero_width(char32_t c)
{
    return c == 0x180E || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

bool is_white_space(char32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_blank_character(char32_t c)
{
    return is_white_space(c) || is_zero_width(c);
}

}

std::string fold_width(std::string_view text)
{
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        char32_t c = next_code_point(text, offset);
        if (c < first_folded) {
            out += c;
            continue;
        }
        append_folded(out, c);
        if (out.back() == voiced_mark || out.back() == semi_voiced_mark)
            join_mark(out);
    }
    return to_utf8(out);
}

std::string fold_kana(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        char32_t c = next_code_point(text, offset);
        constexpr char32_t distance = 0x60;
        bool has_katakana = (c >= U'ぁ' && c <= U'ゖ') || c == U'ゝ' || c == U'ゞ';
        if (c == U'ゟ')
            out += "ヨリ";
        else
            append_utf8(out, has_katakana ? c + distance : c);
    }
    return out;
}

std::string fold_hyphens(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        char32_t c = next_code_point(text, offset);
        append_utf8(out, hyphens.find(c) != std::u32string_view::npos ? U'-' : c);
    }
    return out;
}

bool is_blank(std::string_view text)
{
    for (std::size_t offset = 0; offset < text.size();) {
        if (!is_blank_character(next_code_point(text, offset)))
            return false;
    }
    return true;
}

std::string trim(std::string_view text)
{
    std::size_t start = text.size();
    std::size_t end = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        std::size_t here = offset;
        if (is_blank_character(next_code_point(text, offset)))
            continue;
        start = std::min(start, here);
        end = offset;
    }
    return std::string(text.substr(start, end > start ? end - start : 0));
}

std::string collapse_blanks(std::string_view text)
{
    std::string out;
    bool after_blank = false;
    for (std::size_t offset = 0; offset < text.size();) {
        char32_t c = next_code_point(text, offset);
        if (is_blank_character(c)) {
            after_blank = after_blank || is_white_space(c);
            continue;
        }
        if (after_blank && !out.empty())
            out += ' ';
        after_blank = false;
        append_utf8(out, c);
    }
    return out;
}

std::string fold_code(std::string_view text)
{
    std::string folded = fold_hyphens(fold_width(text));
    std::string out;
    for (std::size_t offset = 0; offset < folded.size();) {
        char32_t c = next_code_point(folded, offset);
        if (c != U'-' && !is_blank_character(c))
            append_utf8(out, c);
    }
    return out;
}

}
