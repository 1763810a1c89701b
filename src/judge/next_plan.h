#pragma once

#include "edition/edition.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kenkei::judge {

// An item's rule as the search for the nearest way to meet it sees it: the parts it is made of, and what stands behind
// them. The same for every application. Refers to the edition, which must outlive it.
class NextPlan {
public:
    NextPlan(const edition::Edition&, std::size_t item);

    struct Part {
        const feel::Node* node = nullptr;
        std::vector<std::size_t> parts; // of an `and`, `or`, `if`; none: the part is looked at as a whole
    };
    static constexpr std::size_t whole = 0; // index of the part that is the rule itself

    const edition::Edition& edition() const { return m_edition; }
    std::size_t item() const { return m_item; }
    const std::vector<Part>& parts() const { return m_parts; }
    // The parts that are no junctions and no literals: what they say decides what the rule says.
    const std::vector<std::size_t>& leaves() const { return m_leaves; }
    // A leaf that stands on several changeable questions may stay as it is until the last of them is changed; so what
    // each is worth counts, too.
    struct Entangled {
        std::size_t leaf = 0;
        std::vector<int> slots; // behind it, without those that nothing changes
    };
    const std::vector<Entangled>& entangled() const { return m_entangled; }
    // What the item stands on, in the order of computation.
    const std::vector<edition::Step>& steps() const { return m_steps; }
    const std::vector<int>& step_slots() const { return m_step_slots; }
    // The changeable questions behind a part, also through `when`, in the printed order.
    const std::vector<std::size_t>& changeable_behind(std::size_t part);

private:
    std::size_t add(const feel::Node&);
    std::vector<int> cone_of(const feel::Node&) const;

    const edition::Edition& m_edition;
    std::size_t m_item;
    std::vector<Part> m_parts;
    std::vector<std::size_t> m_leaves;
    std::vector<Entangled> m_entangled;
    std::vector<edition::Step> m_steps;
    std::vector<int> m_step_slots;
    std::vector<std::optional<std::vector<std::size_t>>> m_changeable; // by part
};

}
