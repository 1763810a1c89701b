#include "table/cp932.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace kenkei::table {

namespace {

#include "table/cp932_tables.inc"

using Byte = unsigned char;

constexpr char32_t half_width_start = 0xFF61; // byte A1
constexpr char32_t private_use_start = 0xE000;
constexpr Byte private_use_first_lead = 0xF0;
constexpr Byte private_use_last_lead = 0xF9;
constexpr std::size_t trails = 188;
constexpr std::string_view missing_glyph = "〓";

bool is_lead(Byte byte)
{
    return (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC);
}

bool is_trail(Byte byte)
{
    return byte >= 0x40 && byte <= 0xFC && byte != 0x7F;
}

bool is_half_width_kana(Byte byte)
{
    return byte >= 0xA1 && byte <= 0xDF;
}

std::size_t row_of(Byte lead)
{
    return lead < 0xA0 ? lead - 0x81u : lead - 0xE0u + 31u;
}

std::size_t column_of(Byte trail)
{
    return trail < 0x7F ? trail - 0x40u : trail - 0x41u;
}

struct Pair {
    Byte lead = 0;
    Byte trail = 0;
};

using Reverse = std::array<Pair, 0x10000>;

void add_row(Reverse& reverse, Byte lead)
{
    for (unsigned trail = 0x40; trail <= 0xFC; ++trail) {
        if (!is_trail(static_cast<Byte>(trail)))
            continue;
        const char16_t c = pairs[row_of(lead)][column_of(static_cast<Byte>(trail))];
        if (c != 0 && reverse[c].lead == 0)
            reverse[c] = {lead, static_cast<Byte>(trail)};
    }
}

// Some characters stand at several places. Windows writes the one of JIS X 0208, else that of NEC's row 13, else that
// of IBM's rows, and NEC's copy of those (ED, EE) never.
Reverse reversed()
{
    constexpr std::pair<Byte, Byte> rows[] = {{0x81, 0x86}, {0x88, 0x9F}, {0xE0, 0xEC},
                                              {0x87, 0x87}, {0xFA, 0xFC}, {0xED, 0xEE}};
    Reverse reverse = {};
    for (const auto& [first, last] : rows) {
        for (unsigned lead = first; lead <= last; ++lead)
            add_row(reverse, static_cast<Byte>(lead));
    }
    return reverse;
}

// Other code points of what the table has: those that other makers' tables of Shift_JIS lead to.
constexpr std::pair<char32_t, char32_t> variants[] = {
    {0x00A2, 0xFFE0}, {0x00A3, 0xFFE1}, {0x00AC, 0xFFE2}, {0x2014, 0x2015},
    {0x2016, 0x2225}, {0x2212, 0xFF0D}, {0x301C, 0xFF5E},
};

char32_t main_form(char32_t c)
{
    const auto variant = std::find_if(std::begin(variants), std::end(variants), [&](auto& v) { return v.first == c; });
    return variant == std::end(variants) ? c : variant->second;
}

// Whether CP932 has it; then it is appended.
bool append_character(std::string& bytes, char32_t c)
{
    static const Reverse reverse = reversed();
    if (c < 0x80) {
        bytes += static_cast<char>(c);
        return true;
    }
    if (c >= half_width_start && c <= half_width_start + (0xDF - 0xA1)) {
        bytes += static_cast<char>(c - half_width_start + 0xA1);
        return true;
    }
    c = main_form(c);
    if (c > 0xFFFF || reverse[c].lead == 0)
        return false;
    bytes += static_cast<char>(reverse[c].lead);
    bytes += static_cast<char>(reverse[c].trail);
    return true;
}

bool append_all(std::string& bytes, std::string_view text)
{
    std::string written;
    for (std::size_t offset = 0; offset < text.size();) {
        if (!append_character(written, base::next_code_point(text, offset)))
            return false;
    }
    bytes += written;
    return true;
}

std::string utf8(char32_t c)
{
    std::string text;
    base::append_utf8(text, c);
    return text;
}

bool is_variation_selector(char32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool is_invisible(char32_t c)
{
    return is_variation_selector(c) || base::collapse_blanks("x" + utf8(c) + "x") == "xx";
}

// Appends what stands for a character that CP932 does not have, and returns it.
std::string append_substitute(std::string& bytes, char32_t c)
{
    if (is_invisible(c))
        return "";
    const std::string character = utf8(c);
    const std::string blank = base::is_blank(character) ? " " : "";
    for (const std::string& candidate : {base::fold_width(character), base::fold_hyphens(character), blank}) {
        if (!candidate.empty() && candidate != character && append_all(bytes, candidate))
            return candidate;
    }
    append_all(bytes, missing_glyph);
    return std::string(missing_glyph);
}

// か and U+3099 as one character, where there is one.
std::optional<char32_t> joined(char32_t kana, char32_t mark)
{
    if (mark != 0x3099 && mark != 0x309A)
        return std::nullopt;
    const std::string text = base::fold_width(utf8(kana) + utf8(mark));
    std::size_t offset = 0;
    const char32_t first = base::next_code_point(text, offset);
    if (offset != text.size() || base::fold_width(utf8(kana)) != utf8(kana))
        return std::nullopt;
    return first;
}

// Follows a text and knows its lines: LF, CR LF and CR alone end one.
class Place {
public:
    base::SourcePosition at() const { return m_at; }

    void step(char32_t c)
    {
        if (c == '\r' || (c == '\n' && !m_after_return))
            m_at = {m_at.line + 1, 1};
        else if (c != '\n')
            ++m_at.column;
        m_after_return = c == '\r';
    }

private:
    base::SourcePosition m_at = {1, 1};
    bool m_after_return = false;
};

std::string in_hexadecimal(std::string_view bytes)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<Byte>(c);
        text += text.empty() ? "" : " ";
        text += digits[byte >> 4];
        text += digits[byte & 0xF];
    }
    return text;
}

