#pragma once

#include "feel/node.h"

namespace kenkei::feel {

bool is_null_literal(const Node&);

// Does it hold a literal null anywhere, so that it speaks of absence itself?
bool asks_for_null(const Node&);

// `x = null`, or several of them joined by `or`.
bool only_asks_for_null(const Node&);

}
