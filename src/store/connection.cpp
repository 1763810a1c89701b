#include "store/connection.h"

#include "store/postgres_connection.h"
#include "store/sqlite_connection.h"

namespace kenkei::store {

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
