#include "feel/expression.h"
#include "feel/null_tests.h"
#include "form/excel_compiler.h"

#include <algorithm>

namespace kenkei::form {

using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Operator;

namespace {

constexpr std::size_t long_text = 1'500;
constexpr std::size_t most_arguments = 200; // Excel: 255

bool is_null_test(const Node& node)
{
    return node.kind == NodeKind::Comparison && node.op == Operator::Equal &&
           (feel::is_null_literal(*node.children[0]) || feel::is_null_literal(*node.children[1]));
}

const NodePtr& tested_by(const Node& null_test)
{
    return null_test.children[feel::is_null_literal(*null_test.children[0]) ? 1 : 0];
}

// Does the comparison itself make it null that `operand` is, once the null rule stands before it?
bool passes_null_on(const Node& node, const Node& operand)
{
    const bool equality =
        node.kind == NodeKind::Comparison && (node.op == Operator::Equal || node.op == Operator::NotEqual);
    if (!equality && node.kind != NodeKind::In)
        return false;
    const std::size_t compared = equality ? 2 : 1;
    return std::any_of(node.children.begin(), node.children.begin() + static_cast<std::ptrdiff_t>(compared),
                       [&](const NodePtr& child) { return feel::same(*child, operand); });
}

Part joined_all_or_any(bool all, const std::vector<Part>& parts)
{
    std::vector<std::string> texts;
    for (const Part& part : parts)
        texts.push_back(part.text);
    return {.holds = Holds::Truth, .text = all ? all_of(texts) : any_of(texts), .boolean = true};
}

}

// An Excel condition where it is never null, else a number.
std::string ExcelCompiler::as_truth(const Part& part)
{
    if (!part.boolean)
        return part.text;
    std::string text = "--(" + part.text + ")";
    if (part.fails)
        text = call("IFERROR", {text, "0.5"});
    const auto open = open_blanks(part);
    return open.empty() ? text : call("IF", {any_of(open), "0.5", text});
}

std::string ExcelCompiler::is_null(const Part& part) const
{
    if (!part.holds)
        return "TRUE";
    std::vector<std::string> conditions = open_blanks(part);
    if (part.fails)
        conditions.push_back(call("ISERROR", {part.text}));
    return conditions.empty() ? "FALSE" : any_of(conditions);
}

// Null that the part itself does not turn into a null of the whole.
bool ExcelCompiler::may_be_null(const NodePtr& node, const Part& part) const
{
    return is_open(part) || (part.fails && !m_sure_values.contains(feel::to_text(*node)));
}

std::string ExcelCompiler::is_true(const NodePtr& node)
{
    const Part part = judge(node);
    if (part.boolean && !part.fails && !is_open(part))
        return part.text;
    const std::string text = as_truth(part);
    if (text == "1" || text == "0" || text == "0.5")
        return text == "1" ? "TRUE" : "FALSE";
    return text + "=1";
}

Part ExcelCompiler::judge(const NodePtr& node)
{
    if (!m_refusal.empty())
        return sure_truth({});
    if (is_fixed(*node)) {
        const feel::Value value = evaluate_fixed(*node);
        return sure_truth(value.kind() == feel::Kind::Boolean ? std::optional(value.as_boolean()) : std::nullopt);
    }
    switch (node->kind) {
    case NodeKind::Name:
        if (node->slot >= 0 && m_context.slots[static_cast<std::size_t>(node->slot)].holds == Holds::Truth &&
            node->slot != edition::slot_of(edition::FixedName::AsOf))
            return {.holds = Holds::Truth, .text = slot_of(*node).text};
        return sure_truth({}); // no boolean: not known
    case NodeKind::And:
    case NodeKind::Or:
        return judge_all_or_any(*node);
    case NodeKind::Comparison:
        return judge_comparison(*node);
    case NodeKind::Between: {
        const auto side = [&](Operator op, std::size_t end) {
            Node comparison{.kind = NodeKind::Comparison, .op = op};
            comparison.children = {node->children[0], node->children[end]};
            return std::make_shared<const Node>(std::move(comparison));
        };
        return judge(node_of(NodeKind::And, {side(Operator::GreaterEqual, 1), side(Operator::LessEqual, 2)}));
    }
    case NodeKind::In:
        return judge_in(*node);
    case NodeKind::If:
        return judge_if(*node);
    case NodeKind::Some:
    case NodeKind::Every:
        return judge_quantified(*node);
    case NodeKind::Call: {
        const std::string_view name = builtin_of(*node);
        if (name == "not")
            return judge_not(*node);
        if (name == "list contains")
            return judge_list_contains(*node);
        if (is_condition(*node))
            return judge_text(name, *node);
        return sure_truth({});
    }
    case NodeKind::Arithmetic:
    case NodeKind::Negate:
        return sure_truth({});
    default:
        refuse("「" + feel::to_text(*node) + "」");
        return sure_truth({});
    }
}

Part ExcelCompiler::judge_all_or_any(const Node& node)
{
    const bool all = node.kind == NodeKind::And;
    std::vector<Part> parts;
    for (const NodePtr& child : node.children) {
        parts.push_back(judge(child));
        if (!parts.back().boolean && parts.back().text == (all ? "0" : "1"))
            return sure_truth(!all);
    }
    const bool plain = std::all_of(parts.begin(), parts.end(),
                                   [&](const Part& part) { return part.boolean && !part.fails && !is_open(part); });
    if (plain)
        return joined_all_or_any(all, parts);

    std::vector<std::string> texts;
    std::size_t size = 0;
    for (const Part& part : parts) {
        const std::string text = as_truth(part);
        if (text != (all ? "1" : "0")) // which changes nothing
            texts.push_back(text);
        size += text.size();
    }
    for (std::size_t i = 0; i < node.children.size() && texts.size() == parts.size() && size > long_text; ++i) {
        if (texts[i].size() < 150)
            continue;
        size -= texts[i].size();
        texts[i] = spill(node.children[i]).text;
    }
    if (texts.empty())
        return sure_truth(all);
    const std::string function = all ? "MIN" : "MAX";
    while (texts.size() > most_arguments) {
        const auto middle = texts.begin() + most_arguments;
        texts.front() = call(function, {texts.begin(), middle});
        texts.erase(texts.begin() + 1, middle);
    }
    return {.holds = Holds::Truth, .text = texts.size() == 1 ? texts.front() : call(function, texts)};
}

Part ExcelCompiler::judge_not(const Node& node)
{
    Part of = judge(node.children[1]);
    if (of.boolean) {
        of.text = call("NOT", {of.text});
        of.binding = Binding::Whole;
        return of;
    }
    if (of.text == "0.5")
        return of;
    return {.holds = Holds::Truth, .text = opposite_of(of.text), .binding = Binding::Sum};
}

Part ExcelCompiler::judge_comparison(const Node& node)
{
    if (node.op == Operator::Equal || node.op == Operator::NotEqual)
        return judge_equality(node);
    const Part left = value_of(node.children[0]);
    const Part right = value_of(node.children[1]);
    // What cannot be ordered is null.
    if (left.holds != right.holds || left.holds == Holds::Truth || left.holds == Holds::Choices)
        return sure_truth({});
    if (left.holds == Holds::Text) {
        refuse("文字列の順序「" + feel::to_text(node) + "」");
        return sure_truth({});
    }
    return boolean_of(within(left, Binding::Joining) + std::string(feel::symbol_of(node.op)) +
                          within(right, Binding::Joining),
                      Binding::Comparison, {&left, &right});
}

Part ExcelCompiler::judge_equality(const Node& node)
{
    const bool equal = node.op == Operator::Equal;
    const auto opposite = [&](Part part) {
        if (!equal)
            part.text = call("NOT", {part.text});
        return part;
    };
    if (feel::is_null_literal(*node.children[0]) || feel::is_null_literal(*node.children[1]))
        return opposite({.holds = Holds::Truth,
                         .text = is_null(value_of(tested_by(node))),
                         .binding = Binding::Comparison,
                         .boolean = true});

    const Part left = value_of(node.children[0]);
    const Part right = value_of(node.children[1]);
    if (!left.holds || !right.holds)
        return opposite({.holds = Holds::Truth,
                         .text = is_null(left.holds ? left : right),
                         .binding = Binding::Comparison,
                         .boolean = true});
    Part core = sure_truth({}); // of different kinds
    if (left.holds == right.holds && (left.holds == Holds::Text || left.holds == Holds::Choices))
        core = opposite(boolean_of(call("EXACT", {left.text, right.text}), Binding::Whole, {&left, &right}));
    else if (left.holds == right.holds)
        core = boolean_of(within(left, Binding::Joining) + (equal ? "=" : "<>") + within(right, Binding::Joining),
                          Binding::Comparison, {&left, &right});
    const bool left_null = may_be_null(node.children[0], left);
    const bool right_null = may_be_null(node.children[1], right);
    if (!left_null && !right_null)
        return core;
    const std::string both = left_null && right_null ? call("AND", {is_null(left), is_null(right)}) : "FALSE";
    std::string of_null = equal ? "0" : "1"; // null = 3, null != 3
    if (both != "FALSE")
        of_null = equal ? "--" + both : "1-" + both;
    std::vector<std::string> nulls;
    if (left_null)
        nulls.push_back(is_null(left));
    if (right_null)
        nulls.push_back(is_null(right));
    const std::string text = core.boolean ? "--(" + core.text + ")" : core.text;
    return {.holds = Holds::Truth, .text = call("IF", {any_of(nulls), of_null, text})};
}

Part ExcelCompiler::judge_if(const Node& node)
{
    // The null rule of editions on a boolean: if a = null then null else a = true.
    const Node& inner = *node.children[2];
    if (feel::is_null_literal(*node.children[1]) && is_null_test(*node.children[0]) &&
        inner.kind == NodeKind::Comparison && inner.op == Operator::Equal &&
        inner.children[1]->kind == NodeKind::Literal && inner.children[1]->value.kind() == feel::Kind::Boolean &&
        feel::same(*tested_by(*node.children[0]), *inner.children[0]) && holds_of(*inner.children[0]) == Holds::Truth) {
        const std::string truth = truth_of(inner.children[0]);
        if (inner.children[1]->value.is_true())
            return {.holds = Holds::Truth, .text = truth};
        return {.holds = Holds::Truth, .text = opposite_of(truth), .binding = Binding::Sum};
    }
    return {.holds = Holds::Truth, .text = text_of_if(node, true)};
}

// What is tested for null comes first, so that the rest may rely on it: IF(OR(a="",b=""),…,IF(a<=0,…,…)).
std::string ExcelCompiler::text_of_if(const Node& node, bool truth)
{
    ++m_depth;
    const auto branch = [&](const NodePtr& child) { return truth ? truth_of(child) : cell_of(child); };
    const std::string null = truth ? "0.5" : "\"\"";
    const NodePtr& condition = node.children[0];
    std::vector<NodePtr> null_tests;
    std::vector<NodePtr> others;
    for (const NodePtr& one : condition->kind == NodeKind::Or ? condition->children : std::vector{condition})
        (is_null_test(*one) && !is_fixed(*one) ? null_tests : others).push_back(one);
    NodePtr rest = node.children[2];
    if (null_tests.empty()) {
        const std::string test = is_true(condition);
        const std::string text = test == "TRUE"    ? branch(node.children[1])
                                 : test == "FALSE" ? branch(rest)
                                                   : call("IF", {test, branch(node.children[1]), branch(rest)});
        --m_depth;
        return text;
    }

    if (!others.empty())
        rest = node_of(NodeKind::If, {node_of(NodeKind::Or, others), node.children[1], rest});
    const bool null_for_null = feel::is_null_literal(*node.children[1]);
    const auto sure = m_sure;
    const auto sure_values = m_sure_values;
    std::vector<std::string> nulls;
    for (const NodePtr& test : null_tests) {
        const NodePtr& tested = tested_by(*test);
        const Part part = value_of(tested);
        if (!part.holds)
            nulls.emplace_back("TRUE");
        add_once(nulls, open_blanks(part));
        if (!part.fails)
            continue;
        if (!truth || !null_for_null || !passes_null_on(*rest, *tested))
            add_once(nulls, {call("ISERROR", {part.text})});
        m_sure_values.insert(feel::to_text(*tested));
    }
    const std::string of_null = null_for_null ? null : branch(node.children[1]);
    m_sure.insert(nulls.begin(), nulls.end());
    std::string text = branch(rest);
    m_sure = sure;
    m_sure_values = sure_values;
    if (!nulls.empty())
        text = call("IF", {any_of(nulls), of_null, text});
    --m_depth;
    return text;
}

}
