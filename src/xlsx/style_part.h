#pragma once

#include "xlsx/book.h"

#include <string>
#include <vector>

namespace kenkei::xlsx {

// The index of a style of the book among the formats of cells (0 is the one of cells without any).
inline std::size_t format_of_cells(std::size_t style)
{
    return style + 1;
}

// The styles in the book's conditional formats, in the order of first use; `positions[style]` is where it stands there.
struct DifferentialStyles {
    std::vector<std::size_t> styles;
    std::vector<std::size_t> positions;
};
DifferentialStyles differential_styles(const Book&);

// xl/styles.xml
std::string style_part(const Book&, const DifferentialStyles&);

}
