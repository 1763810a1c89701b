#include "xlsx/zip_archive.h"

#include "base/utf8.h"
#include "xlsx/zip_directory.h"

#include <libdeflate.h>

#include <algorithm>
#include <cstring>

namespace kenkei::xlsx {

using base::Error;
using base::Result;

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

Error damaged(const ZipEntry& entry)
{
    return {.code = "xlsx.damaged",
            .message = "ファイルが壊れています：部品「" + base::printable(base::shortened(entry.name, 80)) +
                       "」の中身が目次と合いません。",
            .way_out =
                "送信や保存の途中で壊れた可能性があります。元のファイルをExcelで開けるか確かめ、もう一度お送りくださ"
                "い。"};
}

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

// One for each thread: making it costs more than a small part.
libdeflate_decompressor* decompressor()
{
    thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> own(libdeflate_alloc_decompressor());
    return own.get();
}

}

PartBytes::PartBytes(std::size_t size) : m_bytes(std::make_unique_for_overwrite<char[]>(size + padding)), m_size(size)
{
    std::memset(m_bytes.get() + size, 0, padding);
}

PartBytes PartBytes::copy_of(std::string_view text)
{
    PartBytes bytes(text.size());
    std::copy(text.begin(), text.end(), bytes.data());
    return bytes;
}

bool same_part_name(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const Limits& limits)
{
    if (bytes.size() > limits.file)
        return Error{.code = "xlsx.too-big",
                     .message = "ファイルが" + std::to_string(bytes.size()) + "バイトあり、上限の" +
                                std::to_string(limits.file) + "バイトを超えています。",
                     .way_out = "様式にない画像や添付物があれば消し、保存し直してください。"};
    ZipArchive archive(limits);
    archive.m_entries = TRY(read_zip_directory(bytes, limits));
    archive.m_inflated.resize(archive.m_entries.size());
    return archive;
}

const ZipEntry* ZipArchive::find(std::string_view name) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const ZipEntry& entry) { return same_part_name(entry.name, name); });
    return found == m_entries.end() ? nullptr : &*found;
}

Result<PartBytes> ZipArchive::inflate(const ZipEntry& entry)
{
    const auto index = static_cast<std::size_t>(&entry - m_entries.data());
    if (!m_inflated[index]) {
        m_inflated[index] = true;
        m_total += entry.size;
    }
    if (m_total > m_limits.total)
        return Error{.code = "xlsx.too-big",
                     .message =
                         "ファイルの中身を開くと、上限の" + std::to_string(m_limits.total) + "バイトを超えます。",
                     .way_out = "使っていないシートや行があれば消し、保存し直してください。"};
    if (!entry.deflated) {
        if (libdeflate_crc32(0, entry.packed.data(), entry.packed.size()) != entry.crc)
            return damaged(entry);
        return PartBytes::copy_of(entry.packed);
    }
    PartBytes bytes(entry.size);
    std::size_t read = 0;
    std::size_t written = 0;
    const auto outcome = libdeflate_deflate_decompress_ex(decompressor(), entry.packed.data(), entry.packed.size(),
                                                          bytes.data(), entry.size, &read, &written);
    if (outcome != LIBDEFLATE_SUCCESS || read != entry.packed.size() || written != entry.size ||
        libdeflate_crc32(0, bytes.data(), entry.size) != entry.crc)
        return damaged(entry);
    return bytes;
}

}
