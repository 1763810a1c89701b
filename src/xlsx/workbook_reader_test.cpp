#include "xlsx/workbook_reader.h"

#include "xlsx/reader_testing.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace kenkei::xlsx {

namespace {

WorkbookBuilder with_cells(const std::string& cells)
{
    return WorkbookBuilder().cells(cells);
}

// A workbook with one cell that shows a number in this format.
std::string shown_as(const std::string& number, const std::string& format)
{
    return cells_of(with_cells("<c r=\"A1\" s=\"1\"><v>" + number + "</v></c>")
                        .part("xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"" + format +
                                                   "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/>"
                                                   "</cellXfs></styleSheet>"));
}

bool is_date(const std::string& format)
{
    return shown_as("45523", format) == "A1 date 45523 2024-08-19\n";
}

std::string with_epoch_1904(const std::string& serial)
{
    WorkbookBuilder builder;
    std::string workbook = builder.parts().at("xl/workbook.xml");
    workbook.insert(workbook.find("<sheets>"), "<workbookPr date1904=\"1\"/>");
    builder.part("xl/workbook.xml", workbook);
    return cells_of(builder.cells("<c r=\"A1\" s=\"1\"><v>" + serial + "</v></c>"));
}

}

TEST(WorkbookReader, 数と文字と真偽値とエラーを種類ごとに読む)
{
    EXPECT_EQ(cells_of(with_cells("<c r=\"A1\"><v>52</v></c><c r=\"B1\" t=\"n\"><v>0.1</v></c>"
                                  "<c r=\"C1\" t=\"s\"><v>1</v></c><c r=\"D1\" t=\"b\"><v>1</v></c>"
                                  "<c r=\"E1\" t=\"e\"><v>#REF!</v></c><c r=\"F1\" t=\"str\"><v>適合</v></c>"
                                  "<c r=\"G1\" t=\"inlineStr\"><is><t>直に</t></is></c>")),
              "A1 n 52\nB1 n 0.1\nC1 t 株式会社\nD1 b 1\nE1 e #REF!\nF1 t 適合\nG1 t 直に\n");
}

TEST(WorkbookReader, 数は書かれたままの文字と倍精度の値で渡す)
{
    const std::pair<const char*, double> numbers[] = {{"0", 0},
                                                      {"-0", 0},
                                                      {"1E+3", 1000},
                                                      {"-1.5e-10", -1.5e-10},
                                                      {"123456789012345678", 123456789012345678.0},
                                                      {"+5", 5},
                                                      {" 7 ", 7},
                                                      {".5", 0.5},
                                                      {"0.30000000000000004", 0.1 + 0.2},
                                                      {"1e308", 1e308},
                                                      {"999999999999999", 999999999999999.0}};
    for (const auto& [text, number] : numbers) {
        const std::string bytes = with_cells("<c r=\"A1\"><v>" + std::string(text) + "</v></c>").bytes();
        auto reader = WorkbookReader::open(bytes);
        ASSERT_TRUE(reader.ok());
        bool seen = false;
        ASSERT_TRUE(reader
                        ->read_sheet(0,
                                     [&](const ReadCell& cell) {
                                         seen = true;
                                         EXPECT_EQ(cell.number, number) << text;
                                         EXPECT_EQ(cell.kind, CellKind::Number);
                                         return true;
                                     })
                        .ok());
        EXPECT_TRUE(seen);
    }
    for (const char* text : {"x", "1,000", "INF", "nan", "1e309", "--1", "+-1", "0x10", "1 2", "５"})
        EXPECT_EQ(code_of(with_cells("<c r=\"A1\"><v>" + std::string(text) + "</v></c>")), "xlsx.cell") << text;
}

TEST(WorkbookReader, 番地のない行とセルは順に数える)
{
    EXPECT_EQ(cells_of(WorkbookBuilder().rows(
                  "<row><c><v>1</v></c><c><v>2</v></c></row><row><c r=\"C2\"><v>3</v></c>"
                  "<c><v>4</v></c></row><row r=\"9\"><c><v>5</v></c></row><row><c><v>6</v></c></row>")),
              "A1 n 1\nB1 n 2\nC2 n 3\nD2 n 4\nA9 n 5\nA10 n 6\n");
}

