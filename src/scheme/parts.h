#pragma once

#include "edition/read_edition.h"

#include <filesystem>

namespace kenkei::scheme {

// The files of an edition as trees, with what could not be read; `parts` is whole only if `errors` is empty.
struct PartsResult {
    edition::Parts parts;
    std::vector<base::Error> errors;
};

// Reads the YAML files of the edition in `folder` (schemes/<scheme>/<edition>) and the shared lists that edition.yaml
// and workbook.yaml name, from the folder `shared` two levels up. Names of files in errors are relative to the folder
// that holds the schemes.
PartsResult read_parts(const std::filesystem::path& folder);

}
