#pragma once

#include "judge/effect.h"

namespace kenkei::judge {

// Judges applications by two rule sets, to find whom a correction (正誤) touches and by what. Items, requirements … are
// matched by id; what only one edition has is told where the judgement changes.
class Replay {
public:
    // Both must outlive it.
    Replay(const edition::Edition& before, const edition::Edition& after);

    // Nothing if all that both editions have comes out the same.
    std::optional<Effect> effect_on(const answers::Application&, base::Date as_of) const;

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

    template<typename T, typename P>
    static std::vector<P> pairs_of(const std::vector<T>& before, const std::vector<T>& after);
    void prepare(ItemPair&) const;
    std::vector<GroupPair> group_pairs(const std::vector<edition::Group>&, const std::vector<edition::Group>&) const;
    std::vector<std::string> why(const ItemPair&, const Judgement& before, const Judgement& after) const;
    std::string why(const Reading&, const Judgement& before, const Judgement& after) const;
    void compare_facts(Effect&, const Judgement& before, const Judgement& after) const;

    const edition::Edition& m_before;
    const edition::Edition& m_after;
    std::vector<ItemPair> m_items;
    std::vector<GroupPair> m_requirements;
    std::vector<GroupPair> m_titles;
    std::vector<GroupPair> m_classes;
};

}