TEST(WorkbookReader, よくある書き方のセルも_同じことを違う形で書いたセルも_同じに読む)
{
    // Each cell twice: as nearly all programs write it, and with a blank that sends it the other way.
    const char* const common[] = {
        "<c r=\"A1\" s=\"0\"/>",
        "<c r=\"A1\" s=\"0\" t=\"s\"><v>1</v></c><c r=\"C1\" s=\"1\" t=\"s\"><v>0</v></c>",
        "<c r=\"A1\" s=\"0\"><v>-1.5E+3</v></c><c r=\"B1\" s=\"1\"><v>45523</v></c><c r=\"XFD1\" s=\"0\"><v>0</v></c>",
        "<c r=\"A1\" s=\"0\"/><c r=\"B1\" s=\"0\"><f>1+1</f><v>2</v></c><c r=\"C1\" s=\"0\"><v>3</v></c>",
        // and what is wrong
        "<c r=\"A1\" s=\"0\"><v>1</v></c><c r=\"A1\" s=\"0\"><v>2</v></c>",
        "<c r=\"B1\" s=\"0\"/><c r=\"A1\" s=\"0\"/>",
        "<c r=\"A2\" s=\"0\"/>",
        "<c r=\"A1\" s=\"2\"/>",
        "<c r=\"A1\" s=\"0\" t=\"s\"><v>2</v></c>",
        "<c r=\"A1\" s=\"0\" t=\"s\"><v></v></c>",
        "<c r=\"A1\" s=\"0\"><v>1-2</v></c>",
        "<c r=\"A1\" s=\"0\"><v>1e999</v></c>",
        "<c r=\"XFE1\" s=\"0\"/>",
        "<c r=\"A1\" s=\"0\"><v>1</v></d>",
        "<c r=\"A1\" s=\"0\"><v>1",
    };
    for (const std::string text : common) {
        std::string other = text;
        for (std::size_t at = other.find("<c r="); at != std::string::npos; at = other.find("<c r=", at + 1))
            other.insert(at + 2, " ");
        const auto read = [](const std::string& cells) {
            WorkbookBuilder builder = with_cells(cells);
            builder.part("xl/sharedStrings.xml", "<sst><si><t>甲</t></si><si><t>乙</t></si></sst>");
            return cells_of(builder) + code_of(builder);
        };
        const auto without_column = [](std::string told) {
            const std::size_t at = told.find("文字目");
            return at == std::string::npos ? told : told.substr(0, told.rfind("行", at));
        };
        EXPECT_EQ(without_column(read(text)), without_column(read(other))) << text;
    }
}

TEST(WorkbookReader, 値のない書式だけのセルは告げない)
{
    EXPECT_EQ(cells_of(with_cells(
                  "<c r=\"A1\" s=\"1\"/><c r=\"B1\"><v/></c><c r=\"C1\" t=\"n\"><v></v></c>"
                  "<c r=\"D1\" t=\"s\"/><c r=\"E1\" t=\"str\"/><c r=\"F1\" t=\"inlineStr\"/><c r=\"G1\"><v>1</v></c>")),
              "G1 n 1\n");
    EXPECT_EQ(code_of(with_cells("<c r=\"A1\" t=\"s\"><v/></c>")), "xlsx.cell");
    EXPECT_EQ(code_of(with_cells("<c r=\"A1\" t=\"b\"><v/></c>")), "xlsx.cell");
}

TEST(WorkbookReader, 数式は計算済みの値と一緒に告げる)
{
    EXPECT_EQ(cells_of(with_cells("<c r=\"A1\"><f>B1*2</f><v>104</v></c>"
                                  "<c r=\"B1\" t=\"str\"><f>IF(A1&gt;=1,\"適合\",\"\")</f><v>適合</v></c>"
                                  "<c r=\"C1\" t=\"str\"><f>\"\"</f><v></v></c>"
                                  "<c r=\"D1\" t=\"shared\"/>")),
              "A1 n 104 =B1*2\nB1 t 適合 =IF(A1>=1,\"適合\",\"\")\nC1 t  =\"\"\n× "
              "シート「申請書」のセルD1：値の種類「shared」が分かりません。");
    EXPECT_EQ(cells_of(with_cells("<c r=\"A1\"><f t=\"shared\" ref=\"A1:B1\" si=\"0\">C1+1</f><v>2</v></c>"
                                  "<c r=\"B1\"><f t=\"shared\" si=\"0\"/><v>3</v></c>")),
              "A1 n 2 =C1+1\nB1 n 3 =\n");
}

