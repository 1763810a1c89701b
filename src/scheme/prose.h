#pragma once

#include "edition/edition.h"

#include <filesystem>

namespace kenkei::scheme {

// Checks the two texts beside an edition's rules. CHANGES.md must be there and hold, between its marks, what
// `kenkei diff` says of the edition before (the next lower folder name of the scheme), if there is one. ISSUES.md must
// be there if anything is our own (`source: none`). Appends to `errors`.
void check_prose(const std::filesystem::path& folder, const edition::Edition&, std::vector<base::Error>& errors);

}
