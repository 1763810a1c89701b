#pragma once

#include "base/result.h"

#include <filesystem>
#include <string_view>

namespace kenkei::scheme {

enum class Readable { ByAll, ByOwner };

// Makes `bytes` the whole of the file, and its folder if need be: written beside it, then put in its place, so that an
// interruption leaves either the old file or the new one (and perhaps partial_of). A device or a pipe is written into.
// Error file.write.
base::Result<void> write_file(const std::filesystem::path&, std::string_view bytes, Readable = Readable::ByAll);

// Where write_file writes before it is done; the next write_file overwrites it.
std::filesystem::path partial_of(const std::filesystem::path&);

}
