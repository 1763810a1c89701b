#include "scheme/lint.h"

#include "edition/term.h"
#include "edition/tree_reader.h"
#include "scheme/written.h"

#include <algorithm>
#include <set>

namespace kenkei::scheme {

using base::json::Kind;
using edition::Edition;
using edition::TreeReader;
using Value = base::json::Value;

namespace {

// What the rules of an edition read, found by walking all of them once.
struct Uses {
    std::set<int> slots;
    std::set<std::string> known; // "insurer", "insurer.declared"
    // Names read behind a dot, whatever stands before it: `some c in known.certificates satisfies c.class = …`.
    std::set<std::string> fields;
    std::set<std::string> lists;
    std::set<std::size_t> tables;
    std::set<int> behind_items;
    std::set<int> fill_in; // what a blank takes its value from: may itself stay blank

    explicit Uses(const Edition& edition)
    {
        for (const edition::Question& question : edition.questions) {
            if (question.fallback_rule) {
                for (int slot : edition::slots_behind(edition, *question.fallback_rule->tree, edition::Reach::Deep))
                    fill_in.insert(slot);
            }
            for (const auto* rule : {&question.when, &question.derive, &question.fallback_rule, &question.best}) {
                if (*rule)
                    read(*(*rule)->tree);
            }
            lists.insert(question.list);
        }
        for (const edition::ComputedValue& value : edition.values) {
            if (value.expression)
                read(*value.expression->tree);
            else
                tables.insert(static_cast<std::size_t>(value.table));
        }
        for (const edition::Table& table : edition.tables) {
            for (const auto& input : table.rules.inputs)
                read(*input.expression);
            for (const auto& row : table.rules.rows) {
                for (const feel::NodePtr& test : row.tests)
                    read(*test);
            }
        }
        for (const edition::Item& item : edition.items) {
            read(*item.met.tree);
            for (int slot : edition::slots_behind(edition, *item.met.tree, edition::Reach::Deep))
                behind_items.insert(slot);
        }
        for (const edition::FindingRule& finding : edition.findings) {
            read(*finding.when.tree);
            slots.insert(edition.questions[static_cast<std::size_t>(finding.question)].slot);
            read_message(edition, finding.message);
            read_message(edition, finding.next);
        }
        for (const edition::Breakdown& breakdown : edition.breakdowns)
            slots.insert(breakdown.slot); // asked or worked out to count by it
        if (edition.process)
            read_applicant(edition, edition.process->applicant);
        if (edition.evidence && edition.evidence->days == edition::DayCount::Business)
            lists.insert(std::string(edition::holiday_list));
    }

private:
    void read(const feel::Node& node)
    {
        using feel::NodeKind;
        if (node.kind == NodeKind::Name && node.slot >= 0)
            slots.insert(node.slot);
        if (node.kind == NodeKind::Name && node.slot < 0 && !node.builtin)
            fields.insert(node.text); // inside a filter the fields stand alone: known.past[to < as_of]
        if (node.kind == NodeKind::Path) {
            const feel::Node& parent = *node.children.front();
            if (parent.slot == edition::slot_of(edition::FixedName::Known))
                known.insert(node.text);
            else if (parent.slot == edition::slot_of(edition::FixedName::Lists))
                lists.insert(node.text);
            else
                fields.insert(node.text);
        }
        for (const feel::NodePtr& child : node.children) {
            if (child)
                read(*child);
        }
    }

    void read_applicant(const Edition& edition, const edition::ApplicantFields& fields)
    {
        for (int question : {fields.number, fields.code, fields.name, fields.kana}) {
            if (question >= 0)
                slots.insert(edition.questions[static_cast<std::size_t>(question)].slot);
        }
        for (const auto* questions : {&fields.phones, &fields.persons, &fields.mails}) {
            for (std::size_t question : *questions)
                slots.insert(edition.questions[question].slot);
        }
    }

