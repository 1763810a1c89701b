#include "form/form_testing.h"

namespace kenkei::form {

namespace {

using Codes = std::vector<std::string>;

// What a cell with this content is read as, as JSON.
std::string typed(std::string_view id, Content content)
{
    xlsx::Book book = filled("{}");
    type_into(book, id, std::move(content));
    return answer_in(reading_of(book), id);
}

// Moves every cell, merge and row of the form's sheet from `row` on down by one.
void insert_row(xlsx::Book& book, std::uint32_t row)
{
    xlsx::Sheet& sheet = sheet_of(book, form_sheet);
    for (xlsx::Cell& cell : sheet.cells)
        cell.at.row += cell.at.row >= row ? 1U : 0U;
    for (xlsx::Range& merge : sheet.merges) {
        merge.first.row += merge.first.row >= row ? 1U : 0U;
        merge.last.row += merge.last.row >= row ? 1U : 0U;
    }
    sheet.validations.clear();
    sheet.conditional_formats.clear();
}

void remove_sheet(xlsx::Book& book, std::string_view name)
{
    std::erase_if(book.sheets, [&](const xlsx::Sheet& sheet) { return sheet.name == name; });
}

}

TEST(AnswersFromWorkbook, 数は_書き方によらず読める)
{
    EXPECT_EQ(typed("staff", 18.0), "18");
    EXPECT_EQ(typed("staff", std::string("18")), "18");
    EXPECT_EQ(typed("staff", std::string("１８")), "18");
    EXPECT_EQ(typed("staff", std::string(" 1,800 人 ")), "1800");
    EXPECT_EQ(typed("floor", 0.1), "0.1");
    EXPECT_EQ(typed("floor", std::string("12.50㎡")), "12.5");
    EXPECT_EQ(typed("staff", std::string("十八")), "\"十八\"") << "the judge says that it cannot be read";
    EXPECT_EQ(typed("staff", std::string("1e3")), "\"1e3\"");
}

TEST(AnswersFromWorkbook, 日付は_日付のセルでも_文字でも_読める)
{
    EXPECT_EQ(typed("opened_on", serial_of({2030, 4, 1})), "\"2030-04-01\"");
    EXPECT_EQ(typed("opened_on", std::string("令和12年4月1日")), "\"令和12年4月1日\"");
    EXPECT_EQ(typed("opened_on", 20300401.0), "\"20300401\"");
    EXPECT_EQ(typed("renewed", serial_of({2030, 4, 1})), "\"2030-04\"");
    EXPECT_EQ(typed("renewed", std::string("R12.4")), "\"R12.4\"");
}

TEST(AnswersFromWorkbook, はいといいえ)
{
    EXPECT_EQ(typed("agreed", std::string("はい")), "true");
    EXPECT_EQ(typed("agreed", std::string("いいえ")), "false");
    EXPECT_EQ(typed("agreed", std::string("○")), "true");
    EXPECT_EQ(typed("agreed", std::string(choose)), "") << "a pull-down that nobody touched is blank";
    EXPECT_EQ(typed("agreed", std::string("たぶん")), "\"たぶん\"");
}

TEST(AnswersFromWorkbook, 一つ選ぶ設問は_番号でも文言でも)
{
    EXPECT_EQ(typed("plan", std::string("2 別の形である")), "2");
    EXPECT_EQ(typed("plan", std::string("別の形である")), "2");
    EXPECT_EQ(typed("plan", 2.0), "2");
    EXPECT_EQ(typed("plan", std::string("２")), "2");
    EXPECT_EQ(typed("plan", 7.0), "7") << "the judge says that there is no such option";
}

TEST(AnswersFromWorkbook, いくつでもの設問は_1のほか_丸やレ点でも)
{
    xlsx::Book book = filled("{}");
    type_into(book, "means", 1.0, 0);
    type_into(book, "means", std::string("○"), 1);
    type_into(book, "means", 0.0, 2);
    EXPECT_EQ(answer_in(reading_of(book), "means"), "[1,2]");
    type_into(book, "means", 2.0, 3);
    const FormReading reading = reading_of(book);
    EXPECT_EQ(answer_in(reading, "means"), "[1,2,\"2\"]");
    EXPECT_EQ(reading.places[question("means")].raw, "1、2、9（2）");
}

TEST(AnswersFromWorkbook, 空白だけのセルは未回答)
{
    EXPECT_EQ(typed("name", std::string(" 　\n")), "");
    EXPECT_EQ(typed("staff", std::string("　")), "");
}

TEST(AnswersFromWorkbook, 文字の欄の数は_桁のまま文字になる)
{
    EXPECT_EQ(typed("code", std::string("0012345")), "\"0012345\"");
    EXPECT_EQ(typed("code", 7123456789012.0), "\"7123456789012\"");
}

TEST(AnswersFromWorkbook, セルの番地が分かる)
{
    const FormReading reading = reading_of(filled(R"({"staff":18,"means":[1]})"));
    const Layout& layout = shop_form().layout();
    EXPECT_EQ(reading.places[question("staff")].text(),
              "申請内容記載表 " + xlsx::a1(layout.questions[question("staff")].answer()));
    const auto options = layout.inputs(question("means"));
    EXPECT_EQ(reading.places[question("means")].text(),
              "申請内容記載表 " + xlsx::a1(options.front()) + ":" + xlsx::a1(options.back()));
}

TEST(AnswersFromWorkbook, 式を消して空にした表でも_回答がなければ回答はない)
{
    xlsx::Book book = filled("{}");
    remove_sheet(book, calculation_sheet);
    for (xlsx::Cell& cell : sheet_of(book, form_sheet).cells) {
        if (std::holds_alternative<xlsx::Formula>(cell.content))
            cell.content = std::monostate{};
    }
    const FormReading reading = reading_of(book);
    EXPECT_TRUE(reading.current);
    EXPECT_TRUE(reading.application.answers.members.empty());
}

TEST(AnswersFromWorkbook, 計算の欄は_式のままなら読まず_書き換えられていれば読む)
{
    xlsx::Book book = filled(R"({"staff":18,"helpers":2})");
    EXPECT_EQ(answer_in(reading_of(book), "total"), "");
    cell_at(book, form_sheet, shop_form().layout().questions[question("total")].answer()).content = 99.0;
    EXPECT_EQ(answer_in(reading_of(book), "total"), "99") << "so that the judge says what it used instead";
}

TEST(AnswersFromWorkbook, 入力欄の式は_保存された値を使い_そう告げる)
{
    xlsx::Book book = filled("{}");
    type_into(book, "staff", xlsx::Formula{"10+8", 18.0});
    const FormReading reading = reading_of(book);
    EXPECT_EQ(answer_in(reading, "staff"), "18");
    EXPECT_EQ(codes_of(reading), Codes{"staff.formula"});
}

TEST(AnswersFromWorkbook, 行がずれていれば_見出しから読み_そう告げる)
{
    xlsx::Book book = filled(R"({"staff":18,"means":[1,3],"name":"見本"})");
    insert_row(book, shop_form().layout().questions[question("staff")].row);
    const FormReading reading = reading_of(book);
    EXPECT_EQ(reading.found, Found::Labels);
    EXPECT_EQ(codes_of(reading), Codes{"form.labels"});
    EXPECT_EQ(answer_in(reading, "staff"), "18");
    EXPECT_EQ(answer_in(reading, "means"), "[1,3]");
    EXPECT_EQ(answer_in(reading, "name"), "\"見本\"");
    const xlsx::Place before = shop_form().layout().questions[question("staff")].answer();
    EXPECT_EQ(reading.places[question("staff")].cells.front(), (xlsx::Place{before.row + 1, before.column}));
}

TEST(AnswersFromWorkbook, 見えないシートがなければ_見出しから読み_そう告げる)
{
    xlsx::Book book = filled(R"({"staff":18})");
    remove_sheet(book, identity_sheet);
    const FormReading reading = reading_of(book);
    EXPECT_EQ(reading.found, Found::Labels);
    EXPECT_EQ(answer_in(reading, "staff"), "18");
    EXPECT_EQ(reading.exported.kind, base::json::Kind::Null);
    ASSERT_EQ(codes_of(reading), Codes{"form.labels"});
    EXPECT_NE(reading.application.findings.front().message.find("推定"), std::string::npos);
}

TEST(AnswersFromWorkbook, シートの名を変えても読める)
{
    xlsx::Book book = filled(R"({"staff":18})");
    sheet_of(book, form_sheet).name = "記載表（提出用）";
    const FormReading reading = reading_of(book);
    EXPECT_EQ(answer_in(reading, "staff"), "18");
    EXPECT_TRUE(reading.places[question("staff")].text().starts_with("記載表（提出用） "));
}

TEST(AnswersFromWorkbook, ほかの制度や年度版の用紙は_名を挙げて断る)
{
    xlsx::Book book = filled("{}");
    const auto row = static_cast<std::uint32_t>(IdentityRow::Edition);
    cell_at(book, identity_sheet, {row, 1}).content = std::string("2029");
    auto other = read_book(book);
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().code, "form.other-edition");
    EXPECT_NE(other.error().message.find("shop/2029"), std::string::npos);
    EXPECT_NE(other.error().message.find("shop/2030"), std::string::npos);
    cell_at(book, identity_sheet, {row - 1, 1}).content = std::string("bakery");
    other = read_book(book);
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().code, "form.other-scheme");
}

