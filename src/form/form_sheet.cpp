#include "form/sheet_painter.h"
#include "form/words.h"

#include "edition/words.h"

#include <numeric>

namespace kenkei::form {

using edition::Question;
using edition::Type;
using xlsx::Place;
using xlsx::Range;
using xlsx::Validation;

namespace {

constexpr double widths[] = {3, 12, 42, 24, 7, 32, 44};
constexpr std::uint32_t last_column = column_of(FormColumn::Message); // that people see

// A4 across: what the columns leave of its width, and the rows that a page then holds, in points. Excel's own fitting
// to the width would ignore page breaks.
constexpr std::uint32_t scale = 68;
constexpr double page_height = (8.27 - 2 * 0.7) * 72 / (scale / 100.0) * 0.97;

double width_of(FormColumn column)
{
    return widths[column_of(column)];
}

std::string cell(Place place)
{
    return xlsx::absolute(place);
}

class FormPainter {
public:
    explicit FormPainter(Draft& draft) : m_draft(draft), m_paint(draft, form_sheet) {}

    void paint()
    {
        xlsx::Sheet& sheet = m_paint.sheet();
        for (std::uint32_t column = 0; column <= last_column; ++column)
            sheet.columns.push_back({column, column, widths[column]});
        sheet.columns.push_back(
            {.first = column_of(FormColumn::Asked), .last = column_of(FormColumn::Asked), .hidden = true});
        sheet.tab_colour = 0xFFC000;
        sheet.freeze = Place{m_draft.layout.header_row + 1, 3};
        head();
        const std::string* section = nullptr;
        for (std::size_t i = 0; i < m_draft.edition.questions.size(); ++i) {
            const Question& question = m_draft.edition.questions[i];
            if (!section || *section != question.section) {
                section = &question.section;
                section_bar(*section, m_draft.layout.questions[i].row - 1);
            }
            paint_question(i);
        }
        foot();
        page();
    }

private:
    const Styles& styles() const { return m_draft.styles; }
    static Place at(std::uint32_t row, FormColumn column) { return {row, column_of(column)}; }

    void head()
    {
        const edition::Edition& edition = m_draft.edition;
        m_paint.text({0, 0}, styles().title, edition.workbook.title.empty() ? edition.name : edition.workbook.title);
        m_paint.height(0, 30);

        const Calculation& calculation = m_draft.calculation;
        auto row = [](std::size_t index) { return Calculation::from_elsewhere(index); };
        const std::string outcome = row(calculation.outcome);
        std::string formula = excel_text("この用紙での試算: ") + "&IF(" + outcome + "=1,\"適合\",IF(" + outcome +
                              "=0,\"不適合\",\"未確定\"))&" + excel_text("　　必須（★）の設問 ") + "&" +
                              row(calculation.answered) + "&\"/\"&" + row(calculation.needed) + "&" +
                              excel_text(" 回答済　　注意 ") + "&" + row(calculation.message_count) + "&" +
                              excel_text("件（各行の右端）");
        m_paint.live({1, 0}, styles().subtitle, std::move(formula), [](const Filled& filled) -> Stored {
            const Calculation& rows = filled.calculation;
            auto number = [&](std::size_t index) {
                return std::to_string(static_cast<std::int64_t>(std::get<double>(rows.rows[index].value(filled))));
            };
            const double truth = std::get<double>(rows.rows[rows.outcome].value(filled));
            return std::string("この用紙での試算: ") +
                   (truth == 1   ? "適合"
                    : truth == 0 ? "不適合"
                                 : "未確定") +
                   "　　必須（★）の設問 " + number(rows.answered) + "/" + number(rows.needed) + " 回答済　　注意 " +
                   number(rows.message_count) + "件（各行の右端）";
        });
        m_paint.across(1, 0, last_column, styles().subtitle);
        m_paint.height(1, 20);
        m_paint.text({2, 0}, styles().subtitle,
                     "クリーム色の欄に記入してください。ほかの欄は入力できません。★は判定に使う設問です。"
                     "灰色の設問は、ほかの回答によっては答えなくてよい設問です。");
        m_paint.across(2, 0, last_column, styles().subtitle);
        m_paint.height(2, 20);
        m_paint.height(3, 6);

        const std::uint32_t header = m_draft.layout.header_row;
        const char* const heads[] = {"★", "番号", "設問・選択肢", "回答", "単位", "記入のしかた", "注意メッセージ"};
        for (std::uint32_t column = 0; column <= last_column; ++column)
            m_paint.text({header, column}, styles().header, heads[column]);
        m_paint.height(header, 22);
    }

