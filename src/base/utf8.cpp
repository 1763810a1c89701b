#include "base/utf8.h"

#include <cstring>

namespace kenkei::base {

namespace {

bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

// Length of the well-formed sequence at the start of `text` (table 3-7 of the Unicode standard), 0 if there is none.
std::size_t sequence_length(std::string_view text)
{
    auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto continues = [&](std::size_t count) {
        if (text.size() <= count)
            return false;
        for (std::size_t i = 1; i <= count; ++i) {
            if (!is_continuation(byte(i)))
                return false;
        }
        return true;
    };

    unsigned char lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    if (lead < 0xE0)
        return continues(1) ? 2 : 0;
    if (lead < 0xF0) {
        if (!continues(2))
            return 0;
        bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (!continues(3))
        return 0;
    bool overlong = lead == 0xF0 && byte(1) < 0x90;
    bool beyond = lead == 0xF4 && byte(1) > 0x8F;
    return overlong || beyond ? 0 : 4;
}

}

std::optional<std::size_t> find_invalid_utf8(std::string_view text)
{
    std::size_t offset = 0;
    while (offset < text.size()) {
        // Eight ASCII bytes at once: most of what we read is digits and punctuation.
        std::uint64_t block = 0;
        if (text.size() - offset >= sizeof block) {
            std::memcpy(&block, text.data() + offset, sizeof block);
            if ((block & 0x8080808080808080u) == 0) {
                offset += sizeof block;
                continue;
            }
        }
        std::size_t length = sequence_length(text.substr(offset));
        if (length == 0)
            return offset;
        offset += length;
    }
    return {};
}

char32_t next_code_point(std::string_view text, std::size_t& offset)
{
    auto lead = static_cast<unsigned char>(text[offset++]);
    if (lead < 0x80)
        return lead;
    std::size_t following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t code_point = lead & (0x3Fu >> following);
    for (; following > 0 && offset < text.size(); --following)
        code_point = code_point << 6 | (static_cast<unsigned char>(text[offset++]) & 0x3Fu);
    return code_point;
}

void append_utf8(std::string& out, char32_t code_point)
{
    auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | code_point >> 6);
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3F));
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

std::u32string to_code_points(std::string_view text)
{
    std::u32string code_points;
    code_points.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();)
        code_points += next_code_point(text, offset);
    return code_points;
}

std::string to_utf8(std::u32string_view code_points)
{
    std::string text;
    text.reserve(code_points.size());
    for (char32_t code_point : code_points)
        append_utf8(text, code_point);
    return text;
}

std::size_t count_code_points(std::string_view text)
{
    std::size_t count = 0;
    for (char c : text)
        count += !is_continuation(static_cast<unsigned char>(c));
    return count;
}

std::string shortened(std::string_view text, std::size_t most)
{
    std::size_t end = 0;
    for (std::size_t count = 0; end < text.size(); ++count) {
        if (count == most)
            return std::string(text.substr(0, end)) + "…";
        next_code_point(text, end);
    }
    return std::string(text);
}

std::string printable(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool steers_direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (c == '\n' || c == '\r' || c == '\t')
            out += ' ';
        else if (c < 0x20)
            append_utf8(out, 0x2400 + c);
        else if (c == 0x7F)
            append_utf8(out, 0x2421);
        else if ((c >= 0x80 && c < 0xA0) || steers_direction)
            append_utf8(out, 0xFFFD);
        else
            append_utf8(out, c);
    }
    return out;
}

}
