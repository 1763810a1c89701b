#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace kenkei::cli {

// A line on the terminal that tells how far a long batch is; nothing where standard error is no terminal.
class Progress {
public:
    Progress();
    // `size` 0: unknown.
    void show(std::size_t documents, std::size_t bytes_read, std::uintmax_t size);
    void clear();

private:
    bool m_terminal;
    bool m_shown = false;
    std::size_t m_last = 0; // documents when the clock was last looked at
    std::chrono::steady_clock::time_point m_next;
};

}
