#include "xlsx/date_format.h"
#include "xlsx/workbook_part.h"
#include "xlsx/xml_scanner.h"

#include <charconv>
#include <map>

namespace kenkei::xlsx {

using base::Result;

namespace {

constexpr std::size_t styles_at_most = 65'490; // that is how many cell formats Excel allows

class StylesReader {
public:
    StylesReader(std::string_view text, const Limits& limits) : m_scanner(text, limits.depth) {}

    // False: the scanner failed.
    bool read()
    {
        if (m_scanner.next_tag() != XmlScanner::Event::Start)
            return false;
        if (m_scanner.name() != "styleSheet")
            return fault("書式の表ではありません。");
        const bool read = for_each_child([&] {
            if (m_scanner.name() == "numFmts")
                return read_formats();
            if (m_scanner.name() == "cellXfs")
                return for_each_child([&] { return read_style(); });
            return m_scanner.skip_element();
        });
        return read && m_scanner.next_tag() == XmlScanner::Event::Done;
    }

    const XmlScanner& scanner() const { return m_scanner; }

    // Formats may stand behind the styles that use them, so that they are looked up only now.
    std::vector<bool> date_styles() const
    {
        std::vector<bool> styles;
        styles.reserve(m_styles.size() + 1);
        for (const std::uint32_t format : m_styles) {
            const auto own = m_formats.find(format);
            styles.push_back(own == m_formats.end() ? is_built_in_date_format(format) : own->second);
        }
        if (styles.empty())
            styles.push_back(false);
        return styles;
    }

private:
    bool fault(std::string what)
    {
        m_scanner.fail(std::move(what));
        return false;
    }

    template<typename ReadChild>
    bool for_each_child(const ReadChild& read_child)
    {
        for (;;) {
            switch (m_scanner.next_tag()) {
            case XmlScanner::Event::Start:
                if (!read_child())
                    return false;
                break;
            case XmlScanner::Event::End:
                return true;
            default:
                return false;
            }
        }
    }

    std::optional<std::uint32_t> format_id() const
    {
        const auto text = m_scanner.find("numFmtId");
        std::uint32_t id = 0;
        if (!text)
            return {};
        const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), id);
        if (failed != std::errc() || end != text->data() + text->size())
            return {};
        return id;
    }

    // Beside a format that only newer ones know ([$-ja-JP-x-gannen]) Excel writes the one for older programs:
    // <mc:AlternateContent><mc:Choice><numFmt/></mc:Choice><mc:Fallback><numFmt/></mc:Fallback></mc:AlternateContent>
    // Both have the same id and show the same kind of thing.
    bool read_formats()
    {
        return for_each_child([&] {
            const std::string_view name = m_scanner.name();
            if (name == "AlternateContent" || name == "Choice" || name == "Fallback")
                return read_formats();
            return read_format();
        });
    }

    bool read_format()
    {
        const auto id = format_id();
        const auto code = m_scanner.find("formatCode");
        if (m_scanner.name() != "numFmt" || !id || !code)
            return fault("表示形式の書き方が正しくありません。");
        if (m_formats.size() == styles_at_most)
            return fault("表示形式が多すぎます。");
        m_formats[*id] = is_date_format(*code);
        return m_scanner.skip_element();
    }

    bool read_style()
    {
        if (m_scanner.name() != "xf")
            return fault("書式の表に、知らない要素" + quoted_name(m_scanner.name()) + "があります。");
        if (m_scanner.find("numFmtId") && !format_id())
            return fault("表示形式の番号が正しくありません。");
        if (m_styles.size() == styles_at_most)
            return fault("書式が多すぎます。");
        m_styles.push_back(format_id().value_or(0));
        return m_scanner.skip_element();
    }

    XmlScanner m_scanner;
    std::map<std::uint32_t, bool> m_formats; // id: whether it shows a date
    std::vector<std::uint32_t> m_styles;     // the format of each
};

}

Result<std::vector<bool>> read_date_styles(std::string_view text, std::string_view part, const Limits& limits)
{
    StylesReader reader(text, limits);
    if (!reader.read())
        return reader.scanner().error(part);
    return reader.date_styles();
}

}
