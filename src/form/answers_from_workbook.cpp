#include "form/answers_from_workbook.h"

#include "form/form_rows.h"

#include <algorithm>
#include <limits>
#include <set>

namespace kenkei::form {

using edition::Edition;
using edition::Question;
using edition::Severity;

namespace {

// Reads one workbook as a form of one edition; used once.
class WorkbookAnswers {
public:
    WorkbookAnswers(xlsx::WorkbookReader& workbook, const Edition& edition, const Layout& layout)
        : m_workbook(workbook)
        , m_edition(edition)
        , m_layout(layout)
    {}

    base::Result<FormReading> read()
    {
        std::optional<Identity> identity = TRY(read_identity(m_workbook));
        m_reading.places.resize(m_edition.questions.size());
        m_reading.application.answers.kind = base::json::Kind::Object;
        if (identity)
            TRY(read_as_told(*identity));
        else
            TRY(read_by_labels());
        take_answers();
        return std::move(m_reading);
    }

private:
    void say(std::string code, Severity severity, std::string message, std::string next, std::string question = {})
    {
        m_reading.application.findings.push_back({.code = std::move(code),
                                                  .severity = severity,
                                                  .question = std::move(question),
                                                  .message = std::move(message),
                                                  .next = std::move(next),
                                                  .source = {}});
    }

    base::Result<void> read_as_told(const Identity& identity)
    {
        if (identity.scheme != m_edition.scheme)
            return base::Error{.code = "form.other-scheme",
                               .message = "この用紙は別の制度（" + identity.key() + "）のもので、" + m_edition.key() +
                                          "（" + m_edition.short_name + "）のものではありません。",
                               .way_out = m_edition.key() + " の用紙に記入し直してください。"};
        if (identity.edition != m_edition.edition)
            return base::Error{.code = "form.other-edition",
                               .message = "この用紙は別の年度版（" + identity.key() + "）のもので、" + m_edition.key() +
                                          " のものではありません。",
                               .way_out = m_edition.key() + " の用紙に記入し直してください。"};
        m_reading.application.id = identity.application;
        const bool same_layout = identity.layout == m_layout.digest;
        m_reading.current = same_layout && identity.digest == m_edition.digest;
        take_exported(identity);

        // Of the template that we know, what stands where is known; nobody need be believed.
        RowsOfQuestions rows = m_reading.current ? rows_of_layout() : rows_as_told(identity);
        const std::string sheet =
            m_reading.current || identity.entries.empty() ? std::string(form_sheet) : identity.entries.front().sheet;
        const std::size_t index = sheet_named(sheet);
        if (index != nowhere) {
            m_rows = TRY(rows_of(m_workbook, index));
            m_sheet = sheet;
        }
        if (index == nowhere || identity.entries.empty() ||
            !labels_fit(rows, m_reading.current ? nullptr : &identity)) {
            TRY(find_by_labels(index == nowhere ? "シート「" + sheet + "」がありません"
                                                : "行がずれているか、設問の文が書き換えられています",
                               rows));
            return {};
        }
        if (!m_reading.current)
            say("form.older", Severity::Warning,
                same_layout ? "この用紙は、同じ年度版の今とは違う規則（" + identity.digest.substr(0, 12) +
                                  "）で作られています。欄の場所は同じです。"
                            : "この用紙は古い様式です（様式 " + identity.layout + "、今は " + m_layout.digest +
                                  "）。設問の id で対応づけて読みました。",
                "できれば今の用紙をお使いください。");
        m_rows_of_questions = std::move(rows);
        if (!m_reading.current)
            add_by_labels(identity);
        tell_missing(identity, same_layout);
        return {};
    }

    // The hidden sheet may have lost lines. What it says of another question stays that question's.
    void add_by_labels(const Identity& identity)
    {
        std::set<std::size_t> used;
        for (const Identity::Entry& entry : identity.entries)
            used.insert(entry.cell.row);
        RowsOfQuestions found = rows_by_labels(m_edition, m_rows);
        for (std::size_t i = 0; i < found.size(); ++i) {
            const bool free =
                std::none_of(found[i].begin(), found[i].end(), [&](std::size_t row) { return used.contains(row); });
            if (m_rows_of_questions[i].empty() && free)
                m_rows_of_questions[i] = std::move(found[i]);
        }
    }

    void take_exported(const Identity& identity)
    {
        base::json::Value object;
        object.kind = base::json::Kind::Object;
        for (const Identity::Entry& entry : identity.entries) {
            if (entry.exported.empty())
                continue;
            auto value = base::json::parse(entry.exported);
            if (value.ok())
                object.members.push_back({entry.id, std::move(*value)});
        }
        m_reading.exported = std::move(object);
    }

