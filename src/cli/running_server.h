#pragma once

#include "cli/log_file.h"
#include "cli/serve_config.h"
#include "server/scheduler.h"

#include <thread>

namespace kenkei::cli {

// All that runs while kenkei serve does: listeners, endpoints, the scheduler.
class RunningServer {
public:
    // Begins to answer. Errors: server.…, store.…, schema.…, edition.…, file.…
    static base::Result<std::unique_ptr<RunningServer>> start(ServeConfig, office::Editions&, server::Service::Clock,
                                                              LogFile&);
    ~RunningServer();

    server::Service& service() { return *m_service; }
    std::uint16_t port() const { return m_listener->port(); }
    std::uint16_t metrics_port() const { return m_metrics ? m_metrics->port() : 0; } // 0: none

    // Accepts no more, finishes what was accepted, gives the scheduler's lease back; returns when all is done or `most`
    // is over. false: something still works (a verification, a mail server that is silent); nothing that was answered
    // is undone when the program ends all the same.
    bool stop(std::chrono::milliseconds most);

private:
    struct MailServer; // what is known of it

    RunningServer();

    std::shared_ptr<MailServer> m_mail_server;
    std::thread m_watching;
    std::unique_ptr<server::Service> m_service;
    std::unique_ptr<server::Scheduler> m_scheduler;
    std::unique_ptr<server::Listener> m_listener;
    std::unique_ptr<server::Listener> m_metrics;
};

}
