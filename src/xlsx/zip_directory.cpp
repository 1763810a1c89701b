#include "xlsx/zip_directory.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::xlsx {

using base::Error;
using base::Result;

namespace {

// Signatures and lengths of the records, sections 4.3.7 to 4.3.16 of the APPNOTE.
constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::size_t local_length = 30;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::size_t central_length = 46;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::size_t end_length = 22;
constexpr std::uint32_t end64_signature = 0x06064b50;
constexpr std::size_t end64_length = 56;
constexpr std::uint32_t locator64_signature = 0x07064b50;
constexpr std::size_t locator64_length = 20;

constexpr std::uint32_t in_zip64_field = 0xFFFFFFFF; // the value stands in the extra field of this id
constexpr std::uint16_t disk_in_zip64_field = 0xFFFF;
constexpr std::uint16_t zip64_field = 1;

constexpr std::uint16_t flag_encrypted = 1U << 0;
constexpr std::uint16_t flag_sizes_behind = 1U << 3;
constexpr std::uint16_t flag_strongly_encrypted = 1U << 6;
constexpr std::uint16_t flag_directory_encrypted = 1U << 13;
constexpr std::uint16_t flags_of_encryption = flag_encrypted | flag_strongly_encrypted | flag_directory_encrypted;

constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;

constexpr std::size_t name_at_most = 512;

// Little-endian numbers; the caller has checked that they are inside.
std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t length)
{
    std::uint64_t number = 0;
    for (std::size_t i = length; i > 0; --i)
        number = number << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
    return number;
}

std::uint16_t two(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(number_at(bytes, at, 2));
}

std::uint32_t four(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint32_t>(number_at(bytes, at, 4));
}

Error damaged(std::string what)
{
    return {.code = "xlsx.damaged",
            .message = "ファイルが壊れています：" + std::move(what) + "。",
            .way_out =
                "元のファイルをExcelで開けるか確かめ、「名前を付けて保存」で保存し直してから、もう一度お送りくださ"
                "い。"};
}

Error too_big(std::string what)
{
    return {.code = "xlsx.too-big",
            .message = std::move(what),
            .way_out = "様式にない画像や添付物、使っていないシートがあれば消し、保存し直してください。"};
}

std::string quoted(std::string_view name)
{
    return "「" + base::printable(base::shortened(name, 80)) + "」";
}

// The directory's place, as the record at the end of the file tells it.
struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
    std::uint64_t end = 0; // where the first record behind it stands
};

// The end record is the last one whose comment reaches exactly to the end of the file.
std::optional<std::size_t> find_end_record(std::string_view bytes)
{
    constexpr std::size_t longest_comment = 0xFFFF;
    if (bytes.size() < end_length)
        return {};
    const std::size_t last = bytes.size() - end_length;
    for (std::size_t back = 0; back <= std::min(longest_comment, last); ++back) {
        if (four(bytes, last - back) == end_signature && two(bytes, last - back + 20) == back)
            return last - back;
    }
    return {};
}

Result<Directory> find_directory64(std::string_view bytes, std::size_t end_record)
{
    if (end_record < locator64_length || four(bytes, end_record - locator64_length) != locator64_signature)
        return damaged("ZIP64の目次の場所がありません");
    const std::size_t locator = end_record - locator64_length;
    const std::uint64_t at = number_at(bytes, locator + 8, 8);
    if (four(bytes, locator + 4) != 0 || four(bytes, locator + 16) > 1)
        return damaged("分割されたZIPの一部です");
    if (at > locator || locator - at < end64_length || four(bytes, at) != end64_signature)
        return damaged("ZIP64の目次の場所が正しくありません");
    if (four(bytes, at + 16) != 0 || four(bytes, at + 20) != 0 ||
        number_at(bytes, at + 24, 8) != number_at(bytes, at + 32, 8))
        return damaged("分割されたZIPの一部です");
    return Directory{.entries = number_at(bytes, at + 32, 8),
                     .size = number_at(bytes, at + 40, 8),
                     .offset = number_at(bytes, at + 48, 8),
                     .end = at};
}

Result<Directory> find_directory(std::string_view bytes)
{
    const auto end_record = find_end_record(bytes);
    if (!end_record)
        return damaged("ZIPの目次がありません（途中で切れているか、後ろに余分なものが付いています）");
    const std::size_t at = *end_record;
    Directory directory{
        .entries = two(bytes, at + 10), .size = four(bytes, at + 12), .offset = four(bytes, at + 16), .end = at};
    const bool has_record64 = at >= locator64_length && four(bytes, at - locator64_length) == locator64_signature;
    if (has_record64 || directory.entries == 0xFFFF || directory.size == in_zip64_field ||
        directory.offset == in_zip64_field) {
        // Programs that always write the larger record (POI, SharpCompress) tell the numbers here, too.
        const Directory directory64 = TRY(find_directory64(bytes, at));
        if ((directory.entries != 0xFFFF && directory.entries != directory64.entries) ||
            (directory.size != in_zip64_field && directory.size != directory64.size) ||
            (directory.offset != in_zip64_field && directory.offset != directory64.offset))
            return damaged("ZIPの2つの目次が合いません");
        directory = directory64;
    } else if (two(bytes, at + 4) != 0 || two(bytes, at + 6) != 0 || two(bytes, at + 8) != directory.entries) {
        return damaged("分割されたZIPの一部です");
    }
    if (directory.offset > directory.end || directory.end - directory.offset != directory.size)
        return damaged("ZIPの目次の大きさと場所が合いません");
    return directory;
}

