#pragma once

#include "judge/judgement.h"
#include "judge/next_plan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kenkei::judge {

// One answer that is tried.
struct Change {
    std::size_t question = 0;
    feel::Value answer;
};

// The answers to a question that are tried: each option, each option alone of a question with several, the example of a
// text, the best figure, which `best` works out.
template<typename Best>
std::vector<feel::Value> candidates(const edition::Question& question, Best best)
{
    using edition::Type;
    using feel::Value;
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
            Value figure = best(*question.best->tree);
            if (!figure.is_null())
                values.push_back(std::move(figure));
        }
    }
    return values;
}

// Searches the fewest changeable questions that make one item met: changes what a failing part of the rule reads, part
// by part, with one, two, three … changes.
//
// A World is an application whose answers can be changed and that is judged again at once:
//   std::optional<bool> truth(std::size_t part)       what a part of the rule says now
//   feel::Value value(int slot)                       what the rules see now
//   feel::Value best(const feel::Node&)               an expression over that
//   const std::vector<Change>& prepare(std::vector<Change>)   these will be entered from here; keeps them
//   void enter(std::size_t change), void leave()      makes one of those last prepared here; takes the last one back
//   bool failed()                                     it cannot say any more; what is found does not count
template<typename World>
class NearestSearch {
public:
    NearestSearch(NextPlan& plan, const answers::AsRead& as_read, World& world)
        : m_plan(plan)
        , m_as_read(as_read)
        , m_world(world)
    {}

    // The questions, in the printed order; nothing if none are found.
    std::optional<std::vector<std::size_t>> run()
    {
        for (std::size_t limit = 1; limit <= most_questions && m_trials < most_trials; ++limit) {
            m_cut_short = false;
            if (search(limit)) {
                std::sort(m_changed.begin(), m_changed.end());
                return std::move(m_changed);
            }
            if (!m_cut_short || m_world.failed())
                break; // nothing more to change, however many
        }
        return {};
    }

private:
    static constexpr std::size_t most_questions = 12; // further than that is no advice
    static constexpr std::size_t most_trials = 4000;  // answers tried for one item

    bool search(std::size_t left)
    {
        if (m_world.failed())
            return false;
        if (m_world.truth(NextPlan::whole) == true)
            return true;
        if (left == 0) {
            m_cut_short = m_cut_short || !suspects().empty();
            return false;
        }
        if (m_trials >= most_trials)
            return false;
        const std::vector<Change>& changes = m_world.prepare(changes_of(suspects()));
        std::vector<int> telling;
        std::vector<Signature> seen;
        for (std::size_t i = 0; i < changes.size() && ++m_trials <= most_trials && !m_world.failed(); ++i) {
            const bool next_question = i == 0 || changes[i].question != changes[i - 1].question;
            m_changed.push_back(changes[i].question);
            if (left > 1 && next_question) {
                telling = slots_telling(changes[i].question);
                seen = {signature(telling)};
            }
            m_world.enter(i);
            // Before the last change nothing is gained by telling answers apart.
            if (left == 1 ? search(0) : is_new(telling, seen) && search(left - 1))
                return true;
            m_world.leave();
            m_changed.pop_back();
        }
        return false;
    }

    std::vector<Change> changes_of(const std::vector<std::size_t>& questions)
    {
        std::vector<Change> changes;
        for (std::size_t question : questions) {
            for (feel::Value& answer : candidates(m_plan.edition().questions[question],
                                                  [&](const feel::Node& best) { return m_world.best(best); })) {
                if (answer != m_as_read[question])
                    changes.push_back({question, std::move(answer)});
            }
        }
        return changes;
    }

    // What each part of the rule says now, and the values it may still depend on: answers to a question with the same
    // signature need not be tried twice.
    struct Signature {
        std::string truths;
        std::vector<feel::Value> values;
        bool operator==(const Signature&) const = default;
    };

