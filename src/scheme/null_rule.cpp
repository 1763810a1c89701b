#include "scheme/null_rule.h"

#include "feel/expression.h"
#include "feel/null_tests.h"

#include <algorithm>
#include <span>

namespace kenkei::scheme {

using feel::is_null_literal;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;

namespace {

// Slots of names that are never null: as_of, period_from, period_to, lists (edition.h, fixed_names).
constexpr int first_nullable_slot = 4;

// Reads nothing, so that its value is the same for every applicant: date("2023-04-01"), 2 * 50.
bool is_constant(const Node& node)
{
    if (node.kind == NodeKind::Name)
        return node.slot < 0 && node.builtin != nullptr;
    return std::all_of(node.children.begin(), node.children.end(),
                       [](const NodePtr& child) { return !child || is_constant(*child); });
}

bool may_be_null(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Literal:
        return node.value.is_null();
    case NodeKind::Context:
    case NodeKind::Function:
    case NodeKind::InstanceOf:
        return false;
    case NodeKind::Name:
        // Variables of some, every and for run over the members of a list, and answers hold no null inside lists.
        return node.slot >= first_nullable_slot;
    case NodeKind::Path: {
        // Parts of dates and the lists are always there; a field of a register's record may be missing.
        const Node& whole = *node.children.front();
        return whole.kind != NodeKind::Name || whole.slot < 0 || whole.slot >= first_nullable_slot;
    }
    default:
        return !is_constant(node) || feel::evaluate(node, {.slots = {}}).is_null();
    }
}

void add_operand(std::vector<NodePtr>& operands, const NodePtr& node)
{
    if (node && node->kind == NodeKind::List) {
        for (const NodePtr& item : node->children)
            add_operand(operands, item);
        return;
    }
    if (!node || !may_be_null(*node))
        return;
    if (std::none_of(operands.begin(), operands.end(), [&](const NodePtr& known) { return feel::same(*known, *node); }))
        operands.push_back(node);
}

// What a unary test compares with: values, and both ends of ranges. False if the test asks about absence itself.
bool add_operands_of_test(std::vector<NodePtr>& operands, const NodePtr& test)
{
    switch (test->kind) {
    case NodeKind::UnaryTests: {
        bool asks = false;
        for (const NodePtr& child : test->children)
            asks = !add_operands_of_test(operands, child) || asks;
        return !asks;
    }
    case NodeKind::UnaryValue:
    case NodeKind::UnaryCompare:
        return add_operands_of_test(operands, test->children.front());
    case NodeKind::Range:
        for (const NodePtr& end : test->children)
            add_operand(operands, end);
        return true;
    case NodeKind::List: {
        bool asks = false;
        for (const NodePtr& child : test->children)
            asks = !add_operands_of_test(operands, child) || asks;
        return !asks;
    }
    default:
        if (is_null_literal(*test))
            return false;
        add_operand(operands, test);
        return true;
    }
}

NodePtr equals_null(const NodePtr& node)
{
    auto null = std::make_shared<Node>(Node{.kind = NodeKind::Literal, .at = node->at});
    return std::make_shared<Node>(Node{.kind = NodeKind::Comparison,
                                       .at = node->at,
                                       .op = feel::Operator::Equal,
                                       .children = {node, std::move(null)}});
}

// if a = null or b = null then null else node
NodePtr null_for_null(const NodePtr& node, const std::vector<NodePtr>& operands)
{
    if (operands.empty())
        return node;
    std::vector<NodePtr> tests;
    for (const NodePtr& operand : operands)
        tests.push_back(equals_null(operand));
    NodePtr condition = tests.front();
    if (tests.size() > 1)
        condition = std::make_shared<Node>(Node{.kind = NodeKind::Or, .at = node->at, .children = std::move(tests)});
    auto null = std::make_shared<Node>(Node{.kind = NodeKind::Literal, .at = node->at});
    return std::make_shared<Node>(
        Node{.kind = NodeKind::If, .at = node->at, .children = {std::move(condition), std::move(null), node}});
}

// Does it read a variable that some or every binds?
bool reads(const Node& node, std::span<const std::string> variables)
{
    if (node.kind == NodeKind::Name && node.slot < 0 &&
        std::find(variables.begin(), variables.end(), node.text) != variables.end())
        return true;
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](const NodePtr& child) { return child && reads(*child, variables); });
}

bool is_list_contains(const Node& node)
{
    return node.kind == NodeKind::Call && node.children.front()->kind == NodeKind::Name &&
           node.children.front()->text == "list contains";
}

}

NodePtr apply_null_rule(const NodePtr& expression)
{
    if (!expression)
        return expression;
    auto changed = std::make_shared<Node>(*expression);
    for (NodePtr& child : changed->children)
        child = apply_null_rule(child);
    NodePtr node = changed;

    std::vector<NodePtr> operands;
    switch (node->kind) {
    case NodeKind::Comparison:
        if (node->op != feel::Operator::Equal && node->op != feel::Operator::NotEqual)
            return node;
        if (is_null_literal(*node->children[0]) || is_null_literal(*node->children[1]))
            return node;
        add_operand(operands, node->children[0]);
        add_operand(operands, node->children[1]);
        return null_for_null(node, operands);
    case NodeKind::In: {
        bool asks = false;
        add_operand(operands, node->children[0]);
        for (std::size_t i = 1; i < node->children.size(); ++i)
            asks = !add_operands_of_test(operands, node->children[i]) || asks;
        return asks ? node : null_for_null(node, operands);
    }
    case NodeKind::Some:
    case NodeKind::Every:
        for (std::size_t i = 0; i + 1 < node->children.size(); ++i) {
            if (node->children[i]->kind != NodeKind::Range && !reads(*node->children[i], {node->names.data(), i}))
                add_operand(operands, node->children[i]);
        }
        return null_for_null(node, operands);
    case NodeKind::Call:
        if (!is_list_contains(*node))
            return node;
        for (std::size_t i = 1; i < node->children.size(); ++i)
            add_operand(operands, node->children[i]);
        return null_for_null(node, operands);
    default:
        return node;
    }
}

}
