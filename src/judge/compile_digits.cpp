// What check digits are made of: sums over fixed ranges, digits of a text, remainders.
#include "feel/builtins.h"
#include "judge/program_compiler.h"

#include <algorithm>
#include <limits>

namespace kenkei::judge {

using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Operator;
using feel::Value;

namespace {

constexpr std::size_t most_terms = 64;

bool binds_names(const Node& node)
{
    return node.kind == NodeKind::For || node.kind == NodeKind::Some || node.kind == NodeKind::Every ||
           node.kind == NodeKind::Function || node.kind == NodeKind::Filter || node.kind == NodeKind::Context;
}

// The tree with a variable's value written in; nothing where a name may be bound anew inside.
NodePtr with_variable(const NodePtr& node, const std::string& name, const NodePtr& value)
{
    if (!node || binds_names(*node))
        return nullptr;
    if (node->kind == NodeKind::Name && node->text == "partial") // what a loop has given so far
        return nullptr;
    if (node->kind == NodeKind::Name)
        return node->text == name ? value : node;
    Node copy = *node;
    for (NodePtr& child : copy.children) {
        if (!child)
            continue;
        child = with_variable(child, name, value);
        if (!child)
            return nullptr;
    }
    return std::make_shared<const Node>(std::move(copy));
}

NodePtr literal(std::int64_t number)
{
    Node node;
    node.value = Value::number(number);
    return std::make_shared<const Node>(std::move(node));
}

std::optional<std::int64_t> whole_number(const Value& value)
{
    return value.kind() == feel::Kind::Number ? value.as_number().to_int64() : std::nullopt;
}

}

// The bodies of a `for`, one for each turn, with its variables written in. Nothing where they are not few and fixed.
std::optional<std::vector<NodePtr>> ProgramCompiler::turns_of(const Node& loop)
{
    std::vector<NodePtr> bodies = {std::make_shared<const Node>(loop)};
    for (std::size_t variable = 0; variable < loop.names.size(); ++variable) {
        std::vector<NodePtr> next;
        for (const NodePtr& body : bodies) {
            // In front stands what is left of the domains; the body is the last child.
            const Node& domain = *body->children[variable];
            std::vector<NodePtr> values;
            if (domain.kind == NodeKind::Range && varying(domain).empty()) {
                const auto low = whole_number(evaluate(*domain.children[0]));
                const auto high = whole_number(evaluate(*domain.children[1]));
                if (!low || !high || *low > *high || *high - *low >= static_cast<std::int64_t>(most_terms))
                    return {};
                for (std::int64_t number = *low; number <= *high; ++number)
                    values.push_back(literal(number));
            } else if (domain.kind == NodeKind::List && !domain.children.empty()) {
                values = domain.children;
            } else {
                return {};
            }
            for (const NodePtr& value : values) {
                Node turn = *body;
                for (std::size_t i = variable + 1; i < turn.children.size(); ++i) {
                    turn.children[i] = with_variable(turn.children[i], loop.names[variable], value);
                    if (!turn.children[i])
                        return {};
                }
                next.push_back(std::make_shared<const Node>(std::move(turn)));
                if (next.size() > most_terms)
                    return {};
            }
        }
        bodies = std::move(next);
    }
    for (NodePtr& body : bodies)
        body = body->children.back();
    return bodies;
}

std::optional<Column> ProgramCompiler::sum(const Node& node)
{
    const Node& loop = *node.children[1];
    if (loop.kind != NodeKind::For)
        return {};
    const auto terms = turns_of(loop);
    if (!terms)
        return {};
    std::optional<Column> total;
    for (const NodePtr& term : *terms) {
        m_program.written.push_back(term); // columns go by their nodes
        const auto column = as_numbers(compile(*term), Column::Kind::Number);
        if (!column)
            return {};
        total = total ? calculated(Operator::Add, *total, *column) : column;
        if (!total)
            return {};
    }
    return total;
}

// number(substring(text, n, 1)): the digit that stands there.
std::optional<Column> ProgramCompiler::digit(const Node& node)
{
    const Node& part = *node.children[1];
    if (builtin_of(part) != "substring" || part.children.size() != 4 || !varying(*part.children[2]).empty() ||
        !varying(*part.children[3]).empty())
        return {};
    const auto at = whole_number(evaluate(*part.children[2]));
    if (!at || *at < 1 || *at > 1000 || whole_number(evaluate(*part.children[3])) != 1)
        return {};
    const Column text = compile(*part.children[1]);
    if (text.kind != Column::Kind::Text)
        return {};
    auto [place, is_new] = m_digits.try_emplace({text.reg, text.known, *at});
    if (is_new) {
        Column& digit = place->second;
        digit.kind = Column::Kind::Number;
        digit.known = m_build.new_mask();
        digit.bound = 9;
        digit.reg = m_build.write(Instruction::Op::Digit,
                                  {text_of(text), static_cast<std::uint32_t>(*at - 1), text.known, digit.known});
    }
    return place->second;
}

std::optional<Column> ProgramCompiler::substring(const Node& node)
{
    for (std::size_t i = 2; i < node.children.size(); ++i) {
        if (!varying(*node.children[i]).empty())
            return {};
    }
    const Column text = compile(*node.children[1]);
    const auto start = whole_number(evaluate(*node.children[2]));
    constexpr std::int64_t furthest = 100'000;
    if (text.kind != Column::Kind::Text || !start || *start == 0 || *start > furthest || *start < -furthest)
        return {};
    std::int64_t length = std::numeric_limits<std::uint32_t>::max(); // to the end: no text is that long
    if (node.children.size() == 4) {
        const auto written = whole_number(evaluate(*node.children[3]));
        if (!written || *written < 0 || *written >= furthest)
            return {};
        length = *written;
    }
    return Column{.kind = Column::Kind::Text,
                  .known = text.known,
                  .reg = m_build.write(Instruction::Op::PartOfText,
                                       {text_of(text), text.known, static_cast<std::uint32_t>(*start + furthest),
                                        static_cast<std::uint32_t>(length)})};
}

// floor(number / constant) and modulo(number, constant) for constants above 0.
std::optional<Column> ProgramCompiler::divided(const Node& dividend, const Node& divisor, Instruction::Op op)
{
    if (!varying(divisor).empty())
        return {};
    const auto by = whole_number(evaluate(divisor));
    const auto number = as_numbers(compile(dividend), Column::Kind::Number);
    if (!by || *by < 1 || *by > largest_number || !number)
        return {};
    return Column{.kind = Column::Kind::Number,
                  .known = number->known,
                  .reg = m_build.write(op, {number_of(*number), m_build.number(*by)}),
                  .bound = op == Instruction::Op::Modulo ? *by : number->bound};
}

}
