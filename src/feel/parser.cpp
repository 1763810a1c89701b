#include "feel/parser.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

struct BinaryOperator {
    std::string_view symbol;
    Operator op;
    Binding binding;
};

constexpr BinaryOperator binary_operators[] = {
    {"=", Operator::Equal, Binding::Comparison},
    {"!=", Operator::NotEqual, Binding::Comparison},
    {"<", Operator::Less, Binding::Comparison},
    {"<=", Operator::LessEqual, Binding::Comparison},
    {">", Operator::Greater, Binding::Comparison},
    {">=", Operator::GreaterEqual, Binding::Comparison},
    {"+", Operator::Add, Binding::Sum},
    {"-", Operator::Subtract, Binding::Sum},
    {"*", Operator::Multiply, Binding::Product},
    {"/", Operator::Divide, Binding::Product},
    {"**", Operator::Power, Binding::Power},
};

const BinaryOperator* find_operator(const Token& token)
{
    if (token.kind != TokenKind::Symbol)
        return nullptr;
    for (const auto& candidate : binary_operators) {
        if (candidate.symbol == token.text)
            return &candidate;
    }
    return nullptr;
}

Binding tighter(Binding binding)
{
    return static_cast<Binding>(static_cast<int>(binding) + 1);
}

}

Parser::Parser(std::string_view text, const Names& names, UnknownNames unknown)
    : m_text(text)
    , m_names(names)
    , m_unknown(unknown)
{
    base::SourcePosition at{1, 1};
    m_positions.reserve(text.size() + 1);
    for (auto c : text) {
        m_positions.push_back(at);
        if (c == '\n')
            at = {at.line + 1, 1};
        else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
            ++at.column;
    }
    m_positions.push_back(at);
    m_token = read_token(m_text, 0);
}

base::Result<NodePtr> Parser::expression()
{
    return finish(parse_whole());
}

base::Result<NodePtr> Parser::finish(NodePtr node)
{
    if (node != nullptr && m_token.kind != TokenKind::End)
        node = fail_expecting("演算子か式の終わり");
    if (node == nullptr)
        return std::move(*m_error);
    return node;
}

void Parser::go_to(std::size_t offset)
{
    m_behind = offset;
    m_token = read_token(m_text, offset);
}

bool Parser::at_symbol(std::string_view symbol) const
{
    return m_token.kind == TokenKind::Symbol && m_token.text == symbol;
}

bool Parser::at_word(std::string_view word) const
{
    return m_token.kind == TokenKind::Word && m_token.text == word;
}

bool Parser::accept_symbol(std::string_view symbol)
{
    if (!at_symbol(symbol))
        return false;
    advance();
    return true;
}

bool Parser::accept_word(std::string_view word)
{
    if (!at_word(word))
        return false;
    advance();
    return true;
}

bool Parser::expect_symbol(std::string_view symbol)
{
    if (accept_symbol(symbol))
        return true;
    fail_expecting("「" + std::string(symbol) + "」");
    return false;
}

bool Parser::expect_word(std::string_view word)
{
    if (accept_word(word))
        return true;
    fail_expecting("「" + std::string(word) + "」");
    return false;
}

std::string Parser::found() const
{
    switch (m_token.kind) {
    case TokenKind::End:
        return "ここで終わっています";
    case TokenKind::UnclosedString:
        return "文字列を閉じる「\"」がありません";
    case TokenKind::UnclosedComment:
        return "注釈を閉じる「*/」がありません";
    case TokenKind::Stray:
        return "使えない文字「" + std::string(m_token.text) + "」があります";
    default:
        return "「" + std::string(m_token.text) + "」があります";
    }
}

