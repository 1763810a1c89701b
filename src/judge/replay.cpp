#include "judge/replay.h"

#include "feel/compare.h"

#include <algorithm>

namespace kenkei::judge {

using answers::State;
using edition::Edition;
using edition::FixedName;
using edition::Group;
using feel::Value;

namespace {

std::string title_of(const edition::Item& item)
{
    return item.title();
}

std::string title_of(const Group& group)
{
    return group.label;
}

const Value& at(const Judgement& judgement, int slot)
{
    return judgement.answers.slots[static_cast<std::size_t>(slot)];
}

bool same(const Value& a, const Value& b)
{
    return a == b || feel::equal(a, b) == std::optional(true);
}

std::string shown(const Edition& edition, const Judgement& judgement, int slot)
{
    const Value& value = at(judgement, slot);
    if (const edition::Question* question = edition.question_at(slot))
        return answers::show(*question, value);
    if (const edition::ComputedValue* computed = edition.value_at(slot))
        return answers::show(*computed, value);
    return feel::to_display(value);
}

State state_of(const Edition& edition, const Judgement& judgement, const edition::Question& question)
{
    return judgement.answers.states[static_cast<std::size_t>(&question - edition.questions.data())].state;
}

std::string question_name(const edition::Question& question)
{
    return "設問「" + (question.no.empty() ? question.label : question.no + " " + question.label) + "」";
}

std::string why_fixed(int slot, const std::string& from_to)
{
    if (slot == slot_of(FixedName::PeriodFrom))
        return "申請期間の初日が " + from_to;
    if (slot == slot_of(FixedName::PeriodTo))
        return "申請期間の末日が " + from_to;
    return slot == slot_of(FixedName::Lists) ? "名前の一覧が変わった" : "台帳から読む情報が変わった";
}

ReachedClass class_of(const Edition& edition, const Judgement& judgement)
{
    if (edition.classes.empty())
        return {};
    switch (judgement.reached.level) {
    case ClassOutcome::Level::Class:
        return {edition.classes[judgement.reached.index].id, edition.classes[judgement.reached.index].label};
    case ClassOutcome::Level::Outside:
        return {"outside", "認証外"};
    case ClassOutcome::Level::Open:
        break;
    }
    return {"", "まだ決まらない区分"};
}

// The ids of members in the order of the edition.
std::vector<std::string> ids_of(const Edition& edition, const std::vector<std::size_t>& members)
{
    std::vector<std::string> ids;
    for (std::size_t item : members)
        ids.push_back(edition.items[item].id);
    return ids;
}

std::string beyond_of(const std::vector<Group>& groups, const Group& group)
{
    return group.beyond < 0 ? "なし" : groups[static_cast<std::size_t>(group.beyond)].label;
}

void tell_moved(std::vector<std::string>& why, const Edition& from, const Group& here, const Edition& to,
                const Group& there, std::string_view words)
{
    const std::vector<std::string> known = ids_of(to, there.members());
    for (std::size_t item : here.members()) {
        if (std::find(known.begin(), known.end(), from.items[item].id) == known.end())
            why.push_back("「" + from.items[item].title() + "」" + std::string(words));
    }
}

// What comes out differently. Where the judgement changes, also what may be the reason without that: what only one
// edition has, unless it is met, and a class that adds to another one than before.
bool is_told(const OutcomeChange& change, bool moved, bool judgement_changes)
{
    if (change.before && change.after)
        return change.before != change.after || (moved && judgement_changes);
    return judgement_changes && change.before.value_or(Outcome::Met) != change.after.value_or(Outcome::Met);
}

// `outcome` reads the outcome, before or later, of the one with that index.
template<typename T, typename P, typename Outcomes, typename Why>
std::vector<OutcomeChange> changes(const std::vector<P>& pairs, const std::vector<T>& before,
                                   const std::vector<T>& after, const Outcomes& outcome, bool judgement_changes,
                                   const Why& why)
{
    std::vector<OutcomeChange> all;
    for (const P& pair : pairs) {
        OutcomeChange change;
        if (pair.before)
            change.before = outcome(false, *pair.before);
        if (pair.after)
            change.after = outcome(true, *pair.after);
        if (!is_told(change, pair.moved, judgement_changes))
            continue;
        const T& one = pair.after ? after[*pair.after] : before[*pair.before];
        change.id = one.id;
        change.title = title_of(one);
        if (pair.before && pair.after)
            change.why = why(pair);
        else
            change.why.emplace_back(pair.after ? "新しい" : "なくなった");
        all.push_back(std::move(change));
    }
    return all;
}

}

template<typename T, typename P>
std::vector<P> Replay::pairs_of(const std::vector<T>& before, const std::vector<T>& after)
{
    std::vector<P> pairs;
    auto find = [](const std::vector<T>& all, const std::string& id) -> std::optional<std::size_t> {
        auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
        return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
    };
    auto add = [&](std::optional<std::size_t> one, std::optional<std::size_t> other) {
        P pair;
        pair.before = one;
        pair.after = other;
        pairs.push_back(std::move(pair));
    };
    for (std::size_t i = 0; i < after.size(); ++i)
        add(find(before, after[i].id), i);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!find(after, before[i].id))
            add(i, std::nullopt);
    }
    return pairs;
}

