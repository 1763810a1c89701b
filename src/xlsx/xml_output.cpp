#include "xlsx/xml_output.h"

#include <array>
#include <charconv>

namespace kenkei::xlsx {

namespace {

constexpr char hexadecimal[] = "0123456789ABCDEF";

using Special = std::array<bool, 256>;

constexpr Special special_characters(std::string_view characters, bool controls)
{
    Special special = {};
    for (char c : characters)
        special[static_cast<unsigned char>(c)] = true;
    for (std::size_t byte = 0; controls && byte < 0x20; ++byte)
        special[byte] = byte != '\n' && byte != '\t';
    return special;
}

constexpr Special special_in_text = special_characters("&<>", false);
constexpr Special special_in_attribute = special_characters("&<>\"\n\t\r", false);
constexpr Special special_in_cell = special_characters("&<>_", true);

// Appends runs of plain characters whole; `append_special(at)` writes the others.
template<typename AppendSpecial>
void append_escaped(std::string& out, std::string_view text, const Special& special, AppendSpecial append_special)
{
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!special[static_cast<unsigned char>(text[i])])
            continue;
        out.append(text, plain, i - plain);
        append_special(i);
        plain = i + 1;
    }
    out.append(text, plain);
}

void append_entity(std::string& out, char character)
{
    switch (character) {
    case '&':
        out += "&amp;";
        return;
    case '<':
        out += "&lt;";
        return;
    case '>':
        out += "&gt;";
        return;
    case '"':
        out += "&quot;";
        return;
    case '\n':
        out += "&#10;";
        return;
    case '\t':
        out += "&#9;";
        return;
    default:
        out += "&#13;";
        return;
    }
}

bool is_hexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

// _xHHHH_
bool is_escape(std::string_view text)
{
    return text.size() >= 7 && text[0] == '_' && (text[1] == 'x' || text[1] == 'X') && is_hexadecimal(text[2]) &&
           is_hexadecimal(text[3]) && is_hexadecimal(text[4]) && is_hexadecimal(text[5]) && text[6] == '_';
}

}

void append_number(std::string& out, double number)
{
    std::array<char, 32> digits = {};
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_number(std::string& out, std::uint64_t number)
{
    std::array<char, 20> digits = {};
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_text(std::string& out, std::string_view text)
{
    append_escaped(out, text, special_in_text, [&](std::size_t at) { append_entity(out, text[at]); });
}

void append_attribute(std::string& out, std::string_view text)
{
    append_escaped(out, text, special_in_attribute, [&](std::size_t at) { append_entity(out, text[at]); });
}

void append_cell_text(std::string& out, std::string_view text)
{
    append_escaped(out, text, special_in_cell, [&](std::size_t at) {
        auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '_') {
            out += is_escape(text.substr(at)) ? "_x005F_" : "_";
        } else if (byte < 0x20) {
            out += "_x00";
            out += hexadecimal[byte >> 4];
            out += hexadecimal[byte & 15];
            out += '_';
        } else {
            append_entity(out, text[at]);
        }
    });
}

void append_colour(std::string& out, std::uint32_t rgb)
{
    out += "FF";
    for (int shift = 20; shift >= 0; shift -= 4)
        out += hexadecimal[rgb >> shift & 15];
}

}
