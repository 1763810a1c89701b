#include "feel/null_tests.h"

#include <algorithm>

namespace kenkei::feel {

bool is_null_literal(const Node& node)
{
    return node.kind == NodeKind::Literal && node.value.is_null();
}

bool asks_for_null(const Node& node)
{
    return is_null_literal(node) || std::any_of(node.children.begin(), node.children.end(),
                                                [](const NodePtr& child) { return child && asks_for_null(*child); });
}

bool only_asks_for_null(const Node& node)
{
    if (node.kind == NodeKind::Or)
        return std::all_of(node.children.begin(), node.children.end(),
                           [](const NodePtr& child) { return only_asks_for_null(*child); });
    return node.kind == NodeKind::Comparison && node.op == Operator::Equal && is_null_literal(*node.children[1]);
}

}
