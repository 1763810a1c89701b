#include "feel/checker.h"

#include "feel/type.h"

#include <algorithm>

namespace kenkei::feel {

// The type of what a variable runs over, one by one. A null domain makes the whole loop null.
StaticType Checker::infer_domain(const Node& loop, const Node& domain, Found& found)
{
    const Found whole = domain.kind == NodeKind::Range ? infer_range(domain, RangeOf::Steps) : infer(domain);
    add_blanks(found, whole);
    if (!whole.known() || whole.is(Form::Null))
        return {};
    if (whole.is(Form::List) || whole.is(Form::Range)) {
        StaticType element = element_of(whole.type);
        if (whole.is(Form::Range))
            element.values.clear();
        return element;
    }
    std::string way_out = "一覧か範囲（1..8 など）を書いてください。";
    if (loop.kind != NodeKind::For)
        way_out = to_text(domain) + " を直に比べてください。例: " + to_text(domain) + " = …";
    report(domain, "rule.type",
           shown(domain) + "は" + std::string(name_of(whole.type.form)) + "で、一覧ではありません。",
           std::move(way_out));
    StaticType element = whole.type;
    element.nullable = false;
    return element;
}

Found Checker::infer_loop(const Node& node)
{
    Found found{.type = sure(node.kind == NodeKind::For ? Form::List : Form::Boolean)};
    const std::size_t outer = m_locals.size();
    const Facts facts = m_facts;
    for (std::size_t i = 0; i < node.names.size(); ++i) {
        StaticType element = infer_domain(node, *node.children[i], found);
        push(node.names[i], std::move(element));
    }
    if (node.kind == NodeKind::For)
        push("partial", {});
    const Node& body_node = *node.children.back();
    Found body = infer(body_node);
    m_locals.resize(outer);
    m_facts = facts;

    // Outside nobody can ask for what a variable stands for.
    for (const Node*& blank : body.blanks) {
        const bool inner = std::any_of(node.names.begin(), node.names.end(),
                                       [&](const std::string& name) { return reads_variable(*blank, name); });
        if (inner)
            blank = &node;
    }
    if (node.kind == NodeKind::For) {
        found.type.element = std::make_shared<const StaticType>(body.type);
        if (!found.type.nullable)
            found.blanks = std::move(body.blanks);
        return found;
    }
    check_boolean(body_node, body, "satisfies");
    check_not_constant(body_node, body);
    add_blanks(found, body);
    return found;
}

// DMN 1.5, 10.3.2.5: a number picks an item, a condition keeps items; the entries of an item are names in it.
Found Checker::infer_filter(const Node& node)
{
    const Found base = infer(*node.children[0]);
    const StaticType element = base.is(Form::List) ? element_of(base.type) : base.type;
    const std::size_t outer = m_locals.size();
    const Facts facts = m_facts;
    const bool unknown = element.form == Form::Unknown || (element.form == Form::Context && element.entries.empty());
    if (unknown || element.form == Form::Context)
        ++m_shadows;
    if (unknown)
        m_locals.push_back({.name = {}, .type = {}, .any_name = true});
    push("item", element);
    for (const auto& [name, type] : element.entries)
        push(name, type);
    const Node& condition_node = *node.children[1];
    const Found condition = infer(condition_node);
    m_locals.resize(outer);
    m_facts = facts;
    if (unknown || element.form == Form::Context)
        --m_shadows;

    if (condition.is(Form::Number)) {
        Found found = found_of(element, {&base});
        found.type.nullable = true; // there may be no such item
        found.blanks.push_back(&node);
        return found;
    }
    if (condition.is(Form::Boolean))
        return found_of(list_of(element), {&base});
    if (condition.known() && !condition.is(Form::Null)) {
        report(condition_node, "rule.type",
               "[ ] の中には番号か条件を書きますが、" + shown(condition_node) + "は" +
                   std::string(name_of(condition.type.form)) + "です。",
               "例: [1]、[item > 3]");
    }
    return {};
}

Found Checker::infer_function(const Node& node)
{
    const std::size_t outer = m_locals.size();
    const Facts facts = m_facts;
    const auto input = std::exchange(m_input, std::nullopt);
    for (std::size_t i = 0; i < node.names.size(); ++i) {
        const auto written = i < node.types.size() ? read_type(node.types[i]) : std::nullopt;
        StaticType type;
        if (written && written->form == Type::Form::Simple)
            type = sure(form_of(written->kind));
        push(node.names[i], std::move(type));
    }
    infer(*node.children.back());
    m_input = input;
    m_locals.resize(outer);
    m_facts = facts;
    return {.type = sure(Form::Function)};
}

}
