#pragma once

#include "model.h"

#include <map>
#include <string>

namespace kenkei::tck {

// The values a test case gives, by name.
using Inputs = std::map<std::string, feel::Value>;

// What the decision gives for these inputs: its required decisions are decided first, its type coerces the result.
feel::Value decide(const Model&, const std::string& decision_id, const Inputs&);

}
