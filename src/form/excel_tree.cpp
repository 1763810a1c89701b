#include "feel/builtins.h"
#include "form/excel_compiler.h"

#include <algorithm>

namespace kenkei::form {

using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Value;

std::string_view builtin_of(const Node& node)
{
    if (node.kind != NodeKind::Call || !node.names.empty() || node.children[0]->kind != NodeKind::Name ||
        node.children[0]->builtin == nullptr)
        return {};
    return node.children[0]->builtin->name;
}

NodePtr literal_node(Value value)
{
    Node node;
    node.value = std::move(value);
    return std::make_shared<const Node>(std::move(node));
}

NodePtr node_of(NodeKind kind, std::vector<NodePtr> children)
{
    if ((kind == NodeKind::And || kind == NodeKind::Or) && children.size() == 1)
        return children.front();
    return std::make_shared<const Node>(Node{.kind = kind, .children = std::move(children)});
}

NodePtr with(const NodePtr& node, std::string_view variable, const NodePtr& replacement)
{
    if (!node)
        return node;
    if (node->kind == NodeKind::Name)
        return node->slot < 0 && node->builtin == nullptr && node->text == variable ? replacement : node;
    const bool loop = node->kind == NodeKind::For || node->kind == NodeKind::Some || node->kind == NodeKind::Every;
    auto changed = std::make_shared<Node>(*node);
    bool bound = false;
    for (std::size_t i = 0; i < changed->children.size(); ++i) {
        // Tests behind an inner `in` have their own input, filters their own item.
        const bool inner = (node->kind == NodeKind::In && variable == "?" && i > 0) ||
                           (node->kind == NodeKind::Filter && variable == "item" && i > 0);
        if (!bound && !inner)
            changed->children[i] = with(changed->children[i], variable, replacement);
        bound = bound || (loop && i < node->names.size() && node->names[i] == variable);
    }
    return changed;
}

bool is_condition(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Comparison:
    case NodeKind::And:
    case NodeKind::Or:
    case NodeKind::Between:
    case NodeKind::In:
    case NodeKind::Some:
    case NodeKind::Every:
    case NodeKind::InstanceOf:
    case NodeKind::UnaryTests:
        return true;
    case NodeKind::Call: {
        constexpr std::string_view names[] = {"not",         "matches",   "contains",
                                              "starts with", "ends with", "list contains"};
        return std::find(std::begin(names), std::end(names), builtin_of(node)) != std::end(names);
    }
    default:
        return false;
    }
}

}