TEST(AnswersFromWorkbook, 関係のないブックは_用紙ではないと断る)
{
    xlsx::Book book;
    book.sheets.push_back({.name = "売上", .cells = {{{0, 0}, 0, std::string("日付")}}});
    const auto reading = read_book(book);
    ASSERT_FALSE(reading.ok());
    EXPECT_EQ(reading.error().code, "form.not-ours");
}

TEST(AnswersFromWorkbook, 古い様式は_設問のidで対応づける)
{
    // A template in which another question stood in the cells of `staff`, and `trained` did not exist.
    xlsx::Book book = filled(R"({"staff":18})");
    xlsx::Sheet& identity = sheet_of(book, identity_sheet);
    cell_at(book, identity_sheet, {static_cast<std::uint32_t>(IdentityRow::Layout), 1}).content =
        std::string("0123456789abcdef");
    for (xlsx::Cell& cell : identity.cells) {
        if (const std::string* text = std::get_if<std::string>(&cell.content);
            text && *text == "trained" && cell.at.column == static_cast<std::uint32_t>(IdentityColumn::Id))
            cell.content = std::string("gone");
    }
    const FormReading reading = reading_of(book);
    EXPECT_FALSE(reading.current);
    EXPECT_EQ(reading.found, Found::Identity);
    EXPECT_EQ(answer_in(reading, "staff"), "18");
    EXPECT_EQ(codes_of(reading), (Codes{"form.older", "form.unknown-question", "form.missing-questions"}));
}

