#include "cli/running_server.h"

#include "cli/open_desk.h"
#include "server/endpoints.h"
#include "server/health.h"
#include "server/pages.h"

#include <thread>
#include <unistd.h>

namespace kenkei::cli {

namespace {

// This server, among those that share the database.
std::string holder()
{
    char host[256] = {};
    if (::gethostname(host, sizeof host - 1) != 0)
        host[0] = '?';
    return std::string(host) + ":" + std::to_string(::getpid());
}

std::vector<server::Route> public_routes(server::Service& service, std::size_t largest_body)
{
    std::vector<server::Route> routes = server::health_routes(
        {.ready = [&service](std::function<void(bool)> tell) { service.tell_ready(std::move(tell)); },
         .metrics = [] { return std::string(); }});
    std::erase_if(routes, [](const server::Route& route) { return route.pattern == "/metrics"; });
    for (auto& part : {server::routes_of(service, server::api_endpoints()), server::page_routes(service)}) {
        for (const server::Route& route : part)
            routes.push_back(route);
    }
    for (server::Route& route : routes) {
        if (largest_body > 0)
            route.limits.body = std::min(route.limits.body, largest_body);
    }
    return routes;
}

}

base::Result<std::unique_ptr<RunningServer>> RunningServer::start(ServeConfig config, office::Editions& editions,
                                                                  server::Service::Clock clock, LogFile& log)
{
    std::unique_ptr<RunningServer> running(new RunningServer);
    server::SchedulerConfig timed{.holder = holder(),
                                  .sender = config.sender,
                                  .private_hooks = config.service.private_hooks,
                                  .log = [&log](std::string line) { log.add(std::move(line)); }};
    if (!config.anchor_key.empty())
        timed.anchor_key = TRY(read_bytes(config.anchor_key));
    config.service.mails = config.sender.has_value();
    config.service.anchors = !config.anchor_key.empty();

    running->m_service = TRY(server::Service::create(config.service, editions, std::move(clock)));
    server::Service& service = *running->m_service;
    running->m_scheduler = TRY(server::Scheduler::create(service, std::move(timed)));

    config.listener.log = [&log](std::string line) { log.add(std::move(line)); };
    running->m_listener = TRY(server::Listener::start(config.listener, public_routes(service, config.largest_body)));

    if (config.metrics) {
        server::ListenerConfig beside{.address = config.metrics->address, .port = config.metrics->port};
        auto metrics = server::Listener::start(
            beside,
            server::health_routes(
                {.ready = [&service](std::function<void(bool)> tell) { service.tell_ready(std::move(tell)); },
                 .metrics = [listener = running->m_listener.get()] { return listener->metrics().to_prometheus(); }}));
        if (metrics.ok())
            running->m_metrics = std::move(*metrics);
        else if (config.metrics_told)
            return metrics.error();
    }
    running->m_scheduler->start();
    return running;
}

RunningServer::~RunningServer() = default;

bool RunningServer::stop(std::chrono::milliseconds most)
{
    m_service->stopping = true;
    bool ended = false;
    std::thread clockwork([&] { ended = m_scheduler->stop(most); });
    m_listener->stop(most);
    clockwork.join();
    if (m_metrics)
        m_metrics->stop(std::chrono::milliseconds(0));
    return ended && !m_service->background.busy();
}

}