Replay::Replay(const Edition& before, const Edition& after)
    : m_before(before)
    , m_after(after)
    , m_items(pairs_of<edition::Item, ItemPair>(before.items, after.items))
    , m_requirements(group_pairs(before.requirements, after.requirements))
    , m_titles(group_pairs(before.titles, after.titles))
    , m_classes(group_pairs(before.classes, after.classes))
    , m_facts(fact_pairs())
{
    for (ItemPair& pair : m_items)
        prepare(pair);
}

void Replay::prepare(ItemPair& pair) const
{
    if (!pair.before || !pair.after)
        return;
    const edition::Expression& before = m_before.items[*pair.before].met;
    const edition::Expression& after = m_after.items[*pair.after].met;
    pair.rule_changed = before.text != after.text;
    for (int slot : edition::slots_behind(m_after, *after.tree, edition::Reach::Deep))
        pair.readings.push_back({m_before.names.find(m_after.names.name(slot)), slot});
    for (int slot : edition::slots_behind(m_before, *before.tree, edition::Reach::Deep)) {
        const bool known = std::any_of(pair.readings.begin(), pair.readings.end(),
                                       [&](const Reading& reading) { return reading.before == slot; });
        if (!known)
            pair.readings.push_back({slot, m_after.names.find(m_before.names.name(slot))});
    }
}

std::vector<Replay::GroupPair> Replay::group_pairs(const std::vector<Group>& before,
                                                   const std::vector<Group>& after) const
{
    std::vector<GroupPair> pairs = pairs_of<Group, GroupPair>(before, after);
    for (GroupPair& pair : pairs) {
        if (!pair.before || !pair.after)
            continue;
        const Group& one = before[*pair.before];
        const Group& other = after[*pair.after];
        if (one.need != other.need && !(one.all && other.all))
            pair.why.push_back("必要な数が " + std::to_string(one.need) + " → " + std::to_string(other.need) +
                               " に変わった");
        tell_moved(pair.why, m_after, other, m_before, one, "が加わった");
        tell_moved(pair.why, m_before, one, m_after, other, "が外れた");
        if (pair.why.empty() && ids_of(m_before, one.besides) != ids_of(m_after, other.besides))
            pair.why.emplace_back("必ず要る評価項目が変わった");
        pair.moved = beyond_of(before, one) != beyond_of(after, other);
        if (pair.moved)
            pair.why.push_back("前提の区分が " + beyond_of(before, one) + " → " + beyond_of(after, other) +
                               " に変わった");
    }
    return pairs;
}

