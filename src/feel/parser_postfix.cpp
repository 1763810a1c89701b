#include "feel/parser.h"

#include <algorithm>

namespace kenkei::feel {

NodePtr Parser::continue_postfix(NodePtr base, std::size_t begin, AtRangeEnd at_range_end)
{
    while (base != nullptr) {
        if (accept_symbol(".")) {
            if (m_token.kind != TokenKind::Word)
                return fail_expecting("「.」の後に項目の名前");
            base = make({.kind = NodeKind::Path, .text = read_words(), .children = {std::move(base)}}, begin);
        } else if (at_symbol("[") && !(at_range_end == AtRangeEnd::Yes && closes_range())) {
            base = parse_filter(std::move(base), begin);
        } else if (at_symbol("(")) {
            base = parse_call(std::move(base), begin);
        } else {
            break;
        }
    }
    return base;
}

NodePtr Parser::parse_filter(NodePtr base, std::size_t begin)
{
    advance();
    m_locals.emplace_back("item");
    ++m_filters;
    auto condition = parse_item();
    --m_filters;
    m_locals.pop_back();
    if (condition == nullptr || !expect_symbol("]"))
        return nullptr;
    return make({.kind = NodeKind::Filter, .children = {std::move(base), std::move(condition)}}, begin);
}

// Whether a name and `:` stand here.
bool Parser::at_named_argument() const
{
    if (m_token.kind != TokenKind::Word)
        return false;
    auto token = m_token;
    while (token.kind == TokenKind::Word || token.kind == TokenKind::Number ||
           (token.kind == TokenKind::Symbol && std::string_view("+-*/'").find(token.text) != std::string_view::npos))
        token = read_token(m_text, token.end);
    return token.kind == TokenKind::Symbol && token.text == ":";
}

NodePtr Parser::parse_call(NodePtr callee, std::size_t begin)
{
    advance();
    Node call{.kind = NodeKind::Call};
    call.children.push_back(std::move(callee));
    const bool named = at_named_argument();
    while (!accept_symbol(")")) {
        if (call.children.size() > 1 && !accept_symbol(","))
            return fail_expecting("「,」か「)」");
        if (named) {
            if (m_token.kind != TokenKind::Word)
                return fail_expecting("引数の名前");
            call.names.push_back(read_name_until(":"));
            if (!expect_symbol(":"))
                return nullptr;
        }
        auto argument = parse_item();
        if (argument == nullptr)
            return nullptr;
        call.children.push_back(std::move(argument));
    }
    return make(std::move(call), begin);
}

}
