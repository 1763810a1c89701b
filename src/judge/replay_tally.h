#pragma once

#include "judge/effect.h"
#include "judge/grouping.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace kenkei::judge {

// From which judgement to which: outcomes, and where those are the same, classes.
struct Transition {
    Outcome before = Outcome::Undetermined;
    Outcome after = Outcome::Undetermined;
    ReachedClass class_before; // without id where the outcomes differ
    ReachedClass class_after;

    bool operator==(const Transition&) const = default;
    std::string words() const; // 適合→不適合, クラスAA→クラスA
};

// What comes out differently, as a reason for what becomes of the judgement: an item, requirement, title, class or
// fact.
struct Reason {
    enum class What { Requirement, Class, Item, Title, Fact } what = What::Item;
    std::string id;
    std::string title;
    std::size_t applications = 0; // that it touches
    std::size_t changed = 0;      // of those, whose judgement changes
    // From which outcome to which, and how many; nothing: an edition does not have it. Not for facts.
    std::map<std::pair<std::optional<Outcome>, std::optional<Outcome>>, std::size_t> ways;
};
std::string_view name_of(Reason::What);  // "requirement"
std::string_view word_for(Reason::What); // 認定要件

// Effects counted over many applications, all together and by group.
class ReplayTally {
public:
    struct Count {
        std::size_t applications = 0;
        std::size_t changed = 0;              // whose judgement changes
        std::size_t only_within = 0;          // whose items, titles or facts change, not the judgement
        std::vector<std::size_t> transitions; // of those changed, by index of transitions(); may be shorter

        std::size_t of(std::size_t transition) const
        {
            return transition < transitions.size() ? transitions[transition] : 0;
        }
    };

    // One application: what the change does to it, if anything, and the groups it belongs to.
    void add(const std::optional<Effect>&, std::span<const GroupValue> groups = {});

    const Count& all() const { return m_all; }
    const Count& group(GroupValue) const;
    const std::vector<Transition>& transitions() const { return m_transitions; } // as they were met with
    std::vector<std::size_t> transitions_in_order() const; // their indices, by outcome before and after, then class

    std::vector<Reason> reasons() const; // that which changes most judgements first

private:
    Count& count_of(GroupValue);
    std::size_t index_of(Transition);
    void add_reasons(const Effect&);

    Count m_all;
    std::vector<std::vector<Count>> m_groups; // by breakdown, by group
    std::vector<Transition> m_transitions;
    std::map<std::pair<Reason::What, std::string>, Reason> m_reasons; // by kind and id
};

}
