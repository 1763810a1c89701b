#include "base/source_position.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::base {

namespace {

// A line of a generated file may be megabytes long; a message shows at most this much of it on each side of the caret.
constexpr std::size_t shown_cells_each_side = 80;
// More bytes than those cells take; what lies further off is not even decoded.
constexpr std::size_t decoded_bytes_each_side = 1024;

// The `line`-th line of `text` without its end.
std::string_view line_of(std::string_view text, std::size_t line)
{
    for (; line > 1; --line) {
        std::size_t end = text.find('\n');
        if (end == std::string_view::npos)
            return {};
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

bool starts_inside_character(std::string_view text)
{
    return !text.empty() && (static_cast<unsigned char>(text.front()) & 0xC0) == 0x80;
}

std::string_view cut_before(std::string_view before)
{
    if (before.size() > decoded_bytes_each_side)
        before.remove_prefix(before.size() - decoded_bytes_each_side);
    while (starts_inside_character(before))
        before.remove_prefix(1);
    return before;
}

std::string_view cut_behind(std::string_view after)
{
    std::size_t length = std::min(after.size(), decoded_bytes_each_side);
    while (length < after.size() && starts_inside_character(after.substr(length)))
        ++length;
    return after.substr(0, length);
}

std::size_t cells_of(char32_t code_point)
{
    std::string text;
    append_utf8(text, code_point);
    return display_width(text);
}

// The last characters of `before` that fit beside the caret.
std::u32string_view end_that_fits(std::u32string_view before)
{
    std::size_t cells = 0;
    std::size_t start = before.size();
    while (start > 0 && cells + cells_of(before[start - 1]) <= shown_cells_each_side)
        cells += cells_of(before[--start]);
    return before.substr(start);
}

std::u32string_view start_that_fits(std::u32string_view after)
{
    std::size_t cells = 0;
    std::size_t length = 0;
    while (length < after.size() && cells + cells_of(after[length]) <= shown_cells_each_side)
        cells += cells_of(after[length++]);
    return after.substr(0, length);
}

// Blanks as wide as `text`; tabs stay tabs, since only the terminal knows their width.
std::string blanks_below(std::u32string_view text)
{
    std::string blanks;
    for (char32_t code_point : text) {
        if (code_point == U'\t')
            blanks += '\t';
        else
            blanks.append(cells_of(code_point), ' ');
    }
    return blanks;
}

}

SourcePosition position_of(std::string_view text, std::size_t offset)
{
    std::string_view before = text.substr(0, std::min(offset, text.size()));
    std::size_t line_start = before.rfind('\n') + 1; // npos + 1 = 0: the first line
    auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    return {line, count_code_points(before.substr(line_start)) + 1};
}

std::string line_with_caret(std::string_view text, SourcePosition at)
{
    if (!at.known())
        return {};
    std::string_view line = line_of(text, at.line);
    if (line.empty())
        return {};
    std::size_t caret = 0;
    for (std::size_t column = 1; column < at.column && caret < line.size(); ++column)
        next_code_point(line, caret);

    std::u32string before = to_code_points(cut_before(line.substr(0, caret)));
    std::u32string after = to_code_points(cut_behind(line.substr(caret)));
    std::u32string shown_before(end_that_fits(before));
    std::u32string shown_after(start_that_fits(after));
    if (shown_before.size() < before.size())
        shown_before.insert(0, U"…");
    if (shown_after.size() < after.size())
        shown_after += U"…";
    return to_utf8(shown_before) + to_utf8(shown_after) + '\n' + blanks_below(shown_before) + '^';
}

}