TEST(WorkbookReader, まだ計算されていない数式は値がないと告げる)
{
    EXPECT_EQ(
        cells_of(with_cells(
            "<c r=\"A1\"><f>B1*2</f><v></v></c><c r=\"B1\"><f>1+1</f></c><c r=\"C1\" t=\"b\"><f>TRUE()</f><v/></c>")),
        "A1 blank  =B1*2\nB1 blank  =1+1\nC1 blank  =TRUE()\n");
}

TEST(WorkbookReader, ふりがなは読まず_書式の違う文字はつなげる)
{
    EXPECT_EQ(
        cells_of(
            WorkbookBuilder()
                .strings(
                    "<si><t>東京都</t><rPh sb=\"0\" eb=\"3\"><t>トウキョウト</t></rPh><phoneticPr fontId=\"1\"/></si>"
                    "<si><r><t>赤い</t></r><r><rPr><b/><color rgb=\"FFFF0000\"/></rPr><t xml:space=\"preserve\"> "
                    "太字</t></r>"
                    "<rPh sb=\"0\" eb=\"1\"><t>アカ</t></rPh></si>"
                    "<si><rPh sb=\"0\" eb=\"1\"><rPh><t>ア</t></rPh></rPh><t>入れ子</t></si><si/><si><t/></si>")
                .cells(
                    "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
                    "<c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"s\"><v>4</v></c>"
                    "<c r=\"F1\" t=\"inlineStr\"><is><r><t>直</t></r><rPh sb=\"0\" "
                    "eb=\"1\"><t>ジカ</t></rPh><r><t>に</t></r></is></c>")),
        "A1 t 東京都\nB1 t 赤い 太字\nC1 t 入れ子\nD1 t \nE1 t \nF1 t 直に\n");
}

TEST(WorkbookReader, 外字や異体字や桁の多い番号もそのまま読む)
{
    EXPECT_EQ(
        cells_of(
            WorkbookBuilder()
                .strings("<si><t>㈱𠮷野・髙橋①</t></si><si><t>12345678901234567890123456789012345</t></si>"
                         "<si><t>&#x20BB7;&amp;&#39640;</t></si><si><t xml:space=\"preserve\">  空白  </t></si>")
                .cells("<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c>")),
        "A1 t ㈱𠮷野・髙橋①\nB1 t 12345678901234567890123456789012345\nC1 t 𠮷&高\nD1 t   空白  \n");
}

TEST(WorkbookReader, 文字の中の改行はLFにそろえる)
{
    EXPECT_EQ(cells_of(with_cells("<c t=\"inlineStr\"><is><t>1\r\n2\n3_x000D_\n4&#13;&#10;5&#13;6</t></is></c>"
                                  "<c t=\"inlineStr\"><is><r><t>1_x000D_</t></r><r><t>\n2</t></r></is></c>")),
              "A1 t 1\n2\n3\n4\n5\n6\nB1 t 1\n2\n");
}

TEST(WorkbookReader, Excelの書き方で書かれた文字を元に戻す)
{
    const auto text = [](const std::string& inside) {
        return cells_of(with_cells("<c t=\"inlineStr\"><is><t>" + inside + "</t></is></c>"));
    };
    EXPECT_EQ(text("a_x0009_b"), "A1 t a\tb\n");
    EXPECT_EQ(text("_x005F_x000D_"), "A1 t _x000D_\n");
    EXPECT_EQ(text("_x005f__x005F_"), "A1 t __\n");
    EXPECT_EQ(text("_x3042_い"), "A1 t あい\n");
    EXPECT_EQ(text("_xD842__xDFB7_"), "A1 t 𠮷\n");
    EXPECT_EQ(text("_x00_ _x00G0_ _X000D_ _x000D x_x"), "A1 t _x00_ _x00G0_ _X000D_ _x000D x_x\n");
}

