#pragma once

#include "judge/line_writer.h"
#include "judge/proof.h"

namespace kenkei::judge {

// One application of a judged block: what judge() gives for it, looked up and not judged again. Findings are left out.
// `line` is the application's text; the program is one for explanations.
Judgement judgement_of(const LineBlock&, const LineWriter&, unsigned lane, std::string_view line);

// Sets these slots of a judgement, and how the questions among them were answered, to what a lane has.
void set_slots(Judgement&, const LineBlock&, unsigned lane, std::span<const int> slots);

// The conditions of a block's lane.
class LaneTruths : public Truths {
public:
    LaneTruths(const Block& block, unsigned lane) : m_block(block), m_lane(lane) {}
    std::optional<std::optional<bool>> truth(const feel::Node&) const override;

private:
    const Block& m_block;
    unsigned m_lane;
};

// A step of an explanation: what it is, what it came to, how deep it stands.
struct ProofStep {
    std::uint32_t id = 0; // index into ProofIndex::nodes()
    Outcome outcome = Outcome::Undetermined;
    std::uint8_t depth = 0;
};

// The nodes that explanations are made of, numbered once for a program: requirements, classes, their items, the parts
// of their rules.
class ProofIndex {
public:
    struct Entry {
        enum class What { Requirement, Class, Item, Part } what = What::Part;
        std::size_t index = 0;            // of the requirement, class or item
        const feel::Node* node = nullptr; // of an item or part: its rule
        std::vector<std::uint32_t> parts; // in the order of the rule
        bool is_any = false;              // one way that holds is enough
        Truth truth;                      // of an item or part
        bool known = true;                // `truth` says; else the whole item stands for it
    };

    explicit ProofIndex(const Program&);
    const std::vector<Entry>& nodes() const { return m_nodes; }

    // The explanation of a lane in the order of reading, as judged: appended to `steps`.
    void explain(const Block&, const LineWriter&, unsigned lane, std::vector<ProofStep>& steps) const;

private:
    std::uint32_t add_item(std::size_t item);
    std::uint32_t add_part(const feel::Node&);
    void explain_node(const Block&, std::uint32_t id, unsigned lane, std::uint8_t depth,
                      std::vector<ProofStep>& steps) const;

    const Program& m_program;
    std::vector<Entry> m_nodes;
    std::vector<std::uint32_t> m_roots; // requirements, then classes
    std::vector<std::optional<std::uint32_t>> m_items;
};

}
