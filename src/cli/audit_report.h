#pragma once

#include "cli/exit_status.h"
#include "store/audit.h"

namespace kenkei::cli {

// Prints what was looked at and each damage; SomethingBad if there is any.
ExitStatus print_report(const store::AuditReport&, bool json);

}
