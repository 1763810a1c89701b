#include "base/utf8.h"

#include <algorithm>
#include <span>

namespace kenkei::base {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

#include "base/display_width_tables.inc"

bool contains(std::span<const Range> ranges, char32_t code_point)
{
    auto range = std::upper_bound(ranges.begin(), ranges.end(), code_point,
                                  [](char32_t c, const Range& r) { return c < r.first; });
    return range != ranges.begin() && code_point <= std::prev(range)->last;
}

}

std::size_t display_width(std::string_view text)
{
    std::size_t cells = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        char32_t code_point = next_code_point(text, offset);
        if (code_point < 0x300)
            cells += 1;
        else if (!contains(no_cell_ranges, code_point))
            cells += contains(two_cell_ranges, code_point) ? 2u : 1u;
    }
    return cells;
}

}
