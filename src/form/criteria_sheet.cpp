#include "form/sheet_painter.h"

#include "answers/answers.h"
#include "edition/words.h"

namespace kenkei::form {

using edition::Edition;
using edition::Group;
using xlsx::Place;

namespace {

constexpr double widths[] = {8, 46, 16, 11, 54, 20};
constexpr std::uint32_t last_column = 5;
enum Column : std::uint32_t { Number, Label, Questions, Verdict, Evidence, Origin };

// 適合, 不適合, 未確定 for a truth cell.
std::string verdict_formula(const std::string& truth)
{
    return "IF(" + truth + "=1,\"適合\",IF(" + truth + "=0,\"不適合\",\"未確定\"))";
}

std::string verdict_of(const Stored& truth)
{
    const double value = std::get<double>(truth);
    return value == 1 ? "適合" : value == 0 ? "不適合" : "未確定";
}

std::string joined(const std::vector<std::string>& words, std::string_view between)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : std::string(between)) + word;
    return text;
}

std::string origin(const edition::Source& source)
{
    return source.document.empty() ? "" : source.text();
}

class CriteriaPainter {
public:
    explicit CriteriaPainter(Draft& draft) : m_draft(draft), m_paint(draft, criteria_sheet) {}

    void paint()
    {
        const Edition& edition = m_draft.edition;
        xlsx::Sheet& sheet = m_paint.sheet();
        for (std::uint32_t column = 0; column <= last_column; ++column)
            sheet.columns.push_back({column, column, widths[column]});
        sheet.tab_colour = 0x00602B;
        m_paint.text({0, 0}, styles().title, "認定基準適合書　保存すべき資料");
        m_paint.height(0, 30);
        m_paint.text({1, 0}, styles().subtitle,
                     "シート「" + std::string(form_sheet) +
                         "」の回答からの試算です。認定の決定は審査を経て行われます。");
        m_paint.across(1, 0, last_column, styles().subtitle);
        m_row = 3;
        whole();
        facts();
        ++m_row;
        groups("認定要件", edition.requirements, m_draft.calculation.requirements,
               m_draft.calculation.requirement_counts);
        groups("称号の条件", edition.titles, m_draft.calculation.titles, m_draft.calculation.title_counts);
        classes();
        items();
        unsaid();
        xlsx::PageSetup& page = m_paint.sheet().page;
        page.landscape = true;
        page.header = "&R&9" + std::string("認定基準適合書&&保存すべき資料");
        page.footer = "&C&9&P / &N";
        page.repeat_rows = {{m_items_header, m_items_header}};
    }

private:
    const Styles& styles() const { return m_draft.styles; }

    void heading(std::string_view text)
    {
        m_paint.text({m_row, 0}, styles().section, std::string(text));
        m_paint.across(m_row, 0, last_column, styles().section);
        m_paint.height(m_row, 22);
        ++m_row;
    }

    void colour(Place place)
    {
        const std::string cell = xlsx::absolute(place);
        auto& formats = m_paint.sheet().conditional_formats;
        formats.push_back({{place, place}, cell + "=\"適合\"", styles().met});
        formats.push_back({{place, place}, cell + "=\"不適合\"", styles().not_met});
        formats.push_back({{place, place}, cell + "=\"未確定\"", styles().open});
    }

    void verdict(Place place, std::size_t row)
    {
        auto value = m_draft.calculation.rows[row].value;
        m_paint.live(place, styles().cell_centre, verdict_formula(Calculation::from_elsewhere(row)),
                     [value](const Filled& filled) -> Stored { return verdict_of(value(filled)); });
        colour(place);
    }

    // A line that begins with a label over three columns.
    void line(const std::string& label)
    {
        m_paint.text({m_row, Number}, styles().cell_strong, label);
        m_paint.across(m_row, Number, Questions, styles().cell_strong);
        m_paint.fit(m_row, {{label, widths[0] + widths[1] + widths[2]}}, 20);
    }

