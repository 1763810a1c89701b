#include "feel/expression.h"
#include "form/excel_compiler.h"

#include <algorithm>

namespace kenkei::form {

using feel::Kind;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Operator;
using feel::Value;

namespace {

NodePtr comparison(Operator op, NodePtr left, NodePtr right)
{
    return std::make_shared<const Node>(
        Node{.kind = NodeKind::Comparison, .op = op, .children = {std::move(left), std::move(right)}});
}

bool reads_input(const Node& node)
{
    if (node.kind == NodeKind::Name)
        return node.slot < 0 && node.text == "?";
    if (node.kind == NodeKind::In)
        return reads_input(*node.children[0]);
    return std::any_of(node.children.begin(), node.children.end(),
                       [](const NodePtr& child) { return child && reads_input(*child); });
}

}

Part ExcelCompiler::judge_in(const Node& node)
{
    std::vector<NodePtr> tests;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const NodePtr& test = node.children[i];
        if (test->kind == NodeKind::UnaryTests && !test->negated && !test->children.empty())
            tests.insert(tests.end(), test->children.begin(), test->children.end());
        else
            tests.push_back(test);
    }
    const bool fixed = std::all_of(tests.begin(), tests.end(),
                                   [&](const NodePtr& test) { return is_fixed(*test) && !reads_input(*test); });
    if (fixed)
        return judge_fixed_tests(node);
    if (tests.size() == 1)
        return judge_test(node.children[0], tests.front());
    std::vector<std::string> truths;
    for (const NodePtr& test : tests)
        truths.push_back(truth_of(node_of(NodeKind::In, {node.children[0], test})));
    return {.holds = Holds::Truth, .text = call("MAX", truths)};
}

Part ExcelCompiler::judge_fixed_tests(const Node& node)
{
    const Part input = value_of(node.children[0]);
    auto with_null = std::make_shared<Node>(node);
    with_null->children[0] = literal_node({});
    const Value of_null = evaluate_fixed(*with_null);
    if (!input.holds)
        return sure_truth(of_null.is_null() ? std::nullopt : std::optional(of_null.is_true()));
    std::vector<std::string> tests;
    for (std::size_t i = 1; i < node.children.size(); ++i)
        tests.push_back(fixed_test(input, *node.children[i]));
    Part part = boolean_of(any_of(tests), tests.size() == 1 ? Binding::Comparison : Binding::Whole, {&input});
    if (of_null.is_null() || !may_be_null(node.children[0], input))
        return part;
    return {.holds = Holds::Truth,
            .text = call("IF", {is_null(input), of_null.is_true() ? "1" : "0", "--(" + part.text + ")"})};
}

// A test that reads other names, or the input itself.
Part ExcelCompiler::judge_test(const NodePtr& input, const NodePtr& test)
{
    if (test->kind == NodeKind::UnaryTests) {
        if (test->children.empty())
            return sure_truth(true);
        auto plain = std::make_shared<Node>(*test);
        plain->negated = false;
        Node inner{.kind = NodeKind::In, .children = {input, std::move(plain)}};
        if (!test->negated)
            return judge_in(inner);
        return {.holds = Holds::Truth, .text = opposite_of(as_truth(judge_in(inner))), .binding = Binding::Sum};
    }
    if (test->kind == NodeKind::UnaryCompare)
        return judge(comparison(test->op, input, test->children[0]));
    if (test->kind == NodeKind::UnaryValue) {
        const NodePtr& value = test->children[0];
        if (reads_input(*value))
            return judge(with(value, "?", input));
        if (value->kind != NodeKind::Range)
            return judge(comparison(Operator::Equal, input, value));
        const Part of = value_of(input);
        std::vector<std::string> sides;
        Part part = boolean_of("", Binding::Whole, {&of});
        for (std::size_t i = 0; i < 2; ++i) {
            if (!value->children[i])
                continue;
            const Part end = value_of(value->children[i]);
            if (end.holds != of.holds || (of.holds != Holds::Number && of.holds != Holds::Date)) {
                if (end.holds)
                    refuse("範囲「" + feel::to_text(*value) + "」");
                return sure_truth({});
            }
            const bool closed = i == 0 ? value->low_closed : value->high_closed;
            sides.push_back(within(of, Binding::Joining) + (i == 0 ? ">" : "<") + (closed ? "=" : "") +
                            within(end, Binding::Joining));
            add_once(part.blanks, end.blanks);
            part.fails = part.fails || end.fails;
        }
        part.text = all_of(sides);
        return part;
    }
    refuse("「" + feel::to_text(*test) + "」");
    return sure_truth({});
}

std::string ExcelCompiler::fixed_test(const Part& input, const Node& test)
{
    switch (test.kind) {
    case NodeKind::UnaryTests: {
        std::vector<std::string> any;
        for (const NodePtr& child : test.children)
            any.push_back(fixed_test(input, *child));
        const std::string text = any.empty() ? "TRUE" : any_of(any);
        return test.negated ? call("NOT", {text}) : text;
    }
    case NodeKind::UnaryCompare: {
        const Part end = literal_of(evaluate_fixed(*test.children[0]));
        if (test.op == Operator::Equal || test.op == Operator::NotEqual) {
            const std::string text = equal_to(input, evaluate_fixed(*test.children[0]));
            return test.op == Operator::Equal ? text : call("NOT", {text});
        }
        if (end.holds != input.holds || (end.holds != Holds::Number && end.holds != Holds::Date))
            refuse("「" + feel::to_text(test) + "」との比較");
        return within(input, Binding::Joining) + std::string(feel::symbol_of(test.op)) + within(end, Binding::Joining);
    }
    case NodeKind::UnaryValue:
        return equal_to(input, evaluate_fixed(*test.children[0]));
    default:
        return equal_to(input, evaluate_fixed(test));
    }
}

// Whether an input that is not null equals a value, or lies in a range or list.
std::string ExcelCompiler::equal_to(const Part& input, const Value& value)
{
    if (value.is_null())
        return "FALSE";
    if (value.kind() == Kind::List) {
        std::vector<std::string> any;
        for (const Value& item : value.as_list())
            any.push_back(equal_to(input, item));
        return any.empty() ? "FALSE" : any_of(any);
    }
    if (value.kind() == Kind::Range) {
        const feel::Range& range = value.as_range();
        std::vector<std::string> sides;
        for (const bool low : {true, false}) {
            const Value& end = low ? range.low : range.high;
            if (end.is_null())
                continue;
            const Part limit = literal_of(end);
            if (limit.holds != input.holds || (limit.holds != Holds::Number && limit.holds != Holds::Date))
                refuse("範囲「" + feel::to_feel(value) + "」との比較");
            sides.push_back(within(input, Binding::Joining) + (low ? ">" : "<") +
                            ((low ? range.low_closed : range.high_closed) ? "=" : "") +
                            within(limit, Binding::Joining));
        }
        return sides.empty() ? "TRUE" : all_of(sides);
    }
    const Part other = literal_of(value);
    if (other.holds != input.holds)
        refuse("「" + feel::to_feel(value) + "」との比較");
    if (input.holds == Holds::Text)
        return call("EXACT", {input.text, other.text});
    return within(input, Binding::Joining) + "=" + within(other, Binding::Joining);
}

}
