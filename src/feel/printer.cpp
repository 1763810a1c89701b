#include "feel/lexer.h"
#include "feel/node.h"
#include "feel/parser.h"
#include "feel/temporal_text.h"

namespace kenkei::feel {

namespace {

std::string print(const Node&);

Binding binding_of(const Node& node)
{
    switch (node.kind) {
    case NodeKind::If:
    case NodeKind::For:
    case NodeKind::Some:
    case NodeKind::Every:
    case NodeKind::Function:
        return Binding::Whole;
    case NodeKind::Or:
        return Binding::Or;
    case NodeKind::And:
        return Binding::And;
    case NodeKind::Comparison:
    case NodeKind::Between:
    case NodeKind::In:
        return Binding::Comparison;
    case NodeKind::Arithmetic:
        if (node.op == Operator::Power)
            return Binding::Power;
        return node.op == Operator::Add || node.op == Operator::Subtract ? Binding::Sum : Binding::Product;
    case NodeKind::Negate:
        return Binding::Negation;
    case NodeKind::InstanceOf:
        return Binding::InstanceOf;
    case NodeKind::Path:
    case NodeKind::Filter:
    case NodeKind::Call:
        return Binding::Postfix;
    default:
        return Binding::Primary;
    }
}

Binding tighter(Binding binding)
{
    return static_cast<Binding>(static_cast<int>(binding) + 1);
}

// The node where nothing looser than `least` may stand.
std::string print(const Node& node, Binding least)
{
    return binding_of(node) < least ? '(' + print(node) + ')' : print(node);
}

std::string print_all(const std::vector<NodePtr>& nodes, std::size_t from = 0)
{
    std::string out;
    for (auto i = from; i < nodes.size(); ++i)
        out += (i == from ? "" : ", ") + print(*nodes[i]);
    return out;
}

std::string print_literal(const Value& value)
{
    switch (value.kind()) {
    case Kind::Null:
        return "null";
    case Kind::String:
        return quote(value.as_string());
    case Kind::Date:
        return "@" + quote(to_text(value.as_date()));
    case Kind::Time:
        return "@" + quote(to_text(value.as_time()));
    case Kind::DateTime:
        return "@" + quote(to_text(value.as_date_time()));
    case Kind::YearsMonthsDuration:
        return "@" + quote(to_text(value.as_years_months()));
    case Kind::DaysTimeDuration:
        return "@" + quote(to_text(value.as_days_time()));
    default:
        return to_feel(value);
    }
}

std::string print_range(const Node& range)
{
    const auto& low = range.children[0];
    const auto& high = range.children[1];
    if (low == nullptr && high == nullptr)
        return "null";
    if (low == nullptr)
        return (range.high_closed ? "(<= " : "(< ") + print(*high, Binding::Sum) + ')';
    if (high == nullptr)
        return (range.low_closed ? "(>= " : "(> ") + print(*low, Binding::Sum) + ')';
    return (range.low_closed ? '[' : '(') + print(*low, Binding::Or) + ".." + print(*high, Binding::Sum) +
           (range.high_closed ? ']' : ')');
}

std::string print_context(const Node& context)
{
    std::string out = "{";
    for (std::size_t i = 0; i < context.children.size(); ++i) {
        const auto& name = context.names[i];
        out += i == 0 ? "" : ", ";
        out += (is_plain_name(name) ? name : quote(name)) + ": " + print(*context.children[i]);
    }
    return out + '}';
}

std::string print_iteration(const Node& node, std::string_view first, std::string_view last)
{
    std::string out(first);
    for (std::size_t i = 0; i < node.names.size(); ++i) {
        const auto& domain = *node.children[i];
        out += (i == 0 ? " " : ", ") + node.names[i] + " in ";
        const bool bare = domain.kind == NodeKind::Range && domain.low_closed && domain.high_closed &&
                          domain.children[0] != nullptr && domain.children[1] != nullptr;
        if (bare)
            out += print(*domain.children[0], Binding::Or) + ".." + print(*domain.children[1], Binding::Sum);
        else
            out += print(domain);
    }
    return out + ' ' + std::string(last) + ' ' + print(*node.children.back());
}

std::string print_call(const Node& call)
{
    auto out = print(*call.children[0], Binding::Postfix) + '(';
    for (std::size_t i = 1; i < call.children.size(); ++i) {
        out += i == 1 ? "" : ", ";
        if (!call.names.empty())
            out += call.names[i - 1] + ": ";
        out += print(*call.children[i]);
    }
    return out + ')';
}

std::string print_function(const Node& function)
{
    std::string out = "function(";
    for (std::size_t i = 0; i < function.names.size(); ++i) {
        out += (i == 0 ? "" : ", ") + function.names[i];
        if (i < function.types.size() && !function.types[i].empty())
            out += ": " + function.types[i];
    }
    return out + ") " + print(*function.children.back());
}

// Behind `in` one test stands bare when it can be told from a list of tests.
std::string print_in(const Node& in)
{
    auto out = print(*in.children[0], Binding::Comparison) + " in ";
    if (in.children.size() != 2)
        return out + '(' + print_all(in.children, 1) + ')';
    const auto& test = *in.children[1];
    if (test.kind != NodeKind::UnaryValue)
        return out + print(test);
    // `in (< 5)` is a comparison; the range `(< 5)` needs parentheses around it.
    const auto value = print(*test.children[0], Binding::Sum);
    const bool reads_as_test = value.starts_with("(<") || value.starts_with("(>");
    return reads_as_test ? out + '(' + value + ')' : out + value;
}

std::string print_unary_tests(const Node& tests)
{
    if (tests.children.empty())
        return "-";
    auto out = print_all(tests.children);
    if (tests.negated)
        return "not(" + out + ')';
    // A call of not() would read as negated tests.
    const bool reads_as_negated = out.starts_with("not(");
    return reads_as_negated ? '(' + print(*tests.children[0]) + ')' + (tests.children.size() > 1 ? ", " : "") +
                                  print_all(tests.children, 1)
                            : out;
}

std::string print(const Node& node)
{
    const auto& children = node.children;
    auto joined = [&](std::string_view word, Binding least) {
        std::string out;
        for (std::size_t i = 0; i < children.size(); ++i)
            out += (i == 0 ? std::string() : std::string(word)) + print(*children[i], least);
        return out;
    };
    auto binary = [&](Binding binding) {
        return print(*children[0], binding) + ' ' + std::string(symbol_of(node.op)) + ' ' +
               print(*children[1], tighter(binding));
    };
    switch (node.kind) {
    case NodeKind::Literal:
        return print_literal(node.value);
    case NodeKind::Name:
        return node.text;
    case NodeKind::Path:
        return print(*children[0], Binding::Postfix) + '.' + node.text;
    case NodeKind::List:
        return '[' + print_all(children) + ']';
    case NodeKind::Context:
        return print_context(node);
    case NodeKind::Range:
        return print_range(node);
    case NodeKind::Negate: {
        // A sign right before a number would become part of the number.
        const auto operand = print(*children[0], Binding::Negation);
        const bool is_number = (operand.front() >= '0' && operand.front() <= '9') || operand.front() == '.';
        return is_number ? "-(" + operand + ')' : '-' + operand;
    }
    case NodeKind::Arithmetic:
    case NodeKind::Comparison:
        return binary(binding_of(node));
    case NodeKind::And:
        return joined(" and ", Binding::Comparison);
    case NodeKind::Or:
        return joined(" or ", Binding::And);
    case NodeKind::Between:
        return print(*children[0], Binding::Comparison) + " between " + print(*children[1], Binding::Sum) + " and " +
               print(*children[2], Binding::Sum);
    case NodeKind::In:
        return print_in(node);
    case NodeKind::If:
        return "if " + print(*children[0]) + " then " + print(*children[1]) + " else " + print(*children[2]);
    case NodeKind::For:
        return print_iteration(node, "for", "return");
    case NodeKind::Some:
        return print_iteration(node, "some", "satisfies");
    case NodeKind::Every:
        return print_iteration(node, "every", "satisfies");
    case NodeKind::Filter:
        return print(*children[0], Binding::Postfix) + '[' + print(*children[1]) + ']';
    case NodeKind::Call:
        return print_call(node);
    case NodeKind::Function:
        return print_function(node);
    case NodeKind::InstanceOf:
        return print(*children[0], Binding::InstanceOf) + " instance of " + node.text;
    case NodeKind::UnaryTests:
        return print_unary_tests(node);
    case NodeKind::UnaryCompare:
        return std::string(symbol_of(node.op)) + ' ' + print(*children[0], Binding::Sum);
    case NodeKind::UnaryValue:
        return print(*children[0]);
    }
    return {};
}

}

std::string to_text(const Node& node)
{
    return print(node);
}

}
