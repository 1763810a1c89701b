#pragma once

#include "judge/judgement.h"

#include <string>
#include <vector>

namespace kenkei::judge {

// A value that a node of the proof rests on.
struct Evidence {
    std::string name;  // 「Q11(y) 健診受診者数」, or a register's name for known facts
    std::string value; // as people read it; 未回答 for a blank
    int slot = -1;     // of the question that it answers, if it does
};

// One step of a proof: what is claimed, whether it holds, by which clause, from which values.
struct Proof {
    bool computed = false; // a value worked out on the way, no claim: the outcome tells only whether it is known
    Outcome outcome = Outcome::Undetermined;
    std::string claim;
    std::string remark; // 「3/4」, a measure …
    std::string source; // clause; empty where it is that of the node above
    std::vector<Evidence> evidence;
    std::vector<Proof> parts;
};

// What the conditions of the rules came to, where that is known without evaluating them again.
class Truths {
public:
    virtual ~Truths() = default;
    // true, false or (inside) nothing for null; nothing at all where it is not known.
    virtual std::optional<std::optional<bool>> truth(const feel::Node&) const = 0;
};

// The tree of the whole judgement: requirements → items → parts of their rules → values they rest on, down to tables.
// What has been shown once is not shown again in full.
Proof prove(const edition::Edition&, const Judgement&, const Truths* = nullptr);
Proof prove_item(const edition::Edition&, const Judgement&, std::size_t item);

}
