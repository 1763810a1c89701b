#pragma once

#include "edition/read_edition.h"

namespace kenkei::scheme {

// What reads as an edition but is surely or very likely a mistake of its author; each with file, line, column, the
// reason and a way out. `parts` are what `edition` was read from.
std::vector<base::Error> lint(const edition::Parts& parts, const edition::Edition& edition);

// Its parts; each appends to `errors`.
void lint_expressions(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);
void lint_tables(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);
void lint_uses(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);
void lint_groups(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);
void lint_breakdowns(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);
void lint_process(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);
void lint_texts(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);
void lint_dates(const edition::Parts&, const edition::Edition&, std::vector<base::Error>& errors);

}
