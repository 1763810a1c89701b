#include "judge/lane_judgement.h"

#include "answers/application.h"
#include "edition/lookup.h"

#include <algorithm>

namespace kenkei::judge {

using answers::State;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;

namespace {

State state_of(const Block& block, std::size_t question, unsigned lane)
{
    const Program& program = *block.program;
    const AnswerPlan& plan = program.answers[question];
    if (plan.derived)
        return State::Derived;
    if (block.holds(program.asked[question].no, lane))
        return State::NotAsked;
    if (block.holds(plan.answered, lane))
        return State::Answered;
    if (block.holds(plan.refused, lane))
        return State::Unreadable;
    const auto& column = program.columns[static_cast<std::size_t>(program.edition->questions[question].slot)];
    return column && block.holds(column->known, lane) ? State::Default : State::Unanswered;
}

// What could not be read, as it stands in the text.
void add_raw(answers::Answers& answers, const edition::Edition& edition, std::string_view line)
{
    auto document = base::json::parse(line);
    if (!document.ok())
        return;
    const auto application = answers::read_application(*std::move(document), "");
    if (!application.ok())
        return;
    for (std::size_t i = 0; i < answers.states.size(); ++i) {
        const base::json::Value* raw = application->answers.find(edition.questions[i].id);
        if (answers.states[i].state != State::Unreadable || !raw)
            continue;
        base::json::Writer writer;
        writer.value(*raw);
        answers.states[i].raw = writer.take();
    }
}

bool is_junction(const Node& node)
{
    return node.kind == NodeKind::And || node.kind == NodeKind::Or;
}

// if … then null else rule: the rule, once all that it needs is there.
const Node& behind_guard(const Node& node)
{
    const bool guarded =
        node.kind == NodeKind::If && node.children[1]->kind == NodeKind::Literal && node.children[1]->value.is_null();
    return guarded && is_junction(*node.children[2]) ? *node.children[2] : node;
}

}

Judgement judgement_of(const LineBlock& lines, const LineWriter& writer, unsigned lane, std::string_view line)
{
    const Block& block = lines.block;
    const Program& program = *block.program;
    const edition::Edition& edition = *program.edition;
    Judgement judgement = writer.outcomes(lane);
    answers::Answers& answers = judgement.answers;
    answers.slots = program.slots;
    answers.states.resize(edition.questions.size());
    answers.table_rows.resize(edition.values.size());
    for (std::size_t slot = 0; slot < program.columns.size(); ++slot) {
        if (program.columns[slot])
            answers.slots[slot] = block.value(*program.columns[slot], lane);
    }
    bool any_unreadable = false;
    for (std::size_t i = 0; i < answers.states.size(); ++i) {
        answers.states[i].state = state_of(block, i, lane);
        any_unreadable = any_unreadable || answers.states[i].state == State::Unreadable;
    }
    if (any_unreadable)
        add_raw(answers, edition, line);
    for (std::size_t i = 0; i < edition.values.size(); ++i) {
        const std::vector<Register>& rows = program.table_rows[i];
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (block.holds(rows[row], lane))
                answers.table_rows[i].push_back(row);
        }
        if (rows.empty() && edition.values[i].table >= 0)
            answers.table_rows[i] = edition::look_up(edition.table(edition.values[i]), answers.slots).rows;
    }
    return judgement;
}

void set_slots(Judgement& judgement, const LineBlock& lines, unsigned lane, std::span<const int> slots)
{
    const Program& program = *lines.block.program;
    for (int index : slots) {
        const auto slot = static_cast<std::size_t>(index);
        if (program.columns[slot])
            judgement.answers.slots[slot] = lines.block.value(*program.columns[slot], lane);
        if (const edition::Question* question = program.edition->question_at(index)) {
            const auto which = static_cast<std::size_t>(question - program.edition->questions.data());
            judgement.answers.states[which].state = state_of(lines.block, which, lane);
        }
    }
}

std::optional<std::optional<bool>> LaneTruths::truth(const Node& node) const
{
    const auto known = m_block.program->truths.find(&node);
    if (known == m_block.program->truths.end())
        return {};
    if (m_block.holds(known->second.yes, m_lane))
        return std::optional(true);
    return m_block.holds(known->second.no, m_lane) ? std::optional<bool>(false) : std::optional<bool>();
}

ProofIndex::ProofIndex(const Program& program) : m_program(program), m_items(program.edition->items.size())
{
    auto add_groups = [&](const std::vector<edition::Group>& groups, Entry::What what) {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            Entry entry{.what = what, .index = i};
            for (std::size_t item : groups[i].members())
                entry.parts.push_back(add_item(item));
            m_roots.push_back(static_cast<std::uint32_t>(m_nodes.size()));
            m_nodes.push_back(std::move(entry));
        }
    };
    add_groups(program.edition->requirements, Entry::What::Requirement);
    add_groups(program.edition->classes, Entry::What::Class);
}

std::uint32_t ProofIndex::add_item(std::size_t item)
{
    if (m_items[item])
        return *m_items[item];
    const Node& rule = behind_guard(*m_program.edition->items[item].met.tree);
    Entry entry{.what = Entry::What::Item, .index = item, .node = &rule, .truth = m_program.items[item]};
    if (is_junction(rule)) {
        entry.is_any = rule.kind == NodeKind::Or;
        for (const NodePtr& child : rule.children)
            entry.parts.push_back(add_part(*child));
    }
    m_items[item] = static_cast<std::uint32_t>(m_nodes.size());
    m_nodes.push_back(std::move(entry));
    return *m_items[item];
}

std::uint32_t ProofIndex::add_part(const Node& node)
{
    const Node& rule = behind_guard(node);
    Entry entry{.what = Entry::What::Part, .node = &rule};
    const auto truth = m_program.truths.find(&node);
    entry.known = truth != m_program.truths.end();
    if (entry.known)
        entry.truth = truth->second;
    if (is_junction(rule)) {
        entry.is_any = rule.kind == NodeKind::Or;
        for (const NodePtr& child : rule.children)
            entry.parts.push_back(add_part(*child));
    }
    m_nodes.push_back(std::move(entry));
    return static_cast<std::uint32_t>(m_nodes.size() - 1);
}

void ProofIndex::explain(const Block& block, const LineWriter& writer, unsigned lane,
                         std::vector<ProofStep>& steps) const
{
    for (std::uint32_t root : m_roots) {
        const Entry& entry = m_nodes[root];
        const bool is_class = entry.what == Entry::What::Class;
        steps.push_back({root, writer.outcome_of_group(is_class, entry.index, lane), 0});
        for (std::uint32_t item : entry.parts)
            explain_node(block, item, lane, 1, steps);
    }
}

// Of several ways only those that hold are told, where one does.
void ProofIndex::explain_node(const Block& block, std::uint32_t id, unsigned lane, std::uint8_t depth,
                              std::vector<ProofStep>& steps) const
{
    const Entry& entry = m_nodes[id];
    const bool yes = entry.known && block.holds(entry.truth.yes, lane);
    const bool no = entry.known && block.holds(entry.truth.no, lane);
    steps.push_back({id, yes ? Outcome::Met : no ? Outcome::NotMet : Outcome::Undetermined, depth});
    const bool only_met = entry.is_any && yes;
    for (std::uint32_t part : entry.parts) {
        if (!only_met || (m_nodes[part].known && block.holds(m_nodes[part].truth.yes, lane)))
            explain_node(block, part, lane, static_cast<std::uint8_t>(depth + 1), steps);
    }
}

}