    void section_bar(const std::string& id, std::uint32_t row)
    {
        for (const edition::Section& section : m_draft.edition.sections) {
            if (section.id == id)
                m_paint.text({row, 0}, styles().section, section.label);
        }
        m_paint.across(row, 0, last_column, styles().section);
        m_paint.height(row, 22);
    }

    void paint_question(std::size_t index)
    {
        const Question& question = m_draft.edition.questions[index];
        const QuestionPlace& place = m_draft.layout.questions[index];
        const bool deciding = question.deciding && !question.derive;
        if (deciding)
            m_paint.text(at(place.row, FormColumn::Star), styles().star, "★");
        else
            m_paint.blank(at(place.row, FormColumn::Star), styles().star);
        m_paint.text(at(place.row, FormColumn::Number), styles().number, question.no);
        const std::string help = help_of(index);
        m_paint.text(at(place.row, FormColumn::Label), styles().label, question.label);
        const std::size_t message_row = m_draft.calculation.messages[index];
        if (message_row == Calculation::nowhere)
            m_paint.blank(at(place.row, FormColumn::Message), styles().message);
        else
            m_paint.result(at(place.row, FormColumn::Message), styles().message, message_row);
        // The messages have all rows of the question to themselves.
        for (std::uint32_t row = place.row + 1; row < place.row + place.rows; ++row)
            m_paint.blank(at(row, FormColumn::Message), styles().message);
        if (place.rows > 1)
            m_paint.sheet().merges.push_back(
                {at(place.row, FormColumn::Message), at(place.row + place.rows - 1, FormColumn::Message)});
        if (!place.wide) {
            m_paint.text(at(place.row, FormColumn::Unit), styles().unit, question.unit);
            m_paint.text(at(place.row, FormColumn::Help), styles().help, help);
        }
        answer(index);
        m_paint.fit(place.row,
                    {{question.label, width_of(FormColumn::Label)},
                     {question.no, width_of(FormColumn::Number)},
                     {question.unit, width_of(FormColumn::Unit)},
                     {place.wide ? std::string_view() : std::string_view(help), width_of(FormColumn::Help) * 1.1}},
                    message_height(index));
        if (place.wide)
            help_below(place.row + 1, help, lines_wanted(index));
        options(index);
        grey_out(index);
    }

    // What the first row of a question needs so that its longest message is seen whole, with the rows below it; several
    // long ones at once still are cut, and the whole text is in the cell.
    double message_height(std::size_t index) const
    {
        if (m_draft.calculation.messages[index] == Calculation::nowhere)
            return 18;
        constexpr double line = 13;
        std::size_t most = 2;
        for (const edition::FindingRule& rule : m_draft.edition.findings) {
            if (static_cast<std::size_t>(rule.question) == index)
                most = std::max(most, lines_of(rule.message + rule.next, width_of(FormColumn::Message) * 1.1));
        }
        const double below = 18 * static_cast<double>(m_draft.layout.questions[index].rows - 1);
        return std::max(18.0, line * static_cast<double>(most) + 4 - below);
    }

    // Of a wide answer the help stands below the label, beside the answer's second row.
    void help_below(std::uint32_t row, const std::string& help, std::int64_t lines)
    {
        for (FormColumn column : {FormColumn::Star, FormColumn::Number})
            m_paint.blank(at(row, column), styles().cell);
        m_paint.text(at(row, FormColumn::Label), styles().help, help);
        for (FormColumn column : {FormColumn::Answer, FormColumn::Unit, FormColumn::Help})
            m_paint.blank(at(row, column), styles().wide_input);
        m_paint.fit(row, {{help, width_of(FormColumn::Label) * 1.1}}, 15 * static_cast<double>(lines) - 12);
    }