    RowsOfQuestions rows_of_layout() const
    {
        RowsOfQuestions rows(m_edition.questions.size());
        for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
            for (const xlsx::Place& place : m_layout.inputs(i))
                rows[i].push_back(place.row);
            if (rows[i].empty())
                rows[i] = {m_layout.questions[i].row};
        }
        return rows;
    }

    RowsOfQuestions rows_as_told(const Identity& identity)
    {
        RowsOfQuestions rows(m_edition.questions.size());
        for (const Identity::Entry& entry : identity.entries) {
            const Question* question = m_edition.find_question(entry.id);
            if (!question)
                continue;
            std::vector<std::size_t>& cells = rows[static_cast<std::size_t>(question - m_edition.questions.data())];
            if (!is_ticked_by_option(*question)) {
                cells = {entry.cell.row};
                continue;
            }
            cells.resize(question->options.size(), nowhere);
            // An option is what its words say; its number may have been another one.
            const edition::Option* option = option_labelled(*question, entry.label);
            if (!option && entry.option)
                option = question->find_option(*entry.option);
            if (option)
                cells[static_cast<std::size_t>(option - question->options.data())] = entry.cell.row;
        }
        return rows;
    }

    // Whether the labels beside the cells are those that the template has there.
    bool labels_fit(const RowsOfQuestions& rows, const Identity* identity) const
    {
        if (identity) {
            return std::all_of(identity->entries.begin(), identity->entries.end(), [&](const Identity::Entry& entry) {
                return entry.cell.row < m_rows.size() && same_label(m_rows[entry.cell.row].label, entry.label);
            });
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Question& question = m_edition.questions[i];
            for (std::size_t cell = 0; cell < rows[i].size(); ++cell) {
                const std::string& label =
                    is_ticked_by_option(question) ? question.options[cell].label : question.label;
                if (rows[i][cell] >= m_rows.size() || !same_label(m_rows[rows[i][cell]].label, label))
                    return false;
            }
        }
        return true;
    }

    std::size_t sheet_named(std::string_view name) const
    {
        const std::vector<xlsx::SheetInfo>& sheets = m_workbook.sheets();
        const auto found =
            std::find_if(sheets.begin(), sheets.end(), [&](const auto& one) { return one.name == name; });
        return found == sheets.end() ? nowhere : static_cast<std::size_t>(found - sheets.begin());
    }

    void tell_missing(const Identity& identity, bool same_layout)
    {
        std::string unknown;
        for (const Identity::Entry& entry : identity.entries) {
            const bool first = unknown.find("「" + entry.id + "」") == std::string::npos;
            if (!m_edition.find_question(entry.id) && first)
                unknown += "「" + entry.id + "」";
        }
        if (!unknown.empty() && !same_layout)
            say("form.unknown-question", Severity::Warning,
                "用紙には、今の年度版にない設問 " + unknown + "があります。その回答は使っていません。",
                "今の用紙に写せるか、ご確認ください。");
        tell_missing_questions();
    }

    void tell_missing_questions()
    {
        std::string missing;
        std::size_t count = 0;
        for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
            std::vector<std::size_t>& rows = m_rows_of_questions[i];
            if (std::all_of(rows.begin(), rows.end(), [](std::size_t row) { return row == nowhere; }))
                rows.clear();
            if (!rows.empty())
                tell_missing_options(i);
            if (!rows.empty() || m_edition.questions[i].derive)
                continue;
            if (++count <= 10)
                missing += (missing.empty() ? "" : "、") + m_edition.questions[i].name();
        }
        if (count == 0)
            return;
        if (count > 10)
            missing += "、ほか" + std::to_string(count - 10) + "問";
        say("form.missing-questions", Severity::Warning,
            "この用紙には、次の設問の欄がありません: " + missing + "。未回答として読みました。",
            "今の用紙に記入してください。");
    }

