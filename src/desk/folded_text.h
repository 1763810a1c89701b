#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::desk {

// A text with width and case folded, and where each of its characters stands in the original, in code points.
struct FoldedText {
    std::u32string characters;
    std::vector<std::uint32_t> begins;
    std::vector<std::uint32_t> ends;
};

// ﾞ ﾟ, half-width or combining: it belongs to the kana before it.
bool is_sound_mark(char32_t);

// `text` must be valid UTF-8.
FoldedText fold_text(std::string_view text);

}
