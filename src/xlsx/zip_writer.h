#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct libdeflate_compressor;

namespace kenkei::xlsx {

// Makes a zip archive in memory. Every time stamp is 1980-01-01: the same entries give the same bytes. For archives of
// less than 4 GiB.
class ZipWriter {
public:
    ZipWriter();
    ~ZipWriter();

    // `name` in ASCII. False if there is no memory for it.
    bool add(std::string_view name, std::string_view content);

    // The archive with its directory; nothing may be added after that.
    std::string finish();

private:
    struct Entry {
        std::string name;
        std::uint32_t crc = 0;
        std::uint32_t packed = 0;
        std::uint32_t size = 0;
        std::uint32_t offset = 0;
    };

    std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> m_compressor;
    std::string m_archive;
    std::vector<Entry> m_entries;
};

}
