#include "server/health.h"

namespace kenkei::server {

namespace {

Response text(int status, std::string body, std::string type = "text/plain; charset=utf-8")
{
    Response response{.status = status, .body = std::move(body)};
    response.headers.add("Content-Type", std::move(type));
    response.headers.add("Cache-Control", "no-store");
    return response;
}

}

std::vector<Route> health_routes(Health health)
{
    std::vector<Route> routes;
    const RouteLimits limits{.body = 0};
    routes.push_back(
        {Method::Get, "/healthz", limits, Handler([](Request, Reply reply) { reply.give(text(200, "ok\n")); })});
    routes.push_back(
        {Method::Get, "/readyz", limits,
         Handler([ready = std::move(health.ready), details = std::move(health.details)](Request, Reply reply) {
             ready([reply, details](bool yes) {
                 const std::string more = details ? details() : "";
                 reply.give(yes ? text(200, "ready\n" + more) : text(503, "not ready\n" + more));
             });
         })});
    routes.push_back(
        {Method::Get, "/metrics", limits, Handler([metrics = std::move(health.metrics)](Request, Reply reply) {
             reply.give(text(200, metrics(), "text/plain; version=0.0.4; charset=utf-8"));
         })});
    return routes;
}

}
