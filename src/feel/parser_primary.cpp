#include "feel/parser.h"
#include "feel/temporal_text.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

bool is_unary_operator(const Token& token)
{
    return token.kind == TokenKind::Symbol &&
           (token.text == "<" || token.text == "<=" || token.text == ">" || token.text == ">=" || token.text == "=");
}

// What may stand behind a complete range, so that a `[` before it has closed the range and opens no filter.
bool follows_range(const Token& token)
{
    if (token.kind == TokenKind::End)
        return true;
    if (token.kind == TokenKind::Word)
        return is_keyword(token.text) && token.text != "not";
    if (token.kind != TokenKind::Symbol)
        return false;
    constexpr std::string_view symbols[] = {")", "]", "}", ",", ".", "=", "!=", "<", "<=", ">", ">=", "+", "*", "/"};
    return std::find(std::begin(symbols), std::end(symbols), token.text) != std::end(symbols);
}

}

NodePtr Parser::parse_primary()
{
    const auto begin = m_token.begin;
    switch (m_token.kind) {
    case TokenKind::Number:
        return parse_number(begin, false);
    case TokenKind::String: {
        auto value = Value::string(unescape(m_token.text));
        advance();
        return make({.kind = NodeKind::Literal, .value = std::move(value)}, begin);
    }
    case TokenKind::Word:
        return parse_word();
    case TokenKind::Symbol:
        if (m_token.text == "@")
            return parse_temporal();
        if (m_token.text == "(")
            return parse_parenthesis();
        if (m_token.text == "[" || m_token.text == "]")
            return parse_bracket();
        if (m_token.text == "{")
            return parse_context();
        if (m_token.text == "?") {
            advance();
            return make({.kind = NodeKind::Name, .text = "?"}, begin);
        }
        [[fallthrough]];
    default:
        return fail_expecting("式");
    }
}

NodePtr Parser::parse_word()
{
    const auto begin = m_token.begin;
    const auto word = m_token.text;
    const auto behind = read_token(m_text, m_token.end);
    const bool is_function = word == "function" && behind.text == "(";
    if ((is_function || word == "if" || word == "for" || word == "some" || word == "every" || word == "true" ||
         word == "false" || word == "null") &&
        !longer_name_at(begin, m_token.end)) {
        advance();
        if (word == "if")
            return parse_if();
        if (word == "for")
            return parse_iteration(NodeKind::For);
        if (word == "some")
            return parse_iteration(NodeKind::Some);
        if (word == "every")
            return parse_iteration(NodeKind::Every);
        if (is_function)
            return parse_function();
        auto value = word == "null" ? Value() : Value::boolean(word == "true");
        return make({.kind = NodeKind::Literal, .value = std::move(value)}, begin);
    }
    return parse_name();
}

NodePtr Parser::parse_number(std::size_t begin, bool negative)
{
    auto number = base::Decimal::parse(m_token.text);
    if (!number || !number->finite())
        return fail(m_token.begin, "feel.syntax", "「" + std::string(m_token.text) + "」は数として大きすぎます");
    advance();
    return make({.kind = NodeKind::Literal, .value = Value::number(negative ? -*number : *number)}, begin);
}

NodePtr Parser::parse_temporal()
{
    const auto begin = m_token.begin;
    advance();
    if (m_token.kind != TokenKind::String)
        return fail_expecting("「@」の後に文字列");
    const auto text = unescape(m_token.text);
    auto value = read_temporal(text);
    if (value.is_null() && m_unknown == UnknownNames::Refuse)
        return fail(m_token.begin, "feel.syntax", "「" + text + "」は日付・時刻・期間として読めません",
                    "@\"2024-08-19\" @\"2024-08-19T10:00:00\" @\"P1Y2M\" @\"P3DT4H\" のように書いてください");
    advance();
    return make({.kind = NodeKind::Literal, .value = std::move(value)}, begin);
}

