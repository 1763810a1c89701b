#include "xlsx/string_table.h"

#include "xlsx/cell_text.h"
#include "xlsx/text_limit.h"

namespace kenkei::xlsx {

using base::Error;
using base::Result;

namespace {

Error too_big(std::string what)
{
    return {.code = "xlsx.too-big",
            .message = std::move(what),
            .way_out = "使っていないシートや行があれば消し、保存し直してください。"};
}

}

Result<StringTable> StringTable::read(PartBytes bytes, std::string_view part, const Limits& limits)
{
    StringTable table;
    table.m_part = std::move(bytes);
    const std::string_view all = table.m_part.text();
    XmlScanner scanner(all, limits.depth);
    CellTextReader reader;
    if (scanner.next_tag() != XmlScanner::Event::Start)
        return scanner.error(part);
    if (scanner.name() != "sst") {
        scanner.fail("文字列の表ではありません。");
        return scanner.error(part);
    }
    XmlScanner::Event event = scanner.next_tag();
    for (; event == XmlScanner::Event::Start; event = scanner.next_tag()) {
        if (scanner.name() == "extLst") {
            if (!scanner.skip_element())
                return scanner.error(part);
            continue;
        }
        if (scanner.name() != "si") {
            scanner.fail("文字列の表に、知らない要素" + quoted_name(scanner.name()) + "があります。");
            return scanner.error(part);
        }
        std::string_view text;
        if (!reader.read_rich(scanner, text))
            return scanner.error(part);
        if (table.m_strings.size() == limits.strings)
            return too_big("ブックの文字列が、上限の" + std::to_string(limits.strings) + "個を超えています。");
        if (is_too_long(text, limits.text))
            return too_big("ブックの" + std::to_string(table.m_strings.size() + 1) + "番目の文字列が、上限の" +
                           std::to_string(limits.text) + "文字を超えています。");
        const bool in_part = scanner.is_in_text(text);
        const std::size_t offset =
            in_part ? static_cast<std::size_t>(text.data() - all.data()) : table.m_decoded.size();
        if (!in_part)
            table.m_decoded += text;
        table.m_strings.push_back({.offset = static_cast<std::uint32_t>(offset),
                                   .length = static_cast<std::uint32_t>(text.size()) & 0x7FFFFFFF,
                                   .decoded = in_part ? 0U : 1U});
    }
    if (event == XmlScanner::Event::Failed || scanner.next_tag() != XmlScanner::Event::Done)
        return scanner.error(part);
    return table;
}

}