// Sizes and offset of an entry; those that do not fit into 32 bits stand in an extra field (4.5.3).
struct Extent {
    std::uint64_t size = 0;
    std::uint64_t packed = 0;
    std::uint64_t header = 0;
    std::uint32_t disk = 0;
};

// Fills what `extent` leaves to the extra fields; whether they said all of it, and once.
bool read_zip64_field(std::string_view extra, Extent& extent)
{
    bool seen = false;
    while (extra.size() >= 4) {
        const std::uint16_t id = two(extra, 0);
        const std::size_t length = two(extra, 2);
        if (extra.size() - 4 < length)
            break;
        if (id == zip64_field) {
            if (seen)
                return false;
            seen = true;
            std::string_view field = extra.substr(4, length);
            for (std::uint64_t* number : {&extent.size, &extent.packed, &extent.header}) {
                if (*number != in_zip64_field)
                    continue;
                if (field.size() < 8)
                    return false;
                *number = number_at(field, 0, 8);
                field.remove_prefix(8);
            }
            if (extent.disk == disk_in_zip64_field) {
                if (field.size() < 4)
                    return false;
                extent.disk = four(field, 0);
            }
        }
        extra.remove_prefix(4 + length);
    }
    // What is too short for a field is a fault of some programs and says nothing.
    return extent.size != in_zip64_field && extent.packed != in_zip64_field && extent.header != in_zip64_field;
}

// Some programs of Windows write xl\styles.xml (against 4.4.17.1), and Excel reads it.
std::string with_slashes(std::string_view name)
{
    std::string with(name);
    std::replace(with.begin(), with.end(), '\\', '/');
    return with;
}

// What the name says of where it leads, empty if nothing is wrong with it.
std::string_view fault_of_name(std::string_view name)
{
    if (name.empty())
        return "名前がありません";
    if (name.size() > name_at_most)
        return "名前が長すぎます";
    if (!base::is_utf8(name))
        return "名前がUTF-8ではありません";
    if (std::any_of(name.begin(), name.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }))
        return "名前に制御文字があります";
    if (name.front() == '/' || name.find(':') != std::string_view::npos)
        return "名前がファイルの外を指しています";
    for (std::string_view rest = name; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view segment = rest.substr(0, slash);
        if (segment == ".." || segment == "." || segment.empty())
            return "名前がファイルの外を指しています";
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    return {};
}

// An entry as the directory lists it, and the bytes from its own header to the end of its content.
struct Listed {
    ZipEntry entry;
    std::size_t begin = 0;
    std::size_t end = 0;
};

class DirectoryReader {
public:
    DirectoryReader(std::string_view bytes, const Limits& limits) : m_bytes(bytes), m_limits(limits) {}

    Result<std::vector<ZipEntry>> read()
    {
        const Directory directory = TRY(find_directory(m_bytes));
        if (directory.entries > m_limits.entries)
            return too_big("ファイルの中の部品が" + std::to_string(directory.entries) + "個あり、上限の" +
                           std::to_string(m_limits.entries) + "個を超えています。");
        m_at = directory.offset;
        m_end = directory.end;
        m_data_end = directory.offset;
        std::vector<Listed> listed;
        listed.reserve(directory.entries);
        for (std::uint64_t i = 0; i < directory.entries; ++i)
            listed.push_back(TRY(read_entry()));
        if (m_at != m_end)
            return damaged("ZIPの目次に余分なものがあります");
        TRY(check_names(listed));
        TRY(check_overlaps(listed));
        std::vector<ZipEntry> entries;
        entries.reserve(listed.size());
        for (const Listed& one : listed)
            entries.push_back(one.entry);
        return entries;
    }

private:
    Result<Listed> read_entry()
    {
        if (m_end - m_at < central_length || four(m_bytes, m_at) != central_signature)
            return damaged("ZIPの目次が読めません");
        const std::string_view record = m_bytes.substr(m_at, m_end - m_at);
        const std::size_t name_length = two(record, 28);
        const std::size_t extra_length = two(record, 30);
        const std::size_t length = central_length + name_length + extra_length + two(record, 32);
        if (record.size() < length)
            return damaged("ZIPの目次が途中で切れています");
        m_at += length;

        Listed listed;
        ZipEntry& entry = listed.entry;
        entry.name = with_slashes(record.substr(central_length, name_length));
        if (const auto fault = fault_of_name(entry.name); !fault.empty())
            return damaged("部品" + (base::is_utf8(entry.name) ? quoted(entry.name) : std::string()) + "の" +
                           std::string(fault));
        if ((two(record, 8) & flags_of_encryption) != 0)
            return Error{.code = "xlsx.encrypted",
                         .message = "ファイルの中の" + quoted(entry.name) + "が暗号化されています。",
                         .way_out = "パスワードを外して保存し直してください。"};
        Extent extent{
            .size = four(record, 24), .packed = four(record, 20), .header = four(record, 42), .disk = two(record, 34)};
        if (!read_zip64_field(record.substr(central_length + name_length, extra_length), extent))
            return damaged("部品" + quoted(entry.name) + "の大きさが読めません");
        if (extent.disk != 0)
            return damaged("分割されたZIPの一部です");
        const std::uint16_t method = two(record, 10);
        if (method != stored && method != deflated)
            return damaged("部品" + quoted(entry.name) + "の圧縮方式（" + std::to_string(method) + "）は使えません");
        entry.deflated = method == deflated;
        entry.crc = four(record, 16);
        TRY(check_size(entry, extent));
        entry.size = extent.size;
        TRY(find_content(listed, extent, record));
        return listed;
    }