std::vector<Replay::FactPair> Replay::fact_pairs() const
{
    std::vector<FactPair> pairs;
    for (const edition::ComputedValue& fact : m_after.values) {
        const edition::ComputedValue* earlier = m_before.find_value(fact.id);
        if (fact.fact && earlier && earlier->fact)
            pairs.push_back({earlier, &fact});
    }
    return pairs;
}

bool Replay::changes_judgement(const Judgement& before, const Judgement& after) const
{
    const bool both_have_classes = !m_before.classes.empty() && !m_after.classes.empty();
    return before.outcome != after.outcome ||
           (both_have_classes && class_id(m_before, before.reached) != class_id(m_after, after.reached));
}

// Before anything is put into words: most applications are touched by nothing.
bool Replay::changes_anything_within(const Judgement& before, const Judgement& after) const
{
    const auto item_differs = [&](const ItemPair& pair) {
        return pair.before && pair.after && before.items[*pair.before] != after.items[*pair.after];
    };
    const auto group_differs = [](const std::vector<GroupOutcome>& one, const std::vector<GroupOutcome>& other) {
        return [&](const GroupPair& pair) {
            return pair.before && pair.after && one[*pair.before].outcome != other[*pair.after].outcome;
        };
    };
    const auto fact_differs = [&](const FactPair& pair) {
        return !same(at(before, pair.before->slot), at(after, pair.after->slot));
    };
    return std::any_of(m_items.begin(), m_items.end(), item_differs) ||
           std::any_of(m_requirements.begin(), m_requirements.end(),
                       group_differs(before.requirements, after.requirements)) ||
           std::any_of(m_titles.begin(), m_titles.end(), group_differs(before.titles, after.titles)) ||
           std::any_of(m_classes.begin(), m_classes.end(), group_differs(before.classes, after.classes)) ||
           std::any_of(m_facts.begin(), m_facts.end(), fact_differs);
}

bool Replay::touches(const Judgement& before, const Judgement& after) const
{
    return changes_judgement(before, after) || changes_anything_within(before, after);
}

std::vector<std::pair<int, int>> Replay::facts() const
{
    std::vector<std::pair<int, int>> slots;
    for (const FactPair& pair : m_facts)
        slots.emplace_back(pair.before->slot, pair.after->slot);
    return slots;
}

std::vector<int> Replay::slots(bool later) const
{
    std::vector<int> all;
    for (const FactPair& pair : m_facts)
        all.push_back(later ? pair.after->slot : pair.before->slot);
    for (const ItemPair& pair : m_items) {
        for (const Reading& reading : pair.readings) {
            const int slot = later ? reading.after : reading.before;
            if (slot >= 0)
                all.push_back(slot);
        }
    }
    return all;
}

void Replay::add_readings(const Judgement& before, const Judgement& after, std::vector<int>& of_before,
                          std::vector<int>& of_after) const
{
    for (const ItemPair& pair : m_items) {
        if (!pair.before || !pair.after || before.items[*pair.before] == after.items[*pair.after])
            continue;
        for (const Reading& reading : pair.readings) {
            if (reading.before >= 0)
                of_before.push_back(reading.before);
            if (reading.after >= 0)
                of_after.push_back(reading.after);
        }
    }
}

std::optional<Effect> Replay::effect_of(const Judgement& before, const Judgement& after) const
{
    if (!touches(before, after))
        return {};
    Effect effect{.id = after.id,
                  .before = before.outcome,
                  .after = after.outcome,
                  .class_before = class_of(m_before, before),
                  .class_after = class_of(m_after, after),
                  .changes_judgement = changes_judgement(before, after)};
    effect.items = changes(
        m_items, m_before.items, m_after.items,
        [&](bool later, std::size_t index) { return (later ? after : before).items[index]; }, effect.changes_judgement,
        [&](const ItemPair& pair) { return why(pair, before, after); });
    auto groups = [&](const std::vector<GroupPair>& pairs, std::vector<Group> Edition::*of,
                      std::vector<GroupOutcome> Judgement::*outcomes) {
        return changes(
            pairs, m_before.*of, m_after.*of,
            [&](bool later, std::size_t index) { return ((later ? after : before).*outcomes)[index].outcome; },
            effect.changes_judgement, [](const GroupPair& pair) { return pair.why; });
    };
    effect.requirements = groups(m_requirements, &Edition::requirements, &Judgement::requirements);
    effect.titles = groups(m_titles, &Edition::titles, &Judgement::titles);
    effect.classes = groups(m_classes, &Edition::classes, &Judgement::classes);
    compare_facts(effect, before, after);
    return effect;
}

