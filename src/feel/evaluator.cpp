#include "feel/evaluator.h"

#include "feel/arithmetic.h"
#include "feel/compare.h"
#include "feel/property.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

std::string kinds(const Value& left, const Value& right)
{
    return std::string(name_of(left.kind())) + " と " + std::string(name_of(right.kind()));
}

// The operand that is null and says why; nullptr if neither does.
const Value* reason_among(const Value& left, const Value& right)
{
    if (!left.null_reason().empty())
        return &left;
    return right.null_reason().empty() ? nullptr : &right;
}

std::optional<bool> holds(Operator op, std::partial_ordering ordering)
{
    if (ordering == std::partial_ordering::unordered)
        return {};
    switch (op) {
    case Operator::Less:
        return ordering < 0;
    case Operator::LessEqual:
        return ordering <= 0;
    case Operator::Greater:
        return ordering > 0;
    case Operator::GreaterEqual:
        return ordering >= 0;
    default:
        return {};
    }
}

}

Value truth(std::optional<bool> value, std::string_view reason)
{
    return value ? Value::boolean(*value) : Value::null(std::string(reason));
}

std::optional<bool> lies_in(const Value& value, const Range& range)
{
    auto side = [&](const Value& end, bool closed, Operator inside) -> std::optional<bool> {
        if (end.is_null())
            return true;
        const auto ordering = order(value, end);
        if (!ordering)
            return {};
        return *ordering == 0 ? closed : holds(inside, *ordering);
    };
    return logical_and(side(range.low, range.low_closed, Operator::Greater),
                       side(range.high, range.high_closed, Operator::Less));
}

Value evaluate(const Node& node, const Environment& environment)
{
    return Evaluator(environment).evaluate(node);
}

Value Evaluator::evaluate(const Node& node)
{
    if (node.kind == NodeKind::Literal)
        return node.value;
    if (node.kind == NodeKind::Name)
        return read_name(node);
    const DepthScope depth(*this);
    return depth.too_deep() ? Value::null("計算の入れ子が深すぎます") : evaluate_compound(node);
}

Value Evaluator::evaluate_compound(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Literal:
        return node.value;
    case NodeKind::Name:
        return read_name(node);
    case NodeKind::Path:
        return evaluate_path(node);
    case NodeKind::List:
        return evaluate_list(node);
    case NodeKind::Context:
        return evaluate_context(node);
    case NodeKind::Range:
        return evaluate_range(node);
    case NodeKind::Negate:
        return negate(evaluate(*node.children[0]));
    case NodeKind::Arithmetic:
        return evaluate_arithmetic(node);
    case NodeKind::Comparison:
        return evaluate_comparison(node);
    case NodeKind::And:
    case NodeKind::Or:
        return evaluate_logical(node);
    case NodeKind::Between:
        return evaluate_between(node);
    case NodeKind::In:
        return evaluate_in(node);
    case NodeKind::If:
        return evaluate(*node.children[evaluate(*node.children[0]).is_true() ? 1 : 2]);
    case NodeKind::For:
        return evaluate_for(node);
    case NodeKind::Some:
    case NodeKind::Every:
        return evaluate_quantified(node);
    case NodeKind::Filter:
        return evaluate_filter(node);
    case NodeKind::Call:
        return evaluate_call(node);
    case NodeKind::Function:
        return evaluate_function(node);
    case NodeKind::InstanceOf: {
        const auto type = read_type(node.text);
        return Value::boolean(type && conforms(evaluate(*node.children[0]), *type, m_environment));
    }
    case NodeKind::UnaryTests:
        return evaluate_unary_tests(node);
    case NodeKind::UnaryCompare:
        return evaluate_unary_compare(node);
    case NodeKind::UnaryValue:
        return evaluate_unary_value(node);
    }
    return {};
}

// The value without a copy where it already stands somewhere; `storage` holds it otherwise.
const Value& Evaluator::operand(const Node& node, Value& storage)
{
    if (node.kind == NodeKind::Literal)
        return node.value;
    if (node.kind == NodeKind::Name && node.slot >= 0 && m_shadows == 0)
        return slot(node);
    storage = evaluate(node);
    return storage;
}

const Value& Evaluator::slot(const Node& node) const
{
    static const Value absent;
    const auto index = static_cast<std::size_t>(node.slot);
    return index < m_environment.slots.size() ? m_environment.slots[index] : absent;
}

Value Evaluator::read_name(const Node& node)
{
    if (node.slot >= 0 && m_shadows == 0)
        return slot(node);
    if (node.text == "?") {
        return m_input != nullptr ? *m_input : Value::null("「?」は単項テストの中でだけ使えます");
    }
    if (const auto* local = find_local(node.text))
        return *local;
    if (node.slot >= 0)
        return slot(node);
    if (const auto* builtin = node.builtin != nullptr ? node.builtin : find_builtin(node.text))
        return Value::function(std::make_shared<const Closure>(Closure{.builtin = builtin}));
    return Value::null("「" + node.text + "」という名前の値がありません");
}

