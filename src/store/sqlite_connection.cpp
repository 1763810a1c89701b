#include "store/sqlite_connection.h"

#include "store/failure.h"

#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <sqlite3.h>
#include <thread>
#include <unistd.h>

namespace kenkei::store {

namespace {

constexpr int busy_milliseconds = 3000;
constexpr std::size_t most_statements = 300; // kept prepared

// SQLite's integer, text and blob columns of the row that a statement stands on.
class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : m_statement(statement) {}
    bool is_null(int column) const override { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(m_statement, column); }
    std::string_view text(int column) const override
    {
        return view(reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column)), column);
    }
    std::string_view bytes(int column) const override
    {
        return view(static_cast<const char*>(sqlite3_column_blob(m_statement, column)), column);
    }

private:
    std::string_view view(const char* data, int column) const
    {
        if (data == nullptr)
            return "";
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
    }
    sqlite3_stmt* m_statement;
};

std::string_view code_of(int status)
{
    switch (status) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return "store.unique";
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return "store.foreign-key";
    case SQLITE_CONSTRAINT_NOTNULL:
        return "store.not-null";
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_DATATYPE:
        return "store.check";
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_DATA:
        return "store.damaged";
    default:
        break;
    }
    switch (status & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return "store.busy";
    case SQLITE_FULL:
        return "store.full";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "store.damaged";
    default:
        return "store.failed";
    }
}

// What SQLite says in words of its own is for those who know it; these are for whoever keeps the file.
std::string_view words_of(int status)
{
    switch (status & 0xff) {
    case SQLITE_CANTOPEN:
        return "ファイルを開けません。フォルダーがないか、権限がありません";
    case SQLITE_READONLY:
        return "書き込みできないファイルです";
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return "権限がありません";
    case SQLITE_IOERR:
        return "ディスクの読み書きに失敗しました。ディスクの故障も疑ってください";
    case SQLITE_NOMEM:
        return "メモリーが足りません";
    default:
        return "";
    }
}

// A file of personal data is made for its owner's eyes alone; SQLite gives its companions the same rights.
void make_private_file(const std::string& file)
{
    int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        ::close(descriptor);
}

// Whether something was written that is not in the file yet; also when that cannot be seen.
bool has_log(const std::string& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file + "-wal", error);
    return error ? error != std::errc::no_such_file_or_directory : size > 0;
}

// As a URI, whatever signs the path has.
std::string unchanging_name(const std::string& file)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string name = file.starts_with('/') ? "file://" : "file:";
    for (const char c : file) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '%' || c == '?' || c == '#')
            name += {'%', digits[byte >> 4], digits[byte & 15]};
        else
            name += c;
    }
    return name + "?immutable=1";
}

bool is_rollback(std::string_view sql)
{
    return sql == "ROLLBACK";
}

// Resets a statement on every way out, a visitor's exception among them.
class Use {
public:
    explicit Use(SqliteStatement& statement) : m_statement(statement) { m_statement.in_use = true; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use()
    {
        sqlite3_reset(m_statement.handle);
        sqlite3_clear_bindings(m_statement.handle);
        m_statement.in_use = false;
    }

private:
    SqliteStatement& m_statement;
};

}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(handle);
}

SqliteConnection::~SqliteConnection()
{
    m_statements.clear();
    sqlite3_close_v2(m_database);
}

base::Error SqliteConnection::error(int status) const
{
    std::string detail(words_of(status));
    if (detail.empty())
        detail = sqlite3_errmsg(m_database);
    return failure(code_of(status), m_file, detail);
}

base::Result<std::unique_ptr<SqliteConnection>>
SqliteConnection::open_as(const std::string& file, const std::string& name, int flags, Opening opening)
{
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(file));
    int status = sqlite3_open_v2(name.c_str(), &connection->m_database, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (status != SQLITE_OK)
        return connection->error(connection->m_database == nullptr ? status
                                                                   : sqlite3_extended_errcode(connection->m_database));
    TRY(connection->set_up(opening));
    return connection;
}

