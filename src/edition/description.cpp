#include "edition/description.h"

#include "edition/breakdown.h"
#include "edition/procedure.h"
#include "edition/sentence.h"
#include "edition/words.h"

#include <algorithm>
#include <set>

namespace kenkei::edition {

namespace {

class Describing {
public:
    explicit Describing(const Edition& edition) : m_edition(edition) {}

    std::string whole()
    {
        about();
        procedure();
        heading("評価項目");
        for (const Item& item : m_edition.items)
            brief(item);
        groups("認定要件（すべて満たすこと）", m_edition.requirements);
        groups("区分（低い順）", m_edition.classes);
        groups("称号", m_edition.titles);
        for (bool facts : {true, false}) {
            if (std::none_of(m_edition.values.begin(), m_edition.values.end(),
                             [&](const ComputedValue& value) { return value.fact == facts; }))
                continue;
            heading(facts ? "判定に印刷する事実" : "規則の途中の値");
            for (const ComputedValue& value : m_edition.values) {
                if (value.fact == facts)
                    brief(value);
            }
        }
        if (!m_edition.findings.empty())
            heading("指摘");
        for (const FindingRule& finding : m_edition.findings)
            brief(finding);
        if (!m_edition.breakdowns.empty())
            heading("内訳（申請を数える組）");
        for (const Breakdown& breakdown : m_edition.breakdowns)
            brief(breakdown, "");
        workbook();
        line("");
        line("設問 " + std::to_string(m_edition.questions.size()) +
             "。設問や表の詳しいことは、その id を添えると示します。");
        return std::move(m_text);
    }

    std::optional<std::string> one(std::string_view id)
    {
        if (id.empty())
            return {};
        for (const Question& question : m_edition.questions) {
            if (question.id == id || question.no == id)
                full(question);
        }
        for (const ComputedValue& value : m_edition.values) {
            if (value.id == id)
                full(value);
        }
        for (const Table& table : m_edition.tables) {
            if (table.id == id && !m_shown.contains(&table))
                full(table);
        }
        for (std::size_t i = 0; i < m_edition.items.size(); ++i) {
            if (m_edition.items[i].id == id || m_edition.items[i].no == id)
                full(i);
        }
        for (const auto& [name, list] : {std::pair{"認定要件", &m_edition.requirements},
                                         std::pair{"区分", &m_edition.classes}, std::pair{"称号", &m_edition.titles}}) {
            for (const Group& group : *list) {
                if (group.id == id)
                    brief(group, *list, std::string(name) + " ");
            }
        }
        for (const FindingRule& finding : m_edition.findings) {
            if (finding.code == id)
                brief(finding);
        }
        for (const Breakdown& breakdown : m_edition.breakdowns) {
            if (breakdown.id == id)
                brief(breakdown, "内訳 ");
        }
        if (m_text.empty())
            return {};
        m_text.erase(0, m_text.find_first_not_of('\n'));
        return std::move(m_text);
    }

private:
    void line(std::string_view text)
    {
        m_text += text;
        m_text += '\n';
    }
    void heading(std::string_view words) { m_text += "\n■ " + std::string(words) + "\n"; }
    void labelled(std::string_view label, const std::string& text)
    {
        if (!text.empty())
            line("    " + std::string(label) + ": " + text);
    }
    void source(const Source& where) { labelled("出典", in_words(where)); }

    std::string in_words(const Source& where) const
    {
        if (where.document.empty())
            return "なし（当方の定め。ISSUES.md を参照）";
        for (const Document& document : m_edition.documents) {
            if (document.id == where.document)
                return document.title + (where.place.empty() ? "" : " " + where.place);
        }
        return where.text();
    }

    void about()
    {
        const Edition& e = m_edition;
        line(e.name + "（" + e.key() + "）");
        labelled("認定", e.authority);
        labelled("事務局", e.office);
        labelled("申請期間", day_in_words(e.application.opens) + " 〜 " + edition::in_words(e.application.closes) +
                                 note(e.application.note));
        if (e.fee)
            labelled("申請料", money(e.fee->amount) + "（税 " + money(e.fee->tax) + "）" +
                                   (e.fee->due ? "、期限 " + edition::in_words(*e.fee->due) : "") + note(e.fee->note));
        if (e.evidence)
            labelled("保存すべき資料", "申請期間の最終日から " + std::to_string(e.evidence->keep_years) +
                                           "年、求められたら " + answer_time_in_words(*e.evidence) + "に提出" +
                                           note(e.evidence->note));
        if (e.validity)
            labelled("有効期間", (e.validity->from ? day_in_words(*e.validity->from) + " " : std::string()) + "〜 " +
                                     day_in_words(e.validity->to) + note(e.validity->note));
        labelled("規則の要約値", e.digest.substr(0, 12));
    }