TEST(WorkbookReader, LEFT関数が半分に切った文字は置き換える)
{
    const auto text = [](const std::string& inside) {
        return cells_of(with_cells("<c t=\"str\"><f>LEFT(B1,1)</f><v>" + inside + "</v></c>"));
    };
    EXPECT_EQ(text("_xD842_"), "A1 t \uFFFD =LEFT(B1,1)\n");
    EXPECT_EQ(text("a_xDFB7_b"), "A1 t a\uFFFDb =LEFT(B1,1)\n");
    EXPECT_EQ(text("_xD842__x0041_"), "A1 t \uFFFDA =LEFT(B1,1)\n");
    EXPECT_EQ(text("_xD842__xD842__xDFB7_"), "A1 t \uFFFD𠮷 =LEFT(B1,1)\n");
}

TEST(WorkbookReader, 日付の表示形式の数は日付として告げる)
{
    EXPECT_EQ(
        cells_of(with_cells(
            "<c s=\"1\"><v>45523.75</v></c><c s=\"0\"><v>45523</v></c><c t=\"d\"><v>2024-08-19T18:00:00</v></c>")),
        "A1 date 45523.75 2024-08-19\nB1 n 45523\nC1 date 2024-08-19T18:00:00 2024-08-19\n");
    for (const char* format :
         {"yyyy/m/d", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "[$-411]ggge\\.m\\.d;@", "[h]:mm", "[ss]",
          "hh:mm AM/PM", "aaa", "[Red]d", "0;h", "e", "[$-ja-JP]e", "GE.M.D", "mmm"})
        EXPECT_TRUE(is_date(format)) << format;
    for (const char* format : {"General",
                               "G/標準",
                               "0.00E+00",
                               "0.0E-0",
                               "[Red]#,##0",
                               "#,##0&quot;年度&quot;",
                               "0&quot;d&quot;",
                               "\\d0",
                               "@",
                               "[Blue]0;[Red]-0",
                               "[&gt;=100]0",
                               "[DBNum1]0",
                               "_d0",
                               "*d0",
                               "[$¥-411]#,##0",
                               "&quot;d",
                               "[$mdy]0",
                               "[",
                               "",
                               "0_-;\\",
                               "# ?/?",
                               "&quot;ggge&quot;0"})
        EXPECT_FALSE(is_date(format)) << format;
}

TEST(WorkbookReader, 既定の日付の表示形式は番号で分かる)
{
    const auto shown = [](int id) {
        return cells_of(with_cells("<c r=\"A1\" s=\"0\"><v>45523</v></c>")
                            .part("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"" + std::to_string(id) +
                                                       "\"/></cellXfs></styleSheet>"))
            .starts_with("A1 date");
    };
    std::string ids;
    for (int id = 0; id < 164; ++id) {
        if (shown(id))
            ids += std::to_string(id) + " ";
    }
    EXPECT_EQ(ids, "14 15 16 17 18 19 20 21 22 27 28 29 30 31 32 33 34 35 36 45 46 47 50 51 52 53 54 55 56 57 58 ");
}

TEST(WorkbookReader, 日付の数は1900年のうるう年の誤りも含めて日になる)
{
    const std::string bytes = WorkbookBuilder().bytes();
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(reader->date_of(1), (base::Date{1900, 1, 1}));
    EXPECT_EQ(reader->date_of(59), (base::Date{1900, 2, 28}));
    EXPECT_EQ(reader->date_of(60), std::nullopt);
    EXPECT_EQ(reader->date_of(61), (base::Date{1900, 3, 1}));
    EXPECT_EQ(reader->date_of(45382), (base::Date{2024, 3, 31}));
    EXPECT_EQ(reader->date_of(45383.999), (base::Date{2024, 4, 1}));
    EXPECT_EQ(reader->date_of(2958465.9), (base::Date{9999, 12, 31}));
    for (const double none : {0.0, 0.5, -1.0, 2958466.0, 1e300, -1e300})
        EXPECT_EQ(reader->date_of(none), std::nullopt) << none;
    EXPECT_EQ(reader->date_of(std::numeric_limits<double>::quiet_NaN()), std::nullopt);
}

