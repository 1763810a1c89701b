#pragma once

#include "store/store.h"

#include <functional>
#include <memory>

namespace kenkei::store {

// One thread that writes for all others: the errands that wait are made durable by one commit (group commit). One that
// fails takes no other with it: where it had begun to write, all are taken back and run again, so an errand must be one
// that can be run twice. `done` is called on the writer's thread, after the commit.
class Writer {
public:
    using Done = std::function<void(base::Result<void>)>;

    static base::Result<std::unique_ptr<Writer>> start(const std::string& where, std::size_t most = 1024);
    ~Writer(); // finishes what it took

    void post(Errand, Done);
    base::Result<void> write(Errand); // posts and waits

private:
    struct State;
    explicit Writer(std::unique_ptr<State>);
    std::unique_ptr<State> m_state;
};

}
