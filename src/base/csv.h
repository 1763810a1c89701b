#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kenkei::base {

// What stands before the first row, so that Excel reads the file as UTF-8.
inline constexpr std::string_view csv_mark = "\xEF\xBB\xBF";

// One row as RFC 4180 has it, with its line end (CR LF): a cell with a comma, a quote or a line end stands in quotes. A
// cell that a spreadsheet would take for a formula (it begins with = + - @, full-width ones too, a tab or CR) gets an
// apostrophe before it, so that nobody's answer is computed when the file is opened.
std::string csv_row(std::span<const std::string> cells);

}
