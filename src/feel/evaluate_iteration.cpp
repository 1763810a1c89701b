#include "feel/compare.h"
#include "feel/evaluator.h"
#include "feel/temporal_text.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

constexpr std::string_view too_many_steps = "繰り返しが多すぎます（上限 1,000,000）";

bool reads_name(const Node& node, std::string_view name)
{
    if (node.kind == NodeKind::Name)
        return node.text == name;
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](const NodePtr& child) { return child != nullptr && reads_name(*child, name); });
}

// Counts the values inside `value`; false once there are more than `budget` or they lie too deep.
bool count_values(const Value& value, std::size_t& budget, int depth)
{
    if (budget == 0 || depth > deepest_value)
        return false;
    --budget;
    if (value.kind() == Kind::List) {
        const auto& items = value.as_list();
        return std::all_of(items.begin(), items.end(),
                           [&](const Value& item) { return count_values(item, budget, depth + 1); });
    }
    if (value.kind() == Kind::Context) {
        const auto& entries = value.as_context();
        return std::all_of(entries.begin(), entries.end(),
                           [&](const auto& entry) { return count_values(entry.second, budget, depth + 1); });
    }
    return true;
}

}

// What a variable runs over: the items of a list, or whole numbers or days from one end to the other.
struct Evaluator::Domain {
    Value list;
    bool days = false;
    std::int64_t low = 0;
    std::int64_t high = 0;

    std::size_t size() const
    {
        if (list.kind() == Kind::List)
            return list.as_list().size();
        return static_cast<std::size_t>(low <= high ? high - low : low - high) + 1;
    }
    Value at(std::size_t index) const
    {
        if (list.kind() == Kind::List)
            return list.as_list()[index];
        const auto offset = static_cast<std::int64_t>(index);
        const auto number = low <= high ? low + offset : low - offset;
        return days ? Value::date(from_days(number)) : Value::number(number);
    }
};

// A walk over all combinations of the variables' values; `visit` runs the body and says whether to go on.
struct Evaluator::Loop {
    const Node& node;
    bool (*visit)(Evaluator&, Loop&);
    List results = {};
    std::optional<Value> problem = {}; // why the whole is null
    bool uses_partial = false;
    bool decided = false;
    std::optional<Value> unknown = {};
};

// False, with the reason, where there is nothing to run over.
bool Evaluator::open_domain(const Node& node, Domain& domain, Value& problem)
{
    Value low;
    Value high;
    bool low_open = false;
    bool high_open = false;
    if (node.kind == NodeKind::Range && node.low_closed && node.high_closed && node.children[0] != nullptr &&
        node.children[1] != nullptr) {
        low = evaluate(*node.children[0]);
        high = evaluate(*node.children[1]);
    } else {
        auto value = evaluate(node);
        if (value.is_null()) {
            problem = value;
            return false;
        }
        if (value.kind() == Kind::List) {
            domain.list = std::move(value);
            return true;
        }
        if (value.kind() != Kind::Range) {
            domain.list = Value::list({std::move(value)});
            return true;
        }
        low = value.as_range().low;
        high = value.as_range().high;
        low_open = !value.as_range().low_closed;
        high_open = !value.as_range().high_closed;
    }
    if (low.kind() == Kind::Number && high.kind() == Kind::Number) {
        const auto first = low.as_number().to_int64();
        const auto last = high.as_number().to_int64();
        if (!first || !last) {
            problem = Value::null("繰り返しの両端が整数ではありません");
            return false;
        }
        domain.low = *first;
        domain.high = *last;
    } else if (low.kind() == Kind::Date && high.kind() == Kind::Date) {
        domain.days = true;
        domain.low = to_days(low.as_date());
        domain.high = to_days(high.as_date());
    } else {
        problem = Value::null("繰り返しの両端は整数か日付でなければなりません");
        return false;
    }
    if (low_open || high_open) {
        const bool empty = domain.high - domain.low < (low_open ? 1 : 0) + (high_open ? 1 : 0);
        domain.low += low_open ? 1 : 0;
        domain.high -= high_open ? 1 : 0;
        if (empty) {
            domain.list = Value::list({});
            return true;
        }
    }
    const auto& [least, most] = std::minmax(domain.low, domain.high);
    if (static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) >= most_steps) {
        problem = Value::null(std::string(too_many_steps));
        return false;
    }
    return true;
}

