#pragma once

#include "store/connection.h"

#include <string_view>

namespace kenkei::store {

// The columns of a table as they are copied: i a number, t a text, b bytes, each may be NULL. Its key comes first.
struct Column {
    std::string_view name;
    char kind = 't';
};
struct Table {
    std::string_view name;
    std::span<const Column> columns;
    std::size_t keys = 1;   // the first columns: the primary key
    std::int64_t rows = 0;  // read at once
    std::int64_t since = 1; // the migration that made it
};
// All tables that are copied, each behind those that it refers to; the index of the search is made again. Sessions,
// one-time secrets, remembered answers, leases and the keys that servers seal with are of the running program, and not
// among them.
std::span<const Table> tables();
std::span<const std::string_view> passing_tables(); // those of the running program

base::Result<void> copy_tables(Connection& from, Connection& to);
// Whether no table has a row; an error if a table or a column of its version is not there.
base::Result<bool> is_empty(Connection&);
// Empties those of the running program, where whole pages were copied.
base::Result<void> clear_passing_tables(Connection&);

}
