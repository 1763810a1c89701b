#include "feel/decision_table.h"

#include "feel/arithmetic.h"
#include "feel/compare.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

struct PolicyName {
    std::string_view letters;
    std::string_view word;
    Policy policy;
};

constexpr PolicyName policies[] = {
    {"U", "UNIQUE", {HitPolicy::Unique, Aggregator::None}},
    {"A", "ANY", {HitPolicy::Any, Aggregator::None}},
    {"P", "PRIORITY", {HitPolicy::Priority, Aggregator::None}},
    {"F", "FIRST", {HitPolicy::First, Aggregator::None}},
    {"C", "COLLECT", {HitPolicy::Collect, Aggregator::None}},
    {"C+", "COLLECT SUM", {HitPolicy::Collect, Aggregator::Sum}},
    {"C#", "COLLECT COUNT", {HitPolicy::Collect, Aggregator::Count}},
    {"C<", "COLLECT MIN", {HitPolicy::Collect, Aggregator::Minimum}},
    {"C>", "COLLECT MAX", {HitPolicy::Collect, Aggregator::Maximum}},
    {"R", "RULE ORDER", {HitPolicy::RuleOrder, Aggregator::None}},
    {"O", "OUTPUT ORDER", {HitPolicy::OutputOrder, Aggregator::None}},
};

Value evaluate_for_input(const Node& tests, const Value& input, const Environment& environment)
{
    auto inner = environment;
    inner.input = &input;
    return evaluate(tests, inner);
}

std::vector<Value> input_values(const DecisionTable& table, const Environment& environment)
{
    std::vector<Value> values;
    values.reserve(table.inputs.size());
    for (const auto& input : table.inputs)
        values.push_back(input.expression == nullptr ? Value() : evaluate(*input.expression, environment));
    return values;
}

std::optional<bool> match_row(const DecisionTable::Row& row, const std::vector<Value>& inputs,
                              const Environment& environment)
{
    std::optional<bool> matched = true;
    for (std::size_t i = 0; i < std::min(row.tests.size(), inputs.size()); ++i) {
        if (row.tests[i] == nullptr)
            continue;
        const auto test = evaluate_for_input(*row.tests[i], inputs[i], environment);
        if (test.is_false())
            return false;
        if (!test.is_true())
            matched = std::nullopt;
    }
    return matched;
}

std::vector<std::optional<bool>> match_values(const DecisionTable& table, const std::vector<Value>& inputs,
                                              const Environment& environment)
{
    std::vector<std::optional<bool>> matches;
    matches.reserve(table.rows.size());
    for (const auto& row : table.rows)
        matches.push_back(match_row(row, inputs, environment));
    return matches;
}

// The outputs of the rows that matched.
struct Hit {
    std::size_t row = 0;
    std::vector<Value> outputs;
    std::vector<std::size_t> priority; // by output, smaller is higher
};

bool is_one_of(const Value& value, const Value& allowed)
{
    if (equal(value, allowed).value_or(false))
        return true;
    if (allowed.kind() != Kind::Range)
        return false;
    const auto& range = allowed.as_range();
    const auto low = order(value, range.low);
    const auto high = order(value, range.high);
    return (range.low.is_null() || (low && (range.low_closed ? *low >= 0 : *low > 0))) &&
           (range.high.is_null() || (high && (range.high_closed ? *high <= 0 : *high < 0)));
}

std::size_t priority_of(const Value& value, const std::vector<Value>& allowed)
{
    const auto place = std::find_if(allowed.begin(), allowed.end(),
                                    [&](const Value& candidate) { return is_one_of(value, candidate); });
    return static_cast<std::size_t>(place - allowed.begin());
}

Value composed(const DecisionTable& table, const std::vector<Value>& outputs)
{
    if (table.outputs.size() == 1)
        return outputs.front();
    Context context;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        context.emplace_back(table.outputs[i].name, outputs[i]);
    return Value::context(std::move(context));
}

std::optional<Value> fallback_of(const DecisionTable& table, const Environment& environment)
{
    std::vector<Value> outputs;
    bool any = false;
    for (const auto& output : table.outputs) {
        any = any || output.fallback != nullptr;
        outputs.push_back(output.fallback == nullptr ? Value() : evaluate(*output.fallback, environment));
    }
    if (!any)
        return {};
    return composed(table, outputs);
}

bool gives_list(Policy policy)
{
    return policy.hit == HitPolicy::Collect || policy.hit == HitPolicy::RuleOrder ||
           policy.hit == HitPolicy::OutputOrder;
}

// What a table without a match and without a default output gives.
Value nothing_matched(const DecisionTable& table)
{
    if (table.policy.aggregator == Aggregator::Count)
        return Value::number(0);
    if (gives_list(table.policy) && table.policy.aggregator == Aggregator::None)
        return Value::list({});
    return Value::null("当てはまる行がありません");
}

