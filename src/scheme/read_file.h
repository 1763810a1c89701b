#pragma once

#include "base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::scheme {

// All bytes of a file; nothing if it cannot be opened.
std::optional<std::string> read_file(const std::filesystem::path&);

// The files below `folder` whose names end in `extension`, sorted; none if there is no such folder. Error folder.closed
// if it, or a folder in it, cannot be opened; `shown` is what the message calls it.
base::Result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& folder,
                                                             std::string_view extension, const std::string& shown);

}