base::Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open_unchanging(const std::string& file)
{
    return open_as(file, unchanging_name(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, Opening::ReadOnly);
}

base::Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& file, Opening opening)
{
    if (opening == Opening::Create)
        make_private_file(file);
    else if (std::error_code ignored; !std::filesystem::exists(file, ignored))
        return failure("store.failed", file, "ファイルがありません");
    if (opening != Opening::ReadOnly)
        return open_as(file, file, SQLITE_OPEN_READWRITE, opening);
    auto opened = open_as(file, file, SQLITE_OPEN_READONLY, opening);
    // To read a database with a log SQLite makes companions of the file, which not every place lets it do. Without a
    // log all is in the file.
    if (opened.ok() || opened.error().code != "store.failed" || has_log(file))
        return opened;
    auto unchanging = open_unchanging(file);
    return unchanging.ok() ? std::move(unchanging) : std::move(opened);
}

bool SqliteConnection::is_read_only() const
{
    return sqlite3_db_readonly(m_database, "main") == 1;
}

base::Result<void> SqliteConnection::set_up(Opening opening)
{
    sqlite3_extended_result_codes(m_database, 1);
    sqlite3_busy_timeout(m_database, busy_milliseconds);
    TRY(run_script("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                   "PRAGMA trusted_schema = OFF"));
    // Kilobytes of pages that are kept; the writer finds most of what it changes there.
    TRY(run_script(opening == Opening::ReadOnly ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -65536"));
    std::int64_t tables = 0;
    std::int64_t ours = 0;
    TRY(run("SELECT count(*), count(*) FILTER (WHERE name = 'schema_version') FROM sqlite_schema", {},
            [&](const Row& row) {
                tables = row.integer(0);
                ours = row.integer(1);
            }));
    // The kind of journal is kept in the file: nothing is changed in a file of another program.
    if (opening == Opening::ReadOnly || (tables > 0 && ours == 0))
        return {};
    return use_write_ahead_log();
}

base::Result<void> SqliteConnection::use_write_ahead_log()
{
    // Another process may be doing the same; SQLite does not always wait for it here.
    for (int attempt = 0;; ++attempt) {
        std::string mode;
        auto set = run("PRAGMA journal_mode = WAL", {}, [&](const Row& row) { mode = row.text(0); });
        if (set.ok() && mode == "wal")
            return run_script("PRAGMA wal_autocheckpoint = 8000"); // 32 MB: pages that change again are copied once
        if (attempt == 100)
            return set.ok() ? failure("store.failed", m_file, "書き込みの控え（WAL）を使えないファイルです")
                            : set.error();
        if (!set.ok() && set.error().code != "store.busy")
            return set.error();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

bool SqliteConnection::lost_transaction()
{
    return m_in_transaction && sqlite3_get_autocommit(m_database) != 0;
}

void SqliteConnection::note_transaction()
{
    m_in_transaction = sqlite3_get_autocommit(m_database) == 0;
}

base::Result<void> SqliteConnection::prepare(std::string_view sql, SqliteStatement& statement)
{
    int status = sqlite3_prepare_v3(m_database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                    &statement.handle, nullptr);
    if (status != SQLITE_OK)
        return error(status);
    if (statement.handle == nullptr)
        return failure("store.failed", m_file, "空の SQL です");
    return {};
}

base::Result<void> SqliteConnection::bind(SqliteStatement& statement, std::span<const Value> values)
{
    if (sqlite3_bind_parameter_count(statement.handle) != static_cast<int>(values.size()))
        return failure("store.failed", m_file, "SQL の ? と値の数が違います");
    int place = 0;
    for (const Value& value : values) {
        ++place;
        int status = SQLITE_OK;
        if (auto* number = std::get_if<std::int64_t>(&value)) {
            status = sqlite3_bind_int64(statement.handle, place, *number);
        } else if (auto* text = std::get_if<std::string_view>(&value)) {
            if (!is_keepable(*text))
                return failure("store.text", m_file);
            // A null pointer would be NULL, not the empty text.
            status = sqlite3_bind_text64(statement.handle, place, text->empty() ? "" : text->data(), text->size(),
                                         SQLITE_STATIC, SQLITE_UTF8);
        } else if (auto* bytes = std::get_if<Bytes>(&value)) {
            status = sqlite3_bind_blob64(statement.handle, place, bytes->bytes.empty() ? "" : bytes->bytes.data(),
                                         bytes->bytes.size(), SQLITE_STATIC);
        } else {
            status = sqlite3_bind_null(statement.handle, place);
        }
        if (status != SQLITE_OK)
            return error(status);
    }
    return {};
}

base::Result<std::int64_t> SqliteConnection::step(SqliteStatement& statement, const Visit& visit)
{
    SqliteRow row(statement.handle);
    int status = SQLITE_ROW;
    while ((status = sqlite3_step(statement.handle)) == SQLITE_ROW)
        if (visit)
            visit(row);
    if (status != SQLITE_DONE)
        return error(status);
    return sqlite3_stmt_readonly(statement.handle) != 0 ? 0 : sqlite3_changes64(m_database);
}

base::Result<std::int64_t> SqliteConnection::run(std::string_view sql, std::span<const Value> values,
                                                 const Visit& visit)
{
    if (lost_transaction()) {
        if (!is_rollback(sql))
            return failure("store.failed", m_file, "書き込みの途中で失敗し、すべて取り消されています");
        note_transaction();
        return 0;
    }
    SqliteStatement passing;
    SqliteStatement* statement = &passing;
    if (auto kept = m_statements.find(sql); kept == m_statements.end()) {
        if (m_statements.size() >= most_statements)
            std::erase_if(m_statements, [](const auto& entry) { return !entry.second.in_use; });
        ++m_touched; // should it fail
        TRY(prepare(sql, passing));
        --m_touched;
        statement = &m_statements[std::string(sql)];
        std::swap(statement->handle, passing.handle);
    } else if (!kept->second.in_use) {
        statement = &kept->second;
    } else {
        TRY(prepare(sql, passing)); // the same statement runs inside its own visitor
    }
    auto changed = [&]() -> base::Result<std::int64_t> {
        Use use(*statement);
        TRY(bind(*statement, values));
        return step(*statement, visit);
    }();
    if (changed.ok())
        note_transaction();
    if (!changed.ok() || sqlite3_stmt_readonly(statement->handle) == 0)
        ++m_touched;
    return changed;
}

base::Result<void> SqliteConnection::run_script(std::string_view sql)
{
    if (lost_transaction())
        return failure("store.failed", m_file, "書き込みの途中で失敗し、すべて取り消されています");
    ++m_touched;
    int status = sqlite3_exec(m_database, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (status != SQLITE_OK)
        return error(sqlite3_extended_errcode(m_database));
    note_transaction();
    return {};
}

base::Result<void> SqliteConnection::copy_to(const std::string& file)
{
    if (std::error_code ignored; std::filesystem::exists(file, ignored))
        return failure("store.failed", file, "同じ名前のファイルがあります");
    make_private_file(file);
    SqliteConnection target(file);
    int status =
        sqlite3_open_v2(file.c_str(), &target.m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (status != SQLITE_OK)
        return target.error(status);
    sqlite3_backup* copying = sqlite3_backup_init(target.m_database, "main", m_database, "main");
    if (copying == nullptr)
        return target.error(sqlite3_extended_errcode(target.m_database));
    for (int attempt = 0; attempt < 100; ++attempt) {
        status = sqlite3_backup_step(copying, -1);
        if (status != SQLITE_BUSY && status != SQLITE_LOCKED)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    int finished = sqlite3_backup_finish(copying);
    if (status != SQLITE_DONE)
        return target.error(finished != SQLITE_OK ? finished : status);
    return {};
}

}
