#include "table/text_file.h"

#include "base/csv.h"
#include "base/utf8.h"
#include "table/cp932.h"

#include <algorithm>
#include <optional>

namespace kenkei::table {

namespace {

base::Error unreadable(std::string code, std::string message, std::string way_out)
{
    return {.code = "text." + std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
}

constexpr std::string_view save_again = "CSV（UTF-8）かCSV（Shift_JIS）で保存し直してください。";

struct Beginning {
    std::string_view bytes;
    std::string_view what;
};

constexpr Beginning other_files[] = {
    {"PK\x03\x04", "Excelのブックなど（ZIP形式）"},
    {"\xD0\xCF\x11\xE0", "古い形式のExcelのブックなど"},
    {"%PDF-", "PDF"},
    {"\x1F\x8B", "圧縮されたファイル（gzip）"},
};

std::optional<base::Error> find_other_kind(std::string_view bytes)
{
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return unreadable("utf16", "このファイルの文字コードはUTF-16です。", std::string(save_again));
    for (const Beginning& other : other_files) {
        if (bytes.starts_with(other.bytes))
            return unreadable("binary", "このファイルは文字のファイルではなく、" + std::string(other.what) + "です。",
                              std::string(save_again));
    }
    const std::size_t zero = bytes.find('\0');
    if (zero == std::string_view::npos)
        return std::nullopt;
    const auto zeros = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\0'));
    if (zeros * 4 > bytes.size()) // ASCII in UTF-16 has a zero in every second byte
        return unreadable(
            "utf16", "このファイルの文字コードはUTF-16のようです（" + std::to_string(zero + 1) + "バイト目に 00）。",
            std::string(save_again));
    return unreadable(
        "binary", "このファイルの" + std::to_string(zero + 1) + "バイト目に、文字のファイルにはない 00 があります。",
        std::string(save_again));
}

// Whether valid UTF-8 has a character that only UTF-8 makes likely: three bytes or more, as kana and kanji have.
bool has_long_character(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// é in UTF-8 is ﾃｩ in CP932: in a Japanese file the kana are likelier.
bool is_rather_kana(std::string_view text)
{
    return !is_ascii(text) && !has_long_character(text) && from_cp932(text).faults.empty();
}

base::Result<FileText> read_cp932(std::string_view bytes)
{
    Utf8Text read = from_cp932(bytes);
    FileText file{.encoding = Encoding::Cp932, .text = std::move(read.text)};
    std::size_t unreadable_bytes = 0;
    for (const UnreadableBytes& fault : read.faults) {
        unreadable_bytes += fault.private_use ? 0 : fault.bytes.size();
        file.faults.push_back(describe(fault));
    }
    const auto beyond_ascii = static_cast<std::size_t>(
        std::count_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
    if (unreadable_bytes * 10 > beyond_ascii)
        return unreadable("encoding",
                          "このファイルの文字コードが分かりません。UTF-8でもCP932（Shift_JIS）でもありません。" +
                              file.faults.front(),
                          std::string(save_again));
    return file;
}

}

std::string_view label_of(Encoding encoding)
{
    return encoding == Encoding::Utf8 ? "UTF-8" : "CP932（Shift_JIS）";
}

base::Result<FileText> read_text_file(std::string_view bytes)
{
    if (bytes.empty())
        return unreadable("empty", "ファイルが空です。", "中身のあるファイルを選び直してください。");
    if (auto other = find_other_kind(bytes))
        return *std::move(other);
    if (bytes.starts_with(base::csv_mark)) {
        const std::string_view text = bytes.substr(base::csv_mark.size());
        if (const auto invalid = base::find_invalid_utf8(text))
            return unreadable("encoding",
                              "このファイルはUTF-8の印（BOM）で始まりますが、" +
                                  std::to_string(*invalid + base::csv_mark.size() + 1) +
                                  "バイト目がUTF-8ではありません。",
                              std::string(save_again));
        return FileText{.encoding = Encoding::Utf8, .marked = true, .text = std::string(text)};
    }
    if (base::is_utf8(bytes) && !is_rather_kana(bytes))
        return FileText{.encoding = Encoding::Utf8, .text = std::string(bytes)};
    return read_cp932(bytes);
}

}
