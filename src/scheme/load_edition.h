#pragma once

#include "scheme/parts.h"

namespace kenkei::scheme {

// Checks and compiles what read_parts gave, with the null rule of editions written into every expression.
edition::ReadResult compile(const edition::Parts&);

// read_parts, then compile; the folder must be named after the edition.
edition::ReadResult load_edition(const std::filesystem::path& folder);

}