TEST(WorkbookReader, 日付の数を1904年から数えるブックもある)
{
    EXPECT_EQ(with_epoch_1904("0"), "A1 date 0 1904-01-01\n");
    EXPECT_EQ(with_epoch_1904("44061"), "A1 date 44061 2024-08-19\n");
    EXPECT_EQ(with_epoch_1904("2957003"), "A1 date 2957003 9999-12-31\n");
    EXPECT_EQ(with_epoch_1904("2957004"), "A1 date 2957004 -\n");
}

TEST(WorkbookReader, ISOの日付で書かれたセルを読む)
{
    const auto serial = [](const std::string& text) {
        const std::string bytes = with_cells("<c t=\"d\"><v>" + text + "</v></c>").bytes();
        auto reader = WorkbookReader::open(bytes);
        double number = -1;
        EXPECT_TRUE(reader.ok());
        const auto read = reader->read_sheet(0, [&](const ReadCell& cell) {
            number = cell.number;
            return true;
        });
        return read.ok() ? number : -1;
    };
    EXPECT_EQ(serial("1900-01-01"), 1);
    EXPECT_EQ(serial("1900-02-28"), 59);
    EXPECT_EQ(serial("1900-03-01"), 61);
    EXPECT_EQ(serial("2024-08-19T12:00:00.000Z"), 45523.5);
    EXPECT_EQ(serial("2024-08-19T06:00"), 45523.25);
    EXPECT_EQ(serial("T18:00:00"), 0.75);
    EXPECT_EQ(serial("06:00:00"), 0.25);
    EXPECT_EQ(serial("1899-12-30T06:00:00"), 0.25);
    EXPECT_EQ(serial("1899-12-31T06:00:00"), 0.25);
    EXPECT_EQ(serial("2024-08-19T12:00:00+09:00"), 45523.5) << "時計が示すとおりに読む";
    EXPECT_EQ(serial("2024-08-19T12:00-05:30"), 45523.5);
    for (const char* text : {"2024-02-30", "1899-12-29", "2024-8-19", "2024-08-19 12:00", "2024-08-19T",
                             "2024-08-19T24:00:00", "2024-08-19T12:60", "12:00:60", "2024-08-19T12:00:00+9:00",
                             "2024-08-19T12:00:00+09:0x", "45523", "x", "2024-08-19T12:00:00."})
        EXPECT_EQ(serial(text), -1) << text;
}

TEST(WorkbookReader, 結合されたセルの範囲を告げる)
{
    const std::string bytes =
        WorkbookBuilder()
            .sheet(
                "<sheetData/><mergeCells count=\"2\"><mergeCell ref=\"A1:C2\"/><mergeCell ref=\"B5:B9\"/></mergeCells>")
            .bytes();
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok());
    EXPECT_TRUE(reader->merges(0).empty());
    for (int twice = 0; twice < 2; ++twice) {
        EXPECT_EQ(cells_of(*reader, 0), "");
        EXPECT_EQ(reader->merges(0), (std::vector<Range>{{{0, 0}, {1, 2}}, {{4, 1}, {8, 1}}}));
    }
    EXPECT_EQ(code_of(WorkbookBuilder().sheet("<sheetData/><mergeCells><mergeCell ref=\"C2:A1\"/></mergeCells>")),
              "xlsx.cell");
    EXPECT_EQ(code_of(WorkbookBuilder().sheet("<sheetData/><mergeCells><mergeCell/></mergeCells>")), "xlsx.cell");
}

TEST(WorkbookReader, 受け取る側が要らないと言えばそこで止まる)
{
    const std::string bytes = with_cells("<c><v>1</v></c><c><v>2</v></c><c t=\"x\"/>").bytes();
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok());
    int cells = 0;
    EXPECT_TRUE(reader->read_sheet(0, [&](const ReadCell&) { return ++cells < 2; }).ok());
    EXPECT_EQ(cells, 2);
}

