#pragma once

#include "store/schema.h"

namespace kenkei::store {

// migrate() with steps of the caller's choice; they are numbered from 1 without gaps.
base::Result<Migrated> migrate_by(const std::string& where, std::span<const Migration> steps);

// The text of a step for one database, its placeholders replaced.
std::string sql_of(const Migration&, Backend);

}
