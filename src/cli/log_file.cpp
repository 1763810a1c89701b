#include "cli/log_file.h"

#include "cli/print.h"

#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <vector>

namespace kenkei::cli {

namespace {

constexpr std::size_t most_waiting = 20'000; // lines

}

struct LogFile::State {
    std::string name;
    int file = -1; // of the writing thread
    std::mutex lock;
    std::condition_variable came;
    std::vector<std::string> lines;
    std::size_t lost = 0;
    bool reopen = false;
    bool ending = false;
    std::thread thread;

    static int open_file(const std::string& name)
    {
        if (name == "none")
            return -1;
        if (name == "stdout")
            return ::dup(STDOUT_FILENO);
        return ::open(name.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    }

    void write(const std::string& text) const
    {
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t written = ::write(file, text.data() + at, text.size() - at);
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                return; // a full disk: the server goes on
            at += static_cast<std::size_t>(written);
        }
    }

    void run()
    {
        std::unique_lock held(lock);
        for (;;) {
            came.wait(held, [this] { return ending || reopen || !lines.empty(); });
            std::vector<std::string> some = std::move(lines);
            lines.clear();
            const std::size_t left_out = std::exchange(lost, 0);
            const bool again = std::exchange(reopen, false);
            const bool over = ending;
            held.unlock();
            std::string text;
            for (const std::string& line : some)
                text += line + "\n";
            if (left_out > 0)
                text += "{\"lost_lines\":" + std::to_string(left_out) + "}\n";
            if (file >= 0)
                write(text);
            if (again && name != "stdout" && name != "none") {
                if (const int opened = open_file(name); opened >= 0) {
                    ::close(file);
                    file = opened;
                }
            }
            held.lock();
            if (over && lines.empty())
                return;
        }
    }
};

base::Result<std::unique_ptr<LogFile>> LogFile::open(const std::string& name)
{
    auto state = std::make_unique<State>();
    state->name = name;
    state->file = State::open_file(name);
    if (state->file < 0 && name != "none")
        return base::Error{.code = "file.write",
                           .message = "ログ「" + name + "」: " + why_in_japanese(errno) + "。",
                           .way_out = "設定 log のファイルの場所と権限を確かめてください。"};
    State* running = state.get();
    state->thread = std::thread([running] { running->run(); });
    return std::unique_ptr<LogFile>(new LogFile(std::move(state)));
}

LogFile::LogFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}

LogFile::~LogFile()
{
    {
        const std::lock_guard held(m_state->lock);
        m_state->ending = true;
    }
    m_state->came.notify_all();
    m_state->thread.join();
    if (m_state->file >= 0)
        ::close(m_state->file);
}

void LogFile::add(std::string line)
{
    {
        const std::lock_guard held(m_state->lock);
        if (m_state->lines.size() >= most_waiting) {
            m_state->lost += 1;
            return;
        }
        m_state->lines.push_back(std::move(line));
    }
    m_state->came.notify_one();
}

void LogFile::reopen()
{
    {
        const std::lock_guard held(m_state->lock);
        m_state->reopen = true;
    }
    m_state->came.notify_one();
}

}
