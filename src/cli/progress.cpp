#include "cli/progress.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace kenkei::cli {

namespace {

constexpr std::chrono::milliseconds before_first{700};
constexpr std::chrono::milliseconds between{200};
constexpr std::size_t bar_cells = 24;

}

Progress::Progress()
    : m_terminal(isatty(STDERR_FILENO) != 0 && isatty(STDOUT_FILENO) == 0)
    , m_next(std::chrono::steady_clock::now() + before_first)
{}

void Progress::show(std::size_t documents, std::size_t bytes_read, std::uintmax_t size)
{
    if (!m_terminal || documents < m_last + 64)
        return;
    m_last = documents;
    const auto now = std::chrono::steady_clock::now();
    if (now < m_next)
        return;
    m_next = now + between;
    m_shown = true;
    std::string text = "\r判定中 ";
    if (size > 0) {
        const std::size_t done =
            std::min<std::size_t>(bar_cells, static_cast<std::size_t>(bar_cells * bytes_read / size));
        text += "[" + std::string(done, '#') + std::string(bar_cells - done, '.') + "] " +
                std::to_string(std::min<std::uintmax_t>(100, 100 * bytes_read / size)) + "%  ";
    }
    text += std::to_string(documents) + "件";
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

void Progress::clear()
{
    if (m_shown)
        std::fputs("\r\033[K", stderr);
}

}
