#include "cli/running_server.h"

#include "base/json.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "mail/smtp.h"
#include "server/endpoints.h"
#include "server/health.h"
#include "server/pages.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
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

// A slip in the settings is told at the start, not by mails that nobody got; that the server goes away or comes back is
// told when it does. Mails wait meanwhile, and nothing else depends on it.
struct RunningServer::MailServer {
    std::atomic<bool> is_wrong = false;
    std::mutex lock;
    std::condition_variable changed;
    bool stopping = false;

    void watch(mail::Server server, LogFile& log)
    {
        constexpr int patience = 5; // seconds
        constexpr std::chrono::seconds while_well{60};
        constexpr std::chrono::seconds at_first{10};
        constexpr std::chrono::seconds longest{600}; // who is refused again and again would be shut out
        server.timeout = patience;
        std::chrono::seconds next = at_first;
        for (bool first = true;; first = false) {
            const mail::Delivery greeted = mail::greet(server);
            const bool wrong = greeted.outcome != mail::Delivery::Outcome::Accepted;
            if (wrong != is_wrong.exchange(wrong))
                tell(server, wrong ? "につながりません: " + greeted.answer : "につながりました。", wrong, first, log);
            std::unique_lock held(lock);
            if (changed.wait_for(held, wrong ? next : while_well, [this] { return stopping; }))
                return;
            next = wrong ? std::min(next * 2, longest) : at_first;
        }
    }

    void stop()
    {
        const std::lock_guard held(lock);
        stopping = true;
        changed.notify_all();
    }

private:
    static void tell(const mail::Server& server, const std::string& what, bool wrong, bool first, LogFile& log)
    {
        const std::string told = "メールサーバー " + server.url + " " + what;
        if (first)
            print_error("注意: " + told +
                        " メールは送信待ちにたまります。→ smtp、smtp_tls、smtp_user と、環境変数 "
                        "KENKEI_SMTP_PASSWORD を確かめてください。");
        base::json::Writer line;
        line.begin_object().member("time", base::to_utc(time_of({})));
        line.member(wrong ? "warning" : "notice", "smtp").member("told", told);
        log.add(line.end_object().take());
    }
};

RunningServer::RunningServer() : m_mail_server(std::make_shared<MailServer>()) {}

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
        return std::string(known->is_wrong ? "mail server: unreachable\n" : "");
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
        running->m_watching = std::thread(
            [known = running->m_mail_server, server = config.sender->server, &log] { known->watch(server, log); });
    return running;
}

RunningServer::~RunningServer()
{
    m_mail_server->stop();
    if (m_watching.joinable())
        m_watching.join();
}

bool RunningServer::stop(std::chrono::milliseconds most)
{
    m_service->stopping = true;
    m_mail_server->stop();
    bool ended = false;
    std::thread clockwork([&] { ended = m_scheduler->stop(most); });
    m_listener->stop(most);
    clockwork.join();
    if (m_metrics)
        m_metrics->stop(std::chrono::milliseconds(0));
    return ended && !m_service->background.busy();
}

}
