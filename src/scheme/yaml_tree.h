#pragma once

#include "base/json.h"

namespace kenkei::scheme {

// A YAML text as a tree of plain values with the position of each value's first character. Plain scalars become null,
// booleans, numbers or texts; YAML's traps (012, 1e3, yes/no, anchors, tags, duplicate keys …) are errors with
// position, excerpt and way out.
base::Result<base::json::Value> read_yaml(std::string_view text, std::string_view file);

}
