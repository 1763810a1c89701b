#pragma once

#include "edition/edition.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kenkei::cli {

// Where editions come from: --schemes, else KENKEI_SCHEMES, else schemes/ here or above, else those embedded.
struct Schemes {
    std::optional<std::filesystem::path> folder; // nothing: the embedded ones
};
base::Result<Schemes> find_schemes(const std::string& option);

// All editions there, as scheme/edition, sorted.
std::vector<std::string> list_editions(const Schemes&);

// The folder of an edition given by name or path; nothing for embedded and compiled ones.
std::optional<std::filesystem::path> edition_folder(const Schemes&, const std::string& name);

struct LoadedEdition {
    std::optional<edition::Edition> edition;
    std::vector<base::Error> errors;
    bool unknown = false; // there is no such edition (wrong use), as opposed to a faulty one
};

// An edition by name (yuryo-sme/2025), folder, or compiled file; with @N behind a name or folder its revision N.
LoadedEdition load(const Schemes&, const std::string& name);

}
