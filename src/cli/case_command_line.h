#pragma once

#include "cli/command_line.h"

#include <span>

namespace kenkei::cli {

// The verbs that work on a database of cases: case, import, export, db, audit, retention, mail.
bool is_case_verb(std::string_view verb);
base::Result<Command> read_case_command_line(int count, const char* const* arguments);

// The verbs of `kenkei case`: one line each for its help.
struct CaseVerb {
    std::string_view name;
    std::string_view arguments; // what stands behind it: CASE, EDITION, TEXT, then FILE…
    std::string_view options;   // those it takes, besides those of all
    std::string_view summary;
};
std::span<const CaseVerb> case_verbs();
// 「  submit CASE FILE [--arrived T]   申請書を提出する」, for all.
std::string case_verbs_help();

}
