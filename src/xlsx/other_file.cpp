#include "xlsx/other_file.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::xlsx {

using base::Error;

namespace {

using namespace std::string_view_literals;

constexpr std::string_view compound_file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"; // MS-CFB: .xls, or an encrypted .xlsx

Error not_a_workbook(std::string seems, std::string way_out)
{
    return {.code = "xlsx.not-a-workbook",
            .message = "Excelブック（.xlsx）ではありません。" + std::move(seems),
            .way_out = std::move(way_out)};
}

constexpr const char* save_as_xlsx =
    "Excelで開き、「名前を付けて保存」でファイルの種類を「Excel ブック（*.xlsx）」にして保"
    "存し直してください。";
constexpr const char* send_the_form = "配布されたExcelの様式に記入したファイルを選んでください。";

bool has_utf16(std::string_view bytes, std::string_view ascii)
{
    std::string wide;
    for (const char c : ascii) {
        wide += c;
        wide += '\0';
    }
    return bytes.find(wide) != std::string_view::npos;
}

Error error_of_compound_file(std::string_view bytes)
{
    if (has_utf16(bytes, "EncryptedPackage"))
        return {.code = "xlsx.encrypted",
                .message = "パスワードで保護（暗号化）されたファイルです。",
                .way_out =
                    "Excelで開き、「ファイル」→「情報」→「ブックの保護」→「パスワードを使用して暗号化」でパスワードを"
                    "空にし、保存し直してください。"};
    if (has_utf16(bytes, "Workbook") || has_utf16(bytes, "Book"))
        return not_a_workbook("Excel 97-2003の形式（.xls）のようです。", save_as_xlsx);
    if (has_utf16(bytes, "WordDocument"))
        return not_a_workbook("Word 97-2003の文書（.doc）のようです。", send_the_form);
    return not_a_workbook("古い形式のOffice文書のようです。", save_as_xlsx);
}

// Text without control characters in its first bytes, whatever its encoding.
bool looks_like_text(std::string_view start)
{
    return std::none_of(start.begin(), start.end(), [](char c) {
        return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1B') || c == 0x7F;
    });
}

bool contains_word(std::string_view text, std::string_view lower_case)
{
    return std::search(text.begin(), text.end(), lower_case.begin(), lower_case.end(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
           }) != text.end();
}

Error error_of_text(std::string_view start)
{
    if (contains_word(start, "<html") || contains_word(start, "<!doctype html") || contains_word(start, "<table"))
        return not_a_workbook("HTML（ウェブページ）のようです。", save_as_xlsx);
    if (contains_word(start, "urn:schemas-microsoft-com:office:spreadsheet"))
        return not_a_workbook("XML スプレッドシート 2003のようです。", save_as_xlsx);
    if (start.starts_with("{\\rtf"))
        return not_a_workbook("リッチテキスト（.rtf）のようです。", send_the_form);
    if (contains_word(start, "<?xml"))
        return not_a_workbook("XMLのようです。", send_the_form);
    if (start.find_first_of(",\t") != std::string_view::npos)
        return not_a_workbook("CSVかテキストのファイルのようです。", send_the_form);
    return not_a_workbook("テキストのファイルのようです。", send_the_form);
}

}

Error error_of_other_file(std::string_view bytes)
{
    if (bytes.empty())
        return not_a_workbook("ファイルが空です。", send_the_form);
    if (bytes.starts_with(compound_file))
        return error_of_compound_file(bytes);
    const std::string_view start = bytes.substr(0, 1024);
    if (start.find("%PDF-") != std::string_view::npos)
        return not_a_workbook("PDFのようです。", send_the_form);
    if (start.starts_with("\x89PNG") || start.starts_with("\xFF\xD8\xFF") || start.starts_with("GIF8") ||
        start.starts_with("RIFF") || start.find("ftyphei") == 4)
        return not_a_workbook("画像のようです。", send_the_form);
    if (start.starts_with("7z\xBC\xAF") || start.starts_with("Rar!") || start.starts_with("\x1F\x8B"))
        return not_a_workbook("圧縮ファイルのようです。", "圧縮する前のExcelファイルを選んでください。");
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
        return not_a_workbook("UTF-16のテキストのようです。", send_the_form);
    if (looks_like_text(start))
        return error_of_text(start);
    return not_a_workbook("何のファイルか分かりません。", send_the_form);
}

Error error_of_other_zip(ZipArchive& archive)
{
    if (archive.find("xl/workbook.bin"))
        return not_a_workbook("Excel バイナリ ブック（.xlsb）のようです。", save_as_xlsx);
    if (const ZipEntry* const type = archive.find("mimetype"); type && type->size < 256) {
        const auto bytes = archive.inflate(*type);
        if (bytes.ok() && bytes->text().starts_with("application/vnd.oasis.opendocument.spreadsheet"))
            return not_a_workbook(
                "OpenDocument 表計算（.ods）のようです。",
                "LibreOfficeなどで開き、「名前を付けて保存」で「Excel 2007-365（.xlsx）」にして保存し直し"
                "てください。");
        if (bytes.ok() && bytes->text().starts_with("application/vnd.oasis.opendocument"))
            return not_a_workbook("OpenDocumentの文書のようです。", send_the_form);
    }
    if (archive.find("word/document.xml"))
        return not_a_workbook("Wordの文書（.docx）のようです。", send_the_form);
    if (archive.find("ppt/presentation.xml"))
        return not_a_workbook("PowerPointの資料（.pptx）のようです。", send_the_form);
    if (archive.find("Index/Document.iwa"))
        return not_a_workbook("Numbersの書類のようです。",
                              "Numbersの「書き出す」で「Excel」を選び、できた.xlsxファイルを送ってください。");
    const auto is_workbook = [](const ZipEntry& entry) {
        return entry.name.ends_with(".xlsx") || entry.name.ends_with(".XLSX") || entry.name.ends_with(".xls");
    };
    if (std::any_of(archive.entries().begin(), archive.entries().end(), is_workbook))
        return not_a_workbook("ZIPに圧縮されたExcelファイルのようです。",
                              "ZIPを展開して、中のExcelファイルを選んでください。");
    return not_a_workbook("ZIPファイルですが、中にExcelのブックがありません。", send_the_form);
}

}