    void rest()
    {
        m_paint.blank({m_row, Evidence}, styles().cell);
        m_paint.blank({m_row, Origin}, styles().cell);
    }

    void whole()
    {
        line("判定（試算）");
        verdict({m_row, Verdict}, m_draft.calculation.outcome);
        rest();
        ++m_row;
    }

    void facts()
    {
        for (const edition::ComputedValue& fact : m_draft.edition.values) {
            if (!fact.fact)
                continue;
            m_paint.text({m_row, Number}, styles().cell_strong, fact.label);
            m_paint.across(m_row, Number, Questions, styles().cell_strong);
            const std::size_t row = m_draft.calculation.values[static_cast<std::size_t>(fact.slot)];
            const int slot = fact.slot;
            const edition::ComputedValue* value = &fact;
            if (row == Calculation::nowhere) {
                m_paint.text({m_row, Verdict}, styles().cell, "Excelでは計算できません");
            } else {
                const Holds holds = m_draft.calculation.rows[row].holds;
                m_paint.live({m_row, Verdict}, styles().cell,
                             fact_in_words(fact, Calculation::from_elsewhere(row), holds),
                             [slot, value](const Filled& filled) -> Stored {
                                 return answers::show(*value, filled.answers.slots[static_cast<std::size_t>(slot)]);
                             });
            }
            m_paint.across(m_row, Verdict, last_column, styles().cell);
            m_paint.height(m_row, 20);
            ++m_row;
        }
    }

    // The words that answers::show has for the value.
    std::string fact_in_words(const edition::ComputedValue& fact, const std::string& cell, Holds holds) const
    {
        const bool truth = holds == Holds::Truth;
        std::string formula = truth ? "IF(" + cell + "=1,\"はい\",\"いいえ\")"
                                    : cell + (fact.unit.empty() ? "" : "&" + excel_text(fact.unit));
        for (auto word = fact.words.rbegin(); word != fact.words.rend(); ++word) {
            const std::string test = truth                    ? cell + "=" + (word->first == "true" ? "1" : "0")
                                     : holds == Holds::Number ? cell + "=" + word->first
                                                              : "EXACT(" + cell + "," + excel_text(word->first) + ")";
            formula = "IF(" + test + "," + excel_text(word->second) + "," + formula + ")";
        }
        return "IF(" + cell + (truth ? "=0.5" : "=\"\"") + ",\"まだ決まりません\"," + formula + ")";
    }

