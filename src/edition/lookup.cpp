#include "edition/lookup.h"

#include "feel/null_tests.h"

#include <algorithm>

namespace kenkei::edition {

namespace {

// Does the test compare the input with something that is itself 未回答? FEEL's equality would say false; its order (<,
// ranges) says null without help.
bool compares_with_unknown(const feel::Node& node, std::span<const feel::Value> slots)
{
    using feel::NodeKind;
    using feel::Operator;
    if (node.kind == NodeKind::Range)
        return false;
    if (node.kind == NodeKind::UnaryCompare && node.op != Operator::Equal && node.op != Operator::NotEqual)
        return false;
    const feel::Node* root = &node;
    while (root->kind == NodeKind::Path)
        root = root->children.front().get();
    if (root->kind == NodeKind::Name)
        return root->slot >= 0 && feel::evaluate(node, {.slots = slots}).is_null();
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](const feel::NodePtr& child) { return child && compares_with_unknown(*child, slots); });
}

bool any_value_fits(const feel::Node& tests)
{
    return tests.kind == feel::NodeKind::UnaryTests && tests.children.empty() && !tests.negated;
}

std::optional<bool> matches(const feel::Node& test, const feel::Value& input, std::span<const feel::Value> slots)
{
    if (any_value_fits(test))
        return true;
    if ((input.is_null() || compares_with_unknown(test, slots)) && !feel::asks_for_null(test))
        return {};
    feel::Value result = feel::evaluate(test, {.slots = slots, .now = {}, .input = &input});
    if (result.is_null())
        return {};
    return result.is_true();
}

}

LookupResult look_up(const Table& table, std::span<const feel::Value> slots)
{
    const feel::DecisionTable& rules = table.rules;
    std::vector<feel::Value> inputs;
    inputs.reserve(rules.inputs.size());
    for (const auto& input : rules.inputs)
        inputs.push_back(feel::evaluate(*input.expression, {.slots = slots, .now = {}}));

    std::vector<std::size_t> sure;
    bool open = false;        // some row may still match
    bool open_before = false; // one above the first sure match
    for (std::size_t row = 0; row < rules.rows.size(); ++row) {
        bool lost = false;
        bool unknown = false;
        for (std::size_t column = 0; column < inputs.size() && !lost; ++column) {
            const std::optional<bool> cell = matches(*rules.rows[row].tests[column], inputs[column], slots);
            unknown = unknown || !cell.has_value();
            lost = cell.has_value() && !cell.value();
        }
        if (lost)
            continue;
        if (unknown) {
            open = true;
            open_before = open_before || sure.empty();
        } else {
            sure.push_back(row);
        }
    }

    bool undecided = false;
    switch (rules.policy.hit) {
    case feel::HitPolicy::Unique:
    case feel::HitPolicy::Any:
        undecided = sure.empty() && open;
        break;
    case feel::HitPolicy::First:
        undecided = open_before;
        break;
    default:
        undecided = open;
        break;
    }
    if (undecided)
        return {feel::Value::null("表を引くための回答が足りません"), {}};
    feel::TableResult result = feel::result_of(rules, sure, {.slots = slots, .now = {}});
    return {result.value, result.rows};
}

}
