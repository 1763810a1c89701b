#include "judge/next.h"

#include "judge/nearest_search.h"

#include <deque>

namespace kenkei::judge {

using edition::Edition;
using feel::Value;

namespace {

// An application whose rules are evaluated over its slots.
class TreeWorld {
public:
    TreeWorld(const NextPlan& plan, const answers::Answers& answers)
        : m_plan(plan)
        , m_slots(answers.slots)
        , m_as_read(answers.as_read)
    {}

    std::optional<bool> truth(std::size_t part) const
    {
        const Value value = feel::evaluate(*m_plan.parts()[part].node, {.slots = m_slots});
        return value.kind() == feel::Kind::Boolean ? std::optional(value.as_boolean()) : std::nullopt;
    }
    Value value(int slot) const { return m_slots[static_cast<std::size_t>(slot)]; }
    Value best(const feel::Node& node) const { return feel::evaluate(node, {.slots = m_slots}); }

    const std::vector<Change>& prepare(std::vector<Change> changes)
    {
        m_prepared.resize(m_before.size());
        return m_prepared.emplace_back(std::move(changes));
    }

    void enter(std::size_t change)
    {
        m_prepared.resize(m_before.size() + 1);
        const Change& made = m_prepared.back()[change];
        Before before{.question = made.question, .as_read = std::move(m_as_read[made.question]), .slots = {}};
        for (int slot : m_plan.step_slots())
            before.slots.push_back(m_slots[static_cast<std::size_t>(slot)]);
        m_before.push_back(std::move(before));
        m_as_read[made.question] = made.answer;
        answers::recompute(m_plan.edition(), m_plan.steps(), m_slots, m_as_read);
    }

    void leave()
    {
        Before& before = m_before.back();
        m_as_read[before.question] = std::move(before.as_read);
        for (std::size_t i = 0; i < before.slots.size(); ++i)
            m_slots[static_cast<std::size_t>(m_plan.step_slots()[i])] = std::move(before.slots[i]);
        m_before.pop_back();
    }

    static bool failed() { return false; }

private:
    struct Before {
        std::size_t question = 0;
        std::optional<Value> as_read;
        std::vector<Value> slots; // by step
    };

    const NextPlan& m_plan;
    std::vector<Value> m_slots;
    answers::AsRead m_as_read;
    std::deque<std::vector<Change>> m_prepared; // by number of changes made before
    std::vector<Before> m_before;
};

}

std::optional<std::vector<std::size_t>> find_nearest(NextPlan& plan, const answers::Answers& answers)
{
    TreeWorld world(plan, answers);
    return NearestSearch(plan, answers.as_read, world).run();
}

std::vector<NextStep> find_next(const Edition& edition, const Judgement& judgement)
{
    return next_steps(edition, judgement, [&](std::size_t item) {
        NextPlan plan(edition, item);
        return find_nearest(plan, judgement.answers);
    });
}

}
