#pragma once

#include <libdeflate.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::testing {

// Builds zip files byte by byte, also wrong ones: what a member below says is written as it says, true or not.
struct ZipItem {
    std::string name;
    std::string content;
    bool deflated = true;

    std::string packed = {};         // instead of the packed content
    std::int64_t declared_size = -1; // instead of the content's
    std::int64_t crc = -1;           // same
    std::uint16_t method = 0xFFFF;   // same
    std::uint16_t flags = 0;         // of both headers
    std::string local_name = {};     // in the header before the content, if it differs
    std::int64_t local_size = -1;    // same
    std::string central_extra = {};  // extra fields of the directory
    std::string local_extra = {};    // of the header before the content
    bool sizes_behind = false;       // flag 3: the local header has zeros, a descriptor follows
    std::int64_t same_place_as = -1; // index of the item whose header and content it shares
};

class ZipBuilder {
public:
    ZipBuilder& add(std::string name, std::string content, bool deflated = true)
    {
        m_items.push_back({.name = std::move(name), .content = std::move(content), .deflated = deflated});
        return *this;
    }
    ZipBuilder& add(ZipItem item)
    {
        m_items.push_back(std::move(item));
        return *this;
    }
    // The end of the file says this number of entries.
    ZipBuilder& declare_entries(std::uint16_t entries)
    {
        m_entries = entries;
        return *this;
    }

    std::string bytes() const
    {
        std::string out;
        std::string directory;
        std::vector<std::uint32_t> places;
        for (const ZipItem& item : m_items) {
            std::string packed = !item.packed.empty() ? item.packed
                                 : item.deflated      ? deflate(item.content)
                                                      : item.content;
            const std::uint32_t crc = item.crc >= 0 ? static_cast<std::uint32_t>(item.crc) : crc_of(item.content);
            const auto size = static_cast<std::uint32_t>(
                item.declared_size >= 0 ? item.declared_size : static_cast<std::int64_t>(item.content.size()));
            const auto packed_size = static_cast<std::uint32_t>(packed.size());
            const std::uint16_t method = item.method != 0xFFFF ? item.method : item.deflated ? 8 : 0;
            const auto flags = static_cast<std::uint16_t>(item.flags | (item.sizes_behind ? 8 : 0));
            const std::string& local_name = item.local_name.empty() ? item.name : item.local_name;
            std::uint32_t place = static_cast<std::uint32_t>(out.size());
            if (item.same_place_as >= 0) {
                place = places[static_cast<std::size_t>(item.same_place_as)];
            } else {
                put(out, 0x04034b50, 4);
                put(out, 20, 2);
                put(out, flags, 2);
                put(out, method, 2);
                put(out, 0, 4);
                put(out, item.sizes_behind ? 0 : crc, 4);
                put(out, item.sizes_behind ? 0 : packed_size, 4);
                put(out,
                    item.sizes_behind      ? 0
                    : item.local_size >= 0 ? static_cast<std::uint32_t>(item.local_size)
                                           : size,
                    4);
                put(out, local_name.size(), 2);
                put(out, item.local_extra.size(), 2);
                out += local_name;
                out += item.local_extra;
                out += packed;
                if (item.sizes_behind) {
                    put(out, 0x08074b50, 4);
                    put(out, crc, 4);
                    put(out, packed_size, 4);
                    put(out, size, 4);
                }
            }
            places.push_back(place);
            put(directory, 0x02014b50, 4);
            put(directory, 20, 2);
            put(directory, 20, 2);
            put(directory, flags, 2);
            put(directory, method, 2);
            put(directory, 0, 4);
            put(directory, crc, 4);
            put(directory, packed_size, 4);
            put(directory, size, 4);
            put(directory, item.name.size(), 2);
            put(directory, item.central_extra.size(), 2);
            put(directory, 0, 2);
            put(directory, 0, 2);
            put(directory, 0, 2);
            put(directory, 0, 4);
            put(directory, place, 4);
            directory += item.name;
            directory += item.central_extra;
        }
        const std::size_t at = out.size();
        const std::size_t entries = m_entries != 0xFFFF ? m_entries : m_items.size();
        out += directory;
        put(out, 0x06054b50, 4);
        put(out, 0, 4);
        put(out, entries, 2);
        put(out, entries, 2);
        put(out, directory.size(), 4);
        put(out, at, 4);
        put(out, 0, 2);
        return out;
    }

    static std::string deflate(std::string_view content)
    {
        libdeflate_compressor* const compressor = libdeflate_alloc_compressor(6);
        std::string packed(libdeflate_deflate_compress_bound(compressor, content.size()), '\0');
        packed.resize(
            libdeflate_deflate_compress(compressor, content.data(), content.size(), packed.data(), packed.size()));
        libdeflate_free_compressor(compressor);
        return packed;
    }

    static std::uint32_t crc_of(std::string_view content)
    {
        return libdeflate_crc32(0, content.data(), content.size());
    }

    // Little-endian.
    static void put(std::string& out, std::uint64_t number, std::size_t length)
    {
        for (std::size_t i = 0; i < length; ++i)
            out += static_cast<char>(number >> (8 * i) & 0xFF);
    }

private:
    std::vector<ZipItem> m_items;
    std::uint16_t m_entries = 0xFFFF;
};

// The parts of a small workbook with one sheet, 「申請書」, to be changed before they are zipped.
class WorkbookBuilder {
public:
    WorkbookBuilder()
    {
        m_parts = {
            {"[Content_Types].xml",
             R"(<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>)"},
            {"_rels/.rels",
             relationships(
                 R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/>)")},
            {"xl/workbook.xml",
             R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="申請書" sheetId="1" r:id="rId1"/></sheets></workbook>)"},
            {"xl/_rels/workbook.xml.rels",
             relationships(
                 R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)")},
            {"xl/styles.xml",
             R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="1"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)"},
        };
        strings("<si><t>名称</t></si><si><t>株式会社</t></si>");
        cells("");
    }

    WorkbookBuilder& part(const std::string& name, std::string content)
    {
        m_parts[name] = std::move(content);
        return *this;
    }
    WorkbookBuilder& without(const std::string& name)
    {
        m_parts.erase(name);
        return *this;
    }
    // Inside of <sst>.
    WorkbookBuilder& strings(const std::string& items)
    {
        return part("xl/sharedStrings.xml",
                    R"(<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)" + items + "</sst>");
    }
    // Inside of <worksheet>.
    WorkbookBuilder& sheet(const std::string& inside)
    {
        return part("xl/worksheets/sheet1.xml",
                    R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)" + inside +
                        "</worksheet>");
    }
    WorkbookBuilder& rows(const std::string& rows) { return sheet("<sheetData>" + rows + "</sheetData>"); }
    // In row 1.
    WorkbookBuilder& cells(const std::string& cells) { return rows("<row r=\"1\">" + cells + "</row>"); }

    const std::map<std::string, std::string>& parts() const { return m_parts; }

    ZipBuilder zip(bool deflated = true) const
    {
        ZipBuilder zip;
        for (const auto& [name, content] : m_parts)
            zip.add(name, content, deflated);
        return zip;
    }
    std::string bytes() const { return zip().bytes(); }

    static std::string relationships(const std::string& inside)
    {
        return R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)" + inside +
               "</Relationships>";
    }

private:
    std::map<std::string, std::string> m_parts;
};

}
