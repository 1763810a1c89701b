#include "casework/event_json.h"
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

template<std::size_t... Index>
std::set<std::string> all_kinds(std::index_sequence<Index...>)
{
    return {std::string(casework::kind_of(casework::Happening(std::in_place_index<Index>)))...};
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

TEST(Endpoints, 説明の文と例は_すべての操作にあり_例は自らのスキーマに合う)
{
    EXPECT_EQ(faults_of_words(descriptions(), schemas()), std::vector<std::string>{});
}

TEST(Endpoints, 通知の種類は_案件に起きうることのすべてである)
{
    std::set<std::string> kinds;
    const auto schema_set = schemas();
    for (const auto& kind : schema_set.document().find("EventKind")->find("enum")->items)
        kinds.insert(kind.text);
    EXPECT_EQ(kinds, all_kinds(std::make_index_sequence<std::variant_size_v<casework::Happening>>()));
}

TEST(Endpoints, 知らない問合せの項目は断り_知っているものは通す)
{
    for (const OperationDescription& says : descriptions()) {
        Request known, unknown;
        std::string last;
        for (const auto& parameter : says.parameters) {
            if (parameter.in != OperationDescription::Parameter::In::Query)
                continue;
            last = parameter.name;
            known.query.push_back({last, "1"});
        }
        unknown.query = known.query;
        unknown.query.push_back({"limti", "1"});
        EXPECT_TRUE(check_query(says, known).ok()) << says.id;
        const auto checked = check_query(says, unknown);
        if (says.open_query) {
            EXPECT_TRUE(checked.ok()) << says.id;
            continue;
        }
        ASSERT_FALSE(checked.ok()) << says.id;
        EXPECT_EQ(checked.error().code, "api.query-unknown");
        EXPECT_NE(checked.error().message.find("limti"), std::string::npos) << checked.error().message;
        EXPECT_NE(checked.error().way_out.find(last), std::string::npos) << checked.error().way_out;
    }
}

TEST(Endpoints, 書き込みの説明には_キーと版の付け方がある)
{
    std::set<std::string_view> keyed, matched;
    for (const OperationDescription& says : descriptions()) {
        if (says.keyed)
            keyed.insert(says.id);
        if (says.matched)
            matched.insert(says.id);
        EXPECT_FALSE(says.keyed && says.method == Method::Get) << says.id;
    }
    for (const char* id : {"openCase", "saveDraft", "submit", "decide", "tryHook"})
        EXPECT_TRUE(keyed.contains(id)) << id;
    for (const char* id : {"logIn", "issueToken", "addHook", "judge", "seeCase"})
        EXPECT_FALSE(keyed.contains(id)) << id;
    EXPECT_TRUE(matched.contains("decide"));
    EXPECT_FALSE(matched.contains("openCase"));
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
