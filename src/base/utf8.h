#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kenkei::base {

// Byte offset of the first byte that is not well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most
// U+10FFFF); nothing if all of it is.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// Whether all of it is well-formed; faster than to find where it is not.
bool is_utf8(std::string_view text);

// The code point at `offset`, which moves behind it. The text must be valid UTF-8 and `offset` inside it.
char32_t next_code_point(std::string_view text, std::size_t& offset);

void append_utf8(std::string& out, char32_t code_point);

std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view code_points);

// Number of code points of a valid text.
std::size_t count_code_points(std::string_view text);

// The first `most` code points, and … where there were more.
std::string shortened(std::string_view text, std::size_t most);

// On one line and without what could steer a terminal: control characters (C0, C1, DEL, line ends, bidi controls)
// become a space or ␛-like pictures (U+2400…).
std::string printable(std::string_view text);

// Cells on a terminal: 2 for East Asian wide and full-width characters, 0 for combining marks and format
// characters (zero-width space, BOM), otherwise 1.
std::size_t display_width(std::string_view text);

}
