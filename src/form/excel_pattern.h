#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kenkei::form {

// Regular expressions as formulas. `text` is the reference of a cell, read several times.

// Whether the text has a match: a condition of Excel; nothing if Excel cannot say it. A gap (.*) ends with its line,
// and Excel does not see lines: where a pattern has gaps, a text of several lines is an error.
struct PatternFormula {
    std::string text;
    bool fails = false;
};
std::optional<PatternFormula> excel_pattern(std::string_view pattern, const std::string& text);

// The text with every match replaced; nothing if Excel cannot say it.
std::optional<std::string> excel_replace(std::string_view pattern, std::string_view replacement,
                                         const std::string& text);

// [^0-9] → 0 to 9; nothing for any other pattern.
std::optional<std::vector<char32_t>> characters_outside(std::string_view pattern);

// ^[0-9]{10,11}$ → 10, 11, if its characters are just these.
std::optional<std::pair<std::int64_t, std::int64_t>> repetitions_of(const std::vector<char32_t>& characters,
                                                                    std::string_view pattern);

// How many characters of the text are one of these.
std::string count_characters(const std::vector<char32_t>&, const std::string& text);

std::size_t utf16_length(std::u32string_view);

}