TEST(AnswersFromWorkbook, 見えないシートの番地を書き換えても_今の様式の場所から読む)
{
    xlsx::Book book = filled(R"({"staff":18,"trained":3})");
    for (xlsx::Cell& cell : sheet_of(book, identity_sheet).cells) {
        if (cell.at.column == static_cast<std::uint32_t>(IdentityColumn::Cell) &&
            cell.at.row >= static_cast<std::uint32_t>(IdentityRow::FirstEntry))
            cell.content = std::string("D6");
    }
    const FormReading reading = reading_of(book);
    EXPECT_EQ(answer_in(reading, "staff"), "18");
    EXPECT_EQ(answer_in(reading, "trained"), "3");
}

TEST(AnswersFromWorkbook, 用紙を作ったときの回答が分かる)
{
    xlsx::Book book = filled(R"({"staff":18,"name":"見本"})");
    type_into(book, "staff", 20.0);
    const FormReading reading = reading_of(book);
    EXPECT_EQ(json_text(reading.exported), R"({"name":"見本","staff":18})");
    EXPECT_EQ(reading.application.id, "見本");
}

TEST(AnswersFromWorkbook, 見出しから年度版を推定する)
{
    xlsx::Book book = filled("{}");
    remove_sheet(book, identity_sheet);
    const auto bytes = xlsx::write_workbook(book);
    ASSERT_TRUE(bytes.ok());
    auto reader = xlsx::WorkbookReader::open(*bytes);
    ASSERT_TRUE(reader.ok());
    const edition::Edition other = support::edition_of({.questions = {{"a", R"("type":"integer")"}}});
    const edition::Edition* const candidates[] = {&other, &support::shop()};
    const auto found = edition_by_labels(*reader, candidates);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(*found, 1U);
    EXPECT_FALSE(edition_by_labels(*reader, std::span(candidates).first(1)).ok());
}

}
