#include "xlsx/sheet_part.h"
#include "xlsx/xml_output.h"

namespace kenkei::xlsx {

std::size_t SharedStrings::index_of(std::string_view text)
{
    ++m_uses;
    auto [place, is_new] = m_indices.try_emplace(text, m_texts.size());
    if (is_new)
        m_texts.push_back(text);
    return place->second;
}

std::string SharedStrings::part() const
{
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                      "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"";
    append_number(out, m_uses);
    out += "\" uniqueCount=\"";
    append_number(out, m_texts.size());
    out += "\">";
    for (auto text : m_texts) {
        out += "<si><t xml:space=\"preserve\">"; // blanks and line ends at the edges stay
        append_cell_text(out, text);
        out += "</t></si>";
    }
    out += "</sst>";
    return out;
}

}