TEST(WorkbookReader, 読まないシートの中身は調べない)
{
    WorkbookBuilder builder = with_cells("<c><v>1</v></c>");
    std::string workbook = builder.parts().at("xl/workbook.xml");
    workbook.insert(workbook.find("</sheets>"),
                    "<sheet name=\"隠し&amp;2\" sheetId=\"2\" state=\"hidden\" r:id=\"rId9\"/>"
                    "<sheet name=\"深\" sheetId=\"3\" state=\"veryHidden\" r:id=\"rId8\"/>");
    std::string list = builder.parts().at("xl/_rels/workbook.xml.rels");
    list.insert(list.find("</Relationships>"),
                "<Relationship Id=\"rId9\" Type=\"x/worksheet\" Target=\"/xl/worksheets/two.xml\"/>"
                "<Relationship Id=\"rId8\" Type=\"x/chartsheet\" Target=\"../xl/chart.xml\"/>");
    const std::string bytes = builder.part("xl/workbook.xml", workbook)
                                  .part("xl/_rels/workbook.xml.rels", list)
                                  .part("xl/worksheets/two.xml", "<これはXMLではない")
                                  .part("xl/chart.xml", "図")
                                  .bytes();
    auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok()) << reader.error().message;
    ASSERT_EQ(reader->sheets().size(), 3U);
    EXPECT_EQ(reader->sheets()[1].name, "隠し&2");
    EXPECT_FALSE(reader->sheets()[0].hidden);
    EXPECT_TRUE(reader->sheets()[1].hidden);
    EXPECT_TRUE(reader->sheets()[2].hidden);
    EXPECT_EQ(cells_of(*reader, 0), "A1 n 1\n");
    EXPECT_EQ(cells_of(*reader, 2), "") << "グラフだけのシートにセルはない";
    EXPECT_TRUE(cells_of(*reader, 1).starts_with("× ファイルの中の「xl/worksheets/two.xml」の1行"));
}

TEST(WorkbookReader, Excel365が新しい元号の表示形式に添える古い形の表示形式も読む)
{
    const std::string format = "<numFmt numFmtId=\"176\" formatCode=\"[$-411]ggge&quot;年&quot;m&quot;月&quot;;@\"";
    WorkbookBuilder builder = with_cells("<c s=\"1\"><v>45523</v></c><c s=\"2\"><v>45523</v></c>");
    builder.part("xl/styles.xml",
                 "<styleSheet xmlns:mc=\"m\"><numFmts count=\"2\"><mc:AlternateContent><mc:Choice Requires=\"x16r2\">" +
                     format +
                     " x16r2:formatCode16=\"[$-ja-JP-x-gannen]ggge&quot;年&quot;m&quot;月&quot;;@\"/></mc:Choice>"
                     "<mc:Fallback>" +
                     format +
                     "/></mc:Fallback></mc:AlternateContent><numFmt numFmtId=\"177\" formatCode=\"0&quot;人&quot;\"/>"
                     "</numFmts><cellXfs><xf/><xf numFmtId=\"176\"/><xf numFmtId=\"177\"/></cellXfs></styleSheet>");
    EXPECT_EQ(cells_of(builder), "A1 date 45523 2024-08-19\nB1 n 45523\n");
}

TEST(WorkbookReader, Strict形式で保存したブックのプロパティも読む)
{
    const std::string type = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
    const std::string bytes =
        WorkbookBuilder()
            .part("_rels/.rels",
                  WorkbookBuilder::relationships(
                      "<Relationship Id=\"rId3\" Type=\"" + type +
                      "extendedProperties\" Target=\"docProps/app.xml\"/><Relationship Id=\"rId4\" Type=\"" + type +
                      "customProperties\" Target=\"docProps/custom.xml\"/><Relationship Id=\"rId1\" Type=\"" + type +
                      "officeDocument\" Target=\"xl/workbook.xml\"/>"))
            .part("docProps/app.xml", "<Properties><Application>Microsoft Excel</Application>"
                                      "<AppVersion>16.0300</AppVersion></Properties>")
            .part("docProps/custom.xml",
                  "<Properties><property name=\"edition\"><vt:lpwstr>会社2025</vt:lpwstr></property></Properties>")
            .bytes();
    const auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(reader->program(), Program::Excel);
    ASSERT_TRUE(reader->property("edition"));
    EXPECT_EQ(*reader->property("edition"), "会社2025");
}

