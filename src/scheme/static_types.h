#pragma once

#include "edition/edition.h"
#include "feel/check.h"

#include <vector>

namespace kenkei::scheme {

// The type of every name of an edition, by slot (edition.names): fixed names, questions, values.
// Questions may be null, even those with a `default`: an answer that cannot be read is. `choice` has its options as
// possible values, numbers their unit; a value has the type of its expression or of its table's output (its results as
// possible values).
std::vector<feel::StaticType> static_types(const edition::Edition&);

}
