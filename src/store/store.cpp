#include "store/store.h"

#include "store/failure.h"
#include "store/schema.h"

#include <chrono>
#include <thread>

namespace kenkei::store {

namespace {

constexpr int most_attempts = 10;

enum class Kind { Read, Write };

std::string_view beginning_of(Kind kind, Backend backend)
{
    if (backend == Backend::Sqlite)
        return kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN";
    // Writers look at the head that they add to; readers see one state.
    return kind == Kind::Write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                               : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
}

// Rolls back on every way out but commit(), an errand's exception among them.
class Running {
public:
    explicit Running(Connection& connection, Kind kind) : m_connection(connection), m_kind(kind) {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running()
    {
        if (m_open)
            (void)m_connection.run("ROLLBACK");
        if (m_guarded)
            (void)m_connection.run("PRAGMA query_only = OFF");
    }

    base::Result<void> begin()
    {
        // A reader that writes is a mistake on PostgreSQL; here it shall be one too. Every change of the pragma has all
        // statements prepared anew, so it is left alone where the file is open for reading only.
        if (m_kind == Kind::Read && m_connection.backend() == Backend::Sqlite && !m_connection.is_read_only()) {
            TRY(m_connection.run("PRAGMA query_only = ON"));
            m_guarded = true;
        }
        TRY(m_connection.run(beginning_of(m_kind, m_connection.backend())));
        m_open = true;
        return {};
    }
    base::Result<void> commit()
    {
        TRY(m_connection.run("COMMIT"));
        m_open = false;
        return {};
    }

private:
    Connection& m_connection;
    Kind m_kind;
    bool m_open = false;
    bool m_guarded = false;
};

base::Result<void> run_once(Connection& connection, Kind kind, const Errand& errand)
{
    Running running(connection, kind);
    TRY(running.begin());
    Transaction transaction(connection, kind == Kind::Write ? Transaction::Use::Write : Transaction::Use::Read);
    TRY(errand(transaction));
    return running.commit();
}

base::Result<void> run_errand(Connection& connection, Kind kind, const Errand& errand)
{
    for (int attempt = 1;; ++attempt) {
        auto done = run_once(connection, kind, errand);
        if (done.ok() || attempt == most_attempts || !is_passing(done.error()))
            return done;
        std::this_thread::sleep_for(std::chrono::milliseconds(attempt * attempt));
    }
}

}

base::Result<Store> Store::open(const std::string& where, Opening opening)
{
    Store store;
    store.m_where = where;
    if (opening == Opening::Existing)
        TRY(connect(where, opening)); // an error if it is not there; migrate() would make it
    if (opening != Opening::ReadOnly)
        TRY(migrate(where));
    store.m_connection = TRY(connect(where, opening));
    if (opening != Opening::ReadOnly)
        return store;
    std::int64_t version = TRY(version_of(*store.m_connection));
    std::int64_t known = migrations().back().number;
    if (version > known)
        return failure("store.newer", where, "第" + std::to_string(version) + "版");
    if (version < known)
        return failure("store.older", where, "第" + std::to_string(version) + "版");
    return store;
}

base::Result<void> Store::write(const Errand& errand)
{
    return run_errand(*m_connection, Kind::Write, errand);
}

base::Result<void> Store::read(const Errand& errand)
{
    return run_errand(*m_connection, Kind::Read, errand);
}

}
