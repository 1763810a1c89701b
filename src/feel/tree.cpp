#include "feel/node.h"

#include <algorithm>
#include <set>

namespace kenkei::feel {

namespace {

void collect_slots(const Node& node, std::set<int>& slots)
{
    if (node.slot >= 0)
        slots.insert(node.slot);
    for (const auto& child : node.children) {
        if (child != nullptr)
            collect_slots(*child, slots);
    }
}

bool same_child(const NodePtr& a, const NodePtr& b)
{
    if (a == b)
        return true;
    return a != nullptr && b != nullptr && same(*a, *b);
}

}

std::string_view symbol_of(Operator op)
{
    switch (op) {
    case Operator::None:
        return "";
    case Operator::Add:
        return "+";
    case Operator::Subtract:
        return "-";
    case Operator::Multiply:
        return "*";
    case Operator::Divide:
        return "/";
    case Operator::Power:
        return "**";
    case Operator::Equal:
        return "=";
    case Operator::NotEqual:
        return "!=";
    case Operator::Less:
        return "<";
    case Operator::LessEqual:
        return "<=";
    case Operator::Greater:
        return ">";
    case Operator::GreaterEqual:
        return ">=";
    }
    return "";
}

bool same(const Node& a, const Node& b)
{
    return a.kind == b.kind && a.op == b.op && a.slot == b.slot && a.low_closed == b.low_closed &&
           a.high_closed == b.high_closed && a.negated == b.negated && a.text == b.text && a.names == b.names &&
           a.types == b.types && a.value == b.value &&
           std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), same_child);
}

std::vector<int> slots_read(const Node& node)
{
    std::set<int> slots;
    collect_slots(node, slots);
    return {slots.begin(), slots.end()};
}

}
