#pragma once

#include "xlsx/zip_archive.h"

#include <optional>
#include <string>
#include <vector>

namespace kenkei::xlsx {

// What a part refers to (ECMA-376 part 2, 6.5).
struct Relationship {
    std::string id;
    std::string type;   // the last word of its URI: worksheet, styles
    std::string target; // name of a part; of an external one as written
    bool external = false;
};

// The relationships of a part, "" for those of the file as a whole. None if the part has no list of them.
// Codes: xlsx.xml, xlsx.damaged and those of inflate.
base::Result<std::vector<Relationship>> read_relationships(ZipArchive&, std::string_view part, const Limits&);

// nullptr if there is none of this type inside of the file.
const Relationship* find_type(const std::vector<Relationship>&, std::string_view type);

// The name of the part that `target` means in `part`: from its folder or, with / in front, from the top. Nothing if it
// leads out of the file.
std::optional<std::string> resolve_target(std::string_view part, std::string_view target);

// Whether the list of content types says that the file may hold macros.
base::Result<bool> declares_macros(ZipArchive&, const Limits&);

}
