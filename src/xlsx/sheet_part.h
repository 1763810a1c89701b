#pragma once

#include "xlsx/book.h"
#include "xlsx/style_part.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kenkei::xlsx {

// The texts of all cells, each once, in the order of first use. The texts stay where they are in the book.
class SharedStrings {
public:
    std::size_t index_of(std::string_view text);

    // xl/sharedStrings.xml
    std::string part() const;

private:
    std::unordered_map<std::string_view, std::size_t> m_indices;
    std::vector<std::string_view> m_texts;
    std::size_t m_uses = 0;
};

// Appends xl/worksheets/sheetN.xml. The book has passed check_book.
void append_sheet_part(std::string& out, const Sheet&, bool is_active, const DifferentialStyles&, SharedStrings&);

}
