#pragma once

#include "store/connection.h"

#include <map>

struct sqlite3;
struct sqlite3_stmt;

namespace kenkei::store {

// A statement that is prepared; in use while its rows are visited.
struct SqliteStatement {
    sqlite3_stmt* handle = nullptr;
    bool in_use = false;

    SqliteStatement() = default;
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;
    ~SqliteStatement();
};

class SqliteConnection final : public Connection {
public:
    static base::Result<std::unique_ptr<SqliteConnection>> open(const std::string& file, Opening);
    // A file that nobody writes, in a place where nothing can be written: read as it lies, without log and locks.
    static base::Result<std::unique_ptr<SqliteConnection>> open_unchanging(const std::string& file);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Backend backend() const override { return Backend::Sqlite; }
    const std::string& where() const override { return m_file; }
    bool is_read_only() const override;
    std::int64_t touched() const override { return m_touched; }
    using Connection::run;
    base::Result<std::int64_t> run(std::string_view sql, std::span<const Value> values, const Visit& = {}) override;
    base::Result<void> run_script(std::string_view sql) override;

    // Copies what the database holds at this moment into a file that is not there yet, while others may write.
    base::Result<void> copy_to(const std::string& file);

private:
    explicit SqliteConnection(std::string file) : m_file(std::move(file)) {}

    // `name`: the file as SQLite is told of it; `flags`: SQLITE_OPEN_….
    static base::Result<std::unique_ptr<SqliteConnection>> open_as(const std::string& file, const std::string& name,
                                                                   int flags, Opening);
    base::Result<void> set_up(Opening);
    base::Result<void> use_write_ahead_log();
    base::Result<void> prepare(std::string_view sql, SqliteStatement&);
    base::Result<void> bind(SqliteStatement&, std::span<const Value> values);
    base::Result<std::int64_t> step(SqliteStatement&, const Visit&);
    bool lost_transaction();
    void note_transaction();
    base::Error error(int status) const;

    std::string m_file;
    sqlite3* m_database = nullptr;
    std::map<std::string, SqliteStatement, std::less<>> m_statements;
    // SQLite rolls a transaction back by itself after some errors (a full disk). What follows must not be taken for
    // statements that stand alone.
    bool m_in_transaction = false;
    std::int64_t m_touched = 0;
};

}
