#pragma once

#include "cli/command_line.h"
#include "cli/exit_status.h"

namespace kenkei::cli {

// The verbs of `kenkei case` that look at cases, and the one that works through all of an edition.
ExitStatus show_case(const CaseOptions&);
ExitStatus write_case_file(const CaseOptions&);
ExitStatus list_cases(const CaseOptions&);
ExitStatus find_cases(const CaseOptions&);
ExitStatus receive_all_cases(const CaseOptions&);

// A value that an option does not take, and those that it takes.
base::Error bad_value(std::string_view option, const std::string& value, std::string_view words);

}
