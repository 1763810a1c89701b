#include "store/connection.h"

#include "store/failure.h"
#include "store/postgres_connection.h"
#include "store/sqlite_connection.h"

namespace kenkei::store {

base::Result<void> settle(const Later& later, const std::string& where, const base::Result<std::int64_t>& changed)
{
    if (changed.ok() && (!later.rows || *later.rows == *changed))
        return {};
    const base::Error error = changed.ok() ? failure("store.conflict", where) : changed.error();
    return later.explain ? later.explain(error) : error;
}

base::Result<void> Connection::run_later(std::string_view sql, std::span<const Value> values, const Later& later)
{
    return settle(later, where(), run(sql, values, later.visit));
}

Backend backend_of(const std::string& where)
{
    return where.starts_with("postgresql://") || where.starts_with("postgres://") ? Backend::Postgres : Backend::Sqlite;
}

std::string shown(const std::string& where)
{
    return backend_of(where) == Backend::Postgres ? shown_server(where) : where;
}

base::Result<std::unique_ptr<Connection>> connect(const std::string& where, Opening opening)
{
    if (backend_of(where) == Backend::Postgres)
        return connect_postgres(where);
    auto connection = TRY(SqliteConnection::open(where, opening));
    return std::unique_ptr<Connection>(std::move(connection));
}

}
