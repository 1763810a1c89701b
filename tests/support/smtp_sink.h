#pragma once

#include "base/json.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <spawn.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace kenkei::support {

// tests/support/smtp_sink, running as long as this object lives.
class SmtpSink {
public:
    explicit SmtpSink(std::vector<std::string> options = {})
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "kenkei-sink-XXXXXX").string();
        m_folder = mkdtemp(pattern.data());
        options.insert(options.begin(), {"python3", source("tests/support/smtp_sink"), m_folder});
        start(options);
    }

    ~SmtpSink()
    {
        close(m_stop);
        if (m_process > 0)
            waitpid(m_process, nullptr, 0);
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    SmtpSink(const SmtpSink&) = delete;
    SmtpSink& operator=(const SmtpSink&) = delete;

    bool runs() const { return m_port > 0; } // false where there is no python3
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(m_port); }

    int kept() const
    {
        int count = 0;
        while (std::filesystem::exists(m_folder + "/" + std::to_string(count + 1) + ".eml"))
            ++count;
        return count;
    }

    std::string bytes(int number) const { return content(number, ".eml"); }
    base::json::Value envelope(int number) const { return parsed(content(number, ".json")); }

    // The mails as Python's email package understands them (tests/support/read_mail), the first at 0.
    std::vector<base::json::Value> read_all() const
    {
        std::string command = "python3 " + source("tests/support/read_mail");
        for (int number = 1; number <= kept(); ++number)
            command += " " + m_folder + "/" + std::to_string(number) + ".eml";
        const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), pclose);
        std::string text;
        std::array<char, 4096> room{};
        while (const std::size_t got = std::fread(room.data(), 1, room.size(), output.get()))
            text.append(room.data(), got);
        return parsed(text).items;
    }

private:
    static std::string source(const std::string& path) { return std::string(KENKEI_SOURCE_DIR) + "/" + path; }

    static base::json::Value parsed(const std::string& text)
    {
        auto value = base::json::parse(text);
        return value.ok() ? *value : base::json::Value{};
    }

    std::string content(int number, const std::string& suffix) const
    {
        std::ifstream in(m_folder + "/" + std::to_string(number) + suffix, std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }

    void start(std::vector<std::string>& arguments)
    {
        std::vector<char*> raw;
        for (std::string& argument : arguments)
            raw.push_back(argument.data());
        raw.push_back(nullptr);
        int to[2] = {-1, -1};
        int from[2] = {-1, -1};
        if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
            return;
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, to[0], 0);
        posix_spawn_file_actions_adddup2(&actions, from[1], 1);
        if (posix_spawnp(&m_process, "python3", &actions, nullptr, raw.data(), environ) != 0)
            m_process = -1;
        posix_spawn_file_actions_destroy(&actions);
        close(to[0]);
        close(from[1]);
        m_stop = to[1];
        std::string line;
        for (char c = 0; ::read(from[0], &c, 1) == 1 && c != '\n';)
            line += c;
        close(from[0]);
        m_port = std::atoi(line.c_str());
    }

    std::string m_folder;
    pid_t m_process = -1;
    int m_stop = -1;
    int m_port = 0;
};

}