    void tell_missing_options(std::size_t index)
    {
        const Question& question = m_edition.questions[index];
        const std::vector<std::size_t>& rows = m_rows_of_questions[index];
        std::string missing;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i] == nowhere)
                missing += (missing.empty() ? "" : "、") + std::to_string(question.options[i].number) + " " +
                           question.options[i].label;
        }
        if (missing.empty())
            return;
        m_reading.places[index].lost = true;
        say("form.missing-options", Severity::Warning,
            "この用紙の" + question.name() + "には、次の選択肢の欄がありません: " + missing + "。",
            "あてはまるものがあれば、今の用紙に記入してください。");
    }

    base::Result<void> read_by_labels()
    {
        const std::string* property = m_workbook.property(identity_property);
        return find_by_labels("見えないシート「" + std::string(identity_sheet) + "」がありません" +
                                  (property && property->starts_with(m_edition.key() + " ")
                                       ? "（文書の情報は " + m_edition.key() + " の用紙であると言っています）"
                                       : ""),
                              {});
    }

    // `told`: where the cells were when the form was made; empty if nobody says so.
    base::Result<void> find_by_labels(const std::string& why, const RowsOfQuestions& told)
    {
        std::size_t best = nowhere;
        std::size_t most = 0;
        std::string others;
        for (std::size_t sheet = 0; sheet < m_workbook.sheets().size(); ++sheet) {
            const std::string& name = m_workbook.sheets()[sheet].name;
            if (name == calculation_sheet || name == lists_sheet || name == identity_sheet)
                continue;
            std::vector<Row> rows = TRY(rows_of(m_workbook, sheet));
            RowsOfQuestions found = rows_by_labels(m_edition, rows);
            if (count_found(found) <= most) {
                if (most > 0 && count_found(found) == most)
                    others += "「" + name + "」";
                continue;
            }
            others.clear();
            best = sheet;
            most = count_found(found);
            m_rows = std::move(rows);
            m_rows_of_questions = std::move(found);
        }
        // Half of the labels must be there, else it is some other table.
        if (best == nowhere || most * 2 < m_edition.questions.size())
            return base::Error{.code = "form.not-ours",
                               .message = "このブックは " + m_edition.key() + " の用紙ではないようです（" + why +
                                          "。設問 " + std::to_string(m_edition.questions.size()) + "問のうち " +
                                          std::to_string(most) + "問の見出ししか見つかりません）。",
                               .way_out = "配られた用紙（kenkei form " + m_edition.key() +
                                          " で作れます）に記入してください。"};
        m_sheet = m_workbook.sheets()[best].name;
        m_reading.found = Found::Labels;
        m_reading.current = false;
        say("form.labels", Severity::Warning,
            why + "。シート「" + m_sheet + "」の見出しから " + std::to_string(most) + "問（全" +
                std::to_string(m_edition.questions.size()) + "問）の欄を推定して読みました。",
            "読み取った回答をご確認ください。");
        if (!others.empty())
            say("form.several-sheets", Severity::Warning,
                "同じ見出しのシートがほかにもあります（" + others + "）。「" + m_sheet + "」を読みました。",
                "提出するシートだけを残してください。");
        if (!told.empty())
            move_with_neighbours(told, m_rows_of_questions);
        tell_missing_questions();
        return {};
    }

    void take_answers()
    {
        for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
            const std::vector<std::size_t>& rows = m_rows_of_questions[i];
            if (rows.empty())
                continue;
            AnsweredAt& place = m_reading.places[i];
            place.sheet = m_sheet;
            std::vector<CellText> cells;
            for (std::size_t row : rows) {
                const bool there = row < m_rows.size();
                cells.push_back(there ? m_rows[row].answer : CellText{});
                if (row != nowhere)
                    place.cells.push_back({static_cast<std::uint32_t>(row), column_of(FormColumn::Answer)});
            }
            take_answer(i, rows, std::move(cells));
        }
    }

    void take_answer(std::size_t index, const std::vector<std::size_t>& rows, std::vector<CellText> cells)
    {
        const Question& question = m_edition.questions[index];
        const CellForm form = m_layout.questions[index].form;
        AnsweredAt& place = m_reading.places[index];
        const auto formula = [&](std::size_t cell) { return rows[cell] < m_rows.size() && m_rows[rows[cell]].formula; };
        if (question.derive && formula(0))
            return; // the form's own formula
        place.raw = raw_of_cells(question, cells);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (rows[i] != nowhere)
                take_cell(question, place, rows[i], formula(i), cells[i]);
        }
        for (std::size_t i = 0; form == CellForm::Ticks && i < cells.size(); ++i) {
            std::vector<CellText> one(cells.size());
            one[i] = cells[i];
            const base::json::Value tick = answer_of_cells(m_edition, index, form, one);
            if (rows[i] != nowhere && !tick.items.empty() && tick.items.front().kind == base::json::Kind::String)
                place.wrong.push_back({static_cast<std::uint32_t>(rows[i]), column_of(FormColumn::Answer)});
        }
        base::json::Value answer = answer_of_cells(m_edition, index, form, cells);
        if (!m_reading.current && form == CellForm::Number)
            renumber(index, rows.front(), answer);
        if (answer.kind != base::json::Kind::Null)
            m_reading.application.answers.members.push_back({question.id, std::move(answer)});
    }

    // What is to be said of a cell whatever the question asks.
    void take_cell(const Question& question, AnsweredAt& place, std::size_t row, bool formula, CellText& cell)
    {
        const std::string at =
            place.sheet + " " + xlsx::a1(xlsx::Place{static_cast<std::uint32_t>(row), column_of(FormColumn::Answer)});
        if (cell.kind == xlsx::CellKind::Error) {
            say(question.id + ".cell-error", Severity::Error,
                question.name() + "の欄（" + at + "）に Excel のエラー（" + cell.text + "）が入っています。",
                "値を記入し直してください。", question.id);
            place.lost = true;
            cell = {};
        } else if (formula && cell.text.empty()) {
            say(question.id + ".formula", Severity::Warning,
                question.name() + "の欄（" + at + "）に式が入っていますが、値が保存されていません。",
                "値を記入するか、Excel で開いて保存し直してください。", question.id);
            place.lost = place.lost || cell.kind == xlsx::CellKind::Blank;
        } else if (formula) {
            say(question.id + ".formula", Severity::Note,
                question.name() + "の欄（" + at + "）に式が入っています。保存されていた値「" + cell.text +
                    "」を使いました。",
                "値をご確認ください。", question.id);
        }
    }

    // A form made before the options got other numbers: the words beside the number count.
    void renumber(std::size_t index, std::size_t row, base::json::Value& answer)
    {
        const Question& question = m_edition.questions[index];
        if (answer.kind != base::json::Kind::Number)
            return;
        std::set<std::size_t> others;
        for (const auto& cells : m_rows_of_questions)
            others.insert(cells.begin(), cells.end());
        for (std::size_t at = row + 1; at < m_rows.size() && !others.contains(at); ++at) {
            if (m_rows[at].number != answer.text)
                continue;
            const edition::Option* option = option_labelled(question, m_rows[at].label);
            if (!option || std::to_string(option->number) == answer.text)
                return;
            say(question.id + ".renumbered", Severity::Warning,
                question.name() + "の選択肢「" + option->label + "」は、この用紙では " + answer.text + "、今は " +
                    std::to_string(option->number) + " です。" + std::to_string(option->number) + " と読みました。",
                "回答をご確認ください。", question.id);
            answer.text = std::to_string(option->number);
            return;
        }
    }

    xlsx::WorkbookReader& m_workbook;
    const Edition& m_edition;
    const Layout& m_layout;
    FormReading m_reading;
    std::string m_sheet;
    std::vector<Row> m_rows;
    RowsOfQuestions m_rows_of_questions;
};

}

