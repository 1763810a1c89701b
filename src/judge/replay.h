#pragma once

#include "judge/effect.h"

namespace kenkei::judge {

// Judges applications by two rule sets, to find whom a correction (正誤) touches and by what. Items, requirements … are
// matched by id; what only one edition has is told where the judgement changes.
class Replay {
public:
    // Both must outlive it.
    Replay(const edition::Edition& before, const edition::Edition& after);

    // What the change does to one application, judged by both as of the same day. Nothing if all that both editions
    // have comes out the same.
    std::optional<Effect> effect_of(const Judgement& before, const Judgement& after) const;

    // Whether there is such an effect. Reads the outcomes and, of the slots, those of facts().
    bool touches(const Judgement& before, const Judgement& after) const;

    // Slots of the facts that both editions have, in the one and the other.
    std::vector<std::pair<int, int>> facts() const;
    // All slots that it may read, of the one or the other edition.
    std::vector<int> slots(bool later) const;
    // Slots that effect_of() reads besides the facts', to say why items have changed: appended, of the one and the
    // other.
    void add_readings(const Judgement& before, const Judgement& after, std::vector<int>& of_before,
                      std::vector<int>& of_after) const;

    // What only one of the two has, one line a kind: 「後だけにある評価項目: ⑤ …」.
    std::vector<std::string> unmatched() const;

private:
    struct Pair {
        std::optional<std::size_t> before;
        std::optional<std::size_t> after;
        bool moved = false; // a class that adds to another one than before
    };
    struct Reading { // a name that an item's rules read; slot -1: the edition has none of that name
        int before = -1;
        int after = -1;
    };
    struct ItemPair : Pair {
        bool rule_changed = false;
        std::vector<Reading> readings;
    };
    struct GroupPair : Pair {
        std::vector<std::string> why;
    };

    struct FactPair { // a fact that both editions have
        const edition::ComputedValue* before = nullptr;
        const edition::ComputedValue* after = nullptr;
    };

    template<typename T, typename P>
    static std::vector<P> pairs_of(const std::vector<T>& before, const std::vector<T>& after);
    void prepare(ItemPair&) const;
    std::vector<GroupPair> group_pairs(const std::vector<edition::Group>&, const std::vector<edition::Group>&) const;
    std::vector<FactPair> fact_pairs() const;
    bool changes_judgement(const Judgement& before, const Judgement& after) const;
    bool changes_anything_within(const Judgement& before, const Judgement& after) const;
    std::vector<std::string> why(const ItemPair&, const Judgement& before, const Judgement& after) const;
    std::string why(const Reading&, const Judgement& before, const Judgement& after) const;
    void compare_facts(Effect&, const Judgement& before, const Judgement& after) const;

    const edition::Edition& m_before;
    const edition::Edition& m_after;
    std::vector<ItemPair> m_items;
    std::vector<GroupPair> m_requirements;
    std::vector<GroupPair> m_titles;
    std::vector<GroupPair> m_classes;
    std::vector<FactPair> m_facts;
};

}
