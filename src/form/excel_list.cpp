#include "feel/expression.h"
#include "form/excel_compiler.h"

#include <algorithm>

namespace kenkei::form {

using feel::Kind;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Value;

namespace {

constexpr std::size_t most_items = 200; // of a list that is written out

// ISNUMBER(FIND({",1,",",3,"},cell)), as many as are found.
std::string ticked(const std::vector<std::int64_t>& options, const std::string& cell)
{
    std::vector<std::string> items;
    for (const std::int64_t option : options)
        items.push_back("\"," + std::to_string(option) + ",\"");
    if (items.size() == 1)
        return "ISNUMBER(FIND(" + items.front() + "," + cell + "))";
    return "SUMPRODUCT(--ISNUMBER(FIND(" + array_of(items) + "," + cell + ")))";
}

std::string any_ticked(const std::vector<std::int64_t>& options, const std::string& cell)
{
    return options.empty() ? "FALSE" : ticked(options, cell) + (options.size() > 1 ? ">0" : "");
}

}

// A name of a question whose ticked options stand in a cell.
std::optional<Part> ExcelCompiler::choices_of(const NodePtr& node)
{
    if (node->kind != NodeKind::Name || node->slot < 0 ||
        m_context.slots[static_cast<std::size_t>(node->slot)].holds != Holds::Choices || is_fixed(*node) ||
        node->slot == edition::slot_of(edition::FixedName::AsOf))
        return {};
    return slot_of(*node);
}

std::vector<std::int64_t> ExcelCompiler::options_of(const Node& node) const
{
    std::vector<std::int64_t> numbers;
    if (const edition::Question* question = m_context.edition.question_at(node.slot)) {
        for (const edition::Option& option : question->options)
            numbers.push_back(option.number);
    }
    return numbers;
}

// Items that are the same for everybody, or written as expressions of their own.
std::optional<std::vector<NodePtr>> ExcelCompiler::items_of(const Node& list)
{
    std::vector<NodePtr> items;
    if (list.kind == NodeKind::List)
        return list.children;
    if (list.kind == NodeKind::For) {
        auto domain = items_of(*list.children[0]);
        if (!domain)
            return {};
        for (const NodePtr& item : *domain) {
            if (list.names.size() == 1) {
                items.push_back(with(list.children.back(), list.names[0], item));
                continue;
            }
            Node inner = list;
            inner.names.erase(inner.names.begin());
            inner.children.erase(inner.children.begin());
            for (std::size_t i = 0; i < inner.children.size(); ++i)
                inner.children[i] = with(inner.children[i], list.names[0], item);
            auto more = items_of(inner);
            if (!more)
                return {};
            items.insert(items.end(), more->begin(), more->end());
        }
        return items.size() <= most_items ? std::optional(items) : std::nullopt;
    }
    if (list.kind == NodeKind::Range) {
        // As a loop runs over it.
        auto name = std::make_shared<const Node>(Node{.kind = NodeKind::Name, .text = "i"});
        const Node loop{
            .kind = NodeKind::For, .children = {std::make_shared<const Node>(list), std::move(name)}, .names = {"i"}};
        const Value value = is_fixed(list) ? evaluate_fixed(loop) : Value{};
        if (value.kind() != Kind::List || value.as_list().size() > most_items)
            return {};
        for (const Value& item : value.as_list())
            items.push_back(literal_node(item));
        return items;
    }
    if (!is_fixed(list))
        return {};
    const Value value = evaluate_fixed(list);
    if (value.kind() != Kind::List || value.as_list().size() > most_items)
        return {};
    for (const Value& item : value.as_list())
        items.push_back(literal_node(item));
    return items;
}

// some: the greatest of what holds for the items, every: the least.
Part ExcelCompiler::judge_quantified(const Node& node)
{
    const bool some = node.kind == NodeKind::Some;
    const std::string& variable = node.names.front();
    NodePtr body = node.children.back();
    if (node.names.size() > 1) {
        Node inner = node;
        inner.names.erase(inner.names.begin());
        inner.children.erase(inner.children.begin());
        body = std::make_shared<const Node>(std::move(inner));
    }
    const auto for_item = [&](const NodePtr& item) {
        if (node.names.size() == 1)
            return with(body, variable, item);
        auto inner = std::make_shared<Node>(*body);
        for (NodePtr& child : inner->children)
            child = with(child, variable, item);
        return NodePtr(inner);
    };
    std::vector<std::string> truths;
    if (const auto choices = choices_of(node.children[0])) {
        std::vector<std::int64_t> deciding; // some: true for them; every: false
        std::vector<std::int64_t> unknown;
        for (const std::int64_t option : options_of(*node.children[0])) {
            const NodePtr of_option = for_item(literal_node(Value::number(option)));
            if (!is_fixed(*of_option)) {
                const std::string here = ticked({option}, choices->text);
                const std::string truth = truth_of(of_option);
                truths.push_back(some ? call("IF", {here, truth, "0"}) : call("IF", {here, truth, "1"}));
                continue;
            }
            const Value value = evaluate_fixed(*of_option);
            if (value.kind() != Kind::Boolean)
                unknown.push_back(option);
            else if (value.as_boolean() == some)
                deciding.push_back(option);
        }
        Part part = boolean_of(any_ticked(deciding, choices->text), Binding::Comparison, {&*choices});
        if (!some)
            part.text = call("NOT", {part.text});
        if (truths.empty() && unknown.empty())
            return part;
        if (!deciding.empty())
            truths.push_back("--(" + part.text + ")");
        if (!unknown.empty())
            truths.push_back(call("IF", {any_ticked(unknown, choices->text), "0.5", some ? "0" : "1"}));
        const std::string text = call(some ? "MAX" : "MIN", truths);
        const auto open = open_blanks(*choices);
        return {.holds = Holds::Truth, .text = open.empty() ? text : call("IF", {any_of(open), "0.5", text})};
    }
    const auto items = items_of(*node.children[0]);
    if (!items || items->size() > most_items) {
        refuse("「" + feel::to_text(node) + "」");
        return sure_truth({});
    }
    if (items->empty())
        return sure_truth(!some);
    std::vector<NodePtr> conditions;
    for (const NodePtr& item : *items)
        conditions.push_back(for_item(item));
    return judge(node_of(some ? NodeKind::Or : NodeKind::And, std::move(conditions)));
}

Part ExcelCompiler::judge_list_contains(const Node& node)
{
    const NodePtr& list = node.children[1];
    const NodePtr& element = node.children[2];
    if (const auto choices = choices_of(list)) {
        if (is_fixed(*element)) {
            const auto number = evaluate_fixed(*element).as_number().to_int64();
            const bool there = evaluate_fixed(*element).kind() == Kind::Number && number;
            return boolean_of(there ? ticked({*number}, choices->text) : "FALSE", Binding::Whole, {&*choices});
        }
        const Part number = value_of(element);
        std::vector<std::string> any;
        for (const std::int64_t option : options_of(*list))
            any.push_back(
                call("AND", {operand(number) + "=" + std::to_string(option), ticked({option}, choices->text)}));
        if (number.holds != Holds::Number || may_be_null(element, number) || any.empty())
            refuse("「" + feel::to_text(node) + "」");
        return boolean_of(any_of(any), Binding::Whole, {&*choices, &number});
    }
    const Part wanted = value_of(element);
    // As `in` a list: an item equals it, and null is in no list of answers.
    const auto result = [&](const std::string& text) {
        const Part part = boolean_of(text, Binding::Comparison, {&wanted});
        if (!may_be_null(element, wanted))
            return part;
        return Part{.holds = Holds::Truth, .text = call("IF", {is_null(wanted), "0", "--(" + text + ")"})};
    };
    if (!is_fixed(*list)) {
        refuse("「" + feel::to_text(node) + "」");
        return sure_truth({});
    }
    const Value names = evaluate_fixed(*list);
    if (names.is_null())
        return sure_truth({});
    if (wanted.holds == Holds::Text && list->kind == NodeKind::Path) {
        if (const edition::NameList* known = m_context.edition.find_list(list->text)) {
            const std::string range = m_context.list_range(*known);
            if (!range.empty())
                return result("SUMPRODUCT(--EXACT(" + range + "," + wanted.text + "))>0");
        }
    }
    if (names.kind() != Kind::List || names.as_list().size() > most_items) {
        refuse("「" + feel::to_text(node) + "」");
        return sure_truth({});
    }
    std::vector<std::string> any;
    for (const Value& name : names.as_list()) {
        const Part item = literal_of(name);
        if (item.holds == wanted.holds)
            any.push_back(wanted.holds == Holds::Text ? item.text : equal_to(wanted, name));
    }
    if (any.empty())
        return result("FALSE");
    if (wanted.holds == Holds::Text)
        return result("SUMPRODUCT(--EXACT(" + array_of(any) + "," + wanted.text + "))>0");
    return result(any_of(any));
}

// count(list), count(list[condition])
Part ExcelCompiler::count_of(const Node& node)
{
    const NodePtr& list = node.children[1];
    if (const auto choices = choices_of(list))
        return part_of(Holds::Number, "LEN(" + choices->text + ")-LEN(SUBSTITUTE(" + choices->text + ",\",\",\"\"))-1",
                       Binding::Sum, {&*choices});
    if (list->kind != NodeKind::Filter || !holds_of(*with(list->children[1], "item", literal_node(Value::number(1)))) ||
        holds_of(*with(list->children[1], "item", literal_node(Value::number(1)))) != Holds::Truth) {
        if (const auto items = items_of(*list); items && list->kind != NodeKind::Filter)
            return literal_of(Value::number(static_cast<std::int64_t>(items->size())));
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    const NodePtr& condition = list->children[1];
    std::string sum;
    const auto add = [&](const std::string& term) { sum += (sum.empty() ? "" : "+") + term; };
    if (const auto choices = choices_of(list->children[0])) {
        std::vector<std::int64_t> kept;
        for (const std::int64_t option : options_of(*list->children[0])) {
            const NodePtr of_option = with(condition, "item", literal_node(Value::number(option)));
            if (!is_fixed(*of_option))
                add(call("IF", {ticked({option}, choices->text), "--(" + is_true(of_option) + ")", "0"}));
            else if (evaluate_fixed(*of_option).is_true())
                kept.push_back(option);
        }
        if (!kept.empty())
            add(kept.size() == 1 ? "--" + ticked(kept, choices->text) : ticked(kept, choices->text));
        return part_of(Holds::Number, sum.empty() ? "0" : sum, Binding::Sum, {&*choices});
    }
    const auto items = items_of(*list->children[0]);
    if (!items) {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    for (const NodePtr& item : *items)
        add("(" + is_true(with(condition, "item", item)) + ")");
    return {.holds = Holds::Number, .text = sum.empty() ? "0" : "0+" + sum, .binding = Binding::Sum};
}

}
