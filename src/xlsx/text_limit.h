#pragma once

#include "base/utf8.h"

#include <string_view>

namespace kenkei::xlsx {

inline bool is_too_long(std::string_view text, std::size_t most_characters)
{
    return text.size() > most_characters && base::count_code_points(text) > most_characters;
}

}
