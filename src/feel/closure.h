#pragma once

#include "feel/builtins.h"
#include "feel/node.h"

#include <memory>
#include <string>
#include <vector>

namespace kenkei::feel {

// A function value: a built-in by name, or what `function(…) body` made where it stood.
struct Closure {
    const Builtin* builtin = nullptr;
    std::shared_ptr<const Node> definition = nullptr;      // NodeKind::Function
    std::vector<std::pair<std::string, Value>> bound = {}; // the variables around the definition that its body reads
    std::string name = {}; // of the context entry it defines, so that it can call itself
};

}