    void read_message(const Edition& edition, const std::string& message)
    {
        for (std::size_t open = message.find('{'); open != std::string::npos; open = message.find('{', open + 1)) {
            const std::size_t close = message.find('}', open);
            if (close != std::string::npos)
                slots.insert(edition.names.find(message.substr(open + 1, close - open - 1)));
        }
    }
};

void lint_questions(const edition::Parts& parts, const Edition& edition, const Uses& uses,
                    std::vector<base::Error>& errors)
{
    TreeReader reader(parts.questions, errors);
    for (const edition::Section& section : edition.sections) {
        const bool empty = std::none_of(edition.questions.begin(), edition.questions.end(),
                                        [&](const auto& question) { return question.section == section.id; });
        if (empty)
            reader.refuse_key(written(parts.questions.tree, {"sections", section.id}), "unused.section",
                              "節「" + section.id + "」に設問がありません。", "設問を書くか、節を消してください。");
    }
    for (const edition::Question& question : edition.questions) {
        const Value& at = written(parts, question);
        const std::string what = "設問「" + question.id + "」（" + question.name() + "）";
        const bool read = uses.slots.contains(question.slot);
        const bool decides = uses.behind_items.contains(question.slot);
        if (!read && question.use.empty() && !question.derive)
            reader.refuse_key(at, "unused.question", what + "を使う規則も指摘も内訳もありません。",
                              "規則で使うか、設問を消すか、判定のほかに何のために聞くかを use に書いてください"
                              "（例: use: 結果の通知）。");
        if (question.fallback && question.fallback_rule)
            reader.refuse_key(written(at, {"default_from"}), "question.default-twice",
                              what + "に default と default_from の両方があります。",
                              "空欄の意味は一つだけです。どちらかを消してください。");
        if (question.derive && (question.fallback || question.fallback_rule))
            reader.refuse_key(written(at, {question.fallback ? "default" : "default_from"}), "question.default-twice",
                              what + "は derive で求めるので、空欄のときの値（default）は使われません。",
                              "default、default_from を消してください。");
        if (question.deciding && !decides)
            reader.refuse_key(written(at, {"deciding"}), "unused.deciding",
                              what + "に★（deciding）がありますが、この設問を読む評価項目がありません。",
                              "deciding を消すか、評価項目の条件で使ってください。");
        if (!question.deciding && decides && !question.fallback && !question.derive &&
            !uses.fill_in.contains(question.slot))
            reader.refuse_key(at, "question.not-deciding",
                              what + "は評価項目の判定に使われますが、★（deciding）がありません。"
                                     "未回答でも指摘が出ず、判定できないわけが申請者に伝わりません。",
                              "deciding: true を書き加えてください。");
    }
}

// A table's results and the words for people must match.
void lint_words(TreeReader& reader, const Value& at, const Edition& edition, const edition::ComputedValue& value)
{
    if (value.words.empty() || value.table < 0)
        return;
    const Value& words = written(at, {"words"});
    const std::string what = "「" + value.id + "」";
    std::set<std::string> results;
    const edition::Table& table = edition.table(value);
    for (const auto& row : table.rules.rows)
        results.insert(feel::to_display(row.outputs.front()->value));
    if (table.otherwise && !table.otherwise->is_null())
        results.insert(feel::to_display(*table.otherwise));
    for (const auto& [result, word] : value.words) {
        if (!results.erase(result))
            reader.refuse_key(written(words, {result}), "words.unused",
                              what + "が「" + result + "」になる行は、表「" + table.id + "」にありません。",
                              "書き間違いなら直し、要らなければ消してください。");
    }
    for (const std::string& result : results)
        reader.refuse_key(words, "words.missing", what + "が「" + result + "」のときの言葉がありません。",
                          "words に " + result + ": … を書き加えてください。");
}

void lint_criteria(const edition::Parts& parts, const Edition& edition, const Uses& uses,
                   std::vector<base::Error>& errors)
{
    TreeReader reader(parts.criteria, errors);
    const Value& tree = parts.criteria.tree;
    for (const edition::ComputedValue& value : edition.values) {
        if (!value.fact && !uses.slots.contains(value.slot))
            reader.refuse_key(written(tree, {"values", value.id}), "unused.value",
                              "値「" + value.id + "」を使う規則がありません。",
                              "規則で使うか、消すか、判定に印刷する事実なら facts に移してください。");
    }
    for (const edition::ComputedValue& value : edition.values)
        lint_words(reader, written(tree, {value.fact ? "facts" : "values", value.id}), edition, value);
    std::set<std::size_t> grouped;
    for (const auto* groups : {&edition.requirements, &edition.titles, &edition.classes}) {
        for (const edition::Group& group : *groups) {
            for (std::size_t item : group.members())
                grouped.insert(item);
        }
    }
    for (std::size_t i = 0; i < edition.items.size(); ++i) {
        if (!grouped.contains(i))
            reader.refuse_key(written(tree, {"items", edition.items[i].id}), "unused.item",
                              "評価項目「" + edition.items[i].id + "」（" + edition.items[i].title() +
                                  "）を求める認定要件・称号・区分がありません。",
                              "requirements、titles、classes のどれかの all_of か of に加えるか、消してください。");
    }
    for (std::size_t i = 0; i < edition.tables.size(); ++i) {
        if (!uses.tables.contains(i))
            TreeReader(parts.tables[i].second, errors)
                .refuse(parts.tables[i].second.tree, "unused.table",
                        "表「" + edition.tables[i].id + "」を引く値がありません。",
                        "criteria.yaml の values か facts に table: " + edition.tables[i].id +
                            " と書くか、ファイルを消してください。");
    }
}

// Ids of documents in `source:` and, as words, in notes.
void collect_citations(const Value& tree, std::string_view key, std::string& cited)
{
    if (tree.kind == Kind::String &&
        (key == "source" || key == "note" || key == "document" || key == "rows" || key == "options_source"))
        cited += tree.text + "\n";
    for (const auto& [name, member] : tree.members)
        collect_citations(member, name, cited);
}

void lint_about(const edition::Parts& parts, const Edition& edition, const Uses& uses, std::vector<base::Error>& errors)
{
    TreeReader reader(parts.edition, errors);
    const Value& tree = parts.edition.tree;
    std::string cited;
    for (const edition::Part* part : {&parts.edition, &parts.questions, &parts.criteria})
        collect_citations(part->tree, "", cited);
    for (const auto& [id, part] : parts.tables)
        collect_citations(part.tree, "", cited);
    if (parts.workbook)
        collect_citations(parts.workbook->tree, "", cited);
    for (const edition::Document& document : edition.documents) {
        if (cited.find(document.id) == std::string::npos)
            reader.refuse_key(written(tree, {"documents", document.id}), "unused.document",
                              "文書「" + document.id + "」を引く source も note もありません。",
                              "引いている所の source に書くか、documents から消してください。");
    }
    for (const edition::KnownFacts& known : edition.known) {
        if (!known.use.empty())
            continue;
        const Value& at = written(tree, {"known", known.id});
        if (!uses.known.contains(known.id)) {
            reader.refuse_key(at, "unused.known",
                              "台帳の情報「" + known.id + "」（" + known.register_name + "）を読む規則がありません。",
                              "規則で known." + known.id +
                                  " を使うか、何のために受け取るかを use に書くか、消してください。");
            continue;
        }
        for (const auto& [field, type] : known.fields) {
            if (!uses.fields.contains(field))
                reader.refuse_key(written(at, {"fields", field}), "unused.known",
                                  "台帳の情報「" + known.id + "." + field + "」を読む規則がありません。",
                                  "規則で使うか、何のために受け取るかを use に書くか、fields から消してください。");
        }
    }
    const Value& lists = written(tree, {"lists"});
    for (const Value& list : lists.items) {
        if (!uses.lists.contains(list.text))
            reader.refuse(list, "unused.list", "一覧「" + list.text + "」を使う設問も規則もありません。",
                          "設問の list か、式の lists." + list.text + " で使うか、lists から消してください。");
    }
}

}

void lint_uses(const edition::Parts& parts, const Edition& edition, std::vector<base::Error>& errors)
{
    const Uses uses(edition);
    lint_about(parts, edition, uses, errors);
    lint_questions(parts, edition, uses, errors);
    lint_criteria(parts, edition, uses, errors);
}

}