TEST(WorkbookReader, 区切りが円記号の部品名や行き先も読む)
{
    ZipBuilder zip;
    WorkbookBuilder builder = with_cells("<c><v>1</v></c>");
    builder.part("xl/_rels/workbook.xml.rels",
                 WorkbookBuilder::relationships("<Relationship Id=\"rId1\" Type=\"x/worksheet\" "
                                                "Target=\"\\xl\\worksheets\\sheet1.xml\"/>"));
    for (const auto& [name, content] : builder.parts()) {
        std::string with_backslashes = name;
        std::replace(with_backslashes.begin(), with_backslashes.end(), '/', '\\');
        zip.add(with_backslashes, content);
    }
    EXPECT_EQ(cells_of(zip.bytes()), "A1 n 1\n");
}

TEST(WorkbookReader, 行き先の名前が百分率符号で書かれていても読む)
{
    const auto cells = [](const std::string& name, const std::string& target) {
        WorkbookBuilder builder = with_cells("<c><v>1</v></c>");
        const std::string sheet = builder.parts().at("xl/worksheets/sheet1.xml");
        return cells_of(builder.without("xl/worksheets/sheet1.xml")
                            .part(name, sheet)
                            .part("xl/_rels/workbook.xml.rels",
                                  WorkbookBuilder::relationships(
                                      "<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"" + target + "\"/>")));
    };
    EXPECT_EQ(cells("xl/worksheets/申請 書.xml", "worksheets/%E7%94%B3%E8%AB%8B%20%e6%9b%b8.xml"), "A1 n 1\n");
    EXPECT_EQ(cells("xl/worksheets/%E7%94%B3%E8%AB%8B.xml", "/xl/worksheets/申請.xml"), "A1 n 1\n");
    EXPECT_EQ(cells("xl/worksheets/100%.xml", "worksheets/100%.xml"), "A1 n 1\n");
}

TEST(WorkbookReader, UTF16の部品も読む)
{
    const auto utf16 = [](std::u16string_view text, bool high_first) {
        std::string out;
        for (const char16_t unit : text) {
            const char low = static_cast<char>(unit & 0xFF);
            const char high = static_cast<char>(unit >> 8);
            out += high_first ? high : low;
            out += high_first ? low : high;
        }
        return out;
    };
    constexpr std::u16string_view strings =
        u"\uFEFF<?xml version=\"1.0\" encoding=\"UTF-16\"?><sst><si><t>𠮷野&amp;a</t></si></sst>";
    WorkbookBuilder builder = with_cells("<c t=\"s\"><v>0</v></c>");
    for (const bool high_first : {false, true}) {
        EXPECT_EQ(cells_of(builder.part("xl/sharedStrings.xml", utf16(strings, high_first))), "A1 t 𠮷野&a\n");
        EXPECT_EQ(cells_of(builder.part("xl/sharedStrings.xml", utf16(strings.substr(1), high_first))),
                  "A1 t 𠮷野&a\n");
        EXPECT_EQ(code_of(builder.part("xl/sharedStrings.xml", utf16(u"<sst>\xD842</sst>", high_first))), "xlsx.xml");
        EXPECT_EQ(code_of(builder.part("xl/sharedStrings.xml", utf16(u"<sst/>", high_first) + "x")), "xlsx.xml");
    }
}

TEST(WorkbookReader, ほかのプログラムの値の書き方も読む)
{
    EXPECT_EQ(cells_of(with_cells("<c t=\"inlineStr\"><f>A2</f><v>甲</v></c><c t=\"n\"><v>\n</v></c>"
                                  "<c><f>A1</f><v> </v></c><c t=\"e\"><f>1+</f><v>Err:508</v></c>"
                                  "<c><v>1e-400</v></c><c t=\"s\"><v>\n0\n</v></c><c t=\"b\"><v> 1 </v></c>")),
              "A1 t 甲 =A2\nC1 blank  =A1\nD1 e Err:508 =1+\nE1 n 1e-400\nF1 t 名称\nG1 b 1\n");
    EXPECT_EQ(code_of(with_cells("<c t=\"e\"><v> </v></c>")), "xlsx.cell");
    EXPECT_EQ(code_of(with_cells("<c><v>1e400</v></c>")), "xlsx.cell");
}

