#pragma once

#include "base/result.h"
#include "xlsx/workbook_reader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::xlsx {

// The bytes of a part, inflated. `padding` zero bytes stand behind them, so that a scan may look past the end.
class PartBytes {
public:
    static constexpr std::size_t padding = 64;

    PartBytes() = default;
    explicit PartBytes(std::size_t size); // all but the padding is for the caller to write
    static PartBytes copy_of(std::string_view text);

    char* data() { return m_bytes.get(); }
    std::string_view text() const { return {m_bytes.get(), m_size}; }

private:
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
};

struct ZipEntry {
    std::string name;
    bool deflated = false;
    std::uint32_t crc = 0;
    std::size_t size = 0;    // as the directory declares it
    std::string_view packed; // its bytes in the file
};

// A zip file (PKWARE APPNOTE 6.3) as far as a workbook may be one: nothing encrypted, split, overlapping, or named in a
// way that could lead out of it; the headers before the entries agree with the directory.
class ZipArchive {
public:
    // `bytes` must outlive the archive. Codes: xlsx.damaged, xlsx.too-big, xlsx.encrypted.
    static base::Result<ZipArchive> open(std::string_view bytes, const Limits&);

    const std::vector<ZipEntry>& entries() const { return m_entries; }
    // Names of parts do not differ in the case of letters only (ECMA-376 part 2, 6.2.2.3), nor in that one writes %20
    // where the other has a blank. nullptr if there is none.
    const ZipEntry* find(std::string_view name) const;

    // The content of one of `entries()`: exactly as many bytes as declared, with the declared CRC.
    base::Result<PartBytes> inflate(const ZipEntry&);
    // The same of a part in XML: what is in UTF-16 becomes UTF-8.
    base::Result<PartBytes> inflate_xml(const ZipEntry&);

private:
    explicit ZipArchive(const Limits& limits) : m_limits(limits) {}

    Limits m_limits;
    std::vector<ZipEntry> m_entries;
    std::vector<bool> m_inflated; // by entry: counted already
    std::size_t m_total = 0;      // bytes of all that were inflated
};

// Without the difference of a–z and A–Z.
bool same_part_name(std::string_view, std::string_view);

}
