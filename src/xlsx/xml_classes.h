#pragma once

#include <array>

namespace kenkei::xlsx::xml_class {

// What a byte of an XML text may be, so that a scan asks a table and not ten questions.
enum XmlClass : unsigned char {
    NameStart = 1,
    Name = 2,
    Blank = 4,
    EndsText = 8,   // a text is looked at here
    EndsValue = 16, // an attribute's value is looked at here
    LocalName = 32, // as Name, without the colon
};

inline constexpr std::array<unsigned char, 256> xml_classes = [] {
    std::array<unsigned char, 256> table = {};
    for (std::size_t c = 0; c < 256; ++c) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == ':' || c >= 0x80;
        const bool digit = c >= '0' && c <= '9';
        if (letter)
            table[c] |= NameStart;
        if (letter || digit || c == '-' || c == '.')
            table[c] |= Name;
        if ((letter || digit || c == '-' || c == '.') && c != ':')
            table[c] |= LocalName;
    }
    for (const char c : {' ', '\t', '\n', '\r'})
        table[static_cast<unsigned char>(c)] |= Blank;
    for (const char c : {'<', '&', ']', '\r', '\0'})
        table[static_cast<unsigned char>(c)] |= EndsText;
    for (const char c : {'"', '\'', '<', '&', '\t', '\n', '\r', '\0'})
        table[static_cast<unsigned char>(c)] |= EndsValue;
    return table;
}();

inline bool is(char c, unsigned char what)
{
    return (xml_classes[static_cast<unsigned char>(c)] & what) != 0;
}

}
