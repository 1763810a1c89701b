#include "judge/proof.h"

#include "edition/sentence.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Edition;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Value;

namespace {

class Prover {
public:
    Prover(const Edition& edition, const Judgement& judgement) : m_edition(edition), m_judgement(judgement) {}

    Proof whole() const
    {
        Proof proof{.outcome = m_judgement.outcome,
                    .claim = m_edition.name,
                    .remark = {},
                    .source = m_edition.source.text(),
                    .evidence = {},
                    .parts = {}};
        for (const edition::ComputedValue& value : m_edition.values) {
            if (value.fact)
                proof.evidence.push_back({value.label, answers::show(value, at(value.slot))});
        }
        add_groups(proof, m_edition.requirements, m_judgement.requirements);
        add_groups(proof, m_edition.classes, m_judgement.classes);
        return proof;
    }

    Proof item(std::size_t index) const
    {
        const edition::Item& item = m_edition.items[index];
        Proof proof{.outcome = m_judgement.items[index],
                    .claim = item.title(),
                    .remark = {},
                    .source = item.source.text(),
                    .evidence = {},
                    .parts = {}};
        Proof rule = part(*item.met.tree);
        // An item of one condition needs no node below it that says the same.
        if (rule.parts.empty() || is_junction(*item.met.tree)) {
            proof.evidence = std::move(rule.evidence);
            if (!is_junction(*item.met.tree))
                proof.remark = std::move(rule.claim);
            proof.parts = std::move(rule.parts);
        } else {
            proof.parts.push_back(std::move(rule));
        }
        return proof;
    }

private:
    const Value& at(int slot) const { return m_judgement.answers.slots[static_cast<std::size_t>(slot)]; }

    Value evaluate(const Node& node) const { return feel::evaluate(node, {.slots = m_judgement.answers.slots}); }

    static bool is_junction(const Node& node) { return node.kind == NodeKind::And || node.kind == NodeKind::Or; }

    void add_groups(Proof& proof, const std::vector<edition::Group>& groups,
                    const std::vector<GroupOutcome>& outcomes) const
    {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            Proof group{.outcome = outcomes[i].outcome,
                        .claim = groups[i].label,
                        .remark = std::to_string(outcomes[i].tally.met) + "/" + std::to_string(groups[i].need),
                        .source = groups[i].source.text(),
                        .evidence = {},
                        .parts = {}};
            for (std::size_t index : groups[i].items)
                group.parts.push_back(item(index));
            proof.parts.push_back(std::move(group));
        }
    }

    Proof part(const Node& node) const
    {
        const Value value = evaluate(node);
        Proof proof{.outcome = edition::outcome_of(
                        value.kind() == feel::Kind::Boolean ? std::optional(value.as_boolean()) : std::nullopt),
                    .claim = {},
                    .remark = {},
                    .source = {},
                    .evidence = {},
                    .parts = {}};
        if (is_junction(node)) {
            proof.claim = node.kind == NodeKind::And ? "次のすべて" : "次のどれか";
            for (const NodePtr& child : node.children)
                proof.parts.push_back(part(*child));
            return proof;
        }
        // if … then null else rule: shows the rule, or why it cannot be judged.
        if (node.kind == NodeKind::If && node.children[1]->kind == NodeKind::Literal &&
            node.children[1]->value.is_null()) {
            if (evaluate(*node.children[0]).is_false())
                return part(*node.children[2]);
            if (!is_junction(*node.children[2])) {
                proof.claim = edition::sentence(m_edition, node);
            } else {
                proof.claim = "判定の前提となる回答がそろっている";
            }
            add_evidence(proof, *node.children[0]);
            return proof;
        }
        proof.claim = edition::sentence(m_edition, node);
        add_evidence(proof, node);
        return proof;
    }

    void add_evidence(Proof& proof, const Node& node) const
    {
        add_known(proof, node);
        for (int slot : edition::slots_behind(m_edition, node, edition::Reach::Direct)) {
            if (const edition::Question* question = m_edition.question_at(slot)) {
                proof.evidence.push_back({edition::name_in_sentence(*question), shown(*question)});
                if (question->derive)
                    proof.parts.push_back(computed(*question));
            } else if (const edition::ComputedValue* value = m_edition.value_at(slot)) {
                proof.evidence.push_back({value->label, answers::show(*value, at(slot))});
                proof.parts.push_back(computed(*value));
            }
        }
    }

    std::string shown(const edition::Question& question) const
    {
        const auto index = static_cast<std::size_t>(&question - m_edition.questions.data());
        const answers::Answer& answer = m_judgement.answers.states[index];
        switch (answer.state) {
        case answers::State::NotAsked:
            return "対象外の設問";
        case answers::State::Unreadable:
            return "読み取れない回答 " + answer.raw;
        case answers::State::Default:
            return answers::show(question, at(question.slot)) + "（未回答のときの値）";
        default:
            return answers::show(question, at(question.slot));
        }
    }

    // Facts of registers, named by the register they come from.
    void add_known(Proof& proof, const Node& node) const
    {
        if (node.kind == NodeKind::Path && node.children[0]->kind == NodeKind::Path &&
            node.children[0]->children[0]->slot == edition::slot_of(edition::FixedName::Known)) {
            const Value value = evaluate(node);
            proof.evidence.push_back(
                {edition::sentence(m_edition, node), value.is_null() ? "情報なし" : feel::to_display(value)});
            return;
        }
        for (const NodePtr& child : node.children) {
            if (child)
                add_known(proof, *child);
        }
    }

    Proof computed(const edition::Question& question) const
    {
        Proof proof{.outcome = at(question.slot).is_null() ? Outcome::Undetermined : Outcome::Met,
                    .claim = edition::name_in_sentence(question) + " ＝ " +
                             edition::sentence(m_edition, *question.derive->tree),
                    .remark = "自動計算",
                    .source = question.source.text(),
                    .evidence = {},
                    .parts = {}};
        add_evidence(proof, *question.derive->tree);
        return proof;
    }

    Proof computed(const edition::ComputedValue& value) const
    {
        Proof proof{.outcome = at(value.slot).is_null() ? Outcome::Undetermined : Outcome::Met,
                    .claim = value.label + " ＝ " + answers::show(value, at(value.slot)),
                    .remark = {},
                    .source = value.source.text(),
                    .evidence = {},
                    .parts = {}};
        if (value.expression) {
            add_evidence(proof, *value.expression->tree);
            return proof;
        }
        const edition::Table& table = m_edition.table(value);
        const auto index = static_cast<std::size_t>(&value - m_edition.values.data());
        for (std::size_t row : m_judgement.answers.table_rows[index]) {
            proof.remark = "表「" + table.label + "」の" + std::to_string(row + 1) + "行目";
            proof.source = table.row_sources[row].text();
        }
        if (proof.remark.empty())
            proof.remark = "表「" + table.label + "」のどの行とも決まらない";
        for (const auto& input : table.rules.inputs)
            add_evidence(proof, *input.expression);
        return proof;
    }

    const Edition& m_edition;
    const Judgement& m_judgement;
};

}

Proof prove(const Edition& edition, const Judgement& judgement)
{
    return Prover(edition, judgement).whole();
}

Proof prove_item(const Edition& edition, const Judgement& judgement, std::size_t item)
{
    return Prover(edition, judgement).item(item);
}

}
