#pragma once

#include "store/connection.h"

#include <span>
#include <string>
#include <string_view>

namespace kenkei::store {

// The tables, one step after the other. A step that was released is never changed; a new one is added behind it.
// In the text {strict} stands for ` STRICT` (SQLite), {integer} for INTEGER or BIGINT, {text} for TEXT (sorted by its
// bytes on both), {bytes} for BLOB or BYTEA, {row} for the type of a number that the database gives out.
struct Migration {
    std::int64_t number = 0;
    std::string_view about;
    std::string_view sql;
    std::string_view sqlite;   // only there
    std::string_view postgres; // only there
};
std::span<const Migration> migrations();

// The number of the last migration that the database has; 0 for an empty one. Error store.foreign: tables are there but
// none of ours.
base::Result<std::int64_t> version_of(Connection&);

// Brings the database up to date: each step in a transaction of its own. A file with content is rehearsed on a copy
// first and left as it was if that fails. Error store.newer: a newer program wrote it.
struct Migrated {
    std::int64_t from = 0;
    std::int64_t to = 0;
};
base::Result<Migrated> migrate(const std::string& where);

}