    void groups(std::string_view what, const std::vector<Group>& groups, const std::vector<std::size_t>& rows,
                const std::vector<std::size_t>& counts)
    {
        if (groups.empty())
            return;
        heading(what);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            line(groups[i].label);
            verdict({m_row, Verdict}, rows[i]);
            auto count = m_draft.calculation.rows[counts[i]].value;
            const std::string need = std::to_string(groups[i].need);
            m_paint.live({m_row, Evidence}, styles().cell,
                         excel_text("適合 ") + "&" + Calculation::from_elsewhere(counts[i]) + "&" +
                             excel_text(" / 必要 " + need),
                         [count, need](const Filled& filled) -> Stored {
                             const auto have = static_cast<std::int64_t>(std::get<double>(count(filled)));
                             return "適合 " + std::to_string(have) + " / 必要 " + need;
                         });
            m_paint.text({m_row, Origin}, styles().help, origin(groups[i].source));
            ++m_row;
        }
    }

    void classes()
    {
        if (m_draft.edition.classes.empty())
            return;
        heading("認証の区分");
        for (std::size_t i = 0; i < m_draft.edition.classes.size(); ++i) {
            line(m_draft.edition.classes[i].label);
            verdict({m_row, Verdict}, m_draft.calculation.classes[i]);
            rest();
            ++m_row;
        }
    }

    void items()
    {
        heading("評価項目ごとの適合と、保存すべき資料");
        m_items_header = m_row;
        const char* const heads[] = {"番号", "評価項目", "設問", "判定", "保存すべき資料", "典拠"};
        for (std::uint32_t column = 0; column <= last_column; ++column)
            m_paint.text({m_row, column}, styles().header, heads[column]);
        m_paint.height(m_row, 22);
        ++m_row;
        for (std::size_t i = 0; i < m_draft.edition.items.size(); ++i)
            item(i);
    }

    void item(std::size_t index)
    {
        const Edition& edition = m_draft.edition;
        const edition::Item& item = edition.items[index];
        std::vector<std::string> questions;
        std::vector<std::string> evidence = item.evidence;
        for (int slot : edition::slots_behind(edition, *item.met.tree, edition::Reach::Deep)) {
            const edition::Question* question = edition.question_at(slot);
            if (!question)
                continue;
            // 「Q6SQ1 保険者名」 is found under Q6SQ1.
            const std::string name = question->no.substr(0, question->no.find(' '));
            if (!name.empty() && std::find(questions.begin(), questions.end(), name) == questions.end())
                questions.push_back(name);
            for (const std::string& document : question->evidence) {
                if (std::find(evidence.begin(), evidence.end(), document) == evidence.end())
                    evidence.push_back(document);
            }
        }
        std::string behind = joined(questions, "、");
        if (questions.size() > 6)
            behind = questions.front() + "〜" + questions.back();
        std::string label = item.label;
        for (const Unsaid& unsaid : m_draft.calculation.unsaid_items) {
            if (unsaid.index == index)
                label += "\n（" + unsaid.reason + "。この項目は提出後に判定します）";
        }
        m_paint.text({m_row, Number}, styles().cell_centre, item.no);
        m_paint.text({m_row, Label}, styles().cell, label);
        m_paint.text({m_row, Questions}, styles().help, behind);
        verdict({m_row, Verdict}, m_draft.calculation.items[index]);
        const std::string documents = joined(evidence, "、");
        m_paint.text({m_row, Evidence}, styles().cell, documents);
        m_paint.text({m_row, Origin}, styles().help, origin(item.source));
        m_paint.fit(m_row,
                    {{label, widths[Label]},
                     {behind, widths[Questions]},
                     {documents, widths[Evidence]},
                     {origin(item.source), widths[Origin]}},
                    20);
        ++m_row;
    }

    // What Excel cannot say is said here.
    void unsaid()
    {
        const std::vector<Unsaid>& findings = m_draft.calculation.unsaid_findings;
        if (findings.empty())
            return;
        ++m_row;
        heading("Excelの式では確かめられず、提出時に確かめること");
        for (const Unsaid& unsaid : findings) {
            const edition::FindingRule& rule = m_draft.edition.findings[unsaid.index];
            const edition::Question& question = m_draft.edition.questions[static_cast<std::size_t>(rule.question)];
            // The message with its values as 「…」: there are none yet.
            std::string message;
            for (std::size_t at = 0; at < rule.message.size();) {
                const std::size_t open = std::min(rule.message.find('{', at), rule.message.size());
                const std::size_t close = std::min(rule.message.find('}', open), rule.message.size());
                message += rule.message.substr(at, open - at) + (close < rule.message.size() ? "…" : "");
                at = close + 1;
            }
            m_paint.text({m_row, Number}, styles().cell, question.name());
            m_paint.text({m_row, Label}, styles().cell, message);
            m_paint.across(m_row, Label, last_column, styles().cell);
            m_paint.fit(m_row, {{question.name(), widths[Number]}, {message, 140}}, 20);
            ++m_row;
        }
    }

    Draft& m_draft;
    SheetPainter m_paint;
    std::uint32_t m_row = 0;
    std::uint32_t m_items_header = 0;
};

}

void paint_criteria(Draft& draft)
{
    CriteriaPainter(draft).paint();
}

}