std::string AnsweredAt::text() const
{
    if (cells.empty())
        return {};
    std::string text = sheet + " " + xlsx::a1(cells.front());
    if (cells.size() > 1)
        text += ":" + xlsx::a1(cells.back());
    return text;
}

std::string AnsweredAt::where_to_look() const
{
    if (wrong.empty())
        return text();
    std::string text = sheet + " " + xlsx::a1(wrong.front());
    for (std::size_t i = 1; i < wrong.size(); ++i)
        text += "、" + xlsx::a1(wrong[i]);
    return text;
}

base::Result<FormReading> answers_from_workbook(xlsx::WorkbookReader& workbook, const Edition& edition,
                                                const Layout& layout)
{
    return WorkbookAnswers(workbook, edition, layout).read();
}

base::Result<std::size_t> edition_by_labels(xlsx::WorkbookReader& workbook, std::span<const Edition* const> candidates)
{
    // The greatest part of an edition's questions, then the most of them.
    std::size_t best = nowhere;
    double best_part = 0;
    for (std::size_t sheet = 0; sheet < workbook.sheets().size(); ++sheet) {
        const std::vector<Row> rows = TRY(rows_of(workbook, sheet));
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const std::size_t found = count_found(rows_by_labels(*candidates[i], rows));
            const double part = static_cast<double>(found) /
                                static_cast<double>(std::max<std::size_t>(1, candidates[i]->questions.size()));
            if (part > best_part) {
                best_part = part;
                best = i;
            }
        }
    }
    if (best == nowhere || best_part < 0.5)
        return base::Error{.code = "form.not-ours",
                           .message =
                               "このブックは、ここにあるどの年度版の用紙でもないようです（見出しが合いません）。",
                           .way_out = "配られた用紙に記入してください。年度版が分かっていれば --edition で示せます。"};
    return best;
}

}
