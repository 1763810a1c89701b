#include "form/form_testing.h"

#include <algorithm>

namespace kenkei::form {

namespace {

// What stands in a cell: the stored result of a formula.
std::string shown(xlsx::Book& book, std::string_view sheet, xlsx::Place place)
{
    const Content& content = cell_at(book, sheet, place).content;
    if (const auto* text = std::get_if<std::string>(&content))
        return *text;
    if (const auto* formula = std::get_if<xlsx::Formula>(&content)) {
        if (const auto* text = std::get_if<std::string>(&formula->result))
            return *text;
        return std::to_string(std::get<double>(formula->result));
    }
    if (const auto* number = std::get_if<double>(&content))
        return std::to_string(*number);
    return {};
}

std::string message(xlsx::Book& book, std::string_view id)
{
    const QuestionPlace& place = shop_form().layout().questions[question(id)];
    return shown(book, form_sheet, {place.row, column_of(FormColumn::Message)});
}

bool is_locked(const xlsx::Book& book, const xlsx::Cell& cell)
{
    return book.styles[cell.style].locked;
}

}

TEST(Form, シートは三枚見え_三枚隠れている)
{
    const xlsx::Book book = filled("{}");
    std::vector<std::string> visible;
    for (const xlsx::Sheet& sheet : book.sheets) {
        EXPECT_TRUE(sheet.is_protected) << sheet.name;
        if (sheet.visibility == xlsx::Visibility::Visible)
            visible.push_back(sheet.name);
    }
    EXPECT_EQ(visible, (std::vector<std::string>{"記入方法", "申請内容記載表", "認定基準適合書&保存すべき資料"}));
    EXPECT_EQ(book.sheets.size(), 6U);
}

TEST(Form, 入力できるのは回答の欄だけで_すべての回答の欄が入力できる)
{
    const xlsx::Book book = filled("{}");
    const Layout& layout = shop_form().layout();
    std::vector<xlsx::Place> inputs;
    for (std::size_t i = 0; i < layout.questions.size(); ++i) {
        for (xlsx::Place place : layout.inputs(i))
            inputs.push_back(place);
    }
    for (const xlsx::Sheet& sheet : book.sheets) {
        for (const xlsx::Cell& cell : sheet.cells) {
            const bool is_input =
                sheet.name == form_sheet && std::find(inputs.begin(), inputs.end(), cell.at) != inputs.end();
            // The rest of a wide answer's cells looks like it.
            const bool in_merge = sheet.name == form_sheet &&
                                  std::any_of(sheet.merges.begin(), sheet.merges.end(), [&](const auto& merge) {
                                      return merge.contains(cell.at) &&
                                             std::find(inputs.begin(), inputs.end(), merge.first) != inputs.end();
                                  });
            EXPECT_EQ(!is_locked(book, cell), is_input || in_merge) << sheet.name << " " << xlsx::a1(cell.at);
        }
    }
    EXPECT_GT(inputs.size(), 20U);
}

TEST(Form, 注意は判定の指摘と同じ文で_設問の行に出る)
{
    xlsx::Book book = filled(R"({"name":"見本"})");
    EXPECT_EQ(message(book, "name"), "");
    const answers::Answers answers =
        answers::read_answers(support::shop(), application_of(R"({"name":"見本"})"), test_day);
    std::size_t told = 0;
    for (const answers::Finding& finding : answers.findings) {
        if (finding.question.empty())
            continue;
        EXPECT_NE(message(book, finding.question).find(finding.message + finding.next), std::string::npos)
            << finding.code;
        ++told;
    }
    EXPECT_GT(told, 3U);
    EXPECT_EQ(shown(book, form_sheet, {shop_form().layout().foot_row, column_of(FormColumn::Message)}),
              std::to_string(static_cast<double>(told)));
}

TEST(Form, 読めない回答も_あるままに欄に出て_注意が言う)
{
    xlsx::Book book = filled(R"({"staff":"多い","plan":7})");
    EXPECT_EQ(shown(book, form_sheet, shop_form().layout().questions[question("staff")].answer()), "多い");
    EXPECT_EQ(message(book, "staff"), "問2の「多い」を整数として読み取れません。数字だけを記入してください。");
    EXPECT_NE(message(book, "plan").find("問5に選択肢 7 はありません。"), std::string::npos);
}

TEST(Form, 欄に書けない回答は_黙って捨てない)
{
    const Form::Workbook workbook =
        shop_form().fill(application_of(R"({"staff":[1,2],"means":[1,8],"name":{"a":1}})"), test_day);
    EXPECT_EQ(workbook.not_shown, (std::vector<std::size_t>{question("name"), question("staff"), question("means")}));
    const FormReading reading = reading_of(workbook.book);
    EXPECT_EQ(json_text(reading.exported), R"({"name":{"a":1},"staff":[1,2],"means":[1,8]})");
}

TEST(Form, 同じ回答の用紙は_同じバイト列になる)
{
    const std::string answers = R"({"staff":18,"means":[1],"opened_on":"2030-04-01"})";
    EXPECT_EQ(*xlsx::write_workbook(filled(answers)), *xlsx::write_workbook(filled(answers)));
}

TEST(Form, 様式の番号は_欄の場所が変わると変わる)
{
    const edition::Edition one =
        support::edition_of({.questions = {{"a", R"("type":"integer")"}, {"b", R"("type":"text")"}}});
    const edition::Edition other =
        support::edition_of({.questions = {{"b", R"("type":"text")"}, {"a", R"("type":"integer")"}}});
    EXPECT_NE(lay_out(one).digest, lay_out(other).digest);
    EXPECT_EQ(lay_out(one).digest, lay_out(one).digest);
}

}
