#pragma once

#include "server/http.h"

#include <map>

// Which route a path belongs to. A literal segment wins over a {name}.
namespace kenkei::server {

class RouteTable {
public:
    // Errors: server.route (a pattern that cannot be read, or the same method and pattern twice).
    static base::Result<RouteTable> create(std::vector<Route>);

    struct Found {
        const Route* route = nullptr; // nullptr: no such path, or not with this method
        std::size_t index = 0;        // of the route among routes()
        std::vector<Parameter> names = {};
        std::vector<Method> allowed = {}; // empty: no such path
    };
    // HEAD finds the route for GET where it has none of its own.
    Found find(Method, const std::vector<std::string>& segments) const;

    const std::vector<Route>& routes() const { return m_routes; }

private:
    struct Node {
        std::map<std::string, Node, std::less<>> literals;
        std::unique_ptr<Node> named;
        std::map<Method, std::size_t> routes;
    };
    base::Result<void> add(std::size_t index);
    static const Node* descend(const Node&, const std::vector<std::string>& segments, std::size_t at);

    std::vector<Route> m_routes;
    Node m_root;
};

// GET, HEAD, OPTIONS: what Allow says.
std::string to_allow(const std::vector<Method>&);

}
