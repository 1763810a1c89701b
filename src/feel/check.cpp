#include "feel/check.h"

#include "feel/checker.h"

namespace kenkei::feel {

Checked check(const Node& node, std::span<const StaticType> types, const StaticType* input, const Node* input_node)
{
    return Checker(types, input, input_node).check(node);
}

}
