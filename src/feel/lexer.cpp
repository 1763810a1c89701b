#include "feel/lexer.h"

#include "base/utf8.h"

#include <array>
#include <cstdint>

namespace kenkei::feel {

namespace {

struct CodePoints {
    char32_t first;
    char32_t last;
};

// DMN 1.5, grammar rule 28 without `?`, which the parser reads as the input of a unary test.
constexpr CodePoints name_starts[] = {
    {'A', 'Z'},       {'_', '_'},       {'a', 'z'},       {0xC0, 0xD6},       {0xD8, 0xF6},     {0xF8, 0x2FF},
    {0x370, 0x37D},   {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F},   {0x2C00, 0x2FEF}, {0x3001, 0xD7FF},
    {0xF900, 0xFDCF}, {0xFDF0, 0xFEFE}, {0xFF00, 0xFFFD}, {0x10000, 0xEFFFF},
};

// Rule 29.
constexpr CodePoints name_parts[] = {{'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

// Rules 60 and 61.
constexpr CodePoints blanks[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x180E, 0x180E},
    {0x2000, 0x200B}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

template<std::size_t N>
bool contains(const CodePoints (&ranges)[N], char32_t c)
{
    for (const auto& range : ranges) {
        if (c >= range.first && c <= range.last)
            return true;
    }
    return false;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Behind blanks and comments; `unclosed` is set where a comment has no end.
std::size_t skip_blanks(std::string_view text, std::size_t offset, bool& unclosed)
{
    while (offset < text.size()) {
        if (text.substr(offset, 2) == "//") {
            const auto end = text.find('\n', offset);
            offset = end == std::string_view::npos ? text.size() : end + 1;
            continue;
        }
        if (text.substr(offset, 2) == "/*") {
            const auto end = text.find("*/", offset + 2);
            if (end == std::string_view::npos) {
                unclosed = true;
                return offset;
            }
            offset = end + 2;
            continue;
        }
        auto next = offset;
        if (!is_blank(base::next_code_point(text, next)))
            break;
        offset = next;
    }
    return offset;
}

std::size_t end_of_digits(std::string_view text, std::size_t offset)
{
    while (offset < text.size() && is_digit(text[offset]))
        ++offset;
    return offset;
}

// Rule 35, 36: digits [. digits] [e [±] digits]; the two points of a range are not part of a number.
std::size_t end_of_number(std::string_view text, std::size_t offset)
{
    offset = end_of_digits(text, offset);
    if (offset + 1 < text.size() && text[offset] == '.' && is_digit(text[offset + 1]))
        offset = end_of_digits(text, offset + 1);
    if (offset < text.size() && (text[offset] == 'e' || text[offset] == 'E')) {
        auto exponent = offset + 1;
        if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-'))
            ++exponent;
        if (exponent < text.size() && is_digit(text[exponent]))
            offset = end_of_digits(text, exponent);
    }
    return offset;
}

// npos where the string has no closing quote.
std::size_t end_of_string(std::string_view text, std::size_t offset)
{
    for (++offset; offset < text.size(); ++offset) {
        if (text[offset] == '\\')
            ++offset;
        else if (text[offset] == '"')
            return offset + 1;
    }
    return std::string_view::npos;
}

std::size_t length_of_symbol(std::string_view rest)
{
    constexpr std::array<std::string_view, 6> pairs = {"..", "**", "<=", ">=", "!=", "->"};
    for (auto pair : pairs) {
        if (rest.starts_with(pair))
            return pair.size();
    }
    return std::string_view("()[]{},:.+-*/<>=?@'").find(rest.front()) == std::string_view::npos ? 0 : 1;
}

// Four or six hexadecimal digits at `offset`; nothing that is not a code point of its own unless it is a surrogate.
bool read_hexadecimal(std::string_view text, std::size_t offset, std::size_t digits, char32_t& value)
{
    if (offset + digits > text.size())
        return false;
    value = 0;
    for (auto c : text.substr(offset, digits)) {
        char32_t digit = 0;
        if (is_digit(c))
            digit = static_cast<char32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<char32_t>(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            digit = static_cast<char32_t>(c - 'A' + 10);
        else
            return false;
        value = value * 16 + digit;
    }
    return value <= 0x10FFFF;
}

bool is_high_surrogate(char32_t c)
{
    return c >= 0xD800 && c <= 0xDBFF;
}

bool is_low_surrogate(char32_t c)
{
    return c >= 0xDC00 && c <= 0xDFFF;
}

// The code point written as \uXXXX (or a pair of them) or \UXXXXXX at `offset`, which moves behind it.
bool read_code_point_escape(std::string_view text, std::size_t& offset, char32_t& value)
{
    const std::size_t digits = text[offset + 1] == 'u' ? 4 : 6;
    if (!read_hexadecimal(text, offset + 2, digits, value))
        return false;
    auto end = offset + 2 + digits;
    if (is_high_surrogate(value)) {
        char32_t low = 0;
        if (text.substr(end, 2) != "\\u" || !read_hexadecimal(text, end + 2, 4, low) || !is_low_surrogate(low))
            return false;
        value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
        end += 6;
    } else if (is_low_surrogate(value)) {
        return false;
    }
    offset = end;
    return true;
}

}

bool is_name_start(char32_t c)
{
    return contains(name_starts, c);
}

bool is_name_part(char32_t c)
{
    return is_name_start(c) || contains(name_parts, c);
}

bool is_blank(char32_t c)
{
    return contains(blanks, c);
}

Token read_token(std::string_view text, std::size_t offset)
{
    bool unclosed = false;
    const auto begin = skip_blanks(text, offset, unclosed);
    auto token = [&](TokenKind kind, std::size_t end) {
        return Token{kind, begin, end, text.substr(begin, end - begin)};
    };
    if (unclosed)
        return token(TokenKind::UnclosedComment, text.size());
    if (begin >= text.size())
        return token(TokenKind::End, begin);

    if (is_digit(text[begin]) || (text[begin] == '.' && begin + 1 < text.size() && is_digit(text[begin + 1])))
        return token(TokenKind::Number, end_of_number(text, begin));
    if (text[begin] == '"') {
        const auto end = end_of_string(text, begin);
        return end == std::string_view::npos ? token(TokenKind::UnclosedString, text.size())
                                             : token(TokenKind::String, end);
    }
    auto end = begin;
    if (is_name_start(base::next_code_point(text, end))) {
        for (auto next = end; next < text.size() && is_name_part(base::next_code_point(text, next)); end = next) {
        }
        return token(TokenKind::Word, end);
    }
    if (const auto length = length_of_symbol(text.substr(begin)))
        return token(TokenKind::Symbol, begin + length);
    return token(TokenKind::Stray, end);
}

std::string unescape(std::string_view quoted)
{
    const auto text = quoted.substr(1, quoted.size() - 2);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '\\' || i + 1 >= text.size()) {
            out += text[i++];
            continue;
        }
        char32_t code_point = 0;
        switch (text[i + 1]) {
        case '"':
        case '\'':
        case '\\':
            out += text[i + 1];
            i += 2;
            break;
        case 'n':
            out += '\n';
            i += 2;
            break;
        case 'r':
            out += '\r';
            i += 2;
            break;
        case 't':
            out += '\t';
            i += 2;
            break;
        case 'u':
        case 'U':
            if (read_code_point_escape(text, i, code_point)) {
                base::append_utf8(out, code_point);
                break;
            }
            [[fallthrough]];
        default: // "\s" of a regular expression stays as it is
            out += text[i];
            out += text[i + 1];
            i += 2;
        }
    }
    return out;
}

std::string quote(std::string_view text)
{
    std::string out = "\"";
    for (auto c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += c;
        }
    }
    return out + '"';
}

bool is_plain_name(std::string_view text)
{
    bool at_start = true;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ' && !at_start) {
            at_start = true;
            ++i;
            continue;
        }
        const auto c = base::next_code_point(text, i);
        if (at_start ? !is_name_start(c) : !is_name_part(c))
            return false;
        at_start = false;
    }
    return !at_start;
}

std::size_t match_name(std::string_view text, std::size_t offset, std::string_view name)
{
    if (name.empty())
        return std::string_view::npos;
    std::size_t in_name = 0;
    char32_t last = 0;
    while (in_name < name.size()) {
        if (offset >= text.size())
            return std::string_view::npos;
        last = base::next_code_point(name, in_name);
        auto found = base::next_code_point(text, offset);
        if (!is_blank(last)) {
            if (last != found)
                return std::string_view::npos;
            continue;
        }
        if (!is_blank(found))
            return std::string_view::npos;
        for (auto next = offset; next < text.size() && is_blank(base::next_code_point(text, next)); offset = next) {
        }
        for (auto next = in_name; next < name.size() && is_blank(base::next_code_point(name, next)); in_name = next) {
        }
    }
    if (is_name_part(last) && offset < text.size()) {
        auto next = offset;
        if (is_name_part(base::next_code_point(text, next)))
            return std::string_view::npos;
    }
    return offset;
}

}
