#pragma once

#include "scheme/parts.h"

namespace kenkei::scheme {

// How an expression of a folder is read: parsed, with the null rule of editions written in. Error rule.too-large.
base::Result<feel::NodePtr> with_null_rule(std::string_view text, const feel::Names&);

// Checks and compiles what read_parts gave, with the null rule of editions written into every expression.
edition::ReadResult compile(const edition::Parts&);

// The same for the parts of `folder`, which must be named after the edition.
edition::ReadResult compile(const std::filesystem::path& folder, const edition::Parts&);

// read_parts, then compile.
edition::ReadResult load_edition(const std::filesystem::path& folder);

}
