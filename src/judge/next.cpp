#include "judge/next.h"

#include "judge/evaluate_items.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Edition;
using edition::Question;
using edition::Type;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Value;

namespace {

constexpr std::size_t most_questions = 12; // further than that is no advice
constexpr std::size_t most_trials = 4000;  // evaluations per item
constexpr std::size_t most_nearest = 3;

// Searches the fewest changeable questions that make one item met: changes what a failing part of the rule reads, part
// by part, with one, two, three … changes.
class NearestSearch {
public:
    NearestSearch(const Edition& edition, std::size_t item, std::vector<Value> slots, answers::AsRead as_read)
        : m_edition(edition)
        , m_tree(*edition.items[item].met.tree)
        , m_slots(std::move(slots))
        , m_as_read(std::move(as_read))
        , m_changed(edition.questions.size(), false)
    {
        collect_steps();
        collect_leaves(m_tree);
        for (const Node* leaf : m_leaves)
            collect_entangled(*leaf);
    }

    std::optional<std::vector<std::size_t>> run()
    {
        for (std::size_t limit = 1; limit <= most_questions && m_trials < most_trials; ++limit) {
            m_cut_short = false;
            if (search(limit))
                return changed_questions();
            if (!m_cut_short)
                break; // nothing more to change, however many
        }
        return {};
    }

private:
    // What a rule stands on: every slot behind it, also through `when`.
    std::vector<int> cone_of(const Node& node) const
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

    // The steps that compute what the item stands on.
    void collect_steps()
    {
        const std::vector<int> cone = cone_of(m_tree);
        for (const edition::Step& step : m_edition.steps) {
            const int slot = step.what == edition::Step::What::Question ? m_edition.questions[step.index].slot
                                                                        : m_edition.values[step.index].slot;
            if (std::find(cone.begin(), cone.end(), slot) != cone.end())
                m_steps.push_back(step);
        }
    }

    void collect_leaves(const Node& node)
    {
        if (node.kind == NodeKind::And || node.kind == NodeKind::Or || node.kind == NodeKind::If) {
            for (const NodePtr& child : node.children)
                collect_leaves(*child);
        } else if (node.kind != NodeKind::Literal) {
            m_leaves.push_back(&node);
        }
    }

    // A part that stands on several changeable questions may stay as it is until the last of them is changed; so what
    // each is worth counts, too.
    void collect_entangled(const Node& leaf)
    {
        const std::vector<int> cone = cone_of(leaf);
        const auto changeable = std::count_if(cone.begin(), cone.end(), [&](int slot) {
            const Question* question = m_edition.question_at(slot);
            return question && question->changeable && !question->derive;
        });
        if (changeable < 2)
            return;
        for (int slot : cone) {
            if (std::find(m_entangled.begin(), m_entangled.end(), slot) == m_entangled.end())
                m_entangled.push_back(slot);
        }
    }

    bool search(std::size_t left)
    {
        if (feel::evaluate(m_tree, {.slots = m_slots}).is_true())
            return true;
        std::vector<std::size_t> suspects;
        blame(m_tree, suspects);
        std::sort(suspects.begin(), suspects.end());
        suspects.erase(std::unique(suspects.begin(), suspects.end()), suspects.end());
        if (left == 0) {
            m_cut_short = m_cut_short || !suspects.empty();
            return false;
        }
        for (std::size_t question : suspects) {
            if (change(question, left))
                return true;
        }
        return false;
    }

    bool change(std::size_t index, std::size_t left)
    {
        const std::optional<Value> before = m_as_read[index];
        const std::vector<Value> slots_before = m_slots;
        std::vector<std::string> seen{signature()};
        m_changed[index] = true;
        for (const Value& candidate : candidates(m_edition.questions[index])) {
            if (candidate == before || ++m_trials > most_trials)
                continue;
            m_as_read[index] = candidate;
            answers::recompute(m_edition, m_steps, m_slots, m_as_read);
            std::string now = signature();
            if (std::find(seen.begin(), seen.end(), now) == seen.end()) {
                seen.push_back(std::move(now));
                if (search(left - 1))
                    return true;
            }
            m_slots = slots_before;
        }
        m_as_read[index] = before;
        m_changed[index] = false;
        return false;
    }

    // What each part of the rule says now, and the values it may still depend on: answers with the same signature need
    // not be tried twice.
    std::string signature() const
    {
        std::string text;
        for (const Node* leaf : m_leaves) {
            const Value value = feel::evaluate(*leaf, {.slots = m_slots});
            text += value.is_true() ? 't' : value.is_false() ? 'f' : 'n';
        }
        for (int slot : m_entangled)
            text += "|" + feel::to_feel(m_slots[static_cast<std::size_t>(slot)]);
        return text;
    }

