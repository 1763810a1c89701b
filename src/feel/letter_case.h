#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kenkei::feel {

// Letter case by Unicode's simple mappings (tables generated from ICU by tools/generate_characters.cpp).
char32_t lower_case(char32_t);
char32_t upper_case(char32_t);
// Of a text; ß becomes SS, as fn:upper-case has it.
std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

// All characters that are the same letter as one of first … last whatever its case (F&O 3.1, 5.6.1, flag i): those with
// the same lower or the same upper case. Ranges, not sorted, first … last among them.
std::vector<std::pair<char32_t, char32_t>> case_variants(char32_t first, char32_t last);

}
