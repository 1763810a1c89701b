#include "feel/checker.h"

#include <algorithm>
#include <tuple>

namespace kenkei::feel {

namespace {

constexpr int deepest = 300; // nothing is said of what lies deeper

StaticType number_from(std::int64_t first, std::int64_t last)
{
    StaticType type = sure(Form::Number);
    for (std::int64_t number = first; number <= last; ++number)
        type.values.push_back(Value::number(number));
    return type;
}

// The type of `base.name`; nothing where there is no such property (property.cpp).
std::optional<StaticType> type_of_property(const StaticType& base, std::string_view name)
{
    const bool date = is_moment(base.form);
    const bool time = base.form == Form::Time || base.form == Form::DateTime;
    if (date && name == "year")
        return sure(Form::Number);
    if (date && (name == "month" || name == "day" || name == "weekday"))
        return number_from(1, name == "month" ? 12 : name == "day" ? 31 : 7);
    if (time && (name == "hour" || name == "minute" || name == "second"))
        return sure(Form::Number);
    if (time && (name == "time offset" || name == "timezone"))
        return StaticType{};
    switch (base.form) {
    case Form::Unknown:
    case Form::Null:
        return StaticType{};
    case Form::YearsMonthsDuration:
        if (name == "years" || name == "months")
            return sure(Form::Number);
        return {};
    case Form::DaysTimeDuration:
        if (name == "days" || name == "hours" || name == "minutes" || name == "seconds")
            return sure(Form::Number);
        return {};
    case Form::Range:
        if (name == "start included" || name == "end included")
            return sure(Form::Boolean);
        if (name == "start" || name == "end")
            return StaticType{};
        return {};
    case Form::Context: {
        if (base.entries.empty())
            return StaticType{};
        const auto found = std::find_if(base.entries.begin(), base.entries.end(),
                                        [&](const auto& entry) { return entry.first == name; });
        return found == base.entries.end() ? std::nullopt : std::optional(found->second);
    }
    default:
        return {};
    }
}

}

Checker::Checker(std::span<const StaticType> types, const StaticType* input, const Node* input_node) : m_types(types)
{
    if (input != nullptr)
        m_input = Input{.node = input_node, .found = {.type = *input}};
}

Checked Checker::check(const Node& node)
{
    Found found = infer(node);
    if (m_problems.empty() && node.kind != NodeKind::Literal && found.is(Form::Boolean))
        check_not_constant(node, found);
    std::stable_sort(m_problems.begin(), m_problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
    });
    const auto twice = std::unique(m_problems.begin(), m_problems.end(), [](const Problem& a, const Problem& b) {
        return a.at == b.at && a.code == b.code && a.message == b.message;
    });
    m_problems.erase(twice, m_problems.end());
    return {std::move(found.type), std::move(m_problems)};
}

void Checker::report(const Node& at, std::string code, std::string message, std::string way_out)
{
    m_problems.push_back(
        {.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out), .at = at.at});
}

Found Checker::infer(const Node& node)
{
    if (m_depth >= deepest)
        return {};
    ++m_depth;
    Found found = infer_kind(node);
    --m_depth;
    if (found.type.nullable && m_facts.is_non_null(node)) {
        found.type.nullable = false;
        found.blanks.clear();
    }
    if (found.constant)
        found.fixed = found.constant;
    else if (found.type.values.size() == 1 && !found.type.nullable && !found.type.choice)
        found.fixed = found.type.values.front();
    m_found.insert_or_assign(&node, found);
    return found;
}

Found Checker::infer_kind(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Literal:
        return {.type = type_of(node.value), .constant = node.value};
    case NodeKind::Name:
        return infer_name(node);
    case NodeKind::Path:
        return infer_path(node);
    case NodeKind::List:
        return infer_list(node);
    case NodeKind::Context:
        return infer_context(node);
    case NodeKind::Range:
        return infer_range(node);
    case NodeKind::Negate:
        return infer_negation(node);
    case NodeKind::Arithmetic:
        return infer_arithmetic(node);
    case NodeKind::Comparison:
        return infer_comparison(node);
    case NodeKind::And:
    case NodeKind::Or:
        return infer_logical(node);
    case NodeKind::Between:
        return infer_between(node);
    case NodeKind::In:
        return infer_in(node);
    case NodeKind::If:
        return infer_if(node);
    case NodeKind::For:
    case NodeKind::Some:
    case NodeKind::Every:
        return infer_loop(node);
    case NodeKind::Filter:
        return infer_filter(node);
    case NodeKind::Call:
        return infer_call(node);
    case NodeKind::Function:
        return infer_function(node);
    case NodeKind::InstanceOf:
        infer(*node.children.front());
        return {.type = sure(Form::Boolean)};
    case NodeKind::UnaryTests:
        return infer_unary_tests(node);
    case NodeKind::UnaryCompare:
    case NodeKind::UnaryValue: {
        bool asks_for_null = false;
        return infer_test(node, asks_for_null);
    }
    }
    return {};
}

