#pragma once

#include <cstddef>
#include <string_view>

namespace kenkei::xlsx {

// Excel counts a text in UTF-16 units: 1 for most characters, 2 for those beyond U+FFFF (𠮷). The text is valid UTF-8.
inline std::size_t utf16_length_of(char lead)
{
    auto byte = static_cast<unsigned char>(lead);
    return byte >= 0xF0 ? 2 : (byte & 0xC0) == 0x80 ? 0 : 1;
}

inline std::size_t utf16_length(std::string_view text)
{
    std::size_t length = 0;
    for (char c : text)
        length += utf16_length_of(c);
    return length;
}

// As much of the beginning as fits, never half a character.
inline std::string_view cut_to_utf16_length(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    std::size_t length = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        length += utf16_length_of(text[i]);
        if (length > most)
            return text.substr(0, i);
    }
    return text;
}

}
