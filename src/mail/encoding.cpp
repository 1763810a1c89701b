#include "mail/encoding.h"

#include "base/utf8.h"

#include <algorithm>
#include <cstdint>

namespace kenkei::mail {

namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

void append_base64(std::string& out, std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::uint32_t three = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
        out += base64_digits[three >> 18];
        out += base64_digits[three >> 12 & 63];
        out += i + 1 < bytes.size() ? base64_digits[three >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? base64_digits[three & 63] : '=';
    }
}

// How many bytes of the text, whole characters of it, fit into `most` bytes; one character at least.
std::size_t whole_characters(std::string_view utf8, std::size_t most)
{
    std::size_t taken = 0;
    while (taken < utf8.size()) {
        std::size_t next = taken;
        base::next_code_point(utf8, next);
        if (next > most && taken > 0)
            break;
        taken = next;
    }
    return taken;
}

// RFC 2231: attribute-char
bool stands_for_itself(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$&+-.^_`{|}~").find(c) != std::string_view::npos;
}

constexpr char hexadecimal[] = "0123456789ABCDEF";

std::string percent_encoded(std::string_view bytes)
{
    std::string out;
    for (const char c : bytes) {
        if (stands_for_itself(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
    }
    return out;
}

int value_of_hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

// The length of a soft line end (= blanks CR LF) behind the `=`; 0 if there is none.
std::size_t soft_line_end(std::string_view rest)
{
    std::size_t i = rest.find_first_not_of(" \t");
    if (i == std::string_view::npos)
        return rest.size();
    if (rest.substr(i).starts_with("\r\n"))
        return i + 2;
    return rest[i] == '\n' ? i + 1 : 0;
}

}

std::string to_base64(std::string_view bytes)
{
    std::string out;
    append_base64(out, bytes);
    return out;
}

std::string to_base64_lines(std::string_view bytes)
{
    constexpr std::size_t in_a_line = 57;
    std::string out;
    out.reserve(bytes.size() / in_a_line * 78 + 80);
    for (std::size_t i = 0; i < bytes.size(); i += in_a_line) {
        append_base64(out, bytes.substr(i, in_a_line));
        out += "\r\n";
    }
    return out;
}

std::string encoded_words(std::string_view utf8, std::size_t column)
{
    constexpr std::string_view before = "=?UTF-8?B?";
    constexpr std::string_view behind = "?=";
    constexpr std::size_t in_a_word = 75 - before.size() - behind.size();
    std::string out;
    while (!utf8.empty()) {
        const std::size_t room = out.empty() && column > 1 ? 76 - std::min<std::size_t>(column, 60) - 12 : in_a_word;
        const std::size_t taken = whole_characters(utf8, std::min(room, in_a_word) / 4 * 3);
        if (!out.empty())
            out += "\r\n ";
        out += before;
        append_base64(out, utf8.substr(0, taken));
        out += behind;
        utf8.remove_prefix(taken);
    }
    return out;
}

std::string header_parameter(std::string_view name, std::string_view utf8)
{
    if (!utf8.empty() && utf8.size() <= 60 && std::all_of(utf8.begin(), utf8.end(), stands_for_itself))
        return ";\r\n " + std::string(name) + "=\"" + std::string(utf8) + "\"";
    // Characters that fit into a line whatever they are: three characters of header for each of their bytes.
    constexpr std::size_t in_a_line = 16;
    std::string out;
    for (int part = 0; part == 0 || !utf8.empty(); ++part) {
        const std::size_t taken = whole_characters(utf8, in_a_line);
        out += ";\r\n " + std::string(name) + "*" + std::to_string(part) + "*=";
        out += (part == 0 ? "UTF-8''" : "") + percent_encoded(utf8.substr(0, taken));
        utf8.remove_prefix(taken);
    }
    return out;
}

std::string from_base64(std::string_view text)
{
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = base64_digits.find(c);
        if (digit == std::string_view::npos)
            continue;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 255);
        }
    }
    return out;
}

std::string from_quoted_printable(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
            continue;
        }
        const std::size_t end = soft_line_end(text.substr(i + 1));
        if (end > 0 || i + 1 == text.size()) {
            i += end;
            continue;
        }
        const int high = i + 2 < text.size() ? value_of_hexadecimal(text[i + 1]) : -1;
        const int low = high >= 0 ? value_of_hexadecimal(text[i + 2]) : -1;
        if (low < 0) {
            out += '=';
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

}
