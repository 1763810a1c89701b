#include "judge/next_plan.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Question;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;

NextPlan::NextPlan(const edition::Edition& edition, std::size_t item) : m_edition(edition), m_item(item)
{
    const Node& rule = *edition.items[item].met.tree;
    add(rule);
    m_changeable.resize(m_parts.size());
    const std::vector<int> cone = cone_of(rule);
    for (const edition::Step& step : edition.steps) {
        const int slot = step.what == edition::Step::What::Question ? edition.questions[step.index].slot
                                                                    : edition.values[step.index].slot;
        if (std::find(cone.begin(), cone.end(), slot) != cone.end()) {
            m_steps.push_back(step);
            m_step_slots.push_back(slot);
        }
    }
    for (std::size_t leaf : m_leaves) {
        if (changeable_behind(leaf).size() < 2)
            continue;
        std::vector<int> slots = cone_of(*m_parts[leaf].node);
        std::erase_if(slots, [&](int slot) {
            return std::find(m_step_slots.begin(), m_step_slots.end(), slot) == m_step_slots.end();
        });
        m_entangled.push_back({.leaf = leaf, .slots = std::move(slots)});
    }
}

std::size_t NextPlan::add(const Node& node)
{
    const std::size_t index = m_parts.size();
    m_parts.push_back({.node = &node, .parts = {}});
    if (node.kind == NodeKind::And || node.kind == NodeKind::Or || node.kind == NodeKind::If) {
        for (const NodePtr& child : node.children) {
            const std::size_t part = add(*child);
            m_parts[index].parts.push_back(part);
        }
    } else if (node.kind != NodeKind::Literal) {
        m_leaves.push_back(index);
    }
    return index;
}

// What a rule stands on: every slot behind it, also through `when`.
std::vector<int> NextPlan::cone_of(const Node& node) const
{
    std::vector<int> cone = edition::slots_behind(m_edition, node, edition::Reach::Deep);
    for (std::size_t i = 0; i < cone.size(); ++i) {
        const Question* question = m_edition.question_at(cone[i]);
        if (!question || !question->when)
            continue;
        for (int slot : edition::slots_behind(m_edition, *question->when->tree, edition::Reach::Deep)) {
            if (std::find(cone.begin(), cone.end(), slot) == cone.end())
                cone.push_back(slot);
        }
    }
    return cone;
}

const std::vector<std::size_t>& NextPlan::changeable_behind(std::size_t part)
{
    std::optional<std::vector<std::size_t>>& known = m_changeable[part];
    if (!known) {
        known.emplace();
        for (int slot : cone_of(*m_parts[part].node)) {
            const Question* question = m_edition.question_at(slot);
            if (question && question->changeable && !question->derive)
                known->push_back(static_cast<std::size_t>(question - m_edition.questions.data()));
        }
        std::sort(known->begin(), known->end());
    }
    return *known;
}

}
