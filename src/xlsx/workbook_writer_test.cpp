#include "xlsx/workbook_writer.h"

#include "xlsx/sheet_part.h"
#include "xlsx/style_part.h"
#include "xlsx/workbook_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace kenkei::xlsx {
namespace {

Book plain_book()
{
    Book book;
    book.sheets.push_back({.name = "申請書", .cells = {{.at = {0, 0}, .content = "健康経営"}}});
    return book;
}

std::string sheet_xml(const Book& book, std::size_t index = 0)
{
    EXPECT_TRUE(write_workbook(book).ok());
    std::string out;
    SharedStrings strings;
    append_sheet_part(out, book.sheets[index], index == book.active_sheet, differential_styles(book), strings);
    return out;
}

void expect_in(const std::string& xml, const std::string& part)
{
    EXPECT_NE(xml.find(part), std::string::npos) << part << "\nin\n" << xml;
}

std::string error_code(const Book& book)
{
    auto written = write_workbook(book);
    return written.ok() ? "" : written.error().code;
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

TEST(WorkbookWriter, 同じブックは同じバイト列になる)
{
    auto first = write_workbook(plain_book());
    auto second = write_workbook(plain_book());
    ASSERT_TRUE(first.ok());
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(*first, *second);
    EXPECT_TRUE(first->starts_with("PK\x03\x04"));
}

TEST(WorkbookWriter, 書いたブックは読み戻すと同じ内容になる)
{
    Book book = plain_book();
    book.properties = {{"様式", "1 & 2"}};
    book.sheets.push_back({.name = "一覧 (県)", .visibility = Visibility::VeryHidden});
    const std::string texts[] = {"健康経営", "髙﨑𠮷野家 <①&㈱> \"'", " 前後の空白 ", "1行目\n2行目\t終", "_x000D_",
                                 "\x01"};
    const std::string formula = "IF(A1<>\"_x0041_\",\"○\",\"\")"; // what only looks like an escape
    auto& cells = book.sheets[0].cells;
    cells.clear();
    for (std::uint32_t row = 0; row < std::size(texts); ++row)
        cells.push_back({.at = {row, 1}, .content = texts[row]});
    cells.push_back({.at = {10, 0}, .content = 52.0 / 55.0});
    cells.push_back({.at = {11, 0}, .content = Formula{formula, std::string("○")}});

    auto bytes = write_workbook(book);
    ASSERT_TRUE(bytes.ok());
    auto reader = WorkbookReader::open(*bytes);
    ASSERT_TRUE(reader.ok()) << describe(reader.error());
    ASSERT_EQ(reader->sheets().size(), 2U);
    EXPECT_EQ(reader->sheets()[1].name, "一覧 (県)");
    EXPECT_TRUE(reader->sheets()[1].hidden);
    ASSERT_NE(reader->property("様式"), nullptr);
    EXPECT_EQ(*reader->property("様式"), "1 & 2");

    std::size_t count = 0;
    auto read = reader->read_sheet(0, [&](const ReadCell& cell) {
        ++count;
        if (cell.at.row < std::size(texts)) {
            EXPECT_EQ(cell.text, texts[cell.at.row]);
        } else if (cell.at.row == 10) {
            EXPECT_EQ(cell.number, 52.0 / 55.0);
        } else {
            EXPECT_EQ(cell.text, "○");
            EXPECT_TRUE(cell.formula);
            EXPECT_EQ(cell.formula_text, formula);
        }
        return true;
    });
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(count, std::size(texts) + 2);
}

TEST(WorkbookWriter, セルは順不同に渡しても行と列の順に書かれる)
{
    Book book = plain_book();
    auto& sheet = book.sheets[0];
    sheet.cells.push_back({.at = {2, 27}, .content = Formula{"A1&\"<\"", std::string("健康<")}});
    sheet.cells.push_back({.at = {2, 0}, .content = Formula{"1+1", 2.0}});
    sheet.cells.push_back({.at = {0, 2}, .content = 0.5});
    sheet.cells.push_back({.at = {0, 1}});
    sheet.row_heights = {{3, 30}, {0, 20.5}};
    auto xml = sheet_xml(book);
    expect_in(xml, "<dimension ref=\"A1:AB3\"/>");
    expect_in(xml, "<sheetData><row r=\"1\" ht=\"20.5\" customHeight=\"1\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>"
                   "<c r=\"B1\" s=\"1\"/><c r=\"C1\" s=\"1\"><v>0.5</v></c></row>"
                   "<row r=\"3\"><c r=\"A3\" s=\"1\"><f>1+1</f><v>2</v></c>"
                   "<c r=\"AB3\" s=\"1\" t=\"str\"><f>A1&amp;\"&lt;\"</f><v>健康&lt;</v></c></row>"
                   "<row r=\"4\" ht=\"30\" customHeight=\"1\"></row></sheetData>");
}

TEST(WorkbookWriter, 同じ文字列は一度だけ書かれる)
{
    SharedStrings strings;
    EXPECT_EQ(strings.index_of("はい"), 0U);
    EXPECT_EQ(strings.index_of("いいえ"), 1U);
    EXPECT_EQ(strings.index_of("はい"), 0U);
    expect_in(strings.part(), "count=\"3\" uniqueCount=\"2\"><si><t xml:space=\"preserve\">はい</t></si>");
}

TEST(WorkbookWriter, 結合したセルは_どこにも先頭の書式の罫線がある)
{
    Book book = plain_book();
    auto lined = book.style({.border = Border::Thin});
    book.sheets[0].cells = {{.at = {1, 1}, .style = lined, .content = "見出し"}, {.at = {1, 2}, .style = 0}};
    book.sheets[0].merges = {{{1, 1}, {2, 2}}};
    auto xml = sheet_xml(book);
    expect_in(xml, "<c r=\"B2\" s=\"2\" t=\"s\"><v>0</v></c><c r=\"C2\" s=\"1\"/></row>"
                   "<row r=\"3\"><c r=\"B3\" s=\"2\"/><c r=\"C3\" s=\"2\"/></row>");
    expect_in(xml, "<mergeCells count=\"1\"><mergeCell ref=\"B2:C3\"/></mergeCells>");
}

TEST(WorkbookWriter, 入力規則は種類ごとに書かれ_長い説明は文字で切られる)
{
    Book book = plain_book();
    auto& validations = book.sheets[0].validations;
    validations.push_back({.range = {{0, 0}, {0, 0}},
                           .values = {"はい", "い\"いえ"},
                           .severity = Validation::Severity::Warning,
                           .input_title = repeated("あ", 33),
                           .input_message = repeated("𠮷", 200)});
    validations.push_back({.range = {{1, 0}, {2, 0}},
                           .kind = Validation::Kind::ListFormula,
                           .formula = "'一覧'!$A$1:$A$47",
                           .ignore_blank = false});
    validations.push_back(
        {.range = {{3, 0}, {3, 0}}, .kind = Validation::Kind::Whole, .minimum = 1, .maximum = 999999});
    validations.push_back({.range = {{4, 0}, {4, 0}}, .kind = Validation::Kind::Custom, .formula = "A5<>\"\""});
    auto xml = sheet_xml(book);
    expect_in(xml,
              "<dataValidations count=\"4\"><dataValidation type=\"list\" errorStyle=\"warning\" allowBlank=\"1\" ");
    expect_in(xml, "promptTitle=\"" + repeated("あ", 32) + "\" prompt=\"" + repeated("𠮷", 127) + "\" sqref=\"A1\">");
    expect_in(xml, "<formula1>\"はい,い\"\"いえ\"</formula1>");
    expect_in(xml, "<dataValidation type=\"list\" showInputMessage=\"1\" showErrorMessage=\"1\" sqref=\"A2:A3\">"
                   "<formula1>'一覧'!$A$1:$A$47</formula1></dataValidation>");
    expect_in(xml, "<formula1>1</formula1><formula2>999999</formula2>");
    expect_in(xml, "<formula1>A5&lt;&gt;\"\"</formula1>");
}

TEST(WorkbookWriter, 条件付き書式は色と罫線だけを変える)
{
    Book book = plain_book();
    auto red = book.style({.colour = 0x9C0006, .background = 0xFFC7CE});
    book.style({.bold = true});
    auto grey = book.style({.colour = 0x888888, .border = Border::Thin});
    book.sheets[0].conditional_formats = {{{{0, 0}, {9, 3}}, "$A1=\"\"", grey}, {{{0, 0}, {9, 3}}, "$A1>1", red}};
    auto xml = sheet_xml(book);
    expect_in(xml, "<conditionalFormatting sqref=\"A1:D10\"><cfRule type=\"expression\" dxfId=\"0\" priority=\"1\">"
                   "<formula>$A1=\"\"</formula></cfRule></conditionalFormatting>");
    expect_in(xml, "dxfId=\"1\" priority=\"2\"><formula>$A1&gt;1</formula>");
    auto styles = style_part(book, differential_styles(book));
    expect_in(styles, "<dxfs count=\"2\"><dxf><font><color rgb=\"FF888888\"/></font><border><left style=\"thin\">");
    expect_in(styles, "<dxf><font><color rgb=\"FF9C0006\"/></font><fill><patternFill><bgColor rgb=\"FFFFC7CE\"/>"
                      "</patternFill></fill></dxf></dxfs>");
}

TEST(WorkbookWriter, 書式の部品は重ねずに書かれる)
{
    Book book;
    book.style({.align = Align::Centre, .wrap = true, .number_format = "@"});
    book.style({.locked = false, .formula_hidden = true, .number_format = "yyyy/m/d"});
    book.style({.bold = true, .indent = 1, .number_format = "yyyy/m/d"});
    auto styles = style_part(book, differential_styles(book));
    expect_in(styles, "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy/m/d\"/></numFmts>"
                      "<fonts count=\"2\">");
    expect_in(styles, "<cellXfs count=\"5\">");
    expect_in(styles, "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\"");
    expect_in(styles, "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/></xf>");
    expect_in(styles, "<protection locked=\"0\" hidden=\"1\"/>");
    expect_in(styles, "<xf numFmtId=\"164\" fontId=\"1\"");
    expect_in(styles, "<alignment horizontal=\"left\" vertical=\"center\" indent=\"1\"/>");
}

TEST(WorkbookWriter, 画面と印刷の設定が書かれる)
{
    Book book = plain_book();
    auto& sheet = book.sheets[0];
    sheet.tab_colour = 0x4472C4;
    sheet.columns = {{.first = 2, .last = 3, .hidden = true}, {.first = 0, .last = 1, .width = 20}};
    sheet.freeze = Place{2, 1};
    sheet.is_protected = true;
    sheet.page = {.landscape = true, .breaks = {40, 20, 40}, .header = "&L&A", .footer = "&C&P / &N"};
    auto xml = sheet_xml(book);
    expect_in(xml, "<sheetPr><tabColor rgb=\"FF4472C4\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
    expect_in(xml,
              "<sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"><pane xSplit=\"1\" ySplit=\"2\" "
              "topLeftCell=\"B3\" activePane=\"bottomRight\" state=\"frozen\"/>");
    expect_in(xml, "<cols><col min=\"1\" max=\"2\" width=\"20.7109375\" customWidth=\"1\"/>"
                   "<col min=\"3\" max=\"4\" width=\"9.140625\" hidden=\"1\" customWidth=\"1\"/></cols>");
    expect_in(xml, "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\"/>");
    expect_in(xml,
              "<pageSetup paperSize=\"9\" fitToWidth=\"1\" fitToHeight=\"0\" orientation=\"landscape\"/>"
              "<headerFooter><oddHeader>&amp;L&amp;A</oddHeader><oddFooter>&amp;C&amp;P / &amp;N</oddFooter>"
              "</headerFooter><rowBreaks count=\"2\" manualBreakCount=\"2\"><brk id=\"20\" max=\"16383\" man=\"1\"/>"
              "<brk id=\"40\" max=\"16383\" man=\"1\"/></rowBreaks>");
}

TEST(WorkbookWriter, 上限ちょうどは書け_1文字超えると場所を名指しして断る)
{
    Book book = plain_book();
    auto& cell = book.sheets[0].cells[0];
    cell.content = repeated("あ", 32767);
    EXPECT_EQ(error_code(book), "");
    cell.content = repeated("あ", 32768);
    auto written = write_workbook(book);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, "xlsx.too-long");
    EXPECT_EQ(written.error().message,
              "シート「申請書」A1 の文字列が32768文字あり、Excel の上限32767文字を超えています。");
    cell.content = repeated("𠮷", 16384); // two units each
    EXPECT_EQ(error_code(book), "xlsx.too-long");

    cell.content = Formula{repeated("1", 8192), 1.0};
    EXPECT_EQ(error_code(book), "");
    cell.content = Formula{repeated("1", 8193), 1.0};
    EXPECT_EQ(error_code(book), "xlsx.too-long");

    cell.content = {};
    book.sheets[0].name = repeated("表", 31);
    EXPECT_EQ(error_code(book), "");
    book.sheets[0].name = repeated("表", 32);
    EXPECT_EQ(error_code(book), "xlsx.too-long");

    book = plain_book();
    auto& validations = book.sheets[0].validations;
    validations = {{.range = {{0, 0}, {0, 0}}, .values = {repeated("あ", 127), repeated("い", 127)}}};
    EXPECT_EQ(error_code(book), "");
    validations[0].values.back() += "う";
    EXPECT_EQ(error_code(book), "xlsx.too-long");
}

TEST(WorkbookWriter, 数式の中の文字列は255文字まで)
{
    const auto code = [](const std::string& formula) {
        Book book = plain_book();
        book.sheets[0].cells[0].content = Formula{formula, 1.0};
        return error_code(book);
    };
    EXPECT_EQ(code("LEN(\"" + repeated("あ", 255) + "\")"), "");
    EXPECT_EQ(code("LEN(\"" + repeated("あ", 256) + "\")"), "xlsx.too-long");
    EXPECT_EQ(code("LEN(\"" + repeated("𠮷", 128) + "\")"), "xlsx.too-long");
    EXPECT_EQ(code("LEN(\"" + repeated("\"\"", 255) + "\")"), "") << "重ねた引用符は1文字";
    EXPECT_EQ(code("LEN(\"" + repeated("\"\"", 256) + "\")"), "xlsx.too-long");
    EXPECT_EQ(code("\"" + repeated("あ", 200) + "\"&\"" + repeated("い", 200) + "\""), "");
    EXPECT_EQ(code("'a\"b'!A1&\"" + repeated("あ", 255) + "\"&" + repeated("+1", 300)), "") << "シート名の引用符";

    Book book = plain_book();
    book.sheets[0].validations = {{.kind = Validation::Kind::Custom, .formula = "A1" + repeated("+1", 126) + "+"}};
    EXPECT_EQ(error_code(book), "");
    book.sheets[0].validations[0].formula += "1";
    EXPECT_EQ(error_code(book), "xlsx.too-long") << "入力規則は数式ごと255文字まで";
}

TEST(WorkbookWriter, Excelが修復を求めるブックは断る)
{
    struct Scenario {
        const char* what;
        std::function<void(Book&, Sheet&)> spoil;
    };
    const Scenario scenarios[] = {
        {"シートがない", [](Book& book, Sheet&) { book.sheets.clear(); }},
        {"初めのシートが隠れている", [](Book&, Sheet& sheet) { sheet.visibility = Visibility::Hidden; }},
        {"初めのシートがない", [](Book& book, Sheet&) { book.active_sheet = 1; }},
        {"シート名が空", [](Book&, Sheet& sheet) { sheet.name = ""; }},
        {"シート名に/", [](Book&, Sheet& sheet) { sheet.name = "2025/26"; }},
        {"シート名に角括弧", [](Book&, Sheet& sheet) { sheet.name = "[1]"; }},
        {"シート名の端に'", [](Book&, Sheet& sheet) { sheet.name = "'申請"; }},
        {"シート名の端に全角の'", [](Book&, Sheet& sheet) { sheet.name = "申請＇"; }},
        {"シート名に全角の／", [](Book&, Sheet& sheet) { sheet.name = "2025／26"; }},
        {"シート名に全角の：", [](Book&, Sheet& sheet) { sheet.name = "様式：1"; }},
        {"シート名が大文字小文字だけ違う",
         [](Book& book, Sheet& sheet) {
             sheet.name = "Form";
             book.sheets.push_back({.name = "FORM"});
         }},
        {"セルが2度",
         [](Book&, Sheet& sheet) {
             sheet.cells.push_back({.at = {0, 0}});
         }},
        {"行がシートの外", [](Book&, Sheet& sheet) { sheet.cells[0].at.row = rows_of_a_sheet; }},
        {"列がシートの外", [](Book&, Sheet& sheet) { sheet.cells[0].at.column = columns_of_a_sheet; }},
        {"書式がない", [](Book&, Sheet& sheet) { sheet.cells[0].style = 1; }},
        {"数ではない数", [](Book&, Sheet& sheet) { sheet.cells[0].content = std::nan(""); }},
        {"数式が空", [](Book&, Sheet& sheet) { sheet.cells[0].content = Formula{}; }},
        {"数式の先頭に=",
         [](Book&, Sheet& sheet) {
             sheet.cells[0].content = Formula{"=1", 1.0};
         }},
        {"数式に制御文字",
         [](Book&, Sheet& sheet) {
             sheet.cells[0].content = Formula{"\x01", 1.0};
         }},
        {"数式の値が無限",
         [](Book&, Sheet& sheet) {
             sheet.cells[0].content = Formula{"1", HUGE_VAL};
         }},
        {"文字列にNUL", [](Book&, Sheet& sheet) { sheet.cells[0].content = std::string("a\0b", 3); }},
        {"壊れたUTF-8", [](Book&, Sheet& sheet) { sheet.cells[0].content = "\xE3\x81"; }},
        {"U+FFFF", [](Book&, Sheet& sheet) { sheet.cells[0].content = "\xEF\xBF\xBF"; }},
        {"1つのセルの結合",
         [](Book&, Sheet& sheet) {
             sheet.merges = {{{1, 1}, {1, 1}}};
         }},
        {"逆さの結合",
         [](Book&, Sheet& sheet) {
             sheet.merges = {{{2, 1}, {1, 1}}};
         }},
        {"広すぎる結合",
         [](Book&, Sheet& sheet) {
             sheet.merges = {{{1, 0}, {100'000, 0}}};
         }},
        {"重なる結合",
         [](Book&, Sheet& sheet) {
             sheet.merges = {{{5, 1}, {6, 2}}, {{6, 2}, {7, 3}}};
         }},
        {"結合に隠れた内容",
         [](Book&, Sheet& sheet) {
             sheet.cells.push_back({.at = {1, 1}, .content = 1.0});
             sheet.merges = {{{0, 0}, {1, 1}}};
         }},
        {"重なる列",
         [](Book&, Sheet& sheet) {
             sheet.columns = {{.first = 0, .last = 3}, {.first = 3, .last = 4}};
         }},
        {"広すぎる列", [](Book&, Sheet& sheet) { sheet.columns = {{.width = 256}}; }},
        {"高すぎる行",
         [](Book&, Sheet& sheet) {
             sheet.row_heights = {{0, 410}};
         }},
        {"行の高さが2度",
         [](Book&, Sheet& sheet) {
             sheet.row_heights = {{0, 20}, {0, 30}};
         }},
        {"固定枠がA1", [](Book&, Sheet& sheet) { sheet.freeze = Place{}; }},
        {"選択肢がない", [](Book&, Sheet& sheet) { sheet.validations = {{}}; }},
        {"選択肢にカンマ", [](Book&, Sheet& sheet) { sheet.validations = {{.values = {"1,000"}}}; }},
        {"下限が上限より大きい",
         [](Book&, Sheet& sheet) {
             sheet.validations = {{.kind = Validation::Kind::Whole, .minimum = 2, .maximum = 1}};
         }},
        {"条件付き書式の書式がない",
         [](Book&, Sheet& sheet) {
             sheet.conditional_formats = {{{}, "TRUE", 9}};
         }},
        {"条件付き書式の数式がない",
         [](Book&, Sheet& sheet) {
             sheet.conditional_formats = {{{}, "", 0}};
         }},
        {"1行目の前の改ページ", [](Book&, Sheet& sheet) { sheet.page.breaks = {0}; }},
        {"負の余白", [](Book&, Sheet& sheet) { sheet.page.margin_left = -1; }},
        {"印刷タイトルが逆さ",
         [](Book&, Sheet& sheet) {
             sheet.page.repeat_rows = {2, 1};
         }},
        {"名前が番地",
         [](Book& book, Sheet&) {
             book.names = {{"AB12", "1"}};
         }},
        {"名前が行と列の番地",
         [](Book& book, Sheet&) {
             book.names = {{"r1C12", "1"}};
         }},
        {"名前が列",
         [](Book& book, Sheet&) {
             book.names = {{"c", "1"}};
         }},
        {"名前が真偽値",
         [](Book& book, Sheet&) {
             book.names = {{"True", "1"}};
         }},
        {"名前がExcelの決めた名前",
         [](Book& book, Sheet&) {
             book.names = {{"_xlnm.Print_Area", "1"}};
         }},
        {"名前に空白",
         [](Book& book, Sheet&) {
             book.names = {{"都道 府県", "1"}};
         }},
        {"名前が2度",
         [](Book& book, Sheet&) {
             book.names = {{"list", "1"}, {"LIST", "2"}};
         }},
        {"プロパティが2度",
         [](Book& book, Sheet&) {
             book.properties = {{"a", "1"}, {"A", "2"}};
         }},
        {"文字が0ポイント", [](Book& book, Sheet&) { book.styles[0].size = 0; }},
        {"色が大きすぎる", [](Book& book, Sheet&) { book.styles[0].colour = 0x1000000; }},
    };
    for (const auto& scenario : scenarios) {
        auto book = plain_book();
        scenario.spoil(book, book.sheets[0]);
        EXPECT_EQ(error_code(book), "xlsx.bad-book") << scenario.what;
    }
}

}
}
