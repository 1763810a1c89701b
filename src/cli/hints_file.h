#pragma once

#include "cli/find_edition.h"
#include "desk/read_review_aids.h"

#include <filesystem>

namespace kenkei::cli {

// hints.yaml in an edition's folder, or what is wrong with it; nothing at all where there is no such file.
desk::ReviewAidsResult read_hints_file(const std::filesystem::path& folder, const edition::Edition&);

// The same of an edition by name, from its folder or from those embedded.
desk::ReviewAidsResult find_review_aids(const Schemes&, const std::string& name, const edition::Edition&);

}