    std::int64_t lines_wanted(std::size_t index) const
    {
        for (const auto& [question, lines] : m_draft.edition.workbook.lines) {
            if (question == index)
                return lines;
        }
        return 1;
    }

    std::string help_of(std::size_t index) const
    {
        const Question& question = m_draft.edition.questions[index];
        std::string help = question.help;
        auto add = [&](const std::string& sentence) {
            if (sentence.empty())
                return;
            if (!help.empty() && !help.ends_with("。") && !help.ends_with("）"))
                help += "。";
            help += sentence;
        };
        add(how_to_fill(question, m_draft.layout.questions[index].form));
        if (!question.example.empty() && !question.derive)
            add("例: " + question.example);
        std::size_t unsaid = 0;
        for (const Unsaid& one : m_draft.calculation.unsaid_findings)
            unsaid += static_cast<std::size_t>(m_draft.edition.findings[one.index].question) == index ? 1U : 0U;
        if (unsaid > 0)
            add("（ほかに" + std::to_string(unsaid) + "点は、Excelの式では確かめられず、提出時に確かめます）");
        return help;
    }

    void add_answer(std::size_t index, std::size_t option, Place place, std::size_t style)
    {
        const std::size_t cell_index = m_paint.blank(place, style);
        m_draft.answers.push_back({m_paint.index(), cell_index, index, option});
    }

    void answer(std::size_t index)
    {
        const Question& question = m_draft.edition.questions[index];
        const QuestionPlace& place = m_draft.layout.questions[index];
        const Place answer = place.answer();
        switch (place.form) {
        case CellForm::Computed:
            computed(index);
            return;
        case CellForm::Ticks:
            m_paint.blank(answer, styles().cell);
            return;
        case CellForm::Number:
            add_answer(index, 0, answer, styles().choice_input);
            break;
        case CellForm::PullDown:
            add_answer(index, 0, answer, styles().text_input);
            break;
        case CellForm::Value:
            add_answer(index, 0, answer, place.wide ? styles().wide_input : value_style(question));
            break;
        }
        if (place.wide) {
            for (FormColumn column : {FormColumn::Unit, FormColumn::Help})
                m_paint.blank(at(place.row, column), styles().wide_input);
            m_paint.sheet().merges.push_back({answer, at(place.row + 1, FormColumn::Help)});
        }
        if (auto allowed = validation(index))
            m_paint.sheet().validations.push_back(std::move(*allowed));
        mark_wrong(place.row, answer);
    }

    void computed(std::size_t index)
    {
        const Question& question = m_draft.edition.questions[index];
        const Place answer = m_draft.layout.questions[index].answer();
        const std::size_t row = m_draft.calculation.values[static_cast<std::size_t>(question.slot)];
        if (row == Calculation::nowhere)
            m_paint.text(answer, styles().computed_text, "Excelでは計算できません");
        else
            m_paint.result(answer,
                           question.type == Type::Integer   ? styles().computed_integer
                           : question.type == Type::Decimal ? styles().computed_decimal
                                                            : styles().computed_text,
                           row);
    }

    std::size_t value_style(const Question& question) const
    {
        switch (question.type) {
        case Type::Integer:
            return styles().integer_input;
        case Type::Decimal:
            return styles().decimal_input;
        case Type::Date:
            return styles().date_input;
        case Type::Month:
            return styles().month_input;
        case Type::Choice:
        case Type::Choices:
        case Type::Boolean:
        case Type::Text:
            break;
        }
        return styles().text_input;
    }

