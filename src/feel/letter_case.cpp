#include "feel/letter_case.h"

#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>

namespace kenkei::feel {

namespace {

// The characters first, first + step … last; the other case of each is `difference` away.
struct CaseRow {
    char32_t first;
    char32_t last;
    std::int32_t step;
    std::int32_t difference;
};

#include "feel/letter_case.inc"

char32_t moved(char32_t c, std::int32_t difference)
{
    return static_cast<char32_t>(static_cast<std::int64_t>(c) + difference);
}

char32_t mapped(std::span<const CaseRow> rows, char32_t c)
{
    auto row = std::lower_bound(rows.begin(), rows.end(), c,
                                [](const CaseRow& r, char32_t wanted) { return r.last < wanted; });
    if (row == rows.end() || c < row->first || (c - row->first) % static_cast<char32_t>(row->step) != 0)
        return c;
    return moved(c, row->difference);
}

using Ranges = std::vector<std::pair<char32_t, char32_t>>;

// Adds what the rows make of first … last, or what they make first … last of.
void add_mapped(Ranges& out, std::span<const CaseRow> rows, char32_t first, char32_t last, bool backwards)
{
    for (const CaseRow& row : rows) {
        char32_t low = backwards ? moved(row.first, row.difference) : row.first;
        char32_t high = backwards ? moved(row.last, row.difference) : row.last;
        std::int32_t difference = backwards ? -row.difference : row.difference;
        auto step = static_cast<char32_t>(row.step);
        if (high < first || last < low)
            continue;
        char32_t begin = low >= first ? low : low + (first - low + step - 1) / step * step;
        char32_t end = std::min(high, last);
        if (step == 1 && begin <= end)
            out.emplace_back(moved(begin, difference), moved(end, difference));
        for (char32_t c = begin; step != 1 && c <= end; c += step)
            out.emplace_back(moved(c, difference), moved(c, difference));
    }
}

}

char32_t lower_case(char32_t c)
{
    if (c < 0x80)
        return c >= U'A' && c <= U'Z' ? c + 32 : c;
    return mapped(to_lower, c);
}

char32_t upper_case(char32_t c)
{
    if (c < 0x80)
        return c >= U'a' && c <= U'z' ? c - 32 : c;
    return mapped(to_upper, c);
}

std::string lower_case(std::string_view text)
{
    std::string out;
    for (std::size_t offset = 0; offset < text.size();)
        base::append_utf8(out, lower_case(base::next_code_point(text, offset)));
    return out;
}

std::string upper_case(std::string_view text)
{
    std::string out;
    for (std::size_t offset = 0; offset < text.size();) {
        char32_t c = base::next_code_point(text, offset);
        if (c == 0xDF)
            out += "SS";
        else
            base::append_utf8(out, upper_case(c));
    }
    return out;
}

std::vector<std::pair<char32_t, char32_t>> case_variants(char32_t first, char32_t last)
{
    // x has the lower case of c: x is that lower case or maps to it; likewise with upper case.
    Ranges direct{{first, last}};
    add_mapped(direct, to_lower, first, last, false);
    add_mapped(direct, to_upper, first, last, false);
    Ranges all = direct;
    for (auto [low, high] : direct) {
        add_mapped(all, to_lower, low, high, true);
        add_mapped(all, to_upper, low, high, true);
    }
    return all;
}

}
