#pragma once

#include "answers/finding.h"
#include "base/json.h"

#include <vector>

namespace kenkei::answers {

// The `known` object of an application as rules see it: what edition.yaml names, null where absent. Anything else is a
// warning (known.unread, known.type) and is not read.
feel::Value read_known(const edition::Edition&, const base::json::Value& known, std::vector<Finding>& findings);

}