    // How large an entry may be is asked where it is inflated: pictures stay packed, and one that is all white is
    // packed a thousandfold.
    static Result<void> check_size(const ZipEntry& entry, const Extent& extent)
    {
        if (!entry.deflated && extent.size != extent.packed)
            return damaged("部品" + quoted(entry.name) + "の大きさが合いません");
        if (entry.name.back() == '/' && extent.size != 0)
            return damaged("部品" + quoted(entry.name) + "はフォルダーの名前なのに中身があります");
        return {};
    }

    // The header before the content repeats what the directory says.
    Result<void> find_content(Listed& listed, const Extent& extent, std::string_view record) const
    {
        ZipEntry& entry = listed.entry;
        const auto disagrees = [&] { return damaged("部品" + quoted(entry.name) + "の見出しと目次が合いません"); };
        if (extent.header > m_data_end || m_data_end - extent.header < local_length ||
            four(m_bytes, extent.header) != local_signature)
            return damaged("部品" + quoted(entry.name) + "の場所が正しくありません");
        const std::string_view header = m_bytes.substr(extent.header, m_data_end - extent.header);
        const std::size_t name_length = two(header, 26);
        const std::size_t extra_length = two(header, 28);
        const std::size_t content = local_length + name_length + extra_length;
        if (header.size() < content || header.size() - content < extent.packed)
            return damaged("部品" + quoted(entry.name) + "が途中で切れています");
        if (with_slashes(header.substr(local_length, name_length)) != entry.name || two(header, 8) != two(record, 10) ||
            (two(header, 6) & flags_of_encryption) != 0)
            return disagrees();

        // Where sizes and CRC follow the content, the header has zeros or, of the larger form, all ones.
        const bool sizes_behind = ((two(header, 6) | two(record, 8)) & flag_sizes_behind) != 0;
        const auto agrees = [&](std::uint64_t told, std::uint64_t listed_one) {
            return told == listed_one || (sizes_behind && (told == 0 || told == in_zip64_field));
        };
        Extent local{.size = four(header, 22), .packed = four(header, 18)};
        if (!read_zip64_field(header.substr(local_length + name_length, extra_length), local) && !sizes_behind)
            return disagrees();
        if (!agrees(four(header, 14), entry.crc) || !agrees(local.size, extent.size) ||
            !agrees(local.packed, extent.packed))
            return disagrees();
        listed.begin = extent.header;
        listed.end = extent.header + content + extent.packed;
        entry.packed = header.substr(content, extent.packed);
        return {};
    }

    static Result<void> check_names(const std::vector<Listed>& listed)
    {
        std::vector<std::string> names;
        names.reserve(listed.size());
        for (const Listed& one : listed) {
            names.emplace_back(one.entry.name);
            for (char& c : names.back()) {
                if (c >= 'A' && c <= 'Z')
                    c = static_cast<char>(c | 0x20);
            }
        }
        std::sort(names.begin(), names.end());
        const auto twice = std::adjacent_find(names.begin(), names.end());
        if (twice != names.end())
            return damaged("部品" + quoted(*twice) + "が2つあります");
        return {};
    }

    static Result<void> check_overlaps(std::vector<Listed> listed)
    {
        std::sort(listed.begin(), listed.end(), [](const Listed& a, const Listed& b) { return a.begin < b.begin; });
        for (std::size_t i = 1; i < listed.size(); ++i) {
            if (listed[i].begin < listed[i - 1].end)
                return damaged("部品" + quoted(listed[i - 1].entry.name) + "と" + quoted(listed[i].entry.name) +
                               "が重なっています");
        }
        return {};
    }

    std::string_view m_bytes;
    const Limits& m_limits;
    std::size_t m_at = 0;
    std::size_t m_end = 0;
    std::size_t m_data_end = 0; // the entries stand before the directory
};

}

Result<std::vector<ZipEntry>> read_zip_directory(std::string_view bytes, const Limits& limits)
{
    return DirectoryReader(bytes, limits).read();
}

}
