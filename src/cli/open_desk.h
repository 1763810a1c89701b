#pragma once

#include "cli/command_line.h"
#include "cli/exit_status.h"
#include "office/editions.h"
#include "store/store.h"

#include <memory>
#include <optional>

namespace kenkei::cli {

// What verbs about cases work on: the database, the editions, the time they are told or the clock's.
struct OpenDesk {
    store::Store store;
    std::unique_ptr<office::Editions> editions;
    base::Timestamp now;
};
base::Result<OpenDesk> open_desk(const DeskOptions&, store::Opening = store::Opening::Create);

// --db, else KENKEI_DB, else kenkei.db here.
std::string database_of(const DeskOptions&);
// --at, else now.
base::Timestamp time_of(const DeskOptions&);

// What an error means for the exit status: a refusal by the rules is something bad, an unknown case wrong use, a
// database or file that fails a failure.
ExitStatus status_of(const base::Error&);
// Prints it, and gives that status.
ExitStatus complain(const base::Error&);

// The bytes of a file; error file.read with why.
base::Result<std::string> read_bytes(const std::string& file);

}
