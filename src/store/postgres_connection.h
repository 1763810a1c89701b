#pragma once

#include "store/connection.h"

namespace kenkei::store {

// Errors: store.lost (cannot connect), store.encoding.
base::Result<std::unique_ptr<Connection>> connect_postgres(const std::string& url);

// What finds a few rows by their key ends with this: PostgreSQL then plans it once, and not anew for each key.
constexpr std::string_view by_key = " -- by key";

// postgresql://user@host:port/database, whatever else the url says.
std::string shown_server(const std::string& url);

// SQL with `?` for values as PostgreSQL wants it: $1, $2 …; quotes and comments are left alone.
std::string with_numbered_values(std::string_view sql);

}