    void procedure()
    {
        const std::vector<ProcedureRule> rules = procedure_of(m_edition);
        if (!rules.empty())
            heading("手続");
        labelled("申請者を表す設問", applicant_in_words(m_edition));
        for (const ProcedureRule& rule : rules)
            labelled(rule.label, rule.text + "　［" + rule.source.text() + "］" + note(rule.note));
    }

    static std::string note(const std::string& text) { return text.empty() ? "" : "（" + text + "）"; }

    void name(const std::string& title, std::string_view id)
    {
        line("");
        line("  " + title + "（" + std::string(id) + "）");
    }

    void brief(const Item& item)
    {
        name(item.title(), item.id);
        labelled("適合の条件", sentences(m_edition, *item.met.tree, "      "));
        source(item.source);
    }

    void groups(std::string_view words, const std::vector<Group>& list)
    {
        if (list.empty())
            return;
        heading(words);
        for (const Group& group : list)
            brief(group, list, "");
    }

    std::string titles_of(const std::vector<std::size_t>& items) const
    {
        std::string all;
        for (std::size_t item : items)
            all += (all.empty() ? "" : "、") + m_edition.items[item].title();
        return all;
    }

    void brief(const Group& group, const std::vector<Group>& list, const std::string& kind)
    {
        name(kind + group.label, group.id);
        if (group.beyond >= 0)
            labelled("前提", list[static_cast<std::size_t>(group.beyond)].label + " を満たすこと");
        labelled("すべて", titles_of(group.all ? group.items : group.besides));
        if (!group.all)
            labelled(std::to_string(group.items.size()) + " のうち " + std::to_string(group.need) + " 以上",
                     titles_of(group.items));
        source(group.source);
    }

    std::string rule(const ComputedValue& value) const
    {
        return value.expression ? sentences(m_edition, *value.expression->tree, "      ")
                                : "表「" + m_edition.table(value).id + "」による";
    }

    void brief(const ComputedValue& value)
    {
        name(value.label, value.id);
        labelled("求め方", rule(value) + (value.unit.empty() ? "" : "（単位 " + value.unit + "）"));
        source(value.source);
    }

    void brief(const FindingRule& finding)
    {
        name(std::string(word_for(finding.severity)) + " " + finding.message, finding.code);
        labelled("出る条件", sentences(m_edition, *finding.when.tree, "      "));
        labelled("次に", finding.next);
        source(finding.source);
    }

    void brief(const Breakdown& breakdown, const std::string& kind)
    {
        name(kind + breakdown.label, breakdown.id);
        labelled("数える項目", counted_by(m_edition, breakdown));
        std::string bands;
        for (const std::string& band : band_labels(m_edition, breakdown))
            bands += (bands.empty() ? "" : "、") + band;
        labelled("区切り", bands);
        source(breakdown.source);
    }

    void workbook()
    {
        const Workbook& workbook = m_edition.workbook;
        if (workbook.is_empty())
            return;
        heading("様式（Excel）");
        labelled("表題", workbook.title);
        std::string headings;
        for (const Workbook::Note& note : workbook.notes)
            headings += (headings.empty() ? "" : "、") + note.heading;
        labelled("記入方法", headings);
        std::string pulldowns;
        for (std::size_t question : workbook.pulldowns)
            pulldowns += (pulldowns.empty() ? "" : "、") + name_in_sentence(m_edition.questions[question]);
        labelled("プルダウンで答える設問", pulldowns);
        std::string lines;
        for (const auto& [question, count] : workbook.lines)
            lines += (lines.empty() ? "" : "、") + name_in_sentence(m_edition.questions[question]) + " " +
                     std::to_string(count) + "行";
        labelled("数行の欄", lines);
        for (const Workbook::Suggestion& one : workbook.suggestions)
            labelled("候補", name_in_sentence(m_edition.questions[one.question]) + " は一覧（" +
                                 workbook.lists[one.list].id + "）のうち、「" +
                                 name_in_sentence(m_edition.questions[one.within]) + "」の回答のもの");
    }

    void full(const Question& question)
    {
        name(question.name() == question.label ? question.label : question.no + " " + question.label, question.id);
        labelled("説明", question.help);
        labelled("答え方",
                 std::string(word_for(question.type)) + (question.unit.empty() ? "" : "（" + question.unit + "）"));
        for (const Option& option : question.options)
            line("      " + std::to_string(option.number) + " " + option.label +
                 (question.exclusive == option.number ? "（ほかと一緒には選べない）" : ""));
        if (question.deciding)
            labelled("★", "判定に関わる。未回答では判定できない");
        if (question.when)
            labelled("聞くとき", sentences(m_edition, *question.when->tree, "      "));
        if (question.derive)
            labelled("求め方", sentences(m_edition, *question.derive->tree, "      "));
        if (question.fallback)
            labelled("空欄のとき", feel::to_display(*question.fallback));
        if (question.fallback_rule)
            labelled("空欄のとき", sentences(m_edition, *question.fallback_rule->tree, "      "));
        if (question.minimum || question.maximum)
            labelled("範囲", (question.minimum ? question.minimum->to_text() : std::string()) + " 〜 " +
                                 (question.maximum ? question.maximum->to_text() : std::string()));
        labelled("規則のほかの使いみち", question.use);
        source(question.source);
        used_by(question.slot);
    }