std::string code_point_name(std::string_view character)
{
    std::size_t offset = 0;
    char32_t c = base::next_code_point(character, offset);
    std::string digits;
    for (; c > 0 || digits.size() < 4; c >>= 4)
        digits.insert(digits.begin(), "0123456789ABCDEF"[c & 0xF]);
    return "U+" + digits;
}

// What the bytes at `offset` are, and how many of them. 0 = no character.
std::pair<char32_t, std::size_t> character_at(std::string_view bytes, std::size_t offset)
{
    const auto first = static_cast<Byte>(bytes[offset]);
    if (first < 0x80)
        return {first, 1};
    if (is_half_width_kana(first))
        return {half_width_start + (first - 0xA1u), 1};
    if (!is_lead(first) || offset + 1 == bytes.size())
        return {0, 1};
    const auto second = static_cast<Byte>(bytes[offset + 1]);
    if (!is_trail(second))
        return {0, 1}; // the second byte may well be a character of its own
    if (first >= private_use_first_lead && first <= private_use_last_lead)
        return {private_use_start + (first - private_use_first_lead) * trails + column_of(second), 2};
    return {pairs[row_of(first)][column_of(second)], 2};
}

}

Cp932Text to_cp932(std::string_view text)
{
    Cp932Text result;
    result.bytes.reserve(text.size());
    Place place;
    for (std::size_t offset = 0; offset < text.size();) {
        char32_t c = base::next_code_point(text, offset);
        const base::SourcePosition at = place.at();
        place.step(c);
        if (std::size_t next = offset; next < text.size()) {
            const char32_t mark = base::next_code_point(text, next);
            if (const auto whole = joined(c, mark)) {
                c = *whole;
                offset = next;
                place.step(mark);
            }
        }
        if (!append_character(result.bytes, c))
            result.substitutions.push_back({at, utf8(c), append_substitute(result.bytes, c)});
    }
    return result;
}

std::string describe(const Substitution& s)
{
    const std::string instead = s.substitute.empty() ? "書きませんでした。" : "「" + s.substitute + "」と書きました。";
    return std::to_string(s.at.line) + "行目の" + std::to_string(s.at.column) + "文字目「" +
           base::printable(s.character) + "」（" + code_point_name(s.character) + "）はCP932（Shift_JIS）にないため、" +
           instead;
}

Utf8Text from_cp932(std::string_view bytes)
{
    Utf8Text result;
    result.text.reserve(bytes.size() * 2);
    std::size_t line = 1;
    std::size_t line_start = 0;
    for (std::size_t offset = 0; offset < bytes.size();) {
        const auto [c, length] = character_at(bytes, offset);
        const bool unreadable = c == 0 && bytes[offset] != '\0';
        const bool private_use = c >= private_use_start && c <= 0xF8FF;
        if (unreadable || private_use)
            result.faults.push_back(
                {line, offset - line_start + 1, std::string(bytes.substr(offset, length)), private_use});
        base::append_utf8(result.text, unreadable ? 0xFFFD : c);
        offset += length;
        const bool return_before_newline = c == '\r' && offset < bytes.size() && bytes[offset] == '\n';
        if ((c == '\n' || c == '\r') && !return_before_newline) {
            ++line;
            line_start = offset;
        }
    }
    return result;
}

std::string describe(const UnreadableBytes& fault)
{
    const std::string where = std::to_string(fault.line) + "行目の" + std::to_string(fault.column) + "バイト目の " +
                              in_hexadecimal(fault.bytes);
    if (fault.private_use)
        return where + " は外字です。どの字かはこのファイルからは分かりません。";
    return where + " は、CP932（Shift_JIS）の文字ではありません。";
}

}
