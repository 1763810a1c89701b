#include "server/endpoints.h"
#include "server/route_table.h"

#include <gtest/gtest.h>

#include <set>

namespace kenkei::server {

namespace {

Schemas schemas()
{
    auto read = Schemas::read(api_schemas());
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : base::describe(read.error()));
    return std::move(*read);
}

std::vector<OperationDescription> descriptions()
{
    std::vector<OperationDescription> all;
    for (const Endpoint& endpoint : api_endpoints())
        all.push_back(endpoint.says);
    return all;
}

}

TEST(Endpoints, 説明に書き誤りはない)
{
    EXPECT_EQ(faults_of(descriptions(), schemas()), std::vector<std::string>{});
}

TEST(Endpoints, 権限の表のすべての操作に_行う手立てがある)
{
    std::set<access::Operation> found;
    for (const Endpoint& endpoint : api_endpoints())
        found.insert(endpoint.operation);
    for (std::size_t at = 0; at < access::operations; ++at)
        EXPECT_TRUE(found.contains(static_cast<access::Operation>(at)))
            << access::name_of(static_cast<access::Operation>(at));
}

TEST(Endpoints, 経路は一つも重ならない)
{
    std::vector<Route> routes;
    for (const OperationDescription& says : descriptions())
        routes.push_back({says.method, std::string(says.pattern), {}, Handler([](Request, Reply) {})});
    const auto table = RouteTable::create(std::move(routes));
    EXPECT_TRUE(table.ok()) << (table.ok() ? "" : base::describe(table.error()));
}

TEST(Endpoints, 案件の番号を含む操作は_その案件について許される)
{
    for (const Endpoint& endpoint : api_endpoints()) {
        if (endpoint.says.pattern.find("{case}") != std::string_view::npos) {
            EXPECT_EQ(endpoint.about, About::Case) << endpoint.says.id;
        }
    }
}

}
