#include "form/sheet_painter.h"

#include "base/utf8.h"

#include <cmath>

namespace kenkei::form {

namespace {

constexpr double line_height = 15; // points, of a line of 10 points
constexpr double highest = 400;    // Excel: 409.5

}

std::size_t lines_of(std::string_view text, double width)
{
    std::size_t lines = 0;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const auto wide = static_cast<double>(base::display_width(text.substr(0, end)));
        lines += std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(wide / std::max(width - 1.5, 4.0))));
        if (end == text.size())
            return lines;
        text.remove_prefix(end + 1);
    }
}

SheetPainter::SheetPainter(Draft& draft, std::string_view name) : m_draft(draft), m_index(draft.book.sheets.size())
{
    xlsx::Sheet sheet;
    sheet.name = name;
    sheet.is_protected = true;
    draft.book.sheets.push_back(std::move(sheet));
}

std::size_t SheetPainter::blank(xlsx::Place at, std::size_t style)
{
    sheet().cells.push_back({at, style, std::monostate{}});
    return sheet().cells.size() - 1;
}

std::size_t SheetPainter::text(xlsx::Place at, std::size_t style, std::string text)
{
    sheet().cells.push_back({at, style, std::move(text)});
    return sheet().cells.size() - 1;
}

std::size_t SheetPainter::number(xlsx::Place at, std::size_t style, double number)
{
    sheet().cells.push_back({at, style, number});
    return sheet().cells.size() - 1;
}

std::size_t SheetPainter::live(xlsx::Place at, std::size_t style, std::string formula,
                               std::function<Stored(const Filled&)> value)
{
    sheet().cells.push_back({at, style, xlsx::Formula{std::move(formula), std::string()}});
    m_draft.live.push_back({m_index, sheet().cells.size() - 1, std::move(value)});
    return sheet().cells.size() - 1;
}

std::size_t SheetPainter::result(xlsx::Place at, std::size_t style, std::size_t row)
{
    return live(at, style, Calculation::from_elsewhere(row), m_draft.calculation.rows[row].value);
}

void SheetPainter::across(std::uint32_t row, std::uint32_t first, std::uint32_t last, std::size_t style)
{
    for (std::uint32_t column = first + 1; column <= last; ++column)
        blank({row, column}, style);
    sheet().merges.push_back({{row, first}, {row, last}});
}

void SheetPainter::fit(std::uint32_t row, std::initializer_list<std::pair<std::string_view, double>> texts,
                       double least)
{
    double height = least;
    for (const auto& [text, width] : texts)
        height = std::max(height, 3 + line_height * static_cast<double>(lines_of(text, width)));
    this->height(row, std::min(height, highest));
}

}
