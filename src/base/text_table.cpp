#include "base/text_table.h"

#include "base/utf8.h"

namespace kenkei::base {

namespace {

constexpr std::size_t gap = 2; // blanks between columns

}

void TextTable::add_row(std::vector<std::string> cells)
{
    for (std::string& cell : cells)
        cell = printable(cell);
    m_rows.push_back(std::move(cells));
}

std::string TextTable::to_text(const std::string& indent) const
{
    std::vector<std::size_t> widths;
    for (const std::vector<std::string>& row : m_rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    }
    std::string text;
    for (const std::vector<std::string>& row : m_rows) {
        std::string line = indent;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string blanks(widths[i] - display_width(row[i]), ' ');
            line += i == 0 ? "" : std::string(gap, ' ');
            line += align_of(i) == Align::Left ? row[i] + blanks : blanks + row[i];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

}
