#include "form/layout.h"

#include "base/sha256.h"

#include <algorithm>

namespace kenkei::form {

using edition::Question;
using edition::Type;

namespace {

// Rows above the questions: title, how far it is, how to fill it in, a gap, and the header.
constexpr std::uint32_t header = 4;

CellForm form_of(const edition::Edition& edition, std::size_t index)
{
    const Question& question = edition.questions[index];
    if (question.derive)
        return CellForm::Computed;
    if (question.type == Type::Choices)
        return CellForm::Ticks;
    if (question.type != Type::Choice)
        return CellForm::Value;
    const std::vector<std::size_t>& pulldowns = edition.workbook.pulldowns;
    const bool pulldown = std::find(pulldowns.begin(), pulldowns.end(), index) != pulldowns.end();
    return pulldown ? CellForm::PullDown : CellForm::Number;
}

bool is_wide(const edition::Edition& edition, std::size_t index)
{
    return std::any_of(edition.workbook.lines.begin(), edition.workbook.lines.end(),
                       [&](const auto& lines) { return lines.first == index; });
}

}

std::vector<xlsx::Place> Layout::inputs(std::size_t question) const
{
    const QuestionPlace& place = questions[question];
    switch (place.form) {
    case CellForm::Computed:
        return {};
    case CellForm::Ticks: {
        std::vector<xlsx::Place> cells;
        for (std::size_t i = 0; i < place.option_rows.size(); ++i)
            cells.push_back(place.option(i));
        return cells;
    }
    case CellForm::Number:
    case CellForm::PullDown:
    case CellForm::Value:
        break;
    }
    return {place.answer()};
}

Layout lay_out(const edition::Edition& edition)
{
    Layout layout;
    layout.header_row = header;
    std::uint32_t row = header + 1;
    std::string written;
    const std::string* section = nullptr;
    layout.section_rows.resize(edition.sections.size());
    for (std::size_t i = 0; i < edition.questions.size(); ++i) {
        const Question& question = edition.questions[i];
        if (!section || *section != question.section) {
            section = &question.section;
            for (std::size_t s = 0; s < edition.sections.size(); ++s) {
                if (edition.sections[s].id == question.section)
                    layout.section_rows[s] = row;
            }
            ++row;
        }
        QuestionPlace place{.form = form_of(edition, i), .row = row++, .wide = is_wide(edition, i)};
        if (place.form == CellForm::Number || place.form == CellForm::Ticks) {
            for (std::size_t option = 0; option < question.options.size(); ++option)
                place.option_rows.push_back(row++);
        }
        if (place.wide)
            ++row; // for the help, which stands below the label there
        place.rows = row - place.row;
        layout.questions.push_back(std::move(place));
        const std::vector<xlsx::Place> cells = layout.inputs(i);
        for (std::size_t cell = 0; cell < cells.size(); ++cell) {
            written += question.id;
            if (question.type == Type::Choices)
                written += "." + std::to_string(question.options[cell].number);
            written += "=" + xlsx::a1(cells[cell]) + "\n";
        }
    }
    layout.foot_row = row;
    layout.digest = base::sha256_hex(written).substr(0, 16);
    return layout;
}

}
