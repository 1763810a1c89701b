#include "xlsx/place.h"

#include <algorithm>

namespace kenkei::xlsx {

namespace {

constexpr std::size_t letters_at_most = 3; // XFD
constexpr std::size_t digits_at_most = 7;  // 1048576

bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// A place at the start of `text`, which loses it.
std::optional<Place> take_place(std::string_view& text)
{
    const auto take_dollar = [&] {
        if (text.starts_with('$'))
            text.remove_prefix(1);
    };
    take_dollar();
    std::uint32_t column = 0; // from 1
    std::size_t length = 0;
    for (; length < text.size() && is_letter(text[length]); ++length) {
        if (length == letters_at_most)
            return {};
        column = column * 26 + static_cast<std::uint32_t>((text[length] & ~0x20) - 'A') + 1;
    }
    text.remove_prefix(length);
    take_dollar();
    if (text.starts_with('0'))
        return {};
    std::uint32_t row = 0; // from 1
    for (length = 0; length < text.size() && is_digit(text[length]); ++length) {
        if (length == digits_at_most)
            return {};
        row = row * 10 + static_cast<std::uint32_t>(text[length] - '0');
    }
    text.remove_prefix(length);
    if (column == 0 || column > columns_of_a_sheet || row == 0 || row > rows_of_a_sheet)
        return {};
    return Place{row - 1, column - 1};
}

bool needs_no_quotes(std::string_view name)
{
    const auto is_plain = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    return !name.empty() && !is_digit(name.front()) && std::all_of(name.begin(), name.end(), is_plain) &&
           !looks_like_a_cell(name);
}

}

std::string column_letters(std::uint32_t column)
{
    std::string letters;
    for (std::uint32_t rest = column + 1; rest != 0; rest = (rest - 1) / 26)
        letters += static_cast<char>('A' + (rest - 1) % 26);
    std::reverse(letters.begin(), letters.end());
    return letters;
}

std::string a1(Place place)
{
    return column_letters(place.column) + std::to_string(place.row + 1);
}

std::string a1(const Range& range)
{
    return a1(range.first) + ":" + a1(range.last);
}

std::string absolute(Place place)
{
    return "$" + column_letters(place.column) + "$" + std::to_string(place.row + 1);
}

std::string absolute(const Range& range)
{
    return absolute(range.first) + ":" + absolute(range.last);
}

std::optional<Place> read_a1(std::string_view text)
{
    const auto place = take_place(text);
    return text.empty() ? place : std::nullopt;
}

std::optional<Range> read_range(std::string_view text)
{
    const auto first = take_place(text);
    if (!first)
        return {};
    if (text.empty())
        return Range{*first, *first};
    if (!text.starts_with(':'))
        return {};
    text.remove_prefix(1);
    const auto last = read_a1(text);
    if (!last || last->row < first->row || last->column < first->column)
        return {};
    return Range{*first, *last};
}

bool looks_like_a_cell(std::string_view name)
{
    if (read_a1(name))
        return true;
    std::size_t at = 0;
    const auto skip_part = [&](char letter) {
        if (at == name.size() || (name[at] & ~0x20) != letter)
            return;
        ++at;
        while (at < name.size() && is_digit(name[at]))
            ++at;
    };
    skip_part('R');
    skip_part('C');
    return at == name.size();
}

// Quotes are never wrong; they are left out only around ASCII words. Excel writes 申請書 without and （１） with them;
// which characters need them is its secret, so that everything beyond ASCII has them.
std::string sheet_in_formula(std::string_view name)
{
    if (needs_no_quotes(name))
        return std::string(name);
    std::string quoted = "'";
    for (const char c : name) {
        if (c == '\'')
            quoted += '\'';
        quoted += c;
    }
    return quoted + "'";
}

std::string reference(std::string_view sheet, Place place)
{
    return sheet_in_formula(sheet) + "!" + absolute(place);
}

std::string reference(std::string_view sheet, const Range& range)
{
    return sheet_in_formula(sheet) + "!" + absolute(range);
}

}
