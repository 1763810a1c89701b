#include "server/text_table.h"

#include "base/utf8.h"
#include "xlsx/workbook_writer.h"

#include <algorithm>

namespace kenkei::server {

namespace {

constexpr std::size_t longest_text = 32'000; // Excel takes 32,767
constexpr double narrowest = 8;              // characters
constexpr double widest = 40;

double width_of(const std::string& text)
{
    double width = 2;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        width += byte < 0x80 ? 1 : byte >= 0xc0 ? 2 : 0; // Japanese takes two
    }
    return std::clamp(width, narrowest, widest);
}

void add_row(xlsx::Sheet& sheet, std::uint32_t row, std::size_t style, std::span<const std::string> texts)
{
    for (std::uint32_t column = 0; column < texts.size(); ++column) {
        if (!texts[column].empty())
            sheet.cells.push_back(
                {xlsx::Place{.row = row, .column = column}, style, base::shortened(texts[column], longest_text)});
        sheet.columns[column].width = std::max(sheet.columns[column].width, width_of(texts[column]));
    }
}

}

base::Result<std::string> text_table(const std::string& name, std::span<const std::string> labels,
                                     std::span<const std::vector<std::string>> rows)
{
    xlsx::Book book;
    const std::size_t plain = book.style({.number_format = "@"});
    const std::size_t heading = book.style({.bold = true, .background = 0xEEF2F4, .number_format = "@"});
    xlsx::Sheet sheet{.name = name, .gridlines = true};
    sheet.freeze = xlsx::Place{.row = 1, .column = 0};
    for (std::uint32_t column = 0; column < labels.size(); ++column)
        sheet.columns.push_back({.first = column, .last = column, .width = narrowest});
    add_row(sheet, 0, heading, labels);
    for (std::uint32_t row = 0; row < rows.size(); ++row)
        add_row(sheet, row + 1, plain, rows[row]);
    book.sheets.push_back(std::move(sheet));
    return xlsx::write_workbook(book);
}

}
