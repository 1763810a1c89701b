#include "form/identity.h"
#include "form/sheet_painter.h"

namespace kenkei::form {

namespace {

void paint_calculation(Draft& draft)
{
    SheetPainter paint(draft, calculation_sheet);
    paint.sheet().visibility = xlsx::Visibility::Hidden;
    paint.sheet().own_texts = true;
    paint.sheet().columns = {{0, 0, 40}, {1, 1, 24}};
    const std::vector<CalculationRow>& rows = draft.calculation.rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto row = static_cast<std::uint32_t>(i);
        paint.text({row, 0}, draft.styles.hidden, rows[i].what);
        paint.live({row, 1}, rows[i].holds == Holds::Truth ? draft.styles.hidden_truth : draft.styles.hidden,
                   rows[i].formula, rows[i].value);
    }
}

// Who this form is and what stands where.
class IdentityPainter {
public:
    explicit IdentityPainter(Draft& draft) : m_draft(draft), m_paint(draft, identity_sheet) {}

    void paint()
    {
        m_paint.sheet().visibility = xlsx::Visibility::Hidden;
        m_paint.sheet().columns = {{0, 5, 24}};
        const edition::Edition& edition = m_draft.edition;
        line(IdentityRow::Format, std::string(identity_format), std::string(identity_version));
        line(IdentityRow::Scheme, "scheme", edition.scheme);
        line(IdentityRow::Edition, "edition", edition.edition);
        line(IdentityRow::Digest, "digest", edition.digest);
        line(IdentityRow::Layout, "layout", m_draft.layout.digest);
        m_draft.exported.sheet = m_paint.index();
        m_draft.exported.id = line(IdentityRow::Application, "application", "");
        const char* const heads[] = {"id", "option", "sheet", "cell", "label", "exported"};
        for (std::uint32_t column = 0; column < std::size(heads); ++column)
            m_paint.text({static_cast<std::uint32_t>(IdentityRow::Header), column}, m_draft.styles.hidden,
                         heads[column]);
        m_row = static_cast<std::uint32_t>(IdentityRow::FirstEntry);
        for (std::size_t i = 0; i < edition.questions.size(); ++i)
            question(i);
        m_draft.book.properties.emplace_back(identity_property, edition.key() + " " + m_draft.layout.digest);
    }

private:
    std::size_t text(std::uint32_t row, IdentityColumn column, std::string text)
    {
        return m_paint.text({row, static_cast<std::uint32_t>(column)}, m_draft.styles.hidden, std::move(text));
    }

    std::size_t line(IdentityRow row, std::string key, std::string value)
    {
        text(static_cast<std::uint32_t>(row), IdentityColumn::Id, std::move(key));
        return text(static_cast<std::uint32_t>(row), IdentityColumn::Option, std::move(value));
    }

    void question(std::size_t index)
    {
        const edition::Question& question = m_draft.edition.questions[index];
        const QuestionPlace& place = m_draft.layout.questions[index];
        std::vector<xlsx::Place> cells = m_draft.layout.inputs(index);
        if (cells.empty())
            cells = {place.answer()};
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const bool ticks = place.form == CellForm::Ticks;
            text(m_row, IdentityColumn::Id, question.id);
            if (ticks)
                text(m_row, IdentityColumn::Option, std::to_string(question.options[i].number));
            text(m_row, IdentityColumn::Sheet, std::string(form_sheet));
            text(m_row, IdentityColumn::Cell, xlsx::a1(cells[i]));
            text(m_row, IdentityColumn::Label, ticks ? question.options[i].label : question.label);
            if (i == 0)
                m_draft.exported.questions.push_back(text(m_row, IdentityColumn::Exported, ""));
            ++m_row;
        }
    }

    Draft& m_draft;
    SheetPainter m_paint;
    std::uint32_t m_row = 0;
};

}

void paint_hidden(Draft& draft)
{
    paint_calculation(draft);
    draft.book.sheets.push_back(draft.lists.sheet);
    IdentityPainter(draft).paint();
}

}
