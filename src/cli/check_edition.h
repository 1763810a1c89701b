#pragma once

#include "edition/read_edition.h"

#include <filesystem>

namespace kenkei::cli {

// Everything `kenkei check` looks at in one edition's folder: whether it reads and compiles, what the linter finds, its
// published revisions, and, if the linter found nothing, CHANGES.md and ISSUES.md, demo.yaml, its cases and what they
// leave out.
struct EditionCheck {
    std::optional<edition::Edition> edition; // if it reads and compiles
    std::vector<base::Error> errors;
    std::size_t cases = 0;
};
EditionCheck check_edition(const std::filesystem::path& folder);

}
