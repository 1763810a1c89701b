#pragma once

#include "edition/read_edition.h"

#include <filesystem>

namespace kenkei::scheme {

// Reads, checks and compiles the edition in `folder` (schemes/<scheme>/<edition>); shared lists come from the folder
// `shared` two levels up. Names of files in errors are relative to the folder that holds the schemes.
edition::ReadResult load_edition(const std::filesystem::path& folder);

}