Value aggregate(Aggregator aggregator, const List& values)
{
    if (aggregator == Aggregator::Count)
        return Value::number(static_cast<std::int64_t>(values.size()));
    auto result = values.front();
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (aggregator == Aggregator::Sum) {
            result = calculate(Operator::Add, result, values[i]);
            continue;
        }
        const auto ordering = order(values[i], result);
        if (!ordering)
            return Value::null("並べられない出力があり、最小・最大を求められません");
        if (aggregator == Aggregator::Minimum ? *ordering < 0 : *ordering > 0)
            result = values[i];
    }
    return result;
}

TableResult single(const DecisionTable& table, const Hit& hit)
{
    return {.value = composed(table, hit.outputs), .rows = {hit.row}};
}

TableResult listed(const DecisionTable& table, const std::vector<Hit>& hits)
{
    TableResult result;
    List values;
    for (const auto& hit : hits) {
        values.push_back(composed(table, hit.outputs));
        result.rows.push_back(hit.row);
    }
    result.value = table.policy.aggregator == Aggregator::None ? Value::list(std::move(values))
                                                               : aggregate(table.policy.aggregator, values);
    return result;
}

TableResult failed(std::string reason, const std::vector<Hit>& hits)
{
    TableResult result{.value = Value::null(std::move(reason)), .rows = {}};
    for (const auto& hit : hits)
        result.rows.push_back(hit.row);
    return result;
}

std::string row_numbers(const std::vector<Hit>& hits)
{
    std::string text;
    for (const auto& hit : hits)
        text += (text.empty() ? "" : "、") + std::to_string(hit.row + 1);
    return text;
}

// DMN 1.5, 8.2.10: one policy, one way to choose among the rows that matched.
TableResult choose(const DecisionTable& table, std::vector<Hit> hits)
{
    auto by_priority = [](const Hit& a, const Hit& b) { return a.priority < b.priority; };
    switch (table.policy.hit) {
    case HitPolicy::Unique:
        if (hits.size() > 1)
            return failed("一つの行だけが当てはまる表（U）で、" + row_numbers(hits) + " 行目が当てはまりました", hits);
        return single(table, hits.front());
    case HitPolicy::Any: {
        const bool agree =
            std::all_of(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.outputs == hits.front().outputs; });
        if (!agree)
            return failed("同じ結果だけが重なれる表（A）で、" + row_numbers(hits) + " 行目の結果が違います", hits);
        auto result = single(table, hits.front());
        result.rows.clear();
        for (const auto& hit : hits)
            result.rows.push_back(hit.row);
        return result;
    }
    case HitPolicy::First:
        return single(table, hits.front());
    case HitPolicy::Priority:
        return single(table, *std::min_element(hits.begin(), hits.end(), by_priority));
    case HitPolicy::OutputOrder:
        std::stable_sort(hits.begin(), hits.end(), by_priority);
        return listed(table, hits);
    case HitPolicy::Collect:
    case HitPolicy::RuleOrder:
        return listed(table, hits);
    }
    return {};
}

}

std::optional<Policy> read_policy(std::string_view text)
{
    for (const auto& known : policies) {
        if (known.letters == text || known.word == text)
            return known.policy;
    }
    return {};
}

std::string to_text(Policy policy)
{
    for (const auto& known : policies) {
        if (known.policy == policy)
            return std::string(known.letters);
    }
    return {};
}

std::vector<std::optional<bool>> match_rows(const DecisionTable& table, const Environment& environment)
{
    return match_values(table, input_values(table, environment), environment);
}

TableResult result_of(const DecisionTable& table, std::vector<std::size_t> rows, const Environment& environment)
{
    if (rows.empty()) {
        auto fallback = fallback_of(table, environment);
        return {.value = fallback ? std::move(*fallback) : nothing_matched(table), .rows = {}};
    }
    std::vector<Hit> hits;
    for (const auto row : rows) {
        Hit hit{.row = row, .outputs = {}, .priority = {}};
        for (std::size_t i = 0; i < table.outputs.size(); ++i) {
            const auto& output = table.outputs[i];
            auto value = i < table.rows[row].outputs.size() && table.rows[row].outputs[i] != nullptr
                             ? evaluate(*table.rows[row].outputs[i], environment)
                             : Value();
            if (!output.allowed.empty()) {
                hit.priority.push_back(priority_of(value, output.allowed));
                if (hit.priority.back() == output.allowed.size() && !value.is_null())
                    return failed("出力「" + output.name + "」の " + to_feel(value) + " は許された値ではありません",
                                  {std::move(hit)});
            }
            hit.outputs.push_back(std::move(value));
        }
        hits.push_back(std::move(hit));
    }
    return choose(table, std::move(hits));
}

TableResult decide(const DecisionTable& table, const Environment& environment)
{
    const auto inputs = input_values(table, environment);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto& input = table.inputs[i];
        if (input.allowed != nullptr && !evaluate_for_input(*input.allowed, inputs[i], environment).is_true())
            return {.value = Value::null("入力「" + input.label + "」の " + to_feel(inputs[i]) +
                                         " は許された値ではありません"),
                    .rows = {}};
    }
    const auto matches = match_values(table, inputs, environment);
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < matches.size(); ++row) {
        if (matches[row].value_or(false))
            rows.push_back(row);
    }
    return result_of(table, std::move(rows), environment);
}

}
