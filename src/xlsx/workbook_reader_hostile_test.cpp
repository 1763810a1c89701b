// Files that somebody made to do harm, or that broke on the way: each is refused with its code.

#include "xlsx/reader_testing.h"

#include <gtest/gtest.h>

#include <sstream>

namespace kenkei::xlsx {

namespace {

using kenkei::testing::ZipItem;

std::string sst(const std::string& inside)
{
    return "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">" + inside + "</sst>";
}

std::string code_with_strings(std::string part)
{
    return code_of(WorkbookBuilder().part("xl/sharedStrings.xml", std::move(part)));
}

std::string code_with_rows(const std::string& rows)
{
    return code_of(WorkbookBuilder().rows(rows));
}

std::string code_with_sheet(std::string part)
{
    return code_of(WorkbookBuilder().part("xl/worksheets/sheet1.xml", std::move(part)));
}

// A workbook whose sheet is this entry.
std::string code_with_entry(ZipItem item)
{
    item.name = "xl/worksheets/sheet1.xml";
    WorkbookBuilder builder;
    builder.without(item.name);
    return code_of(builder.zip().add(std::move(item)).bytes());
}

std::string repeated(const std::string& text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

// As Windows writes the names inside of a compound file.
std::string utf16(std::string_view ascii)
{
    std::string out;
    for (const char c : ascii) {
        out += c;
        out += '\0';
    }
    return out;
}

base::Error refusal(const std::string& bytes)
{
    const auto reader = WorkbookReader::open(bytes);
    return reader.ok() ? base::Error{} : reader.error();
}

bool says(const std::string& bytes, const std::string& words)
{
    const base::Error error = refusal(bytes);
    return error.code == "xlsx.not-a-workbook" && error.message.find(words) != std::string::npos &&
           !error.way_out.empty();
}

std::string zip_with(const std::string& name, const std::string& content = "x")
{
    return ZipBuilder().add(name, content, false).bytes();
}

}

TEST(HostileWorkbook, 十億の笑い_実体の展開)
{
    std::string dtd = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\">";
    for (char c = 'b'; c <= 'j'; ++c)
        dtd += std::string("<!ENTITY ") + c + " \"" + repeated(std::string("&") + static_cast<char>(c - 1) + ";", 10) +
               "\">";
    EXPECT_EQ(code_with_strings(dtd + "]>" + sst("<si><t>&j;</t></si>")), "xlsx.xml");
}

TEST(HostileWorkbook, 外部実体でほかのファイルを読ませる)
{
    EXPECT_EQ(code_with_strings("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" +
                                sst("<si><t>&e;</t></si>")),
              "xlsx.xml");
}

TEST(HostileWorkbook, ギガバイトに膨らむシート)
{
    const std::string content = "<worksheet>" + std::string(1 << 20, ' ') + "</worksheet>";
    EXPECT_EQ(code_with_entry({.content = content, .declared_size = 1 << 30}), "xlsx.too-big");
    EXPECT_EQ(code_with_entry({.content = "<worksheet>" + std::string(30 << 20, ' ') + "</worksheet>"}),
              "xlsx.too-big");
}

TEST(HostileWorkbook, 数えきれない文字列の表)
{
    EXPECT_EQ(code_with_strings(sst(repeated("<si><t>a</t></si>", 1'700'000))), "xlsx.too-big");
    const WorkbookBuilder ten = WorkbookBuilder().strings(repeated("<si><t>a</t></si>", 10));
    EXPECT_EQ(code_of(ten, {.strings = 10}), "");
    EXPECT_EQ(code_of(ten, {.strings = 9}), "xlsx.too-big");
}

TEST(HostileWorkbook, 深すぎる入れ子)
{
    EXPECT_EQ(code_with_strings("<sst>" + repeated("<a>", 20000) + repeated("</a>", 20000) + "</sst>"), "xlsx.xml");
    EXPECT_EQ(code_with_strings(sst("<si>" + repeated("<rPh>", 20000) + repeated("</rPh>", 20000) + "</si>")),
              "xlsx.too-big");
    EXPECT_EQ(code_with_sheet("<worksheet>" + repeated("<a>", 20000)), "xlsx.too-big");
}

TEST(HostileWorkbook, 2万の部品)
{
    ZipBuilder zip = WorkbookBuilder().zip();
    for (int i = 0; i < 20000; ++i)
        zip.add("x/" + std::to_string(i) + ".xml", "", false);
    EXPECT_EQ(code_of(zip.bytes()), "xlsx.too-big");
}

TEST(HostileWorkbook, 外に書き出させる名前)
{
    EXPECT_EQ(code_of(WorkbookBuilder().part("../../etc/x", "1")), "xlsx.damaged");
    EXPECT_EQ(code_of(WorkbookBuilder().part("..\\..\\etc\\x", "1")), "xlsx.damaged");
    EXPECT_EQ(code_of(WorkbookBuilder().part("\\etc\\x", "1")), "xlsx.damaged");
}

TEST(HostileWorkbook, マクロ)
{
    EXPECT_EQ(code_of(WorkbookBuilder().part("xl/vbaProject.bin", "1")), "xlsx.macros");
    EXPECT_EQ(code_of(WorkbookBuilder().part("xl/VBAPROJECT.BIN", "1")), "xlsx.macros");
    WorkbookBuilder declared;
    std::string types = declared.parts().at("[Content_Types].xml");
    types.replace(types.find("spreadsheetml.sheet.main"), 24, "ms-excel.sheet.macroEnabled.main");
    EXPECT_EQ(code_of(declared.part("[Content_Types].xml", types)), "xlsx.macros");
    WorkbookBuilder sheet;
    std::string list = sheet.parts().at("xl/_rels/workbook.xml.rels");
    list.replace(list.find("/worksheet\""), 11, "/xlMacrosheet\"");
    EXPECT_EQ(code_of(sheet.part("xl/_rels/workbook.xml.rels", list)), "xlsx.macros");
}

TEST(HostileWorkbook, シートの外の行とセル)
{
    EXPECT_EQ(code_with_rows("<row r=\"2000000000\"><c r=\"ZZZZZZ2000000000\"><v>1</v></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"1\"><c r=\"ZZZZZZ2000000000\"><v>1</v></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"0\"/>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"-1\"/>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"1048577\"/>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"99999999999999999999\"/>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"1048576\"/>"), "");
    EXPECT_EQ(code_with_rows("<row r=\"1048576\"/><row/>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"1\"><c r=\"XFD1\"/></row>"), "");
    EXPECT_EQ(code_with_rows("<row r=\"1\"><c r=\"XFD1\"/><c/></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"1\"><c r=\"A2\"/></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"1\"><c r=\"\"/></row>"), "xlsx.cell");
}

TEST(HostileWorkbook, 同じ行やセルが2回)
{
    EXPECT_EQ(code_with_rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"2\"/><row r=\"2\"/>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row r=\"2\"/><row r=\"1\"/>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row><c><v>1</v><v>2</v></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row><c><f>1</f><f>2</f></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row><c><v>1</v><f>2</f></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row><c t=\"inlineStr\"><is/><is/></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row><c t=\"inlineStr\"><is/><v>1</v></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row><c t=\"inlineStr\"><v>1</v><is/></c></row>"), "xlsx.cell");
    EXPECT_EQ(code_with_rows("<row><c><is><t>1</t></is></c></row>"), "xlsx.xml");
    EXPECT_EQ(code_of(WorkbookBuilder().sheet("<sheetData/><sheetData/>")), "xlsx.xml");
}

TEST(HostileWorkbook, 壊れた文字コード)
{
    EXPECT_EQ(code_with_strings(sst("<si><t>\xFF\xFE\x80</t></si>")), "xlsx.xml");
    EXPECT_EQ(code_with_strings("\xFF\xFE" + utf16(sst("<si><t>a</t></si>")) + "a"), "xlsx.xml");
    EXPECT_EQ(code_with_sheet("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><worksheet/>"), "xlsx.xml");
    EXPECT_EQ(code_with_sheet("<worksheet>\x01</worksheet>"), "xlsx.xml");
}

TEST(HostileWorkbook, ない文字列や書式を指すセル)
{
    for (const char* index : {"99999999", "2", "-1", "x", "1.0", "4294967296", "+1"})
        EXPECT_EQ(code_with_rows("<row><c t=\"s\"><v>" + std::string(index) + "</v></c></row>"), "xlsx.cell") << index;
    for (const char* style : {"2", "-1", "x", "4294967297"})
        EXPECT_EQ(code_with_rows("<row><c s=\"" + std::string(style) + "\"/></row>"), "xlsx.cell") << style;
    EXPECT_EQ(code_with_rows("<row><c t=\"b\"><v>2</v></c></row>"), "xlsx.cell");
}

TEST(HostileWorkbook, ふりがなの入れ子や閉じない要素)
{
    EXPECT_EQ(code_with_strings(sst("<si><t>a</t><rPh><t>b</t></si>")), "xlsx.xml");
    EXPECT_EQ(code_with_strings(sst("<si><r><r><t>a</t></r></r></si>")), "xlsx.xml");
    EXPECT_EQ(code_with_strings(sst("<si><t>a<b/></t></si>")), "xlsx.xml");
    EXPECT_EQ(code_with_strings(sst("<si><t>a]]></t></si>")), "xlsx.xml");
    EXPECT_EQ(code_with_strings(sst("<si>字</si>")), "xlsx.xml");
    EXPECT_EQ(code_with_strings(sst("<x/>")), "xlsx.xml");
    EXPECT_EQ(code_with_strings("<worksheet/>"), "xlsx.xml");
    EXPECT_EQ(code_with_strings(""), "xlsx.xml");
}

TEST(HostileWorkbook, シートの中の知らない要素や文字)
{
    for (const char* rows : {"<x/>", "字", "<row><x/></row>", "<row>字</row>", "<row><c><x/></c></row>",
                             "<row><c>字</c></row>", "<row><c><v><x/></v></c></row>", "<row><c><v>1</v></row>"})
        EXPECT_EQ(code_with_rows(rows), "xlsx.xml") << rows;
    EXPECT_EQ(code_with_sheet("<worksheet/><worksheet/>"), "xlsx.xml");
    EXPECT_EQ(code_with_sheet("<worksheet/>x"), "xlsx.xml");
    EXPECT_EQ(code_with_sheet("<x/>"), "xlsx.xml");
    EXPECT_EQ(code_of(WorkbookBuilder().sheet("<sheetData/><mergeCells><x/></mergeCells>")), "xlsx.xml");
}

TEST(HostileWorkbook, 途中で切れたファイル)
{
    const std::string bytes = WorkbookBuilder().rows(repeated("<row><c><v>1</v></c></row>", 1000)).bytes();
    for (std::size_t length = 4; length < bytes.size(); length += 7)
        ASSERT_EQ(code_of(bytes.substr(0, length)), "xlsx.damaged") << length;
    EXPECT_EQ(code_with_sheet("<worksheet><sheetData><row><c><v>1</v>"), "xlsx.xml");
}

TEST(HostileWorkbook, 送る途中で化けたファイル)
{
    std::string rows;
    for (int i = 0; i < 1000; ++i)
        rows += "<row><c><v>" + std::to_string(i * i) + "</v></c></row>";
    std::string bytes = WorkbookBuilder().rows(rows).bytes();
    const std::size_t part = bytes.find("xl/worksheets/sheet1.xml");
    for (std::size_t i = 100; i < 300; ++i)
        bytes[part + i] = static_cast<char>(bytes[part + i] ^ 0x55);
    EXPECT_EQ(code_of(bytes), "xlsx.damaged");
}

TEST(HostileWorkbook, 大きさを偽るシート)
{
    std::ostringstream numbers;
    for (int i = 0; i < 1'000'000; ++i)
        numbers << i * 7919LL % 1'000'003 << ' ';
    const std::string content = "<worksheet>" + numbers.str() + "</worksheet>";
    EXPECT_EQ(code_with_entry({.content = content, .declared_size = 5000}), "xlsx.damaged");
}

TEST(HostileWorkbook, 重なった部品と2つの名前)
{
    WorkbookBuilder builder;
    EXPECT_EQ(code_of(builder.zip().add(ZipItem{.name = "x.xml", .content = "x", .same_place_as = 0}).bytes()),
              "xlsx.damaged");
    EXPECT_EQ(code_of(builder.zip().add("XL/workbook.xml", "<workbook/>").bytes()), "xlsx.damaged");
}

TEST(HostileWorkbook, 行き先のおかしい部品)
{
    const auto with_target = [](const std::string& target) {
        return code_of(WorkbookBuilder().part(
            "xl/_rels/workbook.xml.rels",
            WorkbookBuilder::relationships("<Relationship Id=\"rId1\" Type=\"x/worksheet\" " + target + "/>")));
    };
    EXPECT_EQ(with_target("Target=\"worksheets/sheet1.xml\""), "");
    EXPECT_EQ(with_target("Target=\"./worksheets/../worksheets//sheet1.xml\""), "");
    EXPECT_EQ(with_target("Target=\"../../x.xml\""), "xlsx.damaged");
    EXPECT_EQ(with_target("Target=\"worksheets/none.xml\""), "xlsx.damaged");
    EXPECT_EQ(with_target("Target=\"\""), "xlsx.damaged");
    EXPECT_EQ(with_target("Target=\"file:///etc/passwd\" TargetMode=\"External\""), "xlsx.damaged");
    EXPECT_EQ(
        with_target("Target=\"worksheets/sheet1.xml\" Id2=\"\"/><Relationship Id=\"rId1\" Type=\"x\" Target=\"y\""),
        "xlsx.xml");
    EXPECT_EQ(with_target(""), "xlsx.xml");
    EXPECT_EQ(code_of(WorkbookBuilder().without("xl/_rels/workbook.xml.rels")), "xlsx.damaged");
    EXPECT_EQ(code_of(WorkbookBuilder().without("xl/styles.xml")), "xlsx.damaged");
    EXPECT_EQ(code_of(WorkbookBuilder().without("[Content_Types].xml")), "xlsx.damaged");
}

TEST(HostileWorkbook, シートの一覧のおかしいブック)
{
    const auto with_sheets = [](const std::string& sheets) {
        return code_of(
            WorkbookBuilder().part("xl/workbook.xml", "<workbook><sheets>" + sheets + "</sheets></workbook>"));
    };
    EXPECT_EQ(with_sheets("<sheet name=\"a\" r:id=\"rId1\"/>"), "");
    EXPECT_EQ(with_sheets(""), "xlsx.damaged");
    EXPECT_EQ(with_sheets("<sheet name=\"a\" r:id=\"rId7\"/>"), "xlsx.damaged");
    EXPECT_EQ(with_sheets("<sheet name=\"a\" r:id=\"rId2\"/>"), "xlsx.damaged") << "シートでない部品";
    EXPECT_EQ(with_sheets("<sheet name=\"a\" r:id=\"rId1\"/><sheet name=\"b\" r:id=\"rId1\"/>"), "xlsx.damaged");
    EXPECT_EQ(with_sheets("<sheet name=\"a\" r:id=\"rId1\"/><sheet name=\"a\" r:id=\"rId2\"/>"), "xlsx.xml");
    EXPECT_EQ(with_sheets("<sheet name=\"ab\" r:id=\"rId1\"/><sheet name=\"aB\" r:id=\"rId2\"/>"), "xlsx.xml");
    EXPECT_EQ(with_sheets("<sheet name=\"\" r:id=\"rId1\"/>"), "xlsx.xml");
    EXPECT_EQ(with_sheets("<sheet r:id=\"rId1\"/>"), "xlsx.xml");
    EXPECT_EQ(with_sheets("<sheet name=\"a\"/>"), "xlsx.xml");
    EXPECT_EQ(with_sheets("<x/>"), "xlsx.xml");
    std::string many;
    for (int i = 0; i < 65; ++i)
        many += "<sheet name=\"" + std::to_string(i) + "\" r:id=\"rId1\"/>";
    EXPECT_EQ(with_sheets(many), "xlsx.too-big");
    EXPECT_EQ(code_of(WorkbookBuilder().part("xl/workbook.xml", "<x/>")), "xlsx.xml");
}

// Numbers that fall into one place of a hash table, and names that differ in their last character only.
TEST(HostileWorkbook, 比べるのに手間のかかる番号や名前)
{
    std::string formats;
    for (std::uint64_t id = 1; formats.size() < 4U << 20; ++id)
        formats += "<numFmt numFmtId=\"" + std::to_string(id * 65'537 % 4'294'967'291) + "\" formatCode=\"0\"/>";
    EXPECT_EQ(
        code_of(WorkbookBuilder().part("xl/styles.xml", "<styleSheet><numFmts>" + formats + "</numFmts></styleSheet>")),
        "xlsx.xml");
    std::string properties;
    for (int i = 0; i < 200; ++i)
        properties += "<property name=\"" + std::string(2000, 'a') + std::to_string(1000 + i) + "\"/>";
    EXPECT_EQ(code_of(WorkbookBuilder().part("docProps/custom.xml", "<Properties>" + properties + "</Properties>")),
              "xlsx.xml");
    EXPECT_EQ(
        code_of(WorkbookBuilder().part("xl/_rels/workbook.xml.rels",
                                       WorkbookBuilder::relationships("<Relationship Id=\"" + std::string(256, 'a') +
                                                                      "\" Type=\"x\" Target=\"y\"/>"))),
        "xlsx.xml");
}

// What is not read stays packed, so that it need not be small.
TEST(HostileWorkbook, 読まない部品は膨らむものでもよい)
{
    const std::string white(8 << 20, '\xFF');
    EXPECT_EQ(code_of(WorkbookBuilder().cells("<c><v>1</v></c>").part("xl/media/image1.emf", white)), "");
}

TEST(HostileWorkbook, 上限を超えるセルや文字)
{
    const WorkbookBuilder ten = WorkbookBuilder().rows(repeated("<row><c><v>1</v></c></row>", 10));
    EXPECT_EQ(code_of(ten, {.cells = 10}), "");
    EXPECT_EQ(code_of(ten, {.cells = 9}), "xlsx.too-big");
    const auto with_text = [](int length) {
        return code_of(
            WorkbookBuilder().cells("<c t=\"inlineStr\"><is><t>" + repeated("字", length) + "</t></is></c>"));
    };
    EXPECT_EQ(with_text(32'767), "");
    EXPECT_EQ(with_text(32'768), "xlsx.too-big");
    EXPECT_EQ(code_with_strings(sst("<si><t>" + repeated("字", 32'768) + "</t></si>")), "xlsx.too-big");
    EXPECT_EQ(code_with_rows("<row><c><f>" + std::string(32'768, '1') + "</f></c></row>"), "xlsx.too-big");
}

TEST(OtherFile, 暗号化されたブックと古いExcelの形式を見分ける)
{
    const std::string ole2 = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(4096, '\0');
    const base::Error encrypted = refusal(ole2 + utf16("EncryptionInfo") + utf16("EncryptedPackage"));
    EXPECT_EQ(encrypted.code, "xlsx.encrypted");
    EXPECT_NE(encrypted.way_out.find("パスワード"), std::string::npos);
    EXPECT_TRUE(says(ole2 + utf16("Workbook"), ".xls"));
    EXPECT_TRUE(says(ole2 + utf16("WordDocument"), ".doc"));
    EXPECT_TRUE(says(ole2, "古い形式"));
}

TEST(OtherFile, 何のファイルかを告げる)
{
    EXPECT_TRUE(says("", "空"));
    EXPECT_TRUE(says("%PDF-1.7\n\xE2\xE3\xCF\xD3", "PDF"));
    EXPECT_TRUE(says("\xEF\xBB\xBF法人名,人数\r\n甲,52\r\n", "CSV"));
    EXPECT_TRUE(says("\x96\x40\x90\x6C\x96\xBC,52\r\n", "CSV")) << "Shift_JIS";
    EXPECT_TRUE(says("<!DOCTYPE html><html>", "HTML"));
    EXPECT_TRUE(says("<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", "HTML"));
    EXPECT_TRUE(
        says("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "2003"));
    EXPECT_TRUE(says("<?xml version=\"1.0\"?><a/>", "XML"));
    EXPECT_TRUE(says("\x89PNG\r\n\x1A\n", "画像"));
    EXPECT_TRUE(says("\xFF\xD8\xFF\xE0", "画像"));
    EXPECT_TRUE(says("こんにちは", "テキスト"));
    EXPECT_TRUE(says("\xFF\xFE"
                     "a",
                     "UTF-16"));
    EXPECT_TRUE(says(std::string("\x01\x02\x03\x00", 4), "分かりません"));
    EXPECT_TRUE(says("PK", "テキスト"));
    EXPECT_TRUE(says("RIFF", "画像"));
}

TEST(OtherFile, ブックでないZIPが何かを告げる)
{
    EXPECT_TRUE(says(zip_with("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ".ods"));
    EXPECT_TRUE(says(zip_with("word/document.xml"), ".docx"));
    EXPECT_TRUE(says(zip_with("ppt/presentation.xml"), ".pptx"));
    EXPECT_TRUE(says(zip_with("xl/workbook.bin"), ".xlsb"));
    EXPECT_TRUE(says(zip_with("Index/Document.iwa"), "Numbers"));
    EXPECT_TRUE(says(zip_with("申請書.xlsx"), "ZIPに圧縮"));
    EXPECT_TRUE(says(zip_with("a.txt"), "ZIP"));
    EXPECT_TRUE(says(ZipBuilder().bytes(), "ZIP"));
}

}
