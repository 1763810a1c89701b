#include "desk/comparable_text.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "desk/folded_text.h"

#include <algorithm>

namespace kenkei::desk {

namespace {

constexpr std::size_t basic_plane = 0x10000;

bool is_digit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

bool between(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

// Letters, digits, kana, kanji: what is left when blanks, punctuation and symbols are taken out.
bool is_written_word(char32_t c)
{
    if (c < 0x80)
        return is_digit(c) || between(c, U'a', U'z');
    return between(c, 0x3041, 0x3096) || between(c, 0x30A1, 0x30FA) || between(c, 0x30FC, 0x30FE) || // kana, ー ヽ ヾ
           between(c, 0x309D, 0x309E) || c == 0x3005 || c == 0x3006 || c == 0x3007 || // ゝ ゞ 々 〆 〇
           between(c, 0x3400, 0x4DBF) || between(c, 0x4E00, 0x9FFF) || between(c, 0xF900, 0xFAFF) || // kanji
           c >= 0x20000 || between(c, 0xC0, 0x24F) || between(c, 0x370, 0x52F);                      // other letters
}

bool stands_inside_number(char32_t c)
{
    return c == U'.' || c == U',';
}

}

bool ComparableText::is_all_schemes_own() const
{
    return std::all_of(schemes_own.begin(), schemes_own.end(), [](bool own) { return own; });
}

ComparableTexts::ComparableTexts(const std::vector<std::string>& schemes_wording) : m_folded(basic_plane)
{
    for (const std::string& phrase : schemes_wording) {
        const std::u32string characters = read(phrase).characters;
        for (std::size_t i = 0; i + schemes_own_length <= characters.size(); ++i)
            m_schemes_wording.insert(characters.substr(i, schemes_own_length));
    }
}

std::u32string ComparableTexts::fold_slice(std::string_view slice) const
{
    std::u32string folded = base::to_code_points(base::fold_width(slice));
    for (char32_t& c : folded) {
        if (between(c, U'A', U'Z'))
            c += U'a' - U'A';
    }
    std::erase_if(folded, [](char32_t c) { return !is_written_word(c) && !stands_inside_number(c); });
    return folded;
}

const std::u32string& ComparableTexts::fold(char32_t code_point)
{
    Folded& folded = code_point < basic_plane ? m_folded[code_point] : m_beyond;
    if (!folded.known || &folded == &m_beyond) {
        std::string written;
        base::append_utf8(written, code_point);
        folded = {true, fold_slice(written)};
    }
    return folded.characters;
}

ComparableText ComparableTexts::read(std::string_view text)
{
    ComparableText result;
    result.characters.reserve(text.size() / 3);
    result.begins.reserve(text.size() / 3);
    result.ends.reserve(text.size() / 3);
    bool in_number = false;
    auto add = [&](char32_t c, std::uint32_t begin, std::uint32_t end) {
        const bool digit = is_digit(c);
        if (in_number && (digit || stands_inside_number(c))) {
            if (digit)
                result.ends.back() = end; // a full stop behind a number is none of it
            return;
        }
        in_number = digit;
        if (stands_inside_number(c))
            return;
        result.characters.push_back(digit ? number_mark : c);
        result.begins.push_back(begin);
        result.ends.push_back(end);
    };
    std::uint32_t place = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t start = offset;
        const std::uint32_t begin = place++;
        const char32_t code_point = base::next_code_point(text, offset);
        std::size_t behind = offset;
        if (offset < text.size() && is_sound_mark(base::next_code_point(text, behind))) {
            offset = behind;
            ++place;
            for (char32_t c : fold_slice(text.substr(start, offset - start)))
                add(c, begin, place);
            continue;
        }
        const std::u32string& folded = fold(code_point);
        if (folded.empty())
            in_number = false;
        for (char32_t c : folded)
            add(c, begin, place);
    }
    mark_schemes_own(result);
    return result;
}

void ComparableTexts::mark_schemes_own(ComparableText& text) const
{
    text.schemes_own.assign(text.characters.size(), false);
    if (m_schemes_wording.empty())
        return;
    const std::u32string_view characters = text.characters;
    for (std::size_t i = 0; i + schemes_own_length <= characters.size(); ++i) {
        if (m_schemes_wording.contains(characters.substr(i, schemes_own_length)))
            std::fill_n(text.schemes_own.begin() + static_cast<std::ptrdiff_t>(i), schemes_own_length, true);
    }
}

}
