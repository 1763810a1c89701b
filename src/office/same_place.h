#pragma once

#include <string_view>

namespace kenkei::office {

// Whether an address as somebody typed it is the registered one: width, hyphens, blanks, 丁目・番・号 and their numbers
// in kanji may be written otherwise, and the name of a building may follow. Anything else is another place.
bool is_same_place(std::string_view typed, std::string_view registered);

}