// Runs variable `variable` and those behind it; false to stop.
bool Evaluator::iterate(Loop& loop, std::size_t variable)
{
    if (variable == loop.node.names.size())
        return loop.visit(*this, loop);
    const DepthScope depth(*this);
    if (depth.too_deep()) {
        loop.problem = Value::null("計算の入れ子が深すぎます");
        return false;
    }
    Domain domain;
    if (Value problem; !open_domain(*loop.node.children[variable], domain, problem)) {
        loop.problem = problem;
        return false;
    }
    for (std::size_t i = 0; i < domain.size(); ++i) {
        if (!step()) {
            loop.problem = Value::null(std::string(too_many_steps));
            return false;
        }
        const Scope scope(*this);
        push(loop.node.names[variable], domain.at(i));
        if (!iterate(loop, variable + 1))
            return false;
    }
    return true;
}

Value Evaluator::evaluate_for(const Node& node)
{
    auto visit = [](Evaluator& evaluator, Loop& loop) {
        const Scope scope(evaluator);
        if (loop.uses_partial) {
            if (!evaluator.step(loop.results.size())) {
                loop.problem = Value::null(std::string(too_many_steps));
                return false;
            }
            evaluator.push("partial", Value::list(loop.results));
        }
        auto result = evaluator.evaluate(*loop.node.children.back());
        if (loop.uses_partial && (result.kind() == Kind::List || result.kind() == Kind::Context)) {
            auto budget = most_steps - evaluator.m_steps;
            const auto before = budget;
            if (!count_values(result, budget, 0) || !evaluator.step(before - budget)) {
                loop.problem = Value::null("partial から作る値が大きすぎます");
                return false;
            }
        }
        loop.results.push_back(std::move(result));
        if (loop.results.size() <= most_items)
            return true;
        loop.problem = Value::null("リストが長すぎます（上限 1,000,000）");
        return false;
    };
    Loop loop{.node = node, .visit = visit};
    loop.uses_partial = reads_name(*node.children.back(), "partial");
    iterate(loop, 0);
    return loop.problem ? *loop.problem : Value::list(std::move(loop.results));
}

// some: true decides; every: false decides; what is not a boolean is unknown.
Value Evaluator::evaluate_quantified(const Node& node)
{
    auto visit = [](Evaluator& evaluator, Loop& loop) {
        auto value = evaluator.evaluate(*loop.node.children.back());
        const bool deciding = loop.node.kind == NodeKind::Some;
        if (value.kind() == Kind::Boolean)
            loop.decided = value.as_boolean() == deciding;
        else if (!loop.unknown)
            loop.unknown = value.is_null() ? std::move(value) : Value::null("satisfies の後が真偽値ではありません");
        return !loop.decided;
    };
    Loop loop{.node = node, .visit = visit};
    iterate(loop, 0);
    const bool deciding = node.kind == NodeKind::Some;
    if (loop.problem)
        return *loop.problem;
    if (loop.decided)
        return Value::boolean(deciding);
    return loop.unknown ? *loop.unknown : Value::boolean(!deciding);
}

// DMN 1.5, 10.3.2.5, table 55: a number picks an item (from 1, from the end when negative), a condition keeps items. A
// value that is no list is a list of one.
Value Evaluator::evaluate_filter(const Node& node)
{
    const auto base = evaluate(*node.children[0]);
    if (base.is_null())
        return base.null_reason().empty() ? Value::null("null から選ぶことはできません") : base;
    const auto list = base.kind() == Kind::List ? base : Value::list({base});
    return filter_items(list.as_list(), *node.children[1]);
}

Value Evaluator::filter_items(const List& items, const Node& condition)
{
    List kept;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, items.size()); ++i) {
        if (!step())
            return Value::null(std::string(too_many_steps));
        const Scope scope(*this);
        const auto item = i < items.size() ? items[i] : Value();
        push("item", item);
        if (item.kind() == Kind::Context)
            push_entries(item);
        Value storage;
        const auto& value = operand(condition, storage);
        if (i == 0 && value.kind() == Kind::Number) {
            const auto index = value.as_number().to_int64();
            const auto size = static_cast<std::int64_t>(items.size());
            if (!index || *index == 0 || *index > size || *index < -size)
                return Value::null("リストに " + value.as_number().to_text() + " 番目の要素はありません");
            return items[static_cast<std::size_t>(*index > 0 ? *index - 1 : size + *index)];
        }
        if (i == 0 && condition.kind == NodeKind::Literal && value.kind() != Kind::Boolean)
            return Value::null("リストの番号か条件が必要です");
        if (i < items.size() && value.is_true())
            kept.push_back(item);
    }
    return Value::list(std::move(kept));
}

}
