#include "feel/compare.h"
#include "feel/evaluator.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

// Whether the expression asks for the input of the test it stands in; tests behind an inner `in` have their own.
bool uses_input(const Node& node)
{
    if (node.kind == NodeKind::Name)
        return node.text == "?";
    if (node.kind == NodeKind::In)
        return uses_input(*node.children[0]);
    return std::any_of(node.children.begin(), node.children.end(),
                       [](const NodePtr& child) { return child != nullptr && uses_input(*child); });
}

// An item of a list stands for itself, a range for what lies in it.
bool matches_item(const Value& input, const Value& item)
{
    if (equal(input, item).value_or(false))
        return true;
    return item.kind() == Kind::Range && lies_in(input, item.as_range()).value_or(false);
}

}

Value Evaluator::evaluate_in(const Node& node)
{
    const auto input = evaluate(*node.children[0]);
    const InputScope scope(*this, input);
    return any_of(node, 1);
}

Value Evaluator::evaluate_unary_tests(const Node& node)
{
    if (node.children.empty())
        return Value::boolean(true);
    auto any = any_of(node, 0);
    if (!node.negated || any.kind() != Kind::Boolean)
        return any;
    return Value::boolean(!any.as_boolean());
}

// true if any test is, false if all are, otherwise null.
Value Evaluator::any_of(const Node& node, std::size_t first)
{
    std::optional<Value> unknown;
    for (auto i = first; i < node.children.size(); ++i) {
        auto value = evaluate(*node.children[i]);
        if (value.is_true())
            return value;
        if (!value.is_false() && !unknown)
            unknown = std::move(value);
    }
    return unknown ? *unknown : Value::boolean(false);
}

Value Evaluator::evaluate_unary_compare(const Node& node)
{
    if (m_input == nullptr)
        return Value::null("比べる入力がありません");
    Value storage;
    const auto& end = operand(*node.children[0], storage);
    constexpr std::string_view reason = "入力と比べられない値です";
    if (node.op == Operator::Equal)
        return truth(equal(*m_input, end), reason);
    if (node.op == Operator::NotEqual)
        return truth(logical_not(equal(*m_input, end)), reason);
    if (end.is_null())
        return Value::null("比べる相手が null です");
    const bool low = node.op == Operator::Greater || node.op == Operator::GreaterEqual;
    const bool closed = node.op == Operator::LessEqual || node.op == Operator::GreaterEqual;
    Range range;
    (low ? range.low : range.high) = end;
    (low ? range.low_closed : range.high_closed) = closed;
    return truth(lies_in(*m_input, range), reason);
}

// DMN 1.5, 10.3.2.8: the value equals the input, holds it (list, range), or is a test of `?` that is true.
Value Evaluator::evaluate_unary_value(const Node& node)
{
    if (m_input == nullptr)
        return Value::null("比べる入力がありません");
    const auto& expression = *node.children[0];
    Value storage;
    const auto& value = operand(expression, storage);
    if (uses_input(expression)) {
        if (value.kind() == Kind::Boolean || value.is_null())
            return value;
        return Value::null("テストの結果が真偽値ではありません");
    }
    if (value.kind() == Kind::Range && m_input->kind() != Kind::Range)
        return truth(lies_in(*m_input, value.as_range()), "範囲と比べられない値です");
    if (value.kind() == Kind::List) {
        if (equal(*m_input, value).value_or(false))
            return Value::boolean(true);
        const auto& items = value.as_list();
        return Value::boolean(
            std::any_of(items.begin(), items.end(), [&](const Value& item) { return matches_item(*m_input, item); }));
    }
    // A range whose end is null is unknown; a null that is written or read is a value to compare with.
    if (value.is_null() && expression.kind == NodeKind::Range)
        return value;
    return truth(equal(*m_input, value), "入力と比べられない値です");
}

}