std::nullptr_t Parser::fail(std::size_t offset, std::string code, std::string message, std::string way_out)
{
    if (!m_error) {
        m_error = base::Error{.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
        m_error->at = m_positions[offset];
        m_error->excerpt = base::line_with_caret(m_text, m_error->at);
    }
    return nullptr;
}

std::nullptr_t Parser::fail_expecting(std::string_view what)
{
    return fail(m_token.begin, "feel.syntax", std::string(what) + "が必要ですが、" + found());
}

int Parser::height_of(const Node* node) const
{
    const auto found = m_heights.find(node);
    return found == m_heights.end() ? 1 : found->second;
}

NodePtr Parser::make(Node node, std::size_t begin)
{
    int height = 1;
    for (const auto& child : node.children)
        height = std::max(height, height_of(child.get()) + 1);
    if (height > tallest_tree)
        return fail(begin, "feel.depth", "式が長くつながりすぎています（上限 1000）", "式を分けて書いてください");
    node.at = m_positions[begin];
    auto made = std::make_shared<const Node>(std::move(node));
    if (height > 1)
        m_heights[made.get()] = height;
    return made;
}

NodePtr Parser::parse_whole()
{
    return parse_binary(Binding::Or);
}

NodePtr Parser::parse_binary(Binding least, AtRangeEnd at_range_end)
{
    const Nesting nesting(*this);
    if (nesting.too_deep())
        return fail(m_token.begin, "feel.depth", "式の入れ子が深すぎます（上限 200）", "式を分けて書いてください");
    const auto begin = m_token.begin;
    auto left = parse_unary(at_range_end);
    return left == nullptr ? nullptr : continue_binary(std::move(left), least, begin, at_range_end);
}

NodePtr Parser::continue_binary(NodePtr left, Binding least, std::size_t begin, AtRangeEnd at_range_end)
{
    while (left != nullptr) {
        if (const auto* found = find_operator(m_token); found != nullptr && found->binding >= least) {
            advance();
            auto right = parse_binary(tighter(found->binding), at_range_end);
            if (right == nullptr)
                return nullptr;
            const auto kind = found->binding == Binding::Comparison ? NodeKind::Comparison : NodeKind::Arithmetic;
            left = make({.kind = kind, .op = found->op, .children = {std::move(left), std::move(right)}}, begin);
        } else if (least <= Binding::Comparison && accept_word("between")) {
            left = parse_between(std::move(left), begin);
        } else if (least <= Binding::Comparison && accept_word("in")) {
            left = parse_in(std::move(left), begin);
        } else if (least <= Binding::And && at_word("and")) {
            left = parse_logical(std::move(left), NodeKind::And, begin);
        } else if (least <= Binding::Or && at_word("or")) {
            left = parse_logical(std::move(left), NodeKind::Or, begin);
        } else {
            break;
        }
    }
    return left;
}

NodePtr Parser::parse_logical(NodePtr left, NodeKind kind, std::size_t begin)
{
    Node node{.kind = kind};
    node.children.push_back(std::move(left));
    while (accept_word(kind == NodeKind::And ? "and" : "or")) {
        auto operand = parse_binary(kind == NodeKind::And ? Binding::Comparison : Binding::And);
        if (operand == nullptr)
            return nullptr;
        node.children.push_back(std::move(operand));
    }
    return make(std::move(node), begin);
}

NodePtr Parser::parse_between(NodePtr left, std::size_t begin)
{
    auto low = parse_binary(Binding::Sum);
    if (low == nullptr || !expect_word("and"))
        return nullptr;
    auto high = parse_binary(Binding::Sum);
    if (high == nullptr)
        return nullptr;
    return make({.kind = NodeKind::Between, .children = {std::move(left), std::move(low), std::move(high)}}, begin);
}

NodePtr Parser::parse_instance_of(NodePtr left, std::size_t begin)
{
    while (left != nullptr && accept_word("instance")) {
        if (!expect_word("of"))
            return nullptr;
        auto offset = m_token.begin;
        const auto type = read_type(m_text, offset);
        if (!type)
            return fail_expecting("型");
        go_to(offset);
        left = make({.kind = NodeKind::InstanceOf, .text = to_text(*type), .children = {std::move(left)}}, begin);
    }
    return left;
}

// Rule 4.d, 25: - expression. A sign right before a number belongs to the number.
NodePtr Parser::parse_unary(AtRangeEnd at_range_end)
{
    const auto begin = m_token.begin;
    if (!at_symbol("-")) {
        auto primary = parse_primary();
        if (primary == nullptr)
            return nullptr;
        return parse_instance_of(continue_postfix(std::move(primary), begin, at_range_end), begin);
    }
    advance();
    if (m_token.kind == TokenKind::Number)
        return parse_instance_of(continue_postfix(parse_number(begin, true), begin, at_range_end), begin);
    const Nesting nesting(*this);
    if (nesting.too_deep())
        return fail(m_token.begin, "feel.depth", "式の入れ子が深すぎます（上限 200）", "式を分けて書いてください");
    auto operand = parse_unary(at_range_end);
    if (operand == nullptr)
        return nullptr;
    return make({.kind = NodeKind::Negate, .children = {std::move(operand)}}, begin);
}

base::Result<NodePtr> parse_expression(std::string_view text, const Names& names, UnknownNames unknown)
{
    if (const auto invalid = base::find_invalid_utf8(text))
        return base::Error{.code = "feel.syntax",
                           .message = "UTF-8 として読めない文字があります",
                           .at = base::position_of(text.substr(0, *invalid), *invalid)};
    return Parser(text, names, unknown).expression();
}

base::Result<NodePtr> parse_unary_tests(std::string_view text, const Names& names, UnknownNames unknown)
{
    if (const auto invalid = base::find_invalid_utf8(text))
        return base::Error{.code = "feel.syntax",
                           .message = "UTF-8 として読めない文字があります",
                           .at = base::position_of(text.substr(0, *invalid), *invalid)};
    return Parser(text, names, unknown).unary_tests();
}

}
