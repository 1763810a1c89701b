#include "feel/checker.h"

#include "feel/check_signatures.h"

#include <algorithm>

// What is known behind a condition. The null rule of editions counts: an equality or membership that is true or false
// has no 未回答 in it.
namespace kenkei::feel {

namespace {

constexpr std::size_t most_alternatives = 32; // more are not looked through for what they have in common

const Node* negand_of(const Node& node)
{
    const bool is_not = node.kind == NodeKind::Call && node.children.size() == 2 &&
                        node.children[0]->kind == NodeKind::Name && node.children[0]->builtin != nullptr &&
                        node.children[0]->text == "not";
    return is_not ? node.children[1].get() : nullptr;
}

}

const Found& Checker::last_found(const Node& node) const
{
    static const Found nothing;
    const auto found = m_found.find(&node);
    return found == m_found.end() ? nothing : found->second;
}

void Checker::assume(const Node& node, Truth truth)
{
    if (!last_found(node).type.nullable)
        truth = truth == Truth::NotTrue ? Truth::False : truth == Truth::NotFalse ? Truth::True : truth;
    const bool decided = truth == Truth::True || truth == Truth::False;
    const bool toward_true = truth == Truth::True || truth == Truth::NotFalse;
    if (const Node* negand = negand_of(node)) {
        assume(*negand, truth == Truth::True      ? Truth::False
                        : truth == Truth::False   ? Truth::True
                        : truth == Truth::NotTrue ? Truth::NotFalse
                                                  : Truth::NotTrue);
        return;
    }
    switch (node.kind) {
    case NodeKind::Literal:
    case NodeKind::If:
        return;
    case NodeKind::And:
    case NodeKind::Or:
        if (toward_true != (node.kind == NodeKind::And)) {
            assume_any(node, truth);
            return;
        }
        for (const NodePtr& child : node.children)
            assume(*child, truth);
        return;
    case NodeKind::Comparison:
        assume_comparison(node, truth);
        return;
    case NodeKind::Between:
        if (!toward_true)
            return;
        if (truth == Truth::True)
            assume_non_null(node);
        if (const auto low = last_found(*node.children[1]).fixed)
            m_facts.add_comparison(*node.children[0], Operator::GreaterEqual, *low);
        if (const auto high = last_found(*node.children[2]).fixed)
            m_facts.add_comparison(*node.children[0], Operator::LessEqual, *high);
        return;
    case NodeKind::In:
        assume_in(node, truth);
        return;
    case NodeKind::Some:
    case NodeKind::Every:
        for (std::size_t i = 0; i + 1 < node.children.size() && decided; ++i) {
            const Node& domain = *node.children[i];
            const bool inner = std::any_of(node.names.begin(), node.names.end(),
                                           [&](const std::string& name) { return reads_variable(domain, name); });
            if (!inner)
                assume_non_null(domain);
        }
        return;
    case NodeKind::InstanceOf:
        if (truth == Truth::True && node.text != "Null" && node.text != "Any")
            assume_non_null(*node.children[0]);
        return;
    default:
        if (decided)
            assume_non_null(node);
        return;
    }
}

// One of the operands is so: what holds in each case holds.
void Checker::assume_any(const Node& node, Truth truth)
{
    if (node.children.size() > most_alternatives)
        return;
    std::vector<Facts> alternatives;
    for (const NodePtr& child : node.children) {
        const std::size_t mark = m_facts.mark();
        assume(*child, truth);
        alternatives.push_back(m_facts.cut(mark));
    }
    m_facts.add_common(alternatives);
}

void Checker::assume_comparison(const Node& node, Truth truth)
{
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    const bool toward_true = truth == Truth::True || truth == Truth::NotFalse;
    if (is_null_literal(left) || is_null_literal(right)) {
        const Node& asked = is_null_literal(left) ? right : left;
        if (node.op != Operator::Equal && node.op != Operator::NotEqual)
            return;
        if ((node.op == Operator::Equal) == toward_true)
            m_facts.add_null(asked);
        else
            assume_non_null(asked);
        return;
    }
    if (truth == Truth::True || truth == Truth::False) {
        assume_non_null(left);
        assume_non_null(right);
    }
    const Operator op = toward_true ? node.op : negated(node.op);
    if (const auto value = last_found(right).fixed; value && !value->is_null())
        m_facts.add_comparison(left, op, *value);
    else if (const auto mirror = last_found(left).fixed; mirror && !mirror->is_null())
        m_facts.add_comparison(right, mirrored(op), *mirror);
}

void Checker::assume_in(const Node& node, Truth truth)
{
    const Node& operand = *node.children[0];
    bool asks_for_null = false;
    bool all_fixed = true;
    std::vector<Value> values;
    std::vector<Value> ranges;
    const auto add = [&](const Node& member) {
        const auto value = last_found(member).fixed;
        asks_for_null = asks_for_null || is_null_literal(member);
        if (!value || value->kind() == Kind::List)
            all_fixed = false;
        else if (value->kind() == Kind::Range)
            ranges.push_back(*value);
        else
            values.push_back(*value);
    };
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node& test = *node.children[i];
        const Node& member = *test.children.front();
        if (test.kind != NodeKind::UnaryValue || reads_input(member)) {
            asks_for_null = asks_for_null || is_null_literal(member);
            all_fixed = false;
        } else if (member.kind == NodeKind::List) {
            for (const NodePtr& item : member.children)
                add(*item);
        } else {
            add(member);
        }
    }
    const bool decided = truth == Truth::True || truth == Truth::False;
    if (decided && (!asks_for_null || truth == Truth::False))
        assume_non_null(operand);
    if (!all_fixed || asks_for_null)
        return;
    if (truth == Truth::False || truth == Truth::NotTrue) {
        for (Value& value : values)
            m_facts.add_comparison(operand, Operator::NotEqual, std::move(value));
    } else if (ranges.empty()) {
        m_facts.add_among(operand, std::move(values));
    } else if (values.empty() && ranges.size() == 1) {
        const Range& ends = ranges.front().as_range();
        if (!ends.low.is_null())
            m_facts.add_comparison(operand, ends.low_closed ? Operator::GreaterEqual : Operator::Greater, ends.low);
        if (!ends.high.is_null())
            m_facts.add_comparison(operand, ends.high_closed ? Operator::LessEqual : Operator::Less, ends.high);
    }
}

// It is not null; then neither is what would make it null.
void Checker::assume_non_null(const Node& node)
{
    m_facts.add_non_null(node);
    switch (node.kind) {
    case NodeKind::Arithmetic:
    case NodeKind::Negate:
    case NodeKind::Comparison:
    case NodeKind::Between:
        if (node.kind == NodeKind::Comparison &&
            (is_null_literal(*node.children[0]) || is_null_literal(*node.children[1])))
            return;
        // `between` is decided by one end where the value lies beyond it, but not without the value.
        for (std::size_t i = 0; i < (node.kind == NodeKind::Between ? 1 : node.children.size()); ++i)
            assume_non_null(*node.children[i]);
        return;
    case NodeKind::Path:
    case NodeKind::Filter:
        assume_non_null(*node.children[0]);
        return;
    case NodeKind::Call: {
        const Node& callee = *node.children[0];
        const Signature* signature =
            callee.builtin != nullptr ? find_signature(callee.text, node.children.size() - 1) : nullptr;
        for (std::size_t i = 1; i < node.children.size() && signature && node.names.empty(); ++i) {
            if (needs_argument(*signature, i - 1))
                assume_non_null(*node.children[i]);
        }
        return;
    }
    default:
        return;
    }
}

}
