#pragma once

#include "form/answer_cells.h"
#include "form/answers_from_workbook.h"
#include "form/form.h"
#include "form/in_cells.h"
#include "support/editions.h"
#include "xlsx/workbook_writer.h"

namespace kenkei::form {

inline constexpr base::Date test_day{2030, 5, 1};

// The form of the synthetic edition, made once.
inline const Form& shop_form()
{
    static const Form form(support::shop());
    return form;
}

inline answers::Application application_of(const std::string& answers)
{
    auto document = base::json::parse(answers);
    EXPECT_TRUE(document.ok()) << answers;
    return {.id = "見本", .answers = std::move(*document), .known = {}, .findings = {}};
}

// The form with these answers, as a book that a test may change.
inline xlsx::Book filled(const std::string& answers)
{
    return shop_form().fill(application_of(answers), test_day).book;
}

inline std::size_t question(std::string_view id)
{
    const edition::Edition& edition = support::shop();
    const edition::Question* found = edition.find_question(id);
    EXPECT_NE(found, nullptr) << id;
    return static_cast<std::size_t>(found - edition.questions.data());
}

inline xlsx::Sheet& sheet_of(xlsx::Book& book, std::string_view name)
{
    for (xlsx::Sheet& sheet : book.sheets) {
        if (sheet.name == name)
            return sheet;
    }
    ADD_FAILURE() << "no sheet " << name;
    return book.sheets.front();
}

inline xlsx::Cell& cell_at(xlsx::Book& book, std::string_view sheet, xlsx::Place place)
{
    for (xlsx::Cell& cell : sheet_of(book, sheet).cells) {
        if (cell.at == place)
            return cell;
    }
    ADD_FAILURE() << "no cell " << sheet << " " << xlsx::a1(place);
    return book.sheets.front().cells.front();
}

// Types into the cell of a question, or of one of its options.
inline void type_into(xlsx::Book& book, std::string_view id, Content content, std::size_t option = 0)
{
    cell_at(book, form_sheet, shop_form().layout().inputs(question(id))[option]).content = std::move(content);
}

inline base::Result<FormReading> read_book(const xlsx::Book& book)
{
    const std::string bytes = TRY(xlsx::write_workbook(book));
    xlsx::WorkbookReader reader = TRY(xlsx::WorkbookReader::open(bytes));
    return answers_from_workbook(reader, support::shop(), shop_form().layout());
}

inline FormReading reading_of(const xlsx::Book& book)
{
    auto reading = read_book(book);
    if (!reading.ok()) {
        ADD_FAILURE() << base::describe(reading.error());
        return {};
    }
    return std::move(*reading);
}

inline std::string json_text(const base::json::Value& value)
{
    base::json::Writer writer;
    writer.value(value);
    return writer.take();
}

// The raw answer to a question as JSON, "" if there is none.
inline std::string answer_in(const FormReading& reading, std::string_view id)
{
    const base::json::Value* answer = reading.application.answers.find(id);
    return answer ? json_text(*answer) : std::string();
}

inline std::vector<std::string> codes_of(const FormReading& reading)
{
    std::vector<std::string> codes;
    for (const answers::Finding& finding : reading.application.findings)
        codes.push_back(finding.code);
    return codes;
}

}
