#include "xlsx/xml_encoding.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>

namespace kenkei::xlsx {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view declaration_start = "<?xml";
constexpr std::string_view declaration_end = "?>";

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Whether one of the bytes from `at` on is part of a character that well-formed UTF-8 may have and XML not: controls
// but tab and line ends, U+FFFE and U+FFFF. Written without branches, so that it becomes vector code.
bool is_forbidden(const char* at)
{
    const auto a = static_cast<unsigned char>(at[0]);
    const auto b = static_cast<unsigned char>(at[1]);
    const auto c = static_cast<unsigned char>(at[2]);
    const bool control = (a < 0x20) & (a != '\t') & (a != '\n') & (a != '\r');
    const bool no_character = (a == 0xEF) & (b == 0xBF) & (c >= 0xBE);
    return control | no_character;
}

std::optional<std::size_t> find_forbidden(std::string_view text)
{
    constexpr std::size_t block = 64;
    std::size_t at = 0;
    for (; text.size() - at >= block; at += block) {
        unsigned char found = 0;
        for (std::size_t i = 0; i < block; ++i)
            found |= static_cast<unsigned char>(is_forbidden(text.data() + at + i));
        if (found != 0)
            break;
    }
    for (; at < text.size(); ++at) {
        if (is_forbidden(text.data() + at))
            return at;
    }
    return {};
}

bool looks_like_utf16(std::string_view text)
{
    using namespace std::string_view_literals;
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.starts_with("<\0"sv) ||
           text.starts_with("\0<"sv);
}

bool same_word(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
        return lower(x) == lower(y);
    });
}

// The parts of an XML declaration, in their order: version="1.0" encoding="UTF-8" standalone="yes".
class DeclarationReader {
public:
    explicit DeclarationReader(std::string_view inside) : m_rest(inside) {}

    bool read()
    {
        const auto version = take("version");
        encoding = take("encoding");
        const auto standalone = take("standalone");
        skip_blanks();
        return m_rest.empty() && version && version->starts_with("1.") &&
               (!standalone || *standalone == "yes" || *standalone == "no");
    }

    std::optional<std::string_view> encoding;

private:
    void skip_blanks()
    {
        while (!m_rest.empty() && is_blank(m_rest.front()))
            m_rest.remove_prefix(1);
    }

    // The value behind `name`; nothing, and nothing taken, if another name stands here.
    std::optional<std::string_view> take(std::string_view name)
    {
        const std::string_view before = m_rest;
        skip_blanks();
        if (m_rest.size() == before.size() || !m_rest.starts_with(name)) {
            m_rest = before;
            return {};
        }
        m_rest.remove_prefix(name.size());
        skip_blanks();
        if (!m_rest.starts_with('='))
            return {};
        m_rest.remove_prefix(1);
        skip_blanks();
        const char quote = m_rest.empty() ? '\0' : m_rest.front();
        const std::size_t end = m_rest.find(quote, 1);
        if ((quote != '"' && quote != '\'') || end == std::string_view::npos)
            return {};
        const std::string_view value = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        return value;
    }

    std::string_view m_rest;
};

// Moves `begin` behind the declaration, if there is one.
std::optional<XmlFault> check_declaration(std::string_view text, std::size_t& begin)
{
    const std::string_view rest = text.substr(begin);
    if (!rest.starts_with(declaration_start) || rest.size() == declaration_start.size() ||
        !is_blank(rest[declaration_start.size()]))
        return {};
    const std::size_t end = rest.find(declaration_end);
    if (end == std::string_view::npos)
        return XmlFault{begin, "XML宣言が閉じていません。"};
    DeclarationReader declaration(rest.substr(declaration_start.size(), end - declaration_start.size()));
    if (!declaration.read())
        return XmlFault{begin, "XML宣言の書き方が正しくありません。"};
    // What was in UTF-16 has become UTF-8 and says UTF-16 still.
    if (declaration.encoding && !same_word(*declaration.encoding, "UTF-8") &&
        !same_word(*declaration.encoding, "US-ASCII") && !same_word(*declaration.encoding, "UTF-16"))
        return XmlFault{begin, "文字コードが「" + base::printable(base::shortened(*declaration.encoding, 40)) +
                                   "」となっています。読めるのはUTF-8とUTF-16だけです。"};
    begin += end + declaration_end.size();
    return {};
}

}

bool is_xml_character(char32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

std::optional<std::string> utf8_of_utf16(std::string_view text)
{
    using namespace std::string_view_literals;
    if (!looks_like_utf16(text) || text.size() % 2 != 0)
        return {};
    const bool high_first = text.starts_with("\xFE\xFF") || text.starts_with("\0<"sv);
    const auto unit_at = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(text[at]);
        const auto second = static_cast<unsigned char>(text[at + 1]);
        return static_cast<char32_t>(high_first ? first << 8 | second : second << 8 | first);
    };
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); at += 2) {
        char32_t c = unit_at(at);
        if (c >= 0xD800 && c < 0xE000) {
            const char32_t low = at + 2 < text.size() ? unit_at(at + 2) : 0;
            if (c >= 0xDC00 || low < 0xDC00 || low >= 0xE000)
                return {};
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        base::append_utf8(out, c);
    }
    return out;
}

std::optional<XmlFault> check_encoding(std::string_view text, std::size_t& begin)
{
    begin = 0;
    if (looks_like_utf16(text))
        return XmlFault{0, "UTF-16として正しくない文字があります。"};
    if (!base::is_utf8(text))
        return XmlFault{base::find_invalid_utf8(text).value_or(0), "UTF-8として正しくない文字があります。"};
    if (const auto at = find_forbidden(text))
        return XmlFault{*at, "XMLに書けない制御文字があります。"};
    if (text.starts_with(byte_order_mark))
        begin = byte_order_mark.size();
    return check_declaration(text, begin);
}

}
