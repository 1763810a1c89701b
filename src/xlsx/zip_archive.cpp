#include "xlsx/zip_archive.h"

#include "base/utf8.h"
#include "xlsx/xml_encoding.h"
#include "xlsx/zip_directory.h"

#include <libdeflate.h>

#include <algorithm>
#include <charconv>
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

constexpr std::size_t ratio_counts_from = 1U << 20;

Result<void> check_size(const ZipEntry& entry, const Limits& limits)
{
    const auto too_big = [&](const std::string& what) {
        return Error{.code = "xlsx.too-big",
                     .message = "ファイルの中の「" + base::printable(base::shortened(entry.name, 80)) + "」が" + what,
                     .way_out = "様式にない画像や添付物、使っていないシートがあれば消し、保存し直してください。"};
    };
    if (entry.size > limits.entry)
        return too_big(std::to_string(entry.size) + "バイトあり、上限の" + std::to_string(limits.entry) +
                       "バイトを超えています。");
    if (entry.size > ratio_counts_from && entry.size / limits.ratio > entry.packed.size())
        return too_big(std::to_string(limits.ratio) + "倍を超えて圧縮されています。");
    return {};
}

// %41 becomes A; what is no such escape stays.
std::string without_percents(std::string_view name)
{
    std::string plain;
    for (std::size_t at = 0; at < name.size(); ++at) {
        unsigned byte = 0;
        const char* const digits = name.data() + at + 1;
        if (name[at] == '%' && name.size() - at > 2 &&
            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            plain += static_cast<char>(byte);
            at += 2;
        } else {
            plain += name[at];
        }
    }
    return plain;
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
    auto found = std::find_if(m_entries.begin(), m_entries.end(),
                              [&](const ZipEntry& entry) { return same_part_name(entry.name, name); });
    if (found == m_entries.end()) {
        const std::string plain = without_percents(name);
        found = std::find_if(m_entries.begin(), m_entries.end(), [&](const ZipEntry& entry) {
            return same_part_name(without_percents(entry.name), plain);
        });
    }
    return found == m_entries.end() ? nullptr : &*found;
}

Result<PartBytes> ZipArchive::inflate(const ZipEntry& entry)
{
    TRY(check_size(entry, m_limits));
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

Result<PartBytes> ZipArchive::inflate_xml(const ZipEntry& entry)
{
    PartBytes bytes = TRY(inflate(entry));
    if (const auto text = utf8_of_utf16(bytes.text()))
        return PartBytes::copy_of(*text);
    return bytes;
}

}
