#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::table {

struct CsvRow {
    std::size_t line = 0; // of the file, from 1: where it begins
    std::vector<std::string> cells;
    std::string raw; // as it stands in the file, without its line end
};

struct CsvFault {
    std::size_t line = 0;
    std::string message; // 「3行目: …」
};

struct Csv {
    std::vector<CsvRow> rows; // without empty lines
    std::vector<CsvFault> faults;
};

// RFC 4180 as it is met: cells in quotes may hold commas, quotes (doubled) and line ends; lines end with LF, CR LF or
// CR; where the first line has tabs and no comma, tabs separate. A quote that is never closed and text behind a closing
// quote are faults; what can be read is read. `text` is valid UTF-8.
Csv read_csv(std::string_view text);

// The rows that have more or fewer cells than `width`, as faults.
std::vector<CsvFault> find_ragged_rows(const std::vector<CsvRow>& rows, std::size_t width);

}
