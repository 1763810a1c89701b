#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace kenkei::base {

// A table as text for a terminal: cells stand below each other whatever the width of their characters, the first column
// to the left, numbers behind it to the right.
class TextTable {
public:
    enum class Align { Left, Right };

    // Columns behind the last that is named are aligned like it.
    explicit TextTable(std::vector<Align> columns = {Align::Left, Align::Right}) : m_columns(std::move(columns)) {}

    void add_row(std::vector<std::string> cells); // a row may have fewer cells than another

    // Each row on a line of its own behind `indent`, without blanks at its end.
    std::string to_text(const std::string& indent) const;

private:
    Align align_of(std::size_t column) const { return m_columns[std::min(column, m_columns.size() - 1)]; }

    std::vector<Align> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

}
