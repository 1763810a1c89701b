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
    Prover(const Edition& edition, const Judgement& judgement, const Truths* truths)
        : m_edition(edition)
        , m_judgement(judgement)
        , m_truths(truths)
        , m_told_slots(edition.names.size())
        , m_told_items(edition.items.size())
    {}

    Proof whole()
    {
        Proof proof{.outcome = m_judgement.outcome, .claim = m_edition.name, .source = m_edition.source.text()};
        for (const edition::ComputedValue& value : m_edition.values) {
            if (value.fact)
                proof.evidence.push_back({value.label, answers::show(value, at(value.slot)), -1});
        }
        add_groups(proof, m_edition.requirements, m_judgement.requirements);
        add_groups(proof, m_edition.classes, m_judgement.classes);
        return proof;
    }

    Proof item(std::size_t index)
    {
        const edition::Item& item = m_edition.items[index];
        Proof proof{.outcome = m_judgement.items[index], .claim = item.title(), .source = item.source.text()};
        if (m_told_items[index]) {
            proof.remark = told;
            return proof;
        }
        m_told_items[index] = true;
        Proof rule = part(*item.met.tree);
        // A rule of one condition, or one junction, needs no node of its own.
        if (rule.claim == item.label) // one question with the item's name
            proof.remark = rule.remark;
        else if (rule.claim != all_of && rule.claim != any_of)
            proof.remark = rule.claim;
        else
            proof.remark = rule.remark.empty() ? rule.claim : rule.claim + "、" + rule.remark;
        proof.evidence = std::move(rule.evidence);
        proof.parts = std::move(rule.parts);
        return proof;
    }