const Value* Evaluator::find_local(std::string_view name) const
{
    for (auto i = m_locals.size(); i > m_base; --i) {
        const auto& local = m_locals[i - 1];
        if (local.name == name)
            return &local.value;
        if (local.name.empty()) {
            if (const auto* entry = local.value.entry(name))
                return entry;
        }
    }
    return nullptr;
}

void Evaluator::push_entries(Value context)
{
    push({}, std::move(context));
    ++m_shadows;
}

bool Evaluator::step(std::size_t count)
{
    m_steps = std::min(m_steps + count, most_steps + 1);
    return m_steps <= most_steps;
}

Value Evaluator::evaluate_path(const Node& node)
{
    Value storage;
    const auto& base = operand(*node.children[0], storage);
    if (base.kind() != Kind::List)
        return property_of(base, node.text);
    List properties;
    properties.reserve(base.as_list().size());
    for (const auto& item : base.as_list())
        properties.push_back(property_of(item, node.text));
    return Value::list(std::move(properties));
}

Value Evaluator::evaluate_list(const Node& node)
{
    List items;
    items.reserve(node.children.size());
    for (const auto& child : node.children)
        items.push_back(evaluate(*child));
    return Value::list(std::move(items));
}

Value Evaluator::evaluate_context(const Node& node)
{
    const Scope scope(*this);
    Context context;
    context.reserve(node.children.size());
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const auto& name = node.names[i];
        for (const auto& entry : context) {
            if (entry.first == name)
                return Value::null("項目「" + name + "」が二つあります");
        }
        auto value = evaluate(*node.children[i]);
        if (node.children[i]->kind == NodeKind::Function) {
            auto closure = *value.as_function();
            closure.name = name;
            value = Value::function(std::make_shared<const Closure>(std::move(closure)));
        }
        push(name, value);
        context.emplace_back(name, std::move(value));
    }
    return Value::context(std::move(context));
}

Value Evaluator::evaluate_range(const Node& node)
{
    Range range{.low_closed = node.low_closed, .low = {}, .high = {}, .high_closed = node.high_closed};
    const auto& low = node.children[0];
    const auto& high = node.children[1];
    if (low != nullptr)
        range.low = evaluate(*low);
    if (high != nullptr)
        range.high = low == high ? range.low : evaluate(*high);
    if ((low != nullptr && range.low.is_null()) || (high != nullptr && range.high.is_null()))
        return Value::null("範囲の端が null です");
    if (low != nullptr && high != nullptr && !order(range.low, range.high))
        return Value::null(kinds(range.low, range.high) + " は範囲の両端になれません");
    return Value::range(std::move(range));
}

Value Evaluator::evaluate_arithmetic(const Node& node)
{
    Value left_storage;
    Value right_storage;
    const auto& left = operand(*node.children[0], left_storage);
    const auto& right = operand(*node.children[1], right_storage);
    auto value = calculate(node.op, left, right);
    if (value.is_null()) {
        if (const auto* reason = reason_among(left, right))
            return *reason;
    }
    if (value.kind() == Kind::String && value.as_string().size() > longest_string)
        return Value::null("文字列が長すぎます");
    return value;
}

Value Evaluator::evaluate_comparison(const Node& node)
{
    Value left_storage;
    Value right_storage;
    const auto& left = operand(*node.children[0], left_storage);
    const auto& right = operand(*node.children[1], right_storage);
    std::optional<bool> result;
    if (node.op == Operator::Equal)
        result = equal(left, right);
    else if (node.op == Operator::NotEqual)
        result = logical_not(equal(left, right));
    else if (const auto ordering = order(left, right))
        result = holds(node.op, *ordering);
    if (result)
        return Value::boolean(*result);
    if (const auto* reason = reason_among(left, right))
        return *reason;
    return Value::null(kinds(left, right) + " は比べられません");
}

// false decides `and`, true decides `or`; what is not a boolean is unknown.
Value Evaluator::evaluate_logical(const Node& node)
{
    const bool deciding = node.kind == NodeKind::Or;
    std::optional<Value> unknown;
    for (const auto& child : node.children) {
        Value storage;
        const auto& value = operand(*child, storage);
        if (value.kind() == Kind::Boolean) {
            if (value.as_boolean() == deciding)
                return value;
        } else if (!unknown) {
            unknown = value;
        }
    }
    if (!unknown)
        return Value::boolean(!deciding);
    return unknown->is_null() ? *unknown
                              : Value::null(std::string(name_of(unknown->kind())) + " は真偽値ではありません");
}

Value Evaluator::evaluate_between(const Node& node)
{
    Value storage;
    const auto& value = operand(*node.children[0], storage);
    const auto low = order(value, evaluate(*node.children[1]));
    const auto high = order(value, evaluate(*node.children[2]));
    const auto above = low ? holds(Operator::GreaterEqual, *low) : std::nullopt;
    const auto below = high ? holds(Operator::LessEqual, *high) : std::nullopt;
    return truth(logical_and(above, below), "between で比べられない値です");
}

}