    // The changeable questions behind the part of the rule that fails.
    void blame(const Node& node, std::vector<std::size_t>& suspects) const
    {
        switch (node.kind) {
        case NodeKind::And:
            for (const NodePtr& child : node.children) {
                if (!feel::evaluate(*child, {.slots = m_slots}).is_true())
                    return blame(*child, suspects);
            }
            return;
        case NodeKind::Or:
            for (const NodePtr& child : node.children)
                blame(*child, suspects);
            return;
        case NodeKind::If:
            // The condition may be changed, and so may what the branch taken asks; `then null` asks nothing.
            if (!feel::evaluate(*node.children[0], {.slots = m_slots}).is_false()) {
                add_suspects(*node.children[0], suspects);
                if (node.children[1]->kind != NodeKind::Literal)
                    blame(*node.children[1], suspects);
            } else {
                blame(*node.children[2], suspects);
            }
            return;
        default:
            add_suspects(node, suspects);
        }
    }

    void add_suspects(const Node& node, std::vector<std::size_t>& suspects) const
    {
        for (int slot : edition::slots_behind(m_edition, node, edition::Reach::Deep)) {
            const Question* question = m_edition.question_at(slot);
            if (!question || question->derive)
                continue;
            const auto index = static_cast<std::size_t>(question - m_edition.questions.data());
            if (question->changeable && !m_changed[index])
                suspects.push_back(index);
            // A question that is not asked must be made to be asked first.
            if (question->when && !feel::evaluate(*question->when->tree, {.slots = m_slots}).is_true())
                add_suspects(*question->when->tree, suspects);
        }
    }

    std::vector<Value> candidates(const Question& question) const
    {
        std::vector<Value> values;
        switch (question.type) {
        case Type::Choice:
        case Type::Choices:
            for (const edition::Option& option : question.options) {
                Value number = Value::number(option.number);
                if (question.type == Type::Choice)
                    values.push_back(std::move(number));
                else if (option.number != question.exclusive)
                    values.push_back(Value::list({std::move(number)}));
            }
            break;
        case Type::Boolean:
            values = {Value::boolean(true), Value::boolean(false)};
            break;
        case Type::Text:
            values = {Value::string(question.example.empty() ? "（記入）" : question.example)};
            break;
        default:
            if (question.best) {
                Value best = feel::evaluate(*question.best->tree, {.slots = m_slots});
                if (!best.is_null())
                    values.push_back(std::move(best));
            }
        }
        return values;
    }

    std::vector<std::size_t> changed_questions() const
    {
        std::vector<std::size_t> questions;
        for (std::size_t i = 0; i < m_changed.size(); ++i) {
            if (m_changed[i])
                questions.push_back(i);
        }
        return questions;
    }

    const Edition& m_edition;
    const Node& m_tree;
    std::vector<Value> m_slots;
    answers::AsRead m_as_read;
    std::vector<bool> m_changed;
    std::vector<edition::Step> m_steps;
    std::vector<const Node*> m_leaves;
    std::vector<int> m_entangled;
    std::size_t m_trials = 0;
    bool m_cut_short = false;
};

}

std::vector<NextStep> find_next(const Edition& edition, const Judgement& judgement)
{
    std::vector<std::optional<std::optional<std::vector<std::size_t>>>> known(edition.items.size());
    auto nearest_for = [&](std::size_t item) -> const std::optional<std::vector<std::size_t>>& {
        if (!known[item])
            known[item] = NearestSearch(edition, item, judgement.answers.slots, judgement.answers.as_read).run();
        return *known[item];
    };
    std::vector<NextStep> steps;
    for (std::size_t i = 0; i < edition.requirements.size(); ++i) {
        const GroupOutcome& outcome = judgement.requirements[i];
        if (outcome.outcome == Outcome::Met)
            continue;
        const edition::Group& group = edition.requirements[i];
        NextStep step{.requirement = i, .missing = group.need - std::min(group.need, outcome.tally.met), .nearest = {}};
        for (std::size_t item : group.besides)
            step.missing += judgement.items[item] == Outcome::Met ? 0U : 1U;
        for (std::size_t item : group.members()) {
            if (judgement.items[item] == Outcome::Met)
                continue;
            if (const auto& questions = nearest_for(item))
                step.nearest.push_back({item, *questions});
        }
        std::stable_sort(step.nearest.begin(), step.nearest.end(), [](const NearestItem& a, const NearestItem& b) {
            return a.questions.size() < b.questions.size();
        });
        if (step.nearest.size() > most_nearest)
            step.nearest.resize(most_nearest);
        steps.push_back(std::move(step));
    }
    return steps;
}

}