    void options(std::size_t index)
    {
        const Question& question = m_draft.edition.questions[index];
        const QuestionPlace& place = m_draft.layout.questions[index];
        for (std::size_t i = 0; i < place.option_rows.size(); ++i) {
            const std::uint32_t row = place.option_rows[i];
            const edition::Option& option = question.options[i];
            m_paint.blank(at(row, FormColumn::Star), styles().cell);
            m_paint.number(at(row, FormColumn::Number), styles().option_number, static_cast<double>(option.number));
            m_paint.text(at(row, FormColumn::Label), styles().option, option.label);
            double height = 18;
            if (place.form == CellForm::Ticks) {
                add_answer(index, i, place.option(i), styles().choice_input);
                m_paint.sheet().validations.push_back(
                    {.range = {place.option(i), place.option(i)},
                     .kind = Validation::Kind::List,
                     .values = {"1"},
                     .error_title = "1 を入れてください",
                     .error_message = "あてはまるときは 1 を入れ、あてはまらないときは空欄にしてください。"});
                mark_wrong(place.row, place.option(i));
            } else {
                m_paint.blank(at(row, FormColumn::Answer), styles().cell);
            }
            for (FormColumn column : {FormColumn::Unit, FormColumn::Help})
                m_paint.blank(at(row, column), styles().cell);
            m_paint.fit(row, {{option.label, width_of(FormColumn::Label) - 2}}, height);
        }
    }

    // What may be typed into a question's cell.
    std::optional<Validation> validation(std::size_t index) const
    {
        const Question& question = m_draft.edition.questions[index];
        const QuestionPlace& place = m_draft.layout.questions[index];
        const Range range{place.answer(), place.answer()};
        const std::string how = how_to_fill(question, place.form);
        auto pulldown = [&](std::string formula, Validation::Severity severity, std::string message) {
            return Validation{.range = range,
                              .kind = Validation::Kind::ListFormula,
                              .formula = std::move(formula),
                              .severity = severity,
                              .input_title = std::string(choose),
                              .error_title = std::string(choose),
                              .error_message = std::move(message)};
        };
        if (place.form == CellForm::PullDown)
            return pulldown(m_draft.lists.options.at(index), Validation::Severity::Stop, how);
        if (place.form == CellForm::Number) {
            std::vector<std::string> numbers;
            for (const edition::Option& option : question.options)
                numbers.push_back(std::to_string(option.number));
            return Validation{.range = range,
                              .kind = Validation::Kind::List,
                              .values = std::move(numbers),
                              .error_title = "1つだけ",
                              .error_message = "下の選択肢の番号を1つだけ記入してください。"};
        }
        switch (question.type) {
        case Type::Integer:
        case Type::Decimal:
            return Validation{.range = range,
                              .kind =
                                  question.type == Type::Integer ? Validation::Kind::Whole : Validation::Kind::Decimal,
                              .minimum = -1e15,
                              .maximum = 1e15,
                              .severity = Validation::Severity::Stop,
                              .error_title = "数字だけを記入",
                              .error_message = how};
        case Type::Boolean:
            return Validation{.range = range,
                              .kind = Validation::Kind::List,
                              .values = {"はい", "いいえ"},
                              .input_title = std::string(choose),
                              .error_title = std::string(choose),
                              .error_message = how};
        case Type::Text:
            if (!question.list.empty())
                return pulldown(m_draft.lists.names.at(question.list).names, Validation::Severity::Stop, how);
            return suggestion(index, range);
        case Type::Date:
        case Type::Month: // 「令和6年8月1日」 as a text is read, too
        case Type::Choice:
        case Type::Choices:
            break;
        }
        return {};
    }

    // The names of the group that another answer names; others may be typed.
    std::optional<Validation> suggestion(std::size_t index, const Range& range) const
    {
        for (const edition::Workbook::Suggestion& one : m_draft.edition.workbook.suggestions) {
            if (one.question != index)
                continue;
            const edition::GroupedList& list = m_draft.edition.workbook.lists[one.list];
            const Lists::Groups& groups = m_draft.lists.groups.at(list.id);
            const std::string within = cell(m_draft.layout.questions[one.within].answer());
            return Validation{.range = range,
                              .kind = Validation::Kind::ListFormula,
                              .formula = "OFFSET(" + groups.first + ",MATCH(" + within + "," + groups.groups +
                                         ",0),0,COUNTIF(" + groups.groups + "," + within + "),1)",
                              .severity = Validation::Severity::Warning,
                              .input_title = std::string(choose),
                              .error_title = "一覧にない名前",
                              .error_message = "選んだ区域の一覧にない名前です。このまま入力できますが、"
                                               "書き方をご確認ください。"};
        }
        return {};
    }