    // Where it may count later what the question, just changed, is worth: behind leaves that others may change yet.
    std::vector<int> slots_telling(std::size_t question)
    {
        std::vector<int> slots;
        for (const NextPlan::Entangled& entangled : m_plan.entangled()) {
            const std::vector<std::size_t>& behind = m_plan.changeable_behind(entangled.leaf);
            const bool has_others =
                std::any_of(behind.begin(), behind.end(), [&](std::size_t other) { return !is_changed(other); });
            if (!has_others || !std::binary_search(behind.begin(), behind.end(), question))
                continue;
            for (int slot : entangled.slots) {
                if (std::find(slots.begin(), slots.end(), slot) == slots.end())
                    slots.push_back(slot);
            }
        }
        return slots;
    }

    Signature signature(const std::vector<int>& slots)
    {
        Signature now;
        for (std::size_t leaf : m_plan.leaves()) {
            const std::optional<bool> truth = m_world.truth(leaf);
            now.truths += !truth ? 'n' : *truth ? 't' : 'f';
        }
        for (int slot : slots)
            now.values.push_back(m_world.value(slot));
        return now;
    }

    bool is_new(const std::vector<int>& slots, std::vector<Signature>& seen)
    {
        if (m_world.failed())
            return false;
        Signature now = signature(slots);
        if (std::find(seen.begin(), seen.end(), now) != seen.end())
            return false;
        seen.push_back(std::move(now));
        return true;
    }

    bool is_changed(std::size_t question) const
    {
        return std::find(m_changed.begin(), m_changed.end(), question) != m_changed.end();
    }

    // The changeable questions behind what fails, that have not been changed yet.
    std::vector<std::size_t> suspects()
    {
        std::vector<std::size_t> found;
        blame(NextPlan::whole, found);
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        std::erase_if(found, [&](std::size_t question) { return is_changed(question); });
        return found;
    }

    // Whatever makes the part true changes one of the questions that this adds.
    void blame(std::size_t index, std::vector<std::size_t>& found)
    {
        const NextPlan::Part& part = m_plan.parts()[index];
        switch (part.node->kind) {
        case feel::NodeKind::And:
            for (std::size_t one : part.parts) {
                if (m_world.truth(one) != true)
                    return blame(one, found);
            }
            return;
        case feel::NodeKind::Or:
            for (std::size_t one : part.parts)
                blame(one, found);
            return;
        case feel::NodeKind::If: {
            // What the branch taken asks may be changed, and so may the condition, unless the other branch says no.
            const bool holds = m_world.truth(part.parts[0]) == true;
            blame(part.parts[holds ? 1 : 2], found);
            const feel::Node& other = *m_plan.parts()[part.parts[holds ? 2 : 1]].node;
            if (other.kind != feel::NodeKind::Literal || other.value.is_true())
                add_suspects(part.parts[0], found);
            return;
        }
        default:
            add_suspects(index, found);
        }
    }

    void add_suspects(std::size_t part, std::vector<std::size_t>& found)
    {
        const std::vector<std::size_t>& behind = m_plan.changeable_behind(part);
        found.insert(found.end(), behind.begin(), behind.end());
    }

    NextPlan& m_plan;
    const answers::AsRead& m_as_read;
    World& m_world;
    std::vector<std::size_t> m_changed; // in the order of trying
    std::size_t m_trials = 0;
    bool m_cut_short = false;
};

// For each requirement that is not met its nearest items. `nearest_for(item)` gives what NearestSearch does; it is
// asked once for each item.
template<typename NearestFor>
std::vector<NextStep> next_steps(const edition::Edition& edition, const Judgement& judgement, NearestFor nearest_for)
{
    constexpr std::size_t most_nearest = 3;
    std::vector<std::optional<std::optional<std::vector<std::size_t>>>> known(edition.items.size());
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
            if (!known[item])
                known[item] = nearest_for(item);
            if (const auto& questions = *known[item])
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