NodePtr Parser::parse_item()
{
    const auto begin = m_token.begin;
    if (is_unary_operator(m_token))
        return parse_unary_range(begin);
    return parse_whole();
}

// `< 5` where a value is wanted: the range of what is below 5 (`= 5` is the range [5..5]).
NodePtr Parser::parse_unary_range(std::size_t begin)
{
    const auto symbol = m_token.text;
    advance();
    auto end = parse_binary(Binding::Sum);
    if (end == nullptr)
        return nullptr;
    Node range{.kind = NodeKind::Range};
    range.low_closed = symbol == ">=" || symbol == "=";
    range.high_closed = symbol == "<=" || symbol == "=";
    const bool has_low = symbol.front() != '<';
    const bool has_high = symbol.front() != '>';
    // An open side is a null pointer.
    range.children = {has_low ? end : nullptr, has_high ? end : nullptr};
    return make(std::move(range), begin);
}

// `[` … a list or a closed range; `]` an open range.
NodePtr Parser::parse_bracket()
{
    const auto begin = m_token.begin;
    const bool opens_range = at_symbol("]");
    advance();
    Node list{.kind = NodeKind::List};
    if (!opens_range && accept_symbol("]"))
        return make(std::move(list), begin);
    auto first = parse_item();
    if (first == nullptr)
        return nullptr;
    if (at_symbol("..") || opens_range)
        return finish_range(std::move(first), !opens_range, begin);
    list.children.push_back(std::move(first));
    while (accept_symbol(",")) {
        auto item = parse_item();
        if (item == nullptr)
            return nullptr;
        list.children.push_back(std::move(item));
    }
    if (!accept_symbol("]"))
        return fail_expecting("「,」か「]」");
    return make(std::move(list), begin);
}

NodePtr Parser::parse_parenthesis()
{
    const auto begin = m_token.begin;
    advance();
    auto inner = parse_item();
    if (inner == nullptr)
        return nullptr;
    if (at_symbol(".."))
        return finish_range(std::move(inner), false, begin);
    return expect_symbol(")") ? inner : nullptr;
}

bool Parser::closes_range() const
{
    return at_symbol("[") && follows_range(read_token(m_text, m_token.end));
}

NodePtr Parser::finish_range(NodePtr low, bool low_closed, std::size_t begin)
{
    if (!expect_symbol(".."))
        return nullptr;
    auto high = parse_binary(Binding::Sum, AtRangeEnd::Yes);
    if (high == nullptr)
        return nullptr;
    const bool high_closed = at_symbol("]");
    if (!high_closed && !at_symbol(")") && !at_symbol("["))
        return fail_expecting("範囲を閉じる「]」か「)」");
    advance();
    Node range{.kind = NodeKind::Range, .low_closed = low_closed, .high_closed = high_closed};
    range.children = {std::move(low), std::move(high)};
    return make(std::move(range), begin);
}

// { name: expression, "name": expression }: an entry may read those before it, a function itself as well.
NodePtr Parser::parse_context()
{
    const auto begin = m_token.begin;
    const auto outer = m_locals.size();
    advance();
    Node context{.kind = NodeKind::Context};
    while (!accept_symbol("}")) {
        if (!context.children.empty() && !accept_symbol(","))
            return fail_expecting("「,」か「}」");
        const auto name_begin = m_token.begin;
        std::string name;
        if (m_token.kind == TokenKind::String) {
            name = unescape(m_token.text);
            advance();
        } else {
            name = read_name_until(":");
            if (name.empty())
                return fail(name_begin, "feel.syntax", "項目の名前が必要ですが、" + found());
        }
        if (!expect_symbol(":"))
            return nullptr;
        const bool recursive = at_word("function");
        if (recursive)
            m_locals.push_back(name);
        auto value = parse_item();
        if (value == nullptr)
            return nullptr;
        if (!recursive)
            m_locals.push_back(name);
        context.names.push_back(std::move(name));
        context.children.push_back(std::move(value));
    }
    m_locals.resize(outer);
    return make(std::move(context), begin);
}

}
