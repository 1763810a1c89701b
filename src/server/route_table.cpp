#include "server/route_table.h"

#include <algorithm>

namespace kenkei::server {

namespace {

std::vector<std::string_view> split(std::string_view pattern)
{
    std::vector<std::string_view> segments;
    pattern.remove_prefix(1);
    for (;;) {
        const std::size_t end = pattern.find('/');
        segments.push_back(pattern.substr(0, end));
        if (end == std::string_view::npos)
            return segments;
        pattern.remove_prefix(end + 1);
    }
}

bool is_named(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

base::Error unusable(const Route& route, const std::string& why)
{
    return {.code = "server.route",
            .message = "経路 " + std::string(name_of(route.method)) + " " + route.pattern + ": " + why};
}

}

base::Result<void> RouteTable::add(std::size_t index)
{
    const Route& route = m_routes[index];
    if (!route.pattern.starts_with('/'))
        return unusable(route, "「/」で始まっていません。");
    Node* node = &m_root;
    for (const std::string_view segment : split(route.pattern)) {
        if (is_named(segment)) {
            if (!node->named)
                node->named = std::make_unique<Node>();
            node = node->named.get();
        } else if (segment.find_first_of("{}") != std::string_view::npos) {
            return unusable(route, "{名前} は一つの区切り全体でなければなりません。");
        } else {
            node = &node->literals[std::string(segment)];
        }
    }
    if (!node->routes.emplace(route.method, index).second)
        return unusable(route, "二度書かれています。");
    return {};
}

base::Result<RouteTable> RouteTable::create(std::vector<Route> routes)
{
    RouteTable table;
    table.m_routes = std::move(routes);
    for (std::size_t index = 0; index < table.m_routes.size(); ++index)
        TRY(table.add(index));
    return table;
}

const RouteTable::Node* RouteTable::descend(const Node& node, const std::vector<std::string>& segments, std::size_t at)
{
    if (at == segments.size())
        return node.routes.empty() ? nullptr : &node;
    if (const auto literal = node.literals.find(segments[at]); literal != node.literals.end()) {
        if (const Node* found = descend(literal->second, segments, at + 1))
            return found;
    }
    return node.named && !segments[at].empty() ? descend(*node.named, segments, at + 1) : nullptr;
}

RouteTable::Found RouteTable::find(Method method, const std::vector<std::string>& segments) const
{
    Found found;
    const Node* node = descend(m_root, segments, 0);
    if (!node)
        return found;
    for (const auto& [allowed, index] : node->routes)
        found.allowed.push_back(allowed);
    if (node->routes.contains(Method::Get) && !node->routes.contains(Method::Head))
        found.allowed.push_back(Method::Head);
    auto at = node->routes.find(method);
    if (at == node->routes.end() && method == Method::Head)
        at = node->routes.find(Method::Get);
    if (at == node->routes.end())
        return found;
    found.index = at->second;
    found.route = &m_routes[found.index];
    const auto pattern = split(found.route->pattern);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_named(pattern[i]))
            found.names.push_back({std::string(pattern[i].substr(1, pattern[i].size() - 2)), segments[i]});
    }
    return found;
}

std::string to_allow(const std::vector<Method>& methods)
{
    std::string text;
    for (const Method method : methods)
        text += std::string(name_of(method)) + ", ";
    if (std::ranges::find(methods, Method::Options) == methods.end())
        return text + "OPTIONS";
    return text.substr(0, text.size() - 2);
}

}
