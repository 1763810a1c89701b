#include "form/form.h"

#include "form/answer_cells.h"
#include "form/sheet_painter.h"
#include "xlsx/utf16.h"

namespace kenkei::form {

namespace {

constexpr std::int64_t days_before_1970 = 25'569; // serial number of 1970-01-01

std::string json_text(const base::json::Value& value)
{
    base::json::Writer writer;
    writer.value(value);
    return writer.take();
}

constexpr std::size_t longest_text = 32'767; // UTF-16 units of a cell

// The answer that the form was made with, in as many cells as it needs.
void put_exported(xlsx::Sheet& sheet, std::size_t cell, std::string_view json)
{
    xlsx::Place at = sheet.cells[cell].at;
    const std::size_t style = sheet.cells[cell].style;
    for (bool first = true; !json.empty(); first = false) {
        const std::string_view part = xlsx::cut_to_utf16_length(json, longest_text);
        json.remove_prefix(part.size());
        if (first)
            sheet.cells[cell].content = std::string(part);
        else
            sheet.cells.push_back({at, style, std::string(part)});
        ++at.column;
    }
}

// What a reader will find in a cell.
CellText as_read(const edition::Question& question, const Content& content)
{
    CellText cell;
    if (const std::string* text = std::get_if<std::string>(&content)) {
        cell.kind = text->empty() ? xlsx::CellKind::Blank : xlsx::CellKind::Text;
        cell.text = *text;
    } else if (const double* number = std::get_if<double>(&content)) {
        const bool date = question.type == edition::Type::Date || question.type == edition::Type::Month;
        cell.kind = date ? xlsx::CellKind::Date : xlsx::CellKind::Number;
        cell.text = digits_of(*number);
        cell.number = *number;
        if (date)
            cell.date = base::Date::from_days(static_cast<std::int64_t>(*number) - days_before_1970);
    }
    return cell;
}

// No cell holds a longer text; the answer that made it so is not shown either.
Stored fitting(Stored value)
{
    const auto* text = std::get_if<std::string>(&value);
    if (text && xlsx::utf16_length(*text) > longest_text)
        return std::string();
    return value;
}

}

Form::Form(const edition::Edition& edition) : m_edition(edition), m_layout(lay_out(edition))
{
    const Styles styles(m_book);
    const Lists lists = make_lists(edition, m_layout, styles.hidden);
    m_calculation = calculate(edition, m_layout, lists);
    m_book.title = edition.workbook.title.empty() ? edition.name : edition.workbook.title;
    m_book.author = edition.authority;
    Draft draft{.edition = m_edition,
                .layout = m_layout,
                .lists = lists,
                .calculation = m_calculation,
                .styles = styles,
                .book = m_book,
                .live = m_live,
                .answers = m_answers,
                .exported = m_exported};
    paint_guide(draft);
    paint_form(draft);
    paint_criteria(draft);
    paint_hidden(draft);
    m_book.active_sheet = 1;
}

Form::Workbook Form::fill(const answers::Application& application, base::Date as_of) const
{
    Workbook workbook{.book = m_book, .not_shown = {}};
    std::vector<xlsx::Sheet>& sheets = workbook.book.sheets;

    // What is worked out is what a reader of the cells will work out: a form has no facts from registers.
    answers::Application shown;
    shown.id = application.id;
    shown.answers.kind = base::json::Kind::Object;
    std::vector<std::vector<CellText>> cells(m_edition.questions.size());

    std::size_t cell = 0;
    for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
        const std::size_t first = cell;
        while (cell < m_answers.size() && m_answers[cell].question == i)
            ++cell;
        const base::json::Value* answer = application.answers.find(m_edition.questions[i].id);
        const base::json::Value nothing;
        const auto contents = cells_of_answer(m_edition, i, m_layout, answer ? *answer : nothing);
        if (!contents && cell > first)
            workbook.not_shown.push_back(i);
        for (std::size_t at = first; contents && at < cell; ++at)
            sheets[m_answers[at].sheet].cells[m_answers[at].cell].content = (*contents)[m_answers[at].option];
        for (std::size_t at = first; at < cell; ++at)
            cells[i].push_back(contents ? as_read(m_edition.questions[i], (*contents)[m_answers[at].option])
                                        : CellText{});
        base::json::Value read = answer_of_cells(m_edition, i, m_layout.questions[i].form, cells[i]);
        if (read.kind != base::json::Kind::Null)
            shown.answers.members.push_back({m_edition.questions[i].id, std::move(read)});
        if (answer)
            put_exported(sheets[m_exported.sheet], m_exported.questions[i], json_text(*answer));
    }
    sheets[m_exported.sheet].cells[m_exported.id].content = application.id;

    const answers::Answers answers = answers::read_answers(m_edition, shown, as_of);
    Filled filled{.edition = m_edition,
                  .layout = m_layout,
                  .calculation = m_calculation,
                  .answers = answers,
                  .cells = cells,
                  .items = {}};
    for (const edition::Item& item : m_edition.items)
        filled.items.push_back(edition::outcome_of_item(item, answers.slots));
    for (const Unsaid& unsaid : m_calculation.unsaid_items)
        filled.items[unsaid.index] = edition::Outcome::Undetermined;
    for (const LiveCell& live : m_live)
        std::get<xlsx::Formula>(sheets[live.sheet].cells[live.cell].content).result = fitting(live.value(filled));
    return workbook;
}

}
