#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace kenkei::scheme {

// All bytes of a file; nothing if it cannot be opened.
std::optional<std::string> read_file(const std::filesystem::path&);

}
