#include "cli/running_server.h"

#include "base/json.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "mail/smtp.h"
#include "server/endpoints.h"
#include "server/health.h"
#include "server/pages.h"

#include <atomic>
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

using Details = std::function<std::string()>;

std::vector<server::Route> public_routes(server::Service& service, std::size_t largest_body, Details details)
{
    std::vector<server::Route> routes = server::health_routes(
        {.ready = [&service](std::function<void(bool)> tell) { service.tell_ready(std::move(tell)); },
         .metrics = [] { return std::string(); },
         .details = std::move(details)});
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

struct RunningServer::MailServer {
    std::atomic<bool> is_wrong = false;
};

RunningServer::RunningServer() : m_mail_server(std::make_shared<MailServer>()) {}

// A slip in the settings is told at the start, not by mails that nobody got. Mails wait meanwhile, and nothing else
// depends on it.
void RunningServer::greet_mail_server(const office::Sender& sender, LogFile& log)
{
    constexpr int patience = 5; // seconds
    m_greeting = std::thread([known = m_mail_server, server = sender.server, &log]() mutable {
        server.timeout = patience;
        const mail::Delivery greeted = mail::greet(server);
        if (greeted.outcome == mail::Delivery::Outcome::Accepted)
            return;
        known->is_wrong = true;
        const std::string told = "メールサーバー " + server.url + " につながりません: " + greeted.answer;
        print_error("注意: " + told +
                    " メールは送信待ちにたまります。→ smtp、smtp_tls、smtp_user と、環境変数 "
                    "KENKEI_SMTP_PASSWORD を確かめてください。");
        base::json::Writer line;
        line.begin_object().member("time", base::to_utc(time_of({}))).member("warning", "smtp").member("told", told);
        log.add(line.end_object().take());
    });
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

    const Details details = [known = running->m_mail_server] {
        return std::string(known->is_wrong ? "mail server: unreachable at the start\n" : "");
    };
    config.listener.log = [&log](std::string line) { log.add(std::move(line)); };
    running->m_listener =
        TRY(server::Listener::start(config.listener, public_routes(service, config.largest_body, details)));

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
    if (config.sender)
        running->greet_mail_server(*config.sender, log);
    return running;
}

RunningServer::~RunningServer()
{
    if (m_greeting.joinable())
        m_greeting.join();
}

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
