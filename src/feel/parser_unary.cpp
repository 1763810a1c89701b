#include "feel/parser.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

struct TestOperator {
    std::string_view symbol;
    Operator op;
};

constexpr TestOperator test_operators[] = {
    {"<", Operator::Less},          {"<=", Operator::LessEqual}, {">", Operator::Greater},
    {">=", Operator::GreaterEqual}, {"=", Operator::Equal},      {"!=", Operator::NotEqual},
};

Operator test_operator(const Token& token)
{
    if (token.kind == TokenKind::Symbol) {
        for (const auto& candidate : test_operators) {
            if (candidate.symbol == token.text)
                return candidate.op;
        }
    }
    return Operator::None;
}

}

base::Result<NodePtr> Parser::unary_tests()
{
    const auto begin = m_token.begin;
    Node tests{.kind = NodeKind::UnaryTests};
    if (at_symbol("-") && read_token(m_text, m_token.end).kind == TokenKind::End) {
        advance();
        return finish(make(std::move(tests), begin));
    }
    // `not(…)` around everything is the negation of tests; `not(…) and …` is an expression.
    if (const auto behind = read_token(m_text, m_token.end); at_word("not") && behind.text == "(") {
        Parser negated(*this);
        negated.go_to(behind.end);
        tests.negated = true;
        auto node = negated.parse_test_list(tests, begin);
        if (node != nullptr && negated.accept_symbol(")") && negated.m_token.kind == TokenKind::End)
            return node;
        tests.negated = false;
    }
    return finish(parse_test_list(std::move(tests), begin));
}

NodePtr Parser::parse_test_list(Node node, std::size_t begin)
{
    do {
        auto test = parse_unary_test();
        if (test == nullptr)
            return nullptr;
        node.children.push_back(std::move(test));
    } while (accept_symbol(","));
    return make(std::move(node), begin);
}

NodePtr Parser::parse_unary_test()
{
    const auto begin = m_token.begin;
    if (test_operator(m_token) != Operator::None)
        return parse_unary_compare();
    auto value = parse_whole();
    if (value == nullptr)
        return nullptr;
    return make({.kind = NodeKind::UnaryValue, .children = {std::move(value)}}, begin);
}

NodePtr Parser::parse_unary_compare()
{
    const auto begin = m_token.begin;
    const auto op = test_operator(m_token);
    advance();
    auto end = parse_binary(Binding::Sum);
    if (end == nullptr)
        return nullptr;
    return make({.kind = NodeKind::UnaryCompare, .op = op, .children = {std::move(end)}}, begin);
}

// Rule 49.c: expression in test, expression in (test, test)
NodePtr Parser::parse_in(NodePtr left, std::size_t begin)
{
    if (at_symbol("("))
        return parse_in_parenthesis(std::move(left), begin);
    NodePtr test;
    if (test_operator(m_token) != Operator::None) {
        test = parse_unary_compare();
    } else if (const auto test_begin = m_token.begin; auto value = parse_binary(Binding::Sum)) {
        test = make({.kind = NodeKind::UnaryValue, .children = {std::move(value)}}, test_begin);
    }
    if (test == nullptr)
        return nullptr;
    return make({.kind = NodeKind::In, .children = {std::move(left), std::move(test)}}, begin);
}

// The parenthesis holds tests, or opens a range or an expression: which one shows behind the first test.
NodePtr Parser::parse_in_parenthesis(NodePtr left, std::size_t begin)
{
    const auto parenthesis = m_token.begin;
    advance();
    auto first = parse_unary_test();
    if (first == nullptr)
        return nullptr;
    Node in{.kind = NodeKind::In};
    in.children.push_back(std::move(left));

    const bool is_value = first->kind == NodeKind::UnaryValue;
    if (is_value && (at_symbol("..") || at_symbol(")"))) {
        auto value = first->children.front();
        if (at_symbol(".."))
            value = finish_range(std::move(value), false, parenthesis);
        else
            advance();
        value = continue_postfix(std::move(value), parenthesis);
        value = parse_instance_of(std::move(value), parenthesis);
        value = continue_binary(std::move(value), Binding::Sum, parenthesis);
        if (value == nullptr)
            return nullptr;
        in.children.push_back(make({.kind = NodeKind::UnaryValue, .children = {std::move(value)}}, parenthesis));
        return in.children.back() == nullptr ? nullptr : make(std::move(in), begin);
    }

    in.children.push_back(std::move(first));
    while (accept_symbol(",")) {
        auto test = parse_unary_test();
        if (test == nullptr)
            return nullptr;
        in.children.push_back(std::move(test));
    }
    if (!accept_symbol(")"))
        return fail_expecting("「,」か「)」");
    return make(std::move(in), begin);
}

}
