#include "cli/server_lock.h"

#include "cli/print.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace kenkei::cli {

namespace {

// By whatever name the database is called.
std::string lock_of(const std::string& database)
{
    std::error_code error;
    const std::filesystem::path real = std::filesystem::weakly_canonical(database, error);
    return (error ? database : real.string()) + ".server";
}

std::string holder_in(int file)
{
    char text[32] = {};
    const ssize_t size = ::pread(file, text, sizeof text - 1, 0);
    const std::string number(text, size > 0 ? static_cast<std::size_t>(size) : 0);
    return number.substr(0, number.find_first_not_of("0123456789"));
}

}

base::Result<ServerLock> ServerLock::take(const std::string& database)
{
    if (database.find("://") != std::string::npos)
        return ServerLock(-1);
    const std::string name = lock_of(database);
    const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return base::Error{.code = "file.write",
                           .message = "「" + name + "」: " + why_in_japanese(errno) + "。",
                           .way_out = "データベースのフォルダに書き込めることを確かめてください。"};
    ServerLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = holder_in(file);
        return base::Error{.code = "server.database-in-use",
                           .message = "データベース「" + database + "」では、別の kenkei serve が動いています" +
                                      (holder.empty() ? "。" : "（プロセス " + holder + "）。"),
                           .way_out = "そのサーバーを終えるか、別のデータベースを --db で指してください。いくつもの"
                                      "サーバーで一つのデータベースを使うには、PostgreSQL が要ります。"};
    }
    const std::string own = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, own.data(), own.size(), 0) < 0) {
        // It is only told to people.
    }
    return lock;
}

ServerLock::ServerLock(ServerLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}

ServerLock::~ServerLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

}
