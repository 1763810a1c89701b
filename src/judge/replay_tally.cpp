#include "judge/replay_tally.h"

#include "judge/judgement_text.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kenkei::judge {

std::string Transition::words() const
{
    if (before != after)
        return std::string(short_word(before)) + "→" + std::string(short_word(after));
    return class_before.label + "→" + class_after.label;
}

std::string_view name_of(Reason::What what)
{
    constexpr std::string_view names[] = {"requirement", "class", "item", "title", "fact"};
    return names[static_cast<std::size_t>(what)];
}

std::string_view word_for(Reason::What what)
{
    constexpr std::string_view words[] = {"認定要件", "区分", "評価項目", "称号", "事実"};
    return words[static_cast<std::size_t>(what)];
}

void ReplayTally::add(const std::optional<Effect>& effect, std::span<const GroupValue> groups)
{
    ++m_all.applications;
    for (const GroupValue& group : groups)
        ++count_of(group).applications;
    if (!effect)
        return;
    add_reasons(*effect);
    if (!effect->changes_judgement) {
        ++m_all.only_within;
        for (const GroupValue& group : groups)
            ++count_of(group).only_within;
        return;
    }
    const bool by_class = effect->before == effect->after;
    const std::size_t transition =
        index_of({effect->before, effect->after, by_class ? effect->class_before : ReachedClass{},
                  by_class ? effect->class_after : ReachedClass{}});
    const auto change = [&](Count& count) {
        ++count.changed;
        if (count.transitions.size() <= transition)
            count.transitions.resize(transition + 1);
        ++count.transitions[transition];
    };
    change(m_all);
    for (const GroupValue& group : groups)
        change(count_of(group));
}

ReplayTally::Count& ReplayTally::count_of(GroupValue group)
{
    if (m_groups.size() <= group.breakdown)
        m_groups.resize(group.breakdown + 1);
    std::vector<Count>& counts = m_groups[group.breakdown];
    if (counts.size() <= group.group)
        counts.resize(group.group + 1);
    return counts[group.group];
}

const ReplayTally::Count& ReplayTally::group(GroupValue group) const
{
    static const Count nobody;
    if (group.breakdown >= m_groups.size() || group.group >= m_groups[group.breakdown].size())
        return nobody;
    return m_groups[group.breakdown][group.group];
}

std::size_t ReplayTally::index_of(Transition transition)
{
    const auto found = std::find(m_transitions.begin(), m_transitions.end(), transition);
    const auto index = static_cast<std::size_t>(found - m_transitions.begin());
    if (found == m_transitions.end())
        m_transitions.push_back(std::move(transition));
    return index;
}

std::vector<std::size_t> ReplayTally::transitions_in_order() const
{
    std::vector<std::size_t> order(m_transitions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t index) {
        const Transition& one = m_transitions[index];
        return std::tuple(one.before, one.after, one.words());
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    return order;
}

void ReplayTally::add_reasons(const Effect& effect)
{
    const auto reason = [&](Reason::What what, const std::string& id, const std::string& title) -> Reason& {
        Reason& one = m_reasons[{what, id}];
        one.what = what;
        one.id = id;
        one.title = title;
        ++one.applications;
        one.changed += effect.changes_judgement ? 1U : 0U;
        return one;
    };
    using What = Reason::What;
    for (const auto& [what, changes] :
         {std::pair{What::Requirement, &effect.requirements}, std::pair{What::Class, &effect.classes},
          std::pair{What::Item, &effect.items}, std::pair{What::Title, &effect.titles}}) {
        for (const OutcomeChange& change : *changes)
            ++reason(what, change.id, change.title).ways[{change.before, change.after}];
    }
    for (const FactChange& change : effect.facts)
        reason(What::Fact, change.id, change.label);
}

std::vector<Reason> ReplayTally::reasons() const
{
    std::vector<Reason> all;
    for (const auto& [key, reason] : m_reasons)
        all.push_back(reason);
    std::stable_sort(all.begin(), all.end(), [](const Reason& a, const Reason& b) {
        return std::pair(a.changed, a.applications) > std::pair(b.changed, b.applications);
    });
    return all;
}

}
