#include "feel/evaluator.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

bool is_optional(std::string_view parameter)
{
    return parameter.ends_with('?');
}

std::string_view name_of_parameter(std::string_view parameter)
{
    return is_optional(parameter) ? parameter.substr(0, parameter.size() - 1) : parameter;
}

// The arguments in the order of the signature; nothing if a name is unknown, given twice, or a required one is absent.
std::optional<std::vector<Value>> arrange(const std::vector<std::string_view>& signature,
                                          const std::vector<std::string>& names, const std::vector<Value>& values)
{
    std::vector<Value> arranged;
    std::vector<bool> used(names.size());
    std::size_t given = 0; // up to the last one given
    for (std::size_t i = 0; i < signature.size(); ++i) {
        const auto found = std::find(names.begin(), names.end(), name_of_parameter(signature[i]));
        if (found == names.end()) {
            if (!is_optional(signature[i]))
                return {};
            arranged.emplace_back();
            continue;
        }
        const auto index = static_cast<std::size_t>(found - names.begin());
        used[index] = true;
        arranged.push_back(values[index]);
        given = i + 1;
    }
    if (std::find(used.begin(), used.end(), false) != used.end())
        return {};
    arranged.resize(given);
    return arranged;
}

bool takes(const Builtin& builtin, std::size_t count)
{
    if (builtin.variadic)
        return true;
    return std::any_of(builtin.signatures.begin(), builtin.signatures.end(), [&](const auto& signature) {
        const auto required = static_cast<std::size_t>(
            std::count_if(signature.begin(), signature.end(), [](auto parameter) { return !is_optional(parameter); }));
        return count >= required && count <= signature.size();
    });
}

// The names a function body may read from around it: locals by name, slots by their text.
void collect_names(const Node& node, std::vector<const Node*>& names)
{
    if (node.kind == NodeKind::Name)
        names.push_back(&node);
    for (const auto& child : node.children) {
        if (child != nullptr)
            collect_names(*child, names);
    }
}

}

Value Evaluator::evaluate_call(const Node& node)
{
    const auto& callee = *node.children[0];
    if (!step())
        return Value::null("関数の呼び出しが多すぎます（上限 1,000,000）");
    std::vector<Value> arguments;
    arguments.reserve(node.children.size() - 1);
    for (std::size_t i = 1; i < node.children.size(); ++i)
        arguments.push_back(evaluate(*node.children[i]));
    if (callee.kind == NodeKind::Name && callee.builtin != nullptr && node.names.empty() && m_shadows == 0)
        return call_builtin(*callee.builtin, arguments);
    const auto function = evaluate(callee);
    if (function.kind() != Kind::Function)
        return function.is_null() && !function.null_reason().empty() ? function
                                                                     : Value::null("関数ではない値は呼び出せません");
    return node.names.empty() ? call_value(function, arguments) : call_named(function, node, std::move(arguments));
}

Value Evaluator::call_named(const Value& function, const Node& call, std::vector<Value> values)
{
    const auto& closure = *function.as_function();
    if (closure.builtin != nullptr) {
        const auto& signatures = closure.builtin->signatures;
        for (std::size_t i = 0; i < signatures.size(); ++i) {
            if (const auto arranged = arrange(signatures[i], call.names, values))
                return call_builtin(*closure.builtin, *arranged, static_cast<int>(i));
        }
        return Value::null("関数「" + std::string(closure.builtin->name) + "」に合わない引数の名前です");
    }
    const auto& parameters = closure.definition->names;
    const std::vector<std::string_view> signature(parameters.begin(), parameters.end());
    const auto arranged = arrange(signature, call.names, values);
    return arranged ? call_value(function, *arranged) : Value::null("関数に合わない引数の名前です");
}

Value Evaluator::call_value(const Value& function, std::span<const Value> arguments)
{
    if (function.kind() != Kind::Function)
        return Value::null("関数ではない値は呼び出せません");
    const auto& closure = function.as_function();
    return closure->builtin != nullptr ? call_builtin(*closure->builtin, arguments) : call_closure(closure, arguments);
}

Value Evaluator::call_builtin(const Builtin& builtin, std::span<const Value> arguments, int overload)
{
    if (!takes(builtin, arguments.size()))
        return Value::null("関数「" + std::string(builtin.name) + "」に合わない引数の数です");
    // A function over a long list is more work than a step.
    for (const auto& argument : arguments) {
        if (argument.kind() == Kind::List && !step(argument.as_list().size() / items_per_step))
            return Value::null("計算が多すぎます");
    }
    const CallContext context{.environment = m_environment,
                              .call = &Evaluator::call,
                              .depth = m_calls,
                              .evaluator = this,
                              .overload = overload};
    auto value = builtin.run(arguments, context);
    if (value.kind() == Kind::List && value.as_list().size() > most_items)
        return Value::null("リストが長すぎます（上限 1,000,000）");
    if (value.kind() == Kind::String && value.as_string().size() > longest_string)
        return Value::null("文字列が長すぎます");
    return value;
}

Value Evaluator::call(const Value& function, std::span<const Value> arguments, const CallContext& context)
{
    if (context.evaluator != nullptr) {
        if (!context.evaluator->step())
            return Value::null("関数の呼び出しが多すぎます（上限 1,000,000）");
        return context.evaluator->call_value(function, arguments);
    }
    Evaluator evaluator(context.environment);
    evaluator.m_calls = context.depth;
    return evaluator.call_value(function, arguments);
}

Value Evaluator::call_closure(const std::shared_ptr<const Closure>& shared, std::span<const Value> arguments)
{
    const auto closure = shared; // lives as long as the call
    const auto& definition = *closure->definition;
    if (arguments.size() != definition.names.size())
        return Value::null("関数に合わない引数の数です");
    if (m_calls >= deepest_call || m_depth >= deepest_evaluation)
        return Value::null("関数の呼び出しが深すぎます（上限 200）");

    const Scope scope(*this);
    const auto base = std::exchange(m_base, m_locals.size());
    const auto* const input = std::exchange(m_input, nullptr);
    ++m_shadows; // what is bound may stand for a slot
    ++m_calls;
    for (const auto& [name, value] : closure->bound)
        push(name, value);
    if (!closure->name.empty())
        push(closure->name, Value::function(closure));

    Value result;
    bool fits = true;
    for (std::size_t i = 0; i < arguments.size() && fits; ++i) {
        auto argument = arguments[i];
        if (i < definition.types.size() && !definition.types[i].empty()) {
            if (const auto type = read_type(definition.types[i]))
                argument = coerce(argument, *type, m_environment);
            fits = !argument.is_null() || arguments[i].is_null();
            if (!fits)
                result = argument;
        }
        push(definition.names[i], std::move(argument));
    }
    if (fits)
        result = evaluate(*definition.children.back());
    --m_calls;
    m_input = input;
    m_base = base;
    return result;
}

Value Evaluator::evaluate_function(const Node& node)
{
    Closure closure{.definition = std::make_shared<const Node>(node)};
    std::vector<const Node*> names;
    collect_names(*node.children.back(), names);
    for (const auto* name : names) {
        const auto known = std::any_of(closure.bound.begin(), closure.bound.end(),
                                       [&](const auto& bound) { return bound.first == name->text; });
        if (known)
            continue;
        if (const auto* local = find_local(name->text))
            closure.bound.emplace_back(name->text, *local);
        else if (name->slot >= 0)
            closure.bound.emplace_back(name->text, slot(*name));
    }
    return Value::function(std::make_shared<const Closure>(std::move(closure)));
}

}