std::vector<std::string> Replay::why(const ItemPair& pair, const Judgement& before, const Judgement& after) const
{
    std::vector<std::string> all;
    if (pair.rule_changed)
        all.emplace_back("規則が変わった");
    for (const Reading& reading : pair.readings) {
        std::string words = why(reading, before, after);
        if (!words.empty())
            all.push_back(std::move(words));
    }
    return all;
}

std::string Replay::why(const Reading& reading, const Judgement& before, const Judgement& after) const
{
    const edition::Question* question_before = m_before.question_at(reading.before);
    const edition::Question* question_after = m_after.question_at(reading.after);
    if (reading.before < 0)
        return question_after ? question_name(*question_after) + "が新しい" : "";
    if (reading.after < 0)
        return question_before ? question_name(*question_before) + "がなくなった" : "";
    if (same(at(before, reading.before), at(after, reading.after)))
        return {};
    const std::string from_to =
        shown(m_before, before, reading.before) + " → " + shown(m_after, after, reading.after) + " に変わった";
    if (question_before && question_after) {
        const std::string name = question_name(*question_after);
        const State one = state_of(m_before, before, *question_before);
        const State other = state_of(m_after, after, *question_after);
        if (one != other && (one == State::NotAsked || other == State::NotAsked))
            return name + (other == State::NotAsked ? "を聞かなくなった" : "を聞くようになった");
        if (one != other && (one == State::Unreadable || other == State::Unreadable))
            return name + (other == State::Unreadable ? "の回答が使えなくなった" : "の回答が使えるようになった");
        return name + "の値が " + from_to;
    }
    if (const edition::ComputedValue* value = m_after.value_at(reading.after))
        return (value->fact ? "事実「" : "値「") + value->label + "」（" + value->id + "）が " + from_to;
    if (question_after)
        return question_name(*question_after) + "の値が " + from_to;
    return why_fixed(reading.after, from_to);
}

void Replay::compare_facts(Effect& effect, const Judgement& before, const Judgement& after) const
{
    for (const FactPair& pair : m_facts) {
        const Value& one = at(before, pair.before->slot);
        const Value& other = at(after, pair.after->slot);
        if (same(one, other))
            continue;
        effect.facts.push_back({pair.after->id, pair.after->label, one, other,
                                shown(m_before, before, pair.before->slot), shown(m_after, after, pair.after->slot)});
    }
}

std::vector<std::string> Replay::unmatched() const
{
    std::vector<std::string> lines;
    auto tell = [&](std::string_view what, const auto& pairs, const auto& before, const auto& after) {
        std::string only_before;
        std::string only_after;
        for (const auto& pair : pairs) {
            if (!pair.after)
                only_before += (only_before.empty() ? "" : "、") + title_of(before[*pair.before]);
            if (!pair.before)
                only_after += (only_after.empty() ? "" : "、") + title_of(after[*pair.after]);
        }
        if (!only_before.empty())
            lines.push_back("前だけにある" + std::string(what) + ": " + only_before);
        if (!only_after.empty())
            lines.push_back("後だけにある" + std::string(what) + ": " + only_after);
    };
    tell("評価項目", m_items, m_before.items, m_after.items);
    tell("認定要件", m_requirements, m_before.requirements, m_after.requirements);
    tell("称号", m_titles, m_before.titles, m_after.titles);
    tell("区分", m_classes, m_before.classes, m_after.classes);
    return lines;
}

}
