#pragma once

#include "base/result.h"

#include <filesystem>
#include <string_view>

namespace kenkei::scheme {

// Makes `bytes` the whole of the file, and its folder if need be: written beside it, then put in its place, so that an
// interruption leaves either the old file or the new one (and perhaps partial_of). Error file.write.
base::Result<void> write_file(const std::filesystem::path&, std::string_view bytes);

// Where write_file writes before it is done; the next write_file overwrites it.
std::filesystem::path partial_of(const std::filesystem::path&);

}
