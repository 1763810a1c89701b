#include "server/pages.h"

#include "casework/case.h"
#include "server/endpoints.h"

#include <algorithm>

namespace kenkei::server {

namespace {

Response content(std::string_view type, std::string body, std::string_view kept)
{
    Response response{.status = 200, .body = std::move(body)};
    response.headers.add("Content-Type", std::string(type));
    response.headers.add("Cache-Control", std::string(kept));
    return response;
}

// Those that one may apply for: what is open first, then what opens, then what is over, the latest first.
std::vector<FrontPage::Scheme> schemes_of(Service& service, base::Timestamp now)
{
    std::vector<FrontPage::Scheme> schemes;
    for (const std::string& key : service.config.editions) {
        const auto edition = service.editions.find(key);
        if (!edition.ok() || !(*edition)->process)
            continue;
        schemes.push_back({.name = (*edition)->name,
                           .authority = (*edition)->authority,
                           .opens = (*edition)->application.opens,
                           .closes = casework::closing_of(**edition)});
    }
    const base::Date today = base::date_in_japan(now);
    const auto rank = [&](const FrontPage::Scheme& each) { return now > each.closes ? 2 : today < each.opens ? 1 : 0; };
    std::sort(schemes.begin(), schemes.end(), [&](const FrontPage::Scheme& a, const FrontPage::Scheme& b) {
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        return rank(a) == 2 ? a.closes > b.closes : a.closes < b.closes;
    });
    return schemes;
}

Handler front(Service& service)
{
    return [&service](Request, Reply reply) {
        const base::Timestamp now = service.clock();
        reply.give(content("text/html; charset=utf-8",
                           front_page({.schemes = schemes_of(service, now),
                                       .version = service.config.version,
                                       .demo = service.config.demo,
                                       .now = now}),
                           "no-cache"));
    };
}

std::string document_of(Service& service)
{
    std::vector<OperationDescription> operations;
    for (Endpoint& endpoint : api_endpoints())
        operations.push_back(std::move(endpoint.says));
    return to_openapi(operations, service.schemas, service.config.version, service.config.public_url);
}

}

std::vector<Route> page_routes(Service& service)
{
    std::vector<Route> routes;
    const RouteLimits limits{.body = 0};
    routes.push_back({Method::Get, "/", limits, front(service)});
    for (const Asset& asset : assets()) {
        routes.push_back(
            {Method::Get, "/assets/" + std::string(asset.name), limits, Handler([asset](Request, Reply reply) {
                 reply.give(content("text/css; charset=utf-8", std::string(asset.content), "public, max-age=300"));
             })});
    }
    routes.push_back({Method::Get, "/favicon.ico", limits,
                      Handler([](Request, Reply reply) { reply.give(Response{.status = 204}); })});
    routes.push_back(
        {Method::Get, "/api/v1/openapi.json", limits,
         Handler([document = std::make_shared<const std::string>(document_of(service))](Request, Reply reply) {
             reply.give(content("application/json", *document, "no-cache"));
         })});
    return routes;
}

}
