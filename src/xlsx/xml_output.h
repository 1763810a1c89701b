#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Appends to XML text. What is given must be valid UTF-8 of characters that XML knows; check_book sees to it.
namespace kenkei::xlsx {

void append_number(std::string& out, double);
void append_number(std::string& out, std::uint64_t);

// Between tags: & < > written as entities.
void append_text(std::string& out, std::string_view);

// In double quotes: besides those " and the white space that a reader would turn into blanks.
void append_attribute(std::string& out, std::string_view);

// The text of a cell: control characters as Excel writes them (_x000D_), and what only looks like such an escape
// written so that it comes back as it was.
void append_cell_text(std::string& out, std::string_view);

// FF1F2E3D: Excel's colours have the alpha value in front.
void append_colour(std::string& out, std::uint32_t rgb);

}
