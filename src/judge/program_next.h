#pragma once

#include "judge/judgement.h"
#include "judge/program.h"

#include <memory>

namespace kenkei::judge {

// find_next() over a compiled edition, for many applications: the same steps, found by running the program over blocks
// whose lanes are the answers that are tried. What a block cannot hold is searched as find_next() does. One thread's;
// the program must outlive it.
class ProgramNext {
public:
    explicit ProgramNext(const Program&);
    ~ProgramNext();
    ProgramNext(ProgramNext&&) noexcept;
    ProgramNext& operator=(ProgramNext&&) noexcept;

    // Of a judgement by the program's edition.
    std::vector<NextStep> find(const Judgement&);

    // How many items have been searched so far, and how many of them as find_next() does.
    struct Tally {
        std::size_t items = 0;
        std::size_t by_tree = 0;
    };
    const Tally& tally() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}
