#include "desk/payer_name.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::desk {

namespace {

constexpr std::u32string_view small_kana = U"ァィゥェォッャュョヮヵヶ";
constexpr std::u32string_view large_kana = U"アイウエオツヤユヨワカケ";
constexpr std::u32string_view old_kana = U"ヂヅヲヰヱ";
constexpr std::u32string_view new_kana = U"ジズオイエ";
constexpr std::u32string_view voiced_kana = U"ガギグゲゴザジズゼゾダデドバビブベボパピプペポ";
constexpr std::u32string_view plain_kana = U"カキクケコサシスセソタテトハヒフヘホハヒフヘホ";
constexpr std::u32string_view small_vowels = U"ァィェォ";
constexpr std::u32string_view vowels = U"アイエオ";
constexpr std::u32string_view with_b = U"バビベボ";
constexpr std::u32string_view ignored = U" .,'`/&:;*・。、「」";

char32_t exchanged(char32_t c, std::u32string_view from, std::u32string_view to)
{
    const std::size_t at = from.find(c);
    return at == std::u32string_view::npos ? c : to[at];
}

bool is_kana(char32_t c)
{
    return c >= U'ァ' && c <= U'ー';
}

// ガ for カ and ゛ (U+309B), which fold_width leaves apart; 0 if there is no such kana.
char32_t joined(char32_t kana, char32_t mark)
{
    std::string text;
    base::append_utf8(text, kana);
    base::append_utf8(text, mark == 0x309B ? 0x3099 : 0x309A);
    const std::string whole = base::fold_width(text);
    std::size_t offset = 0;
    const char32_t first = base::next_code_point(whole, offset);
    return offset == whole.size() ? first : 0;
}

// Width, kana and case folded, dashes as '-'; blanks stand.
std::string folded(std::string_view written)
{
    std::string text = base::fold_hyphens(base::fold_kana(base::fold_width(written)));
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

void append_kana(std::u32string& out, char32_t c)
{
    if (c == 0x309B || c == 0x309C) {
        if (const char32_t whole = out.empty() ? 0 : joined(out.back(), c))
            out.back() = exchanged(whole, old_kana, new_kana);
        return;
    }
    if (c == U'-') {
        if (!out.empty() && is_kana(out.back()) && out.back() != U'ー')
            out += U'ー';
        return;
    }
    const bool after_v = !out.empty() && out.back() == U'ヴ';
    if (after_v && small_vowels.find(c) != std::u32string_view::npos) {
        out.back() = exchanged(c, small_vowels, with_b);
        return;
    }
    if (after_v)
        out.back() = U'ブ';
    out += exchanged(exchanged(c, small_kana, large_kana), old_kana, new_kana);
}

std::string canonical_kana(std::string_view folded_text)
{
    std::u32string out;
    for (std::size_t offset = 0; offset < folded_text.size();) {
        const char32_t c = base::next_code_point(folded_text, offset);
        if (ignored.find(c) == std::u32string_view::npos)
            append_kana(out, c);
    }
    if (!out.empty() && out.back() == U'ヴ')
        out.back() = U'ブ';
    return base::to_utf8(out);
}

std::vector<std::string> words_of(std::string_view folded_text)
{
    std::vector<std::string> words;
    const std::string text = base::collapse_blanks(folded_text);
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        if (std::string word = canonical_kana(std::string_view(text).substr(start, end - start)); !word.empty())
            words.push_back(std::move(word));
        start = end + 1;
    }
    return words;
}

// ブア → バ
std::string with_joined_vowels(std::string_view core)
{
    std::u32string out;
    for (std::size_t offset = 0; offset < core.size();) {
        const char32_t c = base::next_code_point(core, offset);
        if (!out.empty() && out.back() == U'ブ' && vowels.find(c) != std::u32string_view::npos)
            out.back() = exchanged(c, vowels, with_b);
        else
            out += c;
    }
    return base::to_utf8(out);
}

std::string without(std::string text, std::string_view part)
{
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
    return text;
}

}

std::string PayerName::loose() const
{
    return with_joined_vowels(without(core, "ー"));
}

std::string PayerName::swapped() const
{
    return words.size() == 2 ? with_joined_vowels(without(words[1] + words[0], "ー")) : "";
}

bool is_same_spelled_otherwise(const PayerName& a, const PayerName& b)
{
    return without(a.core, "ー") == without(b.core, "ー") || ((a.foreign || b.foreign) && a.loose() == b.loose());
}

PayerName read_payer_name(std::string_view written)
{
    const std::string text = folded(written);
    WithoutForm split = split_form(canonical_kana(text));
    PayerName name{.form = std::move(split.form), .place = split.place, .behind = std::move(split.behind)};
    name.foreign = base::fold_kana(base::fold_width(written)).find("ヴ") != std::string::npos;
    name.core = without(without(std::move(split.core), "("), ")");
    if (name.place == FormPlace::None)
        name.words = words_of(text);
    return name;
}

PayerName firm_name(std::string_view kana, std::string_view name)
{
    PayerName firm = read_payer_name(kana);
    if (firm.place != FormPlace::None)
        return firm;
    const PayerName kanji = read_payer_name(name);
    firm.form = kanji.form;
    firm.place = kanji.place;
    return firm;
}

std::string without_voice(std::string_view core)
{
    std::string plain;
    for (std::size_t offset = 0; offset < core.size();)
        base::append_utf8(plain, exchanged(base::next_code_point(core, offset), voiced_kana, plain_kana));
    return plain;
}

std::size_t half_width_length(std::string_view written)
{
    const std::string text = base::fold_width(written);
    std::size_t length = 0;
    for (std::size_t offset = 0; offset < text.size(); ++length) {
        const char32_t c = base::next_code_point(text, offset);
        if (voiced_kana.find(c) != std::u32string_view::npos || c == U'ヂ' || c == U'ヅ' || c == U'ヴ')
            ++length;
    }
    return length;
}

bool is_beginning(std::string_view cut, std::string_view whole)
{
    const std::u32string shorter = base::to_code_points(cut);
    const std::u32string longer = base::to_code_points(whole);
    if (shorter.empty() || shorter.size() > longer.size())
        return false;
    const std::size_t last = shorter.size() - 1;
    return std::equal(shorter.begin(), shorter.end() - 1, longer.begin()) &&
           (shorter[last] == longer[last] || shorter[last] == exchanged(longer[last], voiced_kana, plain_kana));
}

}
