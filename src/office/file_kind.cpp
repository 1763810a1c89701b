#include "office/file_kind.h"

#include "base/enum_table.h"
#include "base/utf8.h"
#include "xlsx/zip_archive.h"

#include <algorithm>
#include <array>

namespace kenkei::office {

namespace {

using namespace std::string_view_literals;

struct KindText {
    FileKind kind;
    std::string_view label;
    std::string_view media_type;
};
constexpr std::array kind_texts{
    KindText{FileKind::Pdf, "PDF", "application/pdf"},
    KindText{FileKind::Png, "PNG画像", "image/png"},
    KindText{FileKind::Jpeg, "JPEG画像", "image/jpeg"},
    KindText{FileKind::Tiff, "TIFF画像", "image/tiff"},
    KindText{FileKind::Heic, "HEIC画像", "image/heic"},
    KindText{FileKind::Workbook, "Excelブック", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    KindText{FileKind::Document, "Word文書", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    KindText{FileKind::Presentation, "PowerPoint資料",
             "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    KindText{FileKind::Text, "テキスト・CSV", "text/plain"},
};
static_assert(base::stands_in_order(kind_texts, &KindText::kind));

constexpr const char* what_is_taken =
    "PDF、画像（PNG、JPEG、TIFF、HEIC）、Excel（.xlsx）、Word（.docx）、PowerPoint（.pptx）、"
    "CSV・テキスト（UTF-8 またはシフトJIS）で提出してください。";

base::Error refused(const std::string& name, std::string seems, std::string way_out = what_is_taken,
                    std::string code = "file.kind")
{
    return {.code = std::move(code),
            .message = "「" + name + "」は受け付けられません。" + std::move(seems),
            .way_out = std::move(way_out)};
}

std::string lower_case(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return lower;
}

bool ends_with_one_of(std::string_view name, std::span<const std::string_view> ends)
{
    const std::string lower = lower_case(name);
    return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return lower.ends_with(end); });
}

struct Start {
    std::string_view bytes;
    std::string_view says;
    bool is_text = false;
};

// Programs and archives, by how they begin.
constexpr Start never_taken[] = {
    {"MZ"sv, "プログラム（実行ファイル）です。"},
    {"\x7F"
     "ELF"sv,
     "プログラム（実行ファイル）です。"},
    {"\xFE\xED\xFA\xCE"sv, "プログラム（実行ファイル）です。"},
    {"\xFE\xED\xFA\xCF"sv, "プログラム（実行ファイル）です。"},
    {"\xCE\xFA\xED\xFE"sv, "プログラム（実行ファイル）です。"},
    {"\xCF\xFA\xED\xFE"sv, "プログラム（実行ファイル）です。"},
    {"\xCA\xFE\xBA\xBE"sv, "プログラム（実行ファイル）です。"},
    {"\0asm"sv, "プログラム（実行ファイル）です。"},
    {"#!"sv, "スクリプト（プログラム）です。", true},
    {"L\0\0\0\x01\x14\x02\0"sv, "ショートカットです。"},
    {"Rar!"sv, "圧縮ファイルです。"},
    {"7z\xBC\xAF"sv, "圧縮ファイルです。"},
    {"\x1F\x8B"sv, "圧縮ファイルです。"},
    {"BZh"sv, "圧縮ファイルです。"},
    {"\xFD"
     "7zXZ"sv,
     "圧縮ファイルです。"},
    {"MSCF"sv, "圧縮ファイルです。"},
    {"GIF8"sv, "GIF画像です。"},
    {"\xFF\xFE"sv, "UTF-16 のテキストのようです。"},
    {"\xFE\xFF"sv, "UTF-16 のテキストのようです。"},
    {"{\\rtf"sv, "リッチテキスト（.rtf）です。", true},
};

bool is_heic(std::string_view bytes)
{
    if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp")
        return false;
    constexpr std::string_view brands[] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"};
    return std::find(std::begin(brands), std::end(brands), bytes.substr(8, 4)) != std::end(brands);
}

// MS-CFB, the container of Office before 2007 and of encrypted files: its directory names are in UTF-16.
base::Error error_of_compound_file(std::string_view bytes, const std::string& name)
{
    std::string wide;
    for (const char c : "EncryptedPackage"sv) {
        wide += c;
        wide += '\0';
    }
    if (bytes.find(wide) != std::string_view::npos)
        return refused(name, "パスワードで保護（暗号化）されています。",
                       "パスワードを外して保存し直したファイルを提出してください。", "file.encrypted");
    return refused(name, "古い形式のOfficeファイル（.xls、.doc、.ppt）などです。",
                   ".xlsx、.docx、.pptx か PDF で保存し直したファイルを提出してください。");
}

// Pictures in documents are many and hardly packed; what unpacks to much more than it is, is a bomb.
constexpr xlsx::Limits most{.file = 64U << 20, .entries = 4'000, .entry = 64U << 20, .total = 128U << 20, .ratio = 250};

base::Error error_of_zip(const base::Error& error, const std::string& name)
{
    if (error.code == "xlsx.too-big")
        return refused(name, "中身を開くと大きくなりすぎます。",
                       "使っていないシートや大きな画像を除いて、保存し直してください。", "file.too-big");
    if (error.code == "xlsx.encrypted")
        return refused(name, "暗号化されています。", "暗号化を外して保存し直したファイルを提出してください。",
                       "file.encrypted");
    return refused(name, "ファイルが壊れています。", "開けることを確かめて、もう一度保存してください。",
                   "file.damaged");
}

bool has_macros(const xlsx::ZipArchive& archive, std::string_view content_types)
{
    return lower_case(content_types).find("macroenabled") != std::string::npos ||
           std::any_of(archive.entries().begin(), archive.entries().end(),
                       [](const xlsx::ZipEntry& entry) { return lower_case(entry.name).ends_with("vbaproject.bin"); });
}

// Every part is unpacked once: what a directory says of sizes need not be true.
base::Result<FileKind> kind_of_zip(std::string_view bytes, const std::string& name)
{
    auto archive = xlsx::ZipArchive::open(bytes, most);
    if (!archive.ok())
        return error_of_zip(archive.error(), name);
    const xlsx::ZipEntry* const types = archive->find("[Content_Types].xml");
    const FileKind kind = archive->find("xl/workbook.xml")        ? FileKind::Workbook
                          : archive->find("word/document.xml")    ? FileKind::Document
                          : archive->find("ppt/presentation.xml") ? FileKind::Presentation
                                                                  : FileKind::Text;
    if (!types || kind == FileKind::Text)
        return refused(name, "ZIPの圧縮ファイルか、受け付けていない形式のファイルです。",
                       std::string("圧縮する前のファイルを、1つずつ提出してください。") + what_is_taken);
    bool macros = false;
    for (const xlsx::ZipEntry& entry : archive->entries()) {
        const auto part = archive->inflate(entry);
        if (!part.ok())
            return error_of_zip(part.error(), name);
        if (&entry == types)
            macros = has_macros(*archive, part->text());
    }
    if (macros)
        return refused(name, "マクロが含まれています。",
                       "マクロのない形式（.xlsx、.docx、.pptx）か PDF で保存し直してください。", "file.macros");
    return kind;
}

// Shift_JIS as Windows has it: lead and trail bytes in their ranges. Which characters they are is no matter here.
bool is_cp932(std::string_view bytes)
{
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        if (byte < 0x80 || (byte >= 0xA1 && byte <= 0xDF))
            continue;
        if (byte == 0x80 || byte == 0xA0 || byte > 0xFC || ++at == bytes.size())
            return false;
        const auto trail = static_cast<unsigned char>(bytes[at]);
        if (trail < 0x40 || trail == 0x7F || trail > 0xFC)
            return false;
    }
    return true;
}

bool has_controls(std::string_view bytes)
{
    return std::any_of(bytes.begin(), bytes.end(), [](char c) {
        return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1A') || c == 0x7F;
    });
}

// A browser looks for these to take a text for a page.
bool looks_like_page(std::string_view bytes)
{
    const std::string start = lower_case(bytes.substr(0, 64U << 10));
    const std::size_t first = start.find_first_not_of("\xEF\xBB\xBF \t\r\n\f");
    if (first != std::string::npos && std::string_view(start).substr(first).starts_with("<?xml"))
        return true;
    constexpr std::string_view marks[] = {"<!doctype", "<html",   "<head",   "<body",  "<script",
                                          "<svg",      "<iframe", "<object", "<embed", "javascript:"};
    return std::any_of(std::begin(marks), std::end(marks),
                       [&](std::string_view mark) { return start.find(mark) != std::string::npos; });
}

constexpr std::string_view text_names[] = {".csv", ".txt", ".tsv"};
// A double click would run or open it as such, whatever is inside.
constexpr std::string_view names_that_run[] = {
    ".exe", ".com", ".scr", ".msi", ".dll", ".bat", ".cmd", ".ps1",  ".vbs",   ".vbe", ".js",  ".jse", ".wsf", ".wsh",
    ".hta", ".lnk", ".jar", ".reg", ".cpl", ".pif", ".htm", ".html", ".xhtml", ".svg", ".mht", ".url", ".xml", ".sh"};

base::Result<FileKind> kind_of_text(std::string_view bytes, const std::string& name)
{
    if (looks_like_page(bytes))
        return refused(name, "ウェブページ（HTML、SVG、XML）かスクリプトのようです。");
    if (has_controls(bytes) || (!base::is_utf8(bytes) && !is_cp932(bytes)))
        return refused(name, "何のファイルか分かりません。");
    if (!ends_with_one_of(name, text_names))
        return refused(name, "テキストのファイルは、名前が .csv、.txt、.tsv のものだけを受け付けます。");
    return FileKind::Text;
}

}

std::string_view label_of(FileKind kind)
{
    return base::row_of(kind_texts, kind).label;
}

std::string_view media_type_of(FileKind kind)
{
    return base::row_of(kind_texts, kind).media_type;
}

bool is_scan(FileKind kind)
{
    return kind == FileKind::Pdf || kind == FileKind::Png || kind == FileKind::Jpeg || kind == FileKind::Tiff;
}

base::Result<FileKind> kind_of_file(std::string_view bytes, const std::string& name)
{
    if (bytes.empty())
        return refused(name, "ファイルが空です。", "中身のあるファイルを選んでください。", "file.empty");
    if (ends_with_one_of(name, names_that_run))
        return refused(name, "プログラムやウェブページの名前のファイルです。");
    const bool is_text = !has_controls(bytes.substr(0, 4096));
    for (const Start& start : never_taken) {
        if (start.is_text == is_text && bytes.starts_with(start.bytes))
            return refused(name, std::string(start.says));
    }
    if (bytes.starts_with("%PDF-"))
        return FileKind::Pdf;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"))
        return FileKind::Png;
    if (bytes.starts_with("\xFF\xD8\xFF"))
        return FileKind::Jpeg;
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv))
        return FileKind::Tiff;
    if (is_heic(bytes))
        return FileKind::Heic;
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
        return error_of_compound_file(bytes, name);
    if (bytes.starts_with("PK"))
        return kind_of_zip(bytes, name);
    return kind_of_text(bytes, name);
}

}