TEST(WorkbookReader, 番号のない行ではセルの番地が行を告げる)
{
    const auto cells = [](const std::string& rows) { return cells_of(WorkbookBuilder().rows(rows)); };
    EXPECT_EQ(cells("<row><c r=\"B3\"><v>1</v></c><c r=\"C3\"><v>2</v></c></row><row><c><v>3</v></c></row>"),
              "B3 n 1\nC3 n 2\nA4 n 3\n");
    EXPECT_TRUE(cells("<row><c r=\"A3\"/><c r=\"B4\"/></row>").starts_with("×"));
    EXPECT_TRUE(cells("<row><c r=\"A3\"/></row><row><c r=\"A3\"/></row>").starts_with("×"));
    EXPECT_TRUE(cells("<row><c/><c r=\"B3\"/></row>").starts_with("×"));
}

TEST(WorkbookReader, 文書のプロパティを読む)
{
    const std::string bytes =
        WorkbookBuilder()
            .part("docProps/custom.xml",
                  "<Properties><property fmtid=\"{D5}\" pid=\"2\" "
                  "name=\"edition\"><vt:lpwstr>会社&amp;_x000D_2025</vt:lpwstr></property>"
                  "<property pid=\"3\" name=\"revision\">\n<vt:i4>3</vt:i4>\n</property><property pid=\"4\" "
                  "name=\"空\"><vt:lpwstr/></property></Properties>")
            .bytes();
    const auto reader = WorkbookReader::open(bytes);
    ASSERT_TRUE(reader.ok());
    ASSERT_TRUE(reader->property("edition"));
    EXPECT_EQ(*reader->property("edition"), "会社&\r2025");
    EXPECT_EQ(*reader->property("revision"), "3");
    EXPECT_EQ(*reader->property("空"), "");
    EXPECT_EQ(reader->property("x"), nullptr);
    EXPECT_EQ(code_of(WorkbookBuilder().part("docProps/custom.xml",
                                             "<Properties><property name=\"a\"/><property name=\"a\"/></Properties>")),
              "xlsx.xml");
}

TEST(WorkbookReader, どのプログラムが保存したかを読む)
{
    const auto program = [](const std::string& application, const std::string& version) {
        const std::string bytes =
            WorkbookBuilder()
                .part("docProps/app.xml", "<Properties><TotalTime>0</TotalTime><Application>" + application +
                                              "</Application><AppVersion>" + version + "</AppVersion></Properties>")
                .bytes();
        return WorkbookReader::open(bytes).value().program();
    };
    EXPECT_EQ(program("Microsoft Excel", "16.0300"), Program::Excel);
    EXPECT_EQ(program("Microsoft Excel", "12.0000"), Program::Excel);
    EXPECT_EQ(program("Microsoft Macintosh Excel", "16.0300"), Program::Excel);
    EXPECT_EQ(program("Microsoft Excel", "3.0"), Program::OpenPyXl);
    EXPECT_EQ(program("Microsoft Excel", "3.1"), Program::OpenPyXl);
    EXPECT_EQ(program("LibreOffice/7.4.7.2$Linux_X86_64", "15.0000"), Program::LibreOffice);
    EXPECT_EQ(program("Google Sheets", ""), Program::Unknown);
    EXPECT_EQ(WorkbookReader::open(WorkbookBuilder().bytes()).value().program(), Program::Unknown);
}

TEST(WorkbookReader, 圧縮しない部品やつながりの表のないファイルも読む)
{
    EXPECT_EQ(cells_of(with_cells("<c><v>1</v></c>").zip(false).bytes()), "A1 n 1\n");
    EXPECT_EQ(cells_of(with_cells("<c><v>1</v></c>").without("_rels/.rels")), "A1 n 1\n");
    EXPECT_EQ(
        cells_of(with_cells("<c><v>1</v></c>")
                     .without("xl/styles.xml")
                     .without("xl/sharedStrings.xml")
                     .part("xl/_rels/workbook.xml.rels",
                           WorkbookBuilder::relationships(
                               "<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"))),
        "A1 n 1\n");
}

}
