#pragma once

#include <cstddef>
#include <string_view>

namespace kenkei::base {

// How many characters must be put in, taken out or replaced to turn one text into the other (Levenshtein); for 「…では
// ありませんか」.
std::size_t edits_between(std::u32string_view a, std::u32string_view b);
std::size_t edits_between(std::string_view a, std::string_view b); // both valid UTF-8

}
