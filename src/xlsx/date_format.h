#pragma once

#include <cstdint>
#include <string_view>

namespace kenkei::xlsx {

// Whether the built-in number format of this id shows a day or a time of day (ECMA-376 part 1, 18.8.30, with the ids of
// the Japanese Excel).
bool is_built_in_date_format(std::uint32_t id);

// Whether a number format shows a day or a time of day: y m d h s, and g e a b of Japanese and Buddhist years, outside
// of quotes, escapes, colours and conditions.
bool is_date_format(std::string_view code);

}
