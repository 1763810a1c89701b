#include "office/file_kind.h"

#include "xlsx/zip_writer.h"

#include <gtest/gtest.h>

namespace kenkei::office {

using namespace std::string_literals;

namespace {

// The kind's label, or the code of why it is refused.
std::string kind_of(const std::string& bytes, const std::string& name = "資料")
{
    const auto kind = kind_of_file(bytes, name);
    return kind.ok() ? std::string(label_of(*kind)) : kind.error().code;
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& parts)
{
    xlsx::ZipWriter writer;
    for (const auto& [name, content] : parts)
        EXPECT_TRUE(writer.add(name, content));
    return writer.finish();
}

std::string office_file(const std::string& main, const std::string& types = "<Types/>")
{
    return zip_of({{"[Content_Types].xml", types}, {main, "<x/>"}});
}

}

TEST(FileKind, 受け付ける種類は名前でなく中身で分かる)
{
    EXPECT_EQ(kind_of("%PDF-1.4\n"), "PDF");
    EXPECT_EQ(kind_of("%PDF-1.4\n", "写真.jpg"), "PDF");
    EXPECT_EQ(kind_of("\x89PNG\r\n\x1A\n...."), "PNG画像");
    EXPECT_EQ(kind_of("\xFF\xD8\xFF\xE0"), "JPEG画像");
    EXPECT_EQ(kind_of("II*\0abc"s), "TIFF画像");
    EXPECT_EQ(kind_of("MM\0*abc"s), "TIFF画像");
    EXPECT_EQ(kind_of("\0\0\0\x18"
                      "ftypheic\0\0\0\0"s),
              "HEIC画像");
    EXPECT_EQ(kind_of(office_file("xl/workbook.xml")), "Excelブック");
    EXPECT_EQ(kind_of(office_file("word/document.xml")), "Word文書");
    EXPECT_EQ(kind_of(office_file("ppt/presentation.xml")), "PowerPoint資料");
    EXPECT_EQ(kind_of("受診率,95\r\n", "受診.csv"), "テキスト・CSV");
    EXPECT_EQ(kind_of("\xEF\xBB\xBF"
                      "受診率,95\r\n",
                      "受診.CSV"),
              "テキスト・CSV");
    EXPECT_EQ(kind_of("\x8E\xF3\x90\x66,95\r\n", "受診.csv"), "テキスト・CSV") << "CP932";
    EXPECT_EQ(kind_of("MZ社,5\r\n", "一覧.csv"), "テキスト・CSV") << "a text, not a program";
}

TEST(FileKind, プログラムやページやスクリプトはどんな名前でも断る)
{
    EXPECT_EQ(kind_of("MZ\x90\0\x03\0"s, "資料.pdf"), "file.kind");
    EXPECT_EQ(kind_of("\x7F"
                      "ELF\x02",
                      "資料.png"),
              "file.kind");
    EXPECT_EQ(kind_of("#!/bin/sh\n", "資料.txt"), "file.kind");
    EXPECT_EQ(kind_of("<!DOCTYPE html><p>a", "資料.txt"), "file.kind");
    EXPECT_EQ(kind_of("a,b\n<ScRiPt>alert(1)</script>", "資料.csv"), "file.kind");
    EXPECT_EQ(kind_of("<svg xmlns='http://www.w3.org/2000/svg'/>", "図.png"), "file.kind");
    EXPECT_EQ(kind_of("<?xml version='1.0'?><a/>", "図.txt"), "file.kind");
    EXPECT_EQ(kind_of("WScript.Echo 1", "資料.vbs"), "file.kind");
    EXPECT_EQ(kind_of("%PDF-1.4\n", "資料.exe"), "file.kind");
    EXPECT_EQ(kind_of("WScript.Echo 1", "資料"), "file.kind") << "a text without a name of one";
    EXPECT_EQ(kind_of("\x01\x02\x03", "資料.txt"), "file.kind");
    EXPECT_EQ(kind_of("\xFF\xFE"
                      "a\0"s,
                      "資料.txt"),
              "file.kind");
    EXPECT_EQ(kind_of("", "資料.txt"), "file.empty");
}

TEST(FileKind, マクロのあるものや暗号化されたものやただの圧縮ファイルは断る)
{
    EXPECT_EQ(
        kind_of(zip_of({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<x/>"}, {"xl/vbaProject.bin", "x"}})),
        "file.macros");
    EXPECT_EQ(
        kind_of(office_file("xl/workbook.xml", "<Types a='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/>")),
        "file.macros");
    EXPECT_EQ(kind_of(zip_of({{"a.xlsx", "x"}})), "file.kind");
    EXPECT_EQ(kind_of(zip_of({{"xl/workbook.xml", "x"}})), "file.kind") << "no content types";
    const std::string container = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s;
    EXPECT_EQ(kind_of(container + "..."), "file.kind");
    std::string wide;
    for (const char c : "EncryptedPackage"s)
        wide += std::string{c, '\0'};
    EXPECT_EQ(kind_of(container + wide), "file.encrypted");
}

TEST(FileKind, 開くと膨らむものや壊れたものは断る)
{
    EXPECT_EQ(kind_of(zip_of({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", std::string(8U << 20, ' ')}})),
              "file.too-big");
    std::string damaged = office_file("word/document.xml");
    EXPECT_EQ(kind_of(damaged.substr(0, damaged.size() - 5)), "file.damaged");
    for (char& c : damaged)
        c = c == 'x' ? 'y' : c; // within the packed bytes, too
    EXPECT_NE(kind_of(damaged), "Word文書");
}

}