    void full(const ComputedValue& value)
    {
        brief(value);
        for (const auto& [result, word] : value.words)
            line("      " + result + ": " + word);
        if (value.table >= 0)
            full(m_edition.table(value));
        used_by(value.slot);
    }

    void full(const Table& table)
    {
        m_shown.insert(&table);
        name("表 " + table.label, table.id);
        std::string heads;
        for (const auto& input : table.rules.inputs)
            heads += sentence(m_edition, *input.expression) + " | ";
        line("      " + heads + "→ 結果");
        for (std::size_t row = 0; row < table.rules.rows.size(); ++row) {
            std::string cells;
            for (const feel::NodePtr& test : table.rules.rows[row].tests)
                cells += feel::to_text(*test) + " | ";
            line("      " + cells + "→ " + feel::to_display(table.rules.rows[row].outputs.front()->value) + "　［" +
                 table.row_sources[row].text() + "］");
        }
        if (table.otherwise)
            line("      どの行でもない → " +
                 (table.otherwise->is_null() ? std::string("決まらない") : feel::to_display(*table.otherwise)));
        source(table.source);
    }

    void full(std::size_t index)
    {
        const Item& item = m_edition.items[index];
        brief(item);
        labelled("規則（FEEL）", item.met.text);
        labelled("取り組み", item.measure);
        std::string papers;
        for (const std::string& paper : item.evidence)
            papers += (papers.empty() ? "" : "、") + paper;
        labelled("保存する資料", papers);
        std::string questions;
        for (int slot : slots_behind(m_edition, *item.met.tree, Reach::Deep)) {
            if (const Question* question = m_edition.question_at(slot))
                questions += (questions.empty() ? "" : "、") + name_in_sentence(*question) + "（" + question->id + "）";
        }
        labelled("読む設問", questions);
        std::string users;
        for (const auto* list : {&m_edition.requirements, &m_edition.classes, &m_edition.titles}) {
            for (const Group& group : *list) {
                const std::vector<std::size_t> members = group.members();
                if (std::find(members.begin(), members.end(), index) != members.end())
                    users += (users.empty() ? "" : "、") + group.label + "（" + group.id + "）";
            }
        }
        labelled("求める要件", users);
    }

    void used_by(int slot)
    {
        std::string users;
        auto add = [&](const std::string& user) { users += (users.empty() ? "" : "、") + user; };
        auto reads = [&](const std::optional<Expression>& rule) {
            if (!rule)
                return false;
            const std::vector<int> slots = feel::slots_read(*rule->tree);
            return std::find(slots.begin(), slots.end(), slot) != slots.end();
        };
        for (const Item& item : m_edition.items) {
            if (reads(item.met))
                add("評価項目 " + item.id);
        }
        for (const ComputedValue& value : m_edition.values) {
            const std::vector<int> slots = slots_read_by(m_edition, value);
            if (std::find(slots.begin(), slots.end(), slot) != slots.end())
                add((value.fact ? "事実 " : "値 ") + value.id);
        }
        for (const Question& question : m_edition.questions) {
            if (reads(question.when) || reads(question.derive) || reads(question.fallback_rule) || reads(question.best))
                add("設問 " + question.id);
        }
        for (const FindingRule& finding : m_edition.findings) {
            if (reads(finding.when))
                add("指摘 " + finding.code);
        }
        labelled("読む規則", users.empty() ? "なし" : users);
        std::string breakdowns;
        for (const Breakdown& breakdown : m_edition.breakdowns) {
            if (breakdown.slot == slot)
                breakdowns += (breakdowns.empty() ? "" : "、") + breakdown.label + "（" + breakdown.id + "）";
        }
        labelled("数える内訳", breakdowns);
    }

    const Edition& m_edition;
    std::string m_text;
    std::set<const Table*> m_shown; // in full already
};

}

std::string describe(const Edition& edition)
{
    return Describing(edition).whole();
}

std::optional<std::string> describe(const Edition& edition, std::string_view id)
{
    return Describing(edition).one(id);
}

std::vector<std::string> ids_of(const Edition& edition)
{
    std::vector<std::string> ids;
    auto add = [&](const auto& all) {
        for (const auto& one : all)
            ids.push_back(one.id);
    };
    add(edition.questions);
    add(edition.values);
    add(edition.tables);
    add(edition.items);
    add(edition.requirements);
    add(edition.classes);
    add(edition.titles);
    for (const FindingRule& finding : edition.findings)
        ids.push_back(finding.code);
    add(edition.breakdowns);
    return ids;
}

}
