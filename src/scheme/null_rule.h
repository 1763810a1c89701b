#pragma once

#include "feel/node.h"

namespace kenkei::scheme {

// Writes the null rule of editions into an expression: every equality, `in`, `list contains`, `some` and `every` whose
// operand may be 未回答 (null) gives null for null, as `if x = null then null else …`. Only a literal `= null` or `!=
// null` asks about absence. Comparisons with < and ranges are three-valued already. (docs/feel.md)
feel::NodePtr apply_null_rule(const feel::NodePtr& expression);

}
