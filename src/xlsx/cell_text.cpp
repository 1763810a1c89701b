#include "xlsx/cell_text.h"

#include "base/utf8.h"

#include <charconv>

namespace kenkei::xlsx {

namespace {

constexpr std::string_view escape_start = "_x";
constexpr std::size_t escape_length = 7; // _x000D_
constexpr char32_t replacement_character = 0xFFFD;

// The UTF-16 unit of an escape at the start of `text`.
std::optional<char32_t> escaped_unit(std::string_view text)
{
    if (text.size() < escape_length || !text.starts_with(escape_start) || text[escape_length - 1] != '_')
        return {};
    std::uint32_t unit = 0;
    const char* const digits_end = text.data() + escape_length - 1;
    const auto [end, fault] = std::from_chars(text.data() + escape_start.size(), digits_end, unit, 16);
    if (fault != std::errc() || end != digits_end)
        return {};
    return unit;
}

bool is_high_surrogate(char32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low_surrogate(char32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

void append_with_line_ends(std::string& out, std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r')
            out += text[at];
        else if (!text.substr(at + 1).starts_with('\n'))
            out += '\n';
    }
}

}

void append_unescaped(std::string& out, std::string_view text)
{
    for (;;) {
        const std::size_t start = std::min(text.find(escape_start), text.size());
        out += text.substr(0, start);
        text.remove_prefix(start);
        if (text.empty())
            return;
        auto unit = escaped_unit(text);
        if (!unit) {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        text.remove_prefix(escape_length);
        if (is_high_surrogate(*unit)) {
            const auto low = escaped_unit(text);
            if (low && is_low_surrogate(*low)) {
                text.remove_prefix(escape_length);
                unit = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
            } else {
                unit = replacement_character;
            }
        } else if (is_low_surrogate(*unit)) {
            unit = replacement_character;
        }
        base::append_utf8(out, *unit);
    }
}

std::string unescaped(std::string_view text)
{
    std::string out;
    append_unescaped(out, text);
    return out;
}

bool CellTextReader::read_plain(XmlScanner& scanner, std::string_view& text)
{
    text = {};
    if (!append(scanner, text))
        return false;
    join_line_ends(text);
    return true;
}

bool CellTextReader::read_rich(XmlScanner& scanner, std::string_view& text)
{
    text = {};
    if (!append_runs(scanner, text, false))
        return false;
    join_line_ends(text);
    return true;
}

// After the Start of <si>, <is> or, inside one, <r>.
bool CellTextReader::append_runs(XmlScanner& scanner, std::string_view& text, bool inside_run)
{
    for (;;) {
        switch (scanner.next_tag()) {
        case XmlScanner::Event::End:
            return true;
        case XmlScanner::Event::Start:
            break;
        default:
            return false;
        }
        const std::string_view name = scanner.name();
        bool good = false;
        if (name == "t")
            good = append(scanner, text);
        else if (name == "r" && !inside_run)
            good = append_runs(scanner, text, true);
        else if (name == (inside_run ? "rPr" : "rPh") || (!inside_run && name == "phoneticPr"))
            good = scanner.skip_element();
        else
            scanner.fail("文字の中に、知らない要素" + quoted_name(name) + "があります。");
        if (!good)
            return false;
    }
}

// One text element. Of the first piece the view is kept as it is; only more of them, or an escape, are worth a copy.
bool CellTextReader::append(XmlScanner& scanner, std::string_view& text)
{
    std::string_view piece;
    if (!scanner.read_text(piece))
        return false;
    if (piece.empty())
        return true;
    const bool escaped = piece.find(escape_start) != std::string_view::npos;
    const bool first = text.empty();
    if (first && !escaped && scanner.is_in_text(piece)) {
        text = piece;
        return true;
    }
    if (first)
        m_joined.clear();
    else if (text.data() != m_joined.data())
        m_joined = text;
    if (escaped)
        append_unescaped(m_joined, piece);
    else
        m_joined += piece;
    text = m_joined;
    return true;
}

void CellTextReader::join_line_ends(std::string_view& text)
{
    if (text.find('\r') == std::string_view::npos)
        return;
    m_store.clear();
    append_with_line_ends(m_store, text);
    text = m_store;
}

}