    // An answer about which there is a message is marked; a blank cell stays as it is.
    void mark_wrong(std::uint32_t row, Place place)
    {
        const std::string answer = cell(place);
        m_paint.sheet().conditional_formats.push_back({{place, place},
                                                       "AND(" + cell(at(row, FormColumn::Message)) + "<>\"\"," +
                                                           answer + "<>\"\"," + answer + "<>" + excel_text(choose) +
                                                           ")",
                                                       styles().wrong});
    }

    // A question that is not asked, or not yet, is grey.
    void grey_out(std::size_t index)
    {
        const std::size_t asked = m_draft.calculation.asked[index];
        if (asked == Calculation::nowhere)
            return;
        const QuestionPlace& place = m_draft.layout.questions[index];
        // Older programs take no reference to another sheet here.
        const Place here = at(place.row, FormColumn::Asked);
        m_paint.result(here, styles().hidden_truth, asked);
        m_paint.sheet().conditional_formats.push_back(
            {{at(place.row, FormColumn::Star), at(place.row + place.rows - 1, FormColumn::Help)},
             cell(here) + "<1",
             styles().not_asked});
    }

    void foot()
    {
        const std::uint32_t row = m_draft.layout.foot_row;
        m_paint.text(at(row, FormColumn::Star), styles().label,
                     "注意メッセージの件数（注意が残っていても提出できます）");
        m_paint.across(row, 0, column_of(FormColumn::Help), styles().label);
        m_paint.result(at(row, FormColumn::Message), styles().message_count, m_draft.calculation.message_count);
        m_paint.height(row, 24);
    }

    void page()
    {
        xlsx::PageSetup& page = m_paint.sheet().page;
        const std::uint32_t header = m_draft.layout.header_row;
        page.landscape = true;
        page.fit_wide = 0;
        page.scale = scale;
        page.repeat_rows = {{header, header}};
        page.print_area = Range{{0, 0}, {m_draft.layout.foot_row, last_column}};
        page.header = "&L&9" + escaped(m_draft.edition.name) + "&R&9&A";
        page.footer = "&C&9&P / &N";
        break_pages(page.breaks);
    }

    // A question stays with its options, and a section's bar with its first question.
    void break_pages(std::vector<std::uint32_t>& breaks) const
    {
        const xlsx::Sheet& sheet = m_draft.book.sheets[m_paint.index()];
        std::vector<double> heights(m_draft.layout.foot_row + 1, 15);
        for (const auto& [row, height] : sheet.row_heights)
            heights[row] = height;
        auto height_of = [&](std::uint32_t first, std::uint32_t last) {
            return std::accumulate(heights.begin() + first, heights.begin() + last + 1, 0.0);
        };
        const double header = heights[m_draft.layout.header_row];
        double used = height_of(0, m_draft.layout.header_row);
        std::uint32_t next = m_draft.layout.header_row + 1;
        for (const QuestionPlace& place : m_draft.layout.questions) {
            const double block = height_of(next, place.row + place.rows - 1);
            if (used + block > page_height && used > header) {
                breaks.push_back(next);
                used = header;
            }
            used += block;
            next = place.row + place.rows;
        }
    }

    // In headers & begins a code.
    static std::string escaped(const std::string& text)
    {
        std::string result;
        for (char c : text)
            result += c == '&' ? std::string("&&") : std::string(1, c);
        return result;
    }

    Draft& m_draft;
    SheetPainter m_paint;
};

}

void paint_form(Draft& draft)
{
    FormPainter(draft).paint();
}

}
