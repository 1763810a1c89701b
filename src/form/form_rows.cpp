#include "form/form_rows.h"

#include "base/fold.h"

#include <algorithm>
#include <limits>

namespace kenkei::form {

using edition::Edition;
using edition::Question;

namespace {

constexpr std::uint32_t most_rows = 20'000; // of a sheet that may be a form

CellText text_of(const xlsx::WorkbookReader& workbook, const xlsx::ReadCell& cell)
{
    CellText text{.kind = cell.kind, .text = std::string(cell.text), .number = cell.number, .date = {}};
    if (cell.kind == xlsx::CellKind::Boolean)
        text.text = cell.number != 0 ? "TRUE" : "FALSE";
    if (cell.kind == xlsx::CellKind::Date || cell.kind == xlsx::CellKind::Number)
        text.date = workbook.date_of(cell.number);
    if (cell.kind == xlsx::CellKind::Date && text.date)
        text.text = base::to_iso(*text.date);
    return text;
}

// Labels are compared by their first line: below it stands what only helps.
std::string_view first_line(std::string_view text)
{
    return text.substr(0, text.find('\n'));
}

}

base::Result<std::vector<Row>> rows_of(xlsx::WorkbookReader& workbook, std::size_t sheet)
{
    std::vector<Row> rows;
    TRY(workbook.read_sheet(sheet, [&](const xlsx::ReadCell& cell) {
        if (cell.at.row >= most_rows)
            return false;
        const auto column = static_cast<FormColumn>(cell.at.column);
        if (column != FormColumn::Number && column != FormColumn::Label && column != FormColumn::Answer)
            return true;
        if (cell.at.row >= rows.size())
            rows.resize(cell.at.row + 1);
        Row& row = rows[cell.at.row];
        if (column == FormColumn::Number)
            row.number = cell.text;
        else if (column == FormColumn::Label)
            row.label = cell.text;
        else {
            row.answer = text_of(workbook, cell);
            row.formula = cell.formula;
        }
        return true;
    }));
    return rows;
}

bool same_label(std::string_view written, std::string_view label)
{
    return base::trim(first_line(written)) == base::trim(first_line(label));
}

bool is_ticked_by_option(const Question& question)
{
    return question.type == edition::Type::Choices;
}

const edition::Option* option_labelled(const Question& question, std::string_view label)
{
    const auto option = std::find_if(question.options.begin(), question.options.end(),
                                     [&](const edition::Option& one) { return same_label(label, one.label); });
    return option == question.options.end() ? nullptr : &*option;
}

RowsOfQuestions rows_by_labels(const Edition& edition, const std::vector<Row>& rows)
{
    RowsOfQuestions found(edition.questions.size());
    std::size_t next = 0;       // question
    std::size_t open = nowhere; // the question whose options may follow
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const Row& row = rows[at];
        if (row.label.empty())
            continue;
        if (open != nowhere) {
            const Question& question = edition.questions[open];
            const auto option =
                std::find_if(question.options.begin(), question.options.end(), [&](const edition::Option& one) {
                    return row.number == std::to_string(one.number) && same_label(row.label, one.label);
                });
            if (option != question.options.end()) {
                if (is_ticked_by_option(question))
                    found[open][static_cast<std::size_t>(option - question.options.begin())] = at;
                continue;
            }
        }
        // The next question, else one further on, else (an older template may have another order) one before.
        for (std::size_t step = 0; step < edition.questions.size(); ++step) {
            const std::size_t i = (next + step) % edition.questions.size();
            const Question& question = edition.questions[i];
            if (!found[i].empty() || base::trim(row.number) != question.no || !same_label(row.label, question.label))
                continue;
            if (is_ticked_by_option(question))
                found[i].assign(question.options.size(), nowhere);
            else
                found[i] = {at};
            next = i + 1;
            open = i;
            break;
        }
    }
    return found;
}

void move_with_neighbours(const RowsOfQuestions& told, RowsOfQuestions& found)
{
    constexpr std::ptrdiff_t unknown = std::numeric_limits<std::ptrdiff_t>::max();
    struct Step {
        std::size_t row;
        std::size_t question;
        std::size_t cell;
        std::ptrdiff_t moved;
    };
    std::vector<Step> steps;
    for (std::size_t i = 0; i < told.size(); ++i) {
        for (std::size_t cell = 0; cell < told[i].size(); ++cell) {
            if (told[i][cell] == nowhere)
                continue;
            const std::size_t now = cell < found[i].size() ? found[i][cell] : nowhere;
            steps.push_back({told[i][cell], i, cell,
                             now == nowhere
                                 ? unknown
                                 : static_cast<std::ptrdiff_t>(now) - static_cast<std::ptrdiff_t>(told[i][cell])});
        }
    }
    std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.row < b.row; });
    std::vector<std::ptrdiff_t> before(steps.size(), unknown);
    for (std::size_t i = 1; i < steps.size(); ++i)
        before[i] = steps[i - 1].moved == unknown ? before[i - 1] : steps[i - 1].moved;
    std::ptrdiff_t behind = unknown;
    for (std::size_t i = steps.size(); i-- > 0;) {
        const Step& step = steps[i];
        if (step.moved != unknown) {
            behind = step.moved;
            continue;
        }
        const std::ptrdiff_t moved = before[i];
        if (moved == unknown || moved != behind)
            continue;
        std::vector<std::size_t>& cells = found[step.question];
        cells.resize(told[step.question].size(), nowhere);
        cells[step.cell] = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(step.row) + moved);
    }
}

std::size_t count_found(const RowsOfQuestions& rows)
{
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const auto& cells) { return !cells.empty(); }));
}

}
