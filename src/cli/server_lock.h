#pragma once

#include "base/result.h"

#include <string>

namespace kenkei::cli {

// An SQLite file belongs to one server: it holds the file `<database>.server` beside it locked until the process ends,
// however it ends. Other programs (kenkei case, kenkei db backup) are not kept out.
class ServerLock {
public:
    // Nothing is locked for PostgreSQL. Errors: server.database-in-use (with the process that has it), file.write.
    static base::Result<ServerLock> take(const std::string& database);

    ServerLock(ServerLock&& other) noexcept;
    ServerLock& operator=(ServerLock&&) = delete;
    ~ServerLock();

private:
    explicit ServerLock(int file) : m_file(file) {}
    int m_file = -1;
};

}
