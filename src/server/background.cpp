#include "server/background.h"

#include <atomic>
#include <thread>

namespace kenkei::server {

struct Background::State {
    std::atomic<bool> busy = false;
};

Background::Background() : m_state(std::make_shared<State>()) {}

Background::~Background() = default;

bool Background::post(std::function<void()> work)
{
    if (m_state->busy.exchange(true))
        return false;
    std::thread([state = m_state, work = std::move(work)] {
        work();
        state->busy = false;
    }).detach();
    return true;
}

bool Background::busy() const
{
    return m_state->busy;
}

}