private:
    static constexpr std::string_view all_of = "次のすべて";
    static constexpr std::string_view any_of = "次のどれか";
    static constexpr std::string_view told = "上に示したとおり";

    const Value& at(int slot) const { return m_judgement.answers.slots[static_cast<std::size_t>(slot)]; }

    Value evaluate(const Node& node) const { return feel::evaluate(node, {.slots = m_judgement.answers.slots}); }

    // What a condition came to; nothing for null and for what is no condition.
    std::optional<bool> truth(const Node& node) const
    {
        if (m_truths) {
            if (const auto known = m_truths->truth(node))
                return *known;
        }
        const Value value = evaluate(node);
        return value.kind() == feel::Kind::Boolean ? std::optional(value.as_boolean()) : std::nullopt;
    }

    static bool is_junction(const Node& node) { return node.kind == NodeKind::And || node.kind == NodeKind::Or; }

    // if … then null else rule
    static bool is_guarded(const Node& node)
    {
        return node.kind == NodeKind::If && node.children[1]->kind == NodeKind::Literal &&
               node.children[1]->value.is_null();
    }

    void add_groups(Proof& proof, const std::vector<edition::Group>& groups, const std::vector<GroupOutcome>& outcomes)
    {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            Proof group{.outcome = outcomes[i].outcome,
                        .claim = groups[i].label,
                        .remark = count_of(groups[i], outcomes[i], m_judgement.items),
                        .source = groups[i].source.text()};
            for (std::size_t index : groups[i].members())
                group.parts.push_back(item(index));
            proof.parts.push_back(std::move(group));
        }
    }

    Proof part(const Node& node)
    {
        // Shows the rule, or why it cannot be judged.
        const bool says_nothing_more = is_guarded(node) && node.children[2]->kind == NodeKind::Literal;
        if (is_guarded(node) && !says_nothing_more && truth(*node.children[0]) == false)
            return part(*node.children[2]);
        Proof proof{.outcome = edition::outcome_of(truth(node))};
        if (is_junction(node)) {
            proof.claim = node.kind == NodeKind::And ? all_of : any_of;
            // One way that holds is enough: the others say nothing.
            const bool only_met = node.kind == NodeKind::Or && proof.outcome == Outcome::Met;
            for (const NodePtr& child : node.children) {
                if (!only_met || truth(*child) == true)
                    proof.parts.push_back(part(*child));
            }
            if (proof.parts.size() < node.children.size())
                proof.remark = std::to_string(node.children.size()) + "通りのうち";
            return proof;
        }
        if (is_guarded(node) && is_junction(*node.children[2])) {
            proof.claim = "判定に要る回答がそろい、つじつまが合っている";
            add_evidence(proof, *node.children[0]);
            return proof;
        }
        proof.claim = edition::sentence(m_edition, node);
        add_evidence(proof, node);
        return proof;
    }

    void add_evidence(Proof& proof, const Node& node)
    {
        add_known(proof, node);
        for (int slot : edition::slots_behind(m_edition, node, edition::Reach::Direct)) {
            if (const edition::Question* question = m_edition.question_at(slot))
                add_question(proof, *question);
            else if (const edition::ComputedValue* value = m_edition.value_at(slot))
                add_value(proof, *value);
        }
    }

    bool tell(int slot)
    {
        const bool first = !m_told_slots[static_cast<std::size_t>(slot)];
        m_told_slots[static_cast<std::size_t>(slot)] = true;
        return first;
    }

    void add_question(Proof& proof, const edition::Question& question)
    {
        const std::string name = edition::name_in_sentence(question);
        const std::string value = shown(question);
        const edition::Expression* rule = rule_behind(question);
        if (!rule || !tell(question.slot)) {
            proof.evidence.push_back({name, value, question.slot});
            return;
        }
        const Node& tree = is_guarded(*rule->tree) ? *rule->tree->children[2] : *rule->tree;
        Proof computation{.computed = true,
                          .outcome = at(question.slot).is_null() ? Outcome::Undetermined : Outcome::Met,
                          .claim = name + " ＝ " + value,
                          .remark = "自動計算: " + edition::sentence(m_edition, tree),
                          .source = question.source.text()};
        add_evidence(computation, *rule->tree);
        proof.parts.push_back(std::move(computation));
    }

    // What a question's value was worked out by, if it was.
    const edition::Expression* rule_behind(const edition::Question& question) const
    {
        if (question.derive)
            return &*question.derive;
        return state_of(question).state == answers::State::Default && question.fallback_rule ? &*question.fallback_rule
                                                                                             : nullptr;
    }

    void add_value(Proof& proof, const edition::ComputedValue& value)
    {
        if (!tell(value.slot)) {
            proof.evidence.push_back({value.label, answers::show(value, at(value.slot)), -1});
            return;
        }
        Proof computation{.computed = true,
                          .outcome = at(value.slot).is_null() ? Outcome::Undetermined : Outcome::Met,
                          .claim = value.label + " ＝ " + answers::show(value, at(value.slot)),
                          .source = value.source.text()};
        if (value.expression)
            add_evidence(computation, *value.expression->tree);
        else
            add_table(computation, value);
        proof.parts.push_back(std::move(computation));
    }

    void add_table(Proof& computation, const edition::ComputedValue& value)
    {
        const edition::Table& table = m_edition.table(value);
        const auto index = static_cast<std::size_t>(&value - m_edition.values.data());
        const std::vector<std::size_t>& rows = m_judgement.answers.table_rows[index];
        computation.remark = "表「" + table.label + "」のどの行とも決まらない";
        if (!rows.empty()) {
            computation.remark = "表「" + table.label + "」の" + std::to_string(rows.front() + 1) + "行目";
            computation.source = table.row_sources[rows.front()].text();
        }
        for (const auto& input : table.rules.inputs)
            add_evidence(computation, *input.expression);
    }

    const answers::Answer& state_of(const edition::Question& question) const
    {
        return m_judgement.answers.states[static_cast<std::size_t>(&question - m_edition.questions.data())];
    }

    std::string shown(const edition::Question& question) const
    {
        const answers::Answer& answer = state_of(question);
        switch (answer.state) {
        case answers::State::NotAsked:
            return "お答えいただく必要なし";
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
            add_record(proof, edition::sentence(m_edition, node),
                       value.is_null() ? "情報なし" : feel::to_display(value));
            return;
        }
        if (node.kind == NodeKind::Path && node.children[0]->slot == edition::slot_of(edition::FixedName::Known)) {
            add_record(proof, edition::sentence(m_edition, node), records(evaluate(node)));
            return;
        }
        for (const NodePtr& child : node.children) {
            if (child)
                add_known(proof, *child);
        }
    }

    // Once, though a rule also asks whether there is any record.
    static void add_record(Proof& proof, std::string name, std::string value)
    {
        auto known = [&](const Evidence& evidence) { return evidence.name == name; };
        if (std::none_of(proof.evidence.begin(), proof.evidence.end(), known))
            proof.evidence.push_back({std::move(name), std::move(value), -1});
    }

    // All that a register says: 「2件（year 2029、class A／year 2030）」.
    static std::string records(const Value& value)
    {
        if (value.is_null())
            return "情報なし";
        const feel::List all = value.kind() == feel::Kind::List ? value.as_list() : feel::List{value};
        std::string text;
        for (const Value& record : all) {
            std::string fields;
            for (const auto& [name, field] : record.as_context()) {
                if (!field.is_null())
                    fields += (fields.empty() ? "" : "、") + name + " " + feel::to_display(field);
            }
            text += (text.empty() ? "" : "／") + fields;
        }
        return std::to_string(all.size()) + "件" + (text.empty() ? "" : "（" + text + "）");
    }

    const Edition& m_edition;
    const Judgement& m_judgement;
    const Truths* m_truths;
    std::vector<bool> m_told_slots;
    std::vector<bool> m_told_items;
};

}

Proof prove(const Edition& edition, const Judgement& judgement, const Truths* truths)
{
    return Prover(edition, judgement, truths).whole();
}

Proof prove_item(const Edition& edition, const Judgement& judgement, std::size_t item)
{
    return Prover(edition, judgement, nullptr).item(item);
}

}
