#pragma once

#include "store/writer.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kenkei::server {

// Threads that read the database, judge and write bodies, so that the threads of the connections wait for nothing. Each
// has a connection of its own.
class Workers {
public:
    using Work = std::function<void(store::Store&)>; // must not throw

    static base::Result<std::unique_ptr<Workers>> start(const std::string& where, std::size_t threads,
                                                        std::size_t most_waiting);
    ~Workers(); // finishes what waits

    // false: too much waits already; the work was not taken.
    bool post(Work);
    std::size_t waiting() const;

private:
    struct State;
    explicit Workers(std::unique_ptr<State>);
    std::unique_ptr<State> m_state;
};

// A thread that does one thing after the other: passwords, which cost a core for a while each.
class Queue {
public:
    explicit Queue(std::size_t most_waiting);
    ~Queue(); // finishes what waits
    bool post(std::function<void()>);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// The writers of the database: one on SQLite, several on PostgreSQL, where what belongs together goes to the same.
class Writers {
public:
    static base::Result<std::unique_ptr<Writers>> start(const std::string& where, std::size_t on_postgres);

    void post(std::string_view key, store::Errand, store::Writer::Done);
    base::Result<void> write(store::Errand); // posts and waits: not on a connection's or a worker's thread of a request

private:
    std::vector<std::unique_ptr<store::Writer>> m_writers;
};

}
