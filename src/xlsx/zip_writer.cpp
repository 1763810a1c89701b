#include "xlsx/zip_writer.h"

#include <libdeflate.h>

namespace kenkei::xlsx {

namespace {

constexpr int compression_level = 1; // of a form a seventh more bytes than 6, in less than half the time

constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint16_t version = 20; // 2.0: deflate
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t first_day = (1 << 5) | 1; // 1980-01-01

void append16(std::string& out, std::uint32_t number)
{
    out += static_cast<char>(number & 255);
    out += static_cast<char>(number >> 8 & 255);
}

void append32(std::string& out, std::uint32_t number)
{
    append16(out, number & 0xFFFF);
    append16(out, number >> 16);
}

}

ZipWriter::ZipWriter() : m_compressor(libdeflate_alloc_compressor(compression_level), libdeflate_free_compressor) {}
ZipWriter::~ZipWriter() = default;

bool ZipWriter::add(std::string_view name, std::string_view content)
{
    if (m_compressor == nullptr)
        return false;

    Entry entry;
    entry.name = name;
    entry.crc = libdeflate_crc32(0, content.data(), content.size());
    entry.size = static_cast<std::uint32_t>(content.size());
    entry.offset = static_cast<std::uint32_t>(m_archive.size());

    constexpr std::size_t header_size = 30;
    auto content_at = m_archive.size() + header_size + name.size();
    m_archive.resize(content_at + libdeflate_deflate_compress_bound(m_compressor.get(), content.size()));
    auto packed = libdeflate_deflate_compress(m_compressor.get(), content.data(), content.size(),
                                              m_archive.data() + content_at, m_archive.size() - content_at);
    if (packed == 0)
        return false;
    entry.packed = static_cast<std::uint32_t>(packed);
    m_archive.resize(content_at + packed);

    std::string header;
    append32(header, local_signature);
    append16(header, version);
    append16(header, 0); // flags
    append16(header, deflated);
    append16(header, 0); // time
    append16(header, first_day);
    append32(header, entry.crc);
    append32(header, entry.packed);
    append32(header, entry.size);
    append16(header, static_cast<std::uint32_t>(name.size()));
    append16(header, 0); // extra field
    header += name;
    m_archive.replace(entry.offset, header.size(), header);

    m_entries.push_back(std::move(entry));
    return true;
}

std::string ZipWriter::finish()
{
    auto directory = static_cast<std::uint32_t>(m_archive.size());
    for (const auto& entry : m_entries) {
        append32(m_archive, central_signature);
        append16(m_archive, version);
        append16(m_archive, version);
        append16(m_archive, 0); // flags
        append16(m_archive, deflated);
        append16(m_archive, 0); // time
        append16(m_archive, first_day);
        append32(m_archive, entry.crc);
        append32(m_archive, entry.packed);
        append32(m_archive, entry.size);
        append16(m_archive, static_cast<std::uint32_t>(entry.name.size()));
        append16(m_archive, 0); // extra field
        append16(m_archive, 0); // comment
        append16(m_archive, 0); // disk
        append16(m_archive, 0); // internal attributes
        append32(m_archive, 0); // external attributes
        append32(m_archive, entry.offset);
        m_archive += entry.name;
    }
    auto directory_size = static_cast<std::uint32_t>(m_archive.size()) - directory;
    auto entries = static_cast<std::uint32_t>(m_entries.size());
    append32(m_archive, end_signature);
    append16(m_archive, 0); // disk
    append16(m_archive, 0); // disk of the directory
    append16(m_archive, entries);
    append16(m_archive, entries);
    append32(m_archive, directory_size);
    append32(m_archive, directory);
    append16(m_archive, 0); // comment
    return std::move(m_archive);
}

}