Found Checker::folded(const Node& node, Found found, std::initializer_list<const Found*> operands)
{
    if (!std::all_of(operands.begin(), operands.end(), [](const Found* operand) { return operand->constant; }))
        return found;
    Value value = evaluate(node, {.slots = {}});
    if (value.is_null()) {
        found.type.nullable = true;
    } else {
        StaticType type = type_of(value);
        type.unit = found.type.unit;
        found = {.type = std::move(type)};
    }
    found.constant = std::move(value);
    return found;
}

std::optional<StaticType> Checker::find_local(const std::string& name) const
{
    for (auto local = m_locals.rbegin(); local != m_locals.rend(); ++local) {
        if (local->any_name)
            return StaticType{};
        if (local->name == name)
            return local->type;
    }
    return {};
}

void Checker::push(const std::string& name, StaticType type)
{
    m_facts.forget(name);
    m_locals.push_back({.name = name, .type = std::move(type)});
}

// A name in a filter that is no entry of what is filtered: it is null for every one of them.
void Checker::report_unknown_entry(const Node& node)
{
    std::string names;
    for (const Local& local : m_locals)
        names += (names.empty() ? "" : "、") + local.name;
    report(node, "rule.type", "「" + node.text + "」は、ここで読める名前ではありません。いつも null になります。",
           "使えるのは " + names + " です。");
}

Found Checker::infer_name(const Node& node)
{
    if (node.text == "?")
        return m_input ? Found{.type = m_input->found.type, .blanks = m_input->found.blanks} : Found{};
    Found found;
    if (auto local = node.slot < 0 || m_shadows > 0 ? find_local(node.text) : std::nullopt)
        found.type = std::move(*local);
    else if (node.slot >= 0 && static_cast<std::size_t>(node.slot) < m_types.size())
        found.type = m_types[static_cast<std::size_t>(node.slot)];
    else if (node.slot < 0 && node.builtin != nullptr)
        found.type = sure(Form::Function);
    else if (node.slot < 0 && !m_locals.empty())
        report_unknown_entry(node);
    if (found.known() && found.type.nullable)
        found.blanks.push_back(&node);
    return found;
}

Found Checker::infer_path(const Node& node)
{
    const Node& base_node = *node.children.front();
    const Found base = infer(base_node);
    const bool many = base.is(Form::List);
    const StaticType whole = many ? element_of(base.type) : base.type;
    auto type = type_of_property(whole, node.text);
    if (!type) {
        std::string way_out = "項目の名前と型を確かめてください。";
        if (whole.form == Form::Context) {
            way_out = "使えるのは ";
            for (std::size_t i = 0; i < whole.entries.size(); ++i)
                way_out += (i == 0 ? "" : "、") + whole.entries[i].first;
            way_out += " です。";
        } else if (is_moment(whole.form)) {
            way_out = "日付から取れるのは year、month、day、weekday です。";
        }
        report(node, "rule.type",
               shown(base_node) + "は" + std::string(name_of(whole.form)) + (many ? "の一覧" : "") + "で、「" +
                   node.text + "」という項目がありません。いつも null になります。",
               std::move(way_out));
        return {};
    }
    if (many)
        return found_of(list_of(std::move(*type)), {&base});
    const bool own = type->form != Form::Unknown && type->nullable;
    Found found = found_of(std::move(*type), {});
    if (own) {
        // What is missing is told by the whole path, be it the record or its field.
        found.blanks.push_back(&node);
        return found;
    }
    add_blanks(found, base);
    return folded(node, std::move(found), {&base});
}

Found Checker::infer_list(const Node& node)
{
    Found found{.type = sure(Form::List)};
    std::optional<StaticType> element;
    bool constant = true;
    for (const NodePtr& child : node.children) {
        const Found item = infer(*child);
        element = element ? joined(*element, item.type) : item.type;
        if (item.type.nullable)
            found.blanks.insert(found.blanks.end(), item.blanks.begin(), item.blanks.end());
        constant = constant && item.constant;
    }
    if (element)
        found.type.element = std::make_shared<const StaticType>(std::move(*element));
    if (constant)
        found.constant = evaluate(node, {.slots = {}});
    return found;
}

Found Checker::infer_context(const Node& node)
{
    Found found{.type = sure(Form::Context)};
    const std::size_t outer = m_locals.size();
    const Facts facts = m_facts;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        // A function may call itself.
        if (node.children[i]->kind == NodeKind::Function)
            push(node.names[i], sure(Form::Function));
        StaticType type = infer(*node.children[i]).type;
        push(node.names[i], type);
        found.type.entries.emplace_back(node.names[i], std::move(type));
    }
    m_locals.resize(outer);
    m_facts = facts;
    return found;
}

}
