#pragma once

#include <functional>
#include <memory>

namespace kenkei::server {

// Long work that only reads, or writes beside the database: one at a time, on a thread of its own. What still runs when
// the program ends is left behind: it is done again by whoever wanted it.
class Background {
public:
    Background();
    ~Background(); // waits for nobody

    // false: something else is being done.
    bool post(std::function<void()> work); // must not throw
    bool busy() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

}
