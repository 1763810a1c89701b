#include "base/csv.h"

#include <algorithm>

namespace kenkei::base {

namespace {

constexpr std::string_view formula_starts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

bool looks_like_formula(std::string_view cell)
{
    return std::any_of(std::begin(formula_starts), std::end(formula_starts),
                       [&](std::string_view start) { return cell.starts_with(start); });
}

void append_cell(std::string& row, const std::string& cell)
{
    const bool quoted = cell.find_first_of(",\"\r\n") != std::string::npos;
    if (quoted)
        row += '"';
    if (looks_like_formula(cell))
        row += '\'';
    for (const char c : cell) {
        if (c == '"')
            row += '"';
        row += c;
    }
    if (quoted)
        row += '"';
}

}

std::string csv_row(std::span<const std::string> cells)
{
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            row += ',';
        append_cell(row, cells[i]);
    }
    return row + "\r\n";
}

}
