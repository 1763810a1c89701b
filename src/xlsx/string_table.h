#pragma once

#include "base/result.h"
#include "xlsx/workbook_reader.h"
#include "xlsx/zip_archive.h"

#include <string_view>
#include <vector>

namespace kenkei::xlsx {

// The texts of xl/sharedStrings.xml. Those that stand there as they are read are views into the part.
class StringTable {
public:
    StringTable() = default;
    // Codes: xlsx.xml, xlsx.too-big.
    static base::Result<StringTable> read(PartBytes, std::string_view part, const Limits&);

    std::size_t size() const { return m_strings.size(); }
    std::string_view operator[](std::size_t index) const
    {
        const Text& text = m_strings[index];
        return (text.decoded ? std::string_view(m_decoded) : m_part.text()).substr(text.offset, text.length);
    }

private:
    struct Text {
        std::uint32_t offset = 0;
        std::uint32_t length : 31 = 0;
        std::uint32_t decoded : 1 = 0;
    };

    PartBytes m_part;
    std::string m_decoded;
    std::vector<Text> m_strings;
};

}
