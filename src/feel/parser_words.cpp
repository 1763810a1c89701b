#include "feel/parser.h"

#include <algorithm>

namespace kenkei::feel {

NodePtr Parser::parse_if()
{
    const auto begin = m_token.begin;
    auto condition = parse_whole();
    if (condition == nullptr || !expect_word("then"))
        return nullptr;
    auto then = parse_whole();
    if (then == nullptr || !expect_word("else"))
        return nullptr;
    auto otherwise = parse_whole();
    if (otherwise == nullptr)
        return nullptr;
    return make({.kind = NodeKind::If, .children = {std::move(condition), std::move(then), std::move(otherwise)}},
                begin);
}

// for / some / every: name in domain, name in domain … return / satisfies body
NodePtr Parser::parse_iteration(NodeKind kind)
{
    const auto begin = m_token.begin;
    const auto outer = m_locals.size();
    Node node{.kind = kind};
    do {
        auto name = read_words();
        if (name.empty())
            return fail_expecting("変数の名前");
        if (!expect_word("in"))
            return nullptr;
        auto domain = parse_domain();
        if (domain == nullptr)
            return nullptr;
        m_locals.push_back(name);
        node.names.push_back(std::move(name));
        node.children.push_back(std::move(domain));
    } while (accept_symbol(","));
    if (kind == NodeKind::For)
        m_locals.emplace_back("partial");
    if (!expect_word(kind == NodeKind::For ? "return" : "satisfies"))
        return nullptr;
    auto body = parse_whole();
    m_locals.resize(outer);
    if (body == nullptr)
        return nullptr;
    node.children.push_back(std::move(body));
    return make(std::move(node), begin);
}

NodePtr Parser::parse_domain()
{
    const auto begin = m_token.begin;
    auto low = parse_whole();
    if (low == nullptr || !accept_symbol(".."))
        return low;
    auto high = parse_binary(Binding::Sum);
    if (high == nullptr)
        return nullptr;
    Node range{.kind = NodeKind::Range, .low_closed = true, .high_closed = true};
    range.children = {std::move(low), std::move(high)};
    return make(std::move(range), begin);
}

// function(name: type, …) body. A body in another language (`external`) cannot be run here: it is null.
NodePtr Parser::parse_function()
{
    const auto begin = m_token.begin;
    const auto outer = m_locals.size();
    advance();
    Node function{.kind = NodeKind::Function};
    while (!accept_symbol(")")) {
        if (!function.names.empty() && !accept_symbol(","))
            return fail_expecting("「,」か「)」");
        auto name = m_token.kind == TokenKind::Word ? read_name_until(":,)") : std::string();
        if (name.empty())
            return fail_expecting("仮引数の名前");
        std::string written;
        if (accept_symbol(":")) {
            auto offset = m_token.begin;
            const auto type = read_type(m_text, offset);
            if (!type)
                return fail_expecting("型");
            go_to(offset);
            written = to_text(*type);
        }
        m_locals.push_back(name);
        function.names.push_back(std::move(name));
        function.types.push_back(std::move(written));
    }
    const bool external = accept_word("external");
    auto body = parse_whole();
    m_locals.resize(outer);
    if (body == nullptr)
        return nullptr;
    if (external)
        body = make({.kind = NodeKind::Literal, .value = Value::null("外部の関数は実行できません")}, begin);
    function.children.push_back(std::move(body));
    return make(std::move(function), begin);
}

}
