#pragma once

#include "server/metrics.h"
#include "server/proxies.h"
#include "server/route_table.h"
#include "server/security_headers.h"
#include "server/tls_files.h"

#include <cstdint>

namespace kenkei::server {

struct Timeouts {
    std::chrono::milliseconds head{10'000};       // from the first byte to the end of the head; also the TLS handshake
    std::chrono::milliseconds idle{60'000};       // between two requests
    std::chrono::milliseconds body_grace{10'000}; // a body may be late by this,
    std::size_t body_rate = 1024;                 // measured against so many bytes a second
    std::chrono::milliseconds write{30'000};      // for each 256 KiB of an answer
    std::chrono::milliseconds linger{2'000}; // to read what a refused client still sends, so that it reads the answer
};

struct ListenerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: one that is free
    std::size_t threads = 1;
    std::optional<TlsFiles> tls = {};
    std::size_t connections = 10'000;          // open at a time; above: 503
    std::size_t connections_per_address = 256; // of one IPv4 address or IPv6 /64 that is no trusted proxy; above: 429
    bool limits_loopback = false;              // else this machine may have as many as there are
    std::size_t request_line = 8U << 10;
    std::size_t head = 16U << 10;
    Timeouts timeouts = {};
    std::vector<std::string> hosts = {}; // names we answer to, without ports; empty: any
    TrustedProxies proxies = {};
    bool always_secure = false; // people speak TLS with whoever stands in front of us, whatever that one says
    SecurityPolicy security = {};
    // One line of JSON for each request (access_log.h), on the connection's thread; must not block. May be empty.
    std::function<void(std::string)> log = {};
};

// Accepts connections and answers them, on threads of its own, from `start` until it is stopped.
class Listener {
public:
    // Errors: server.route, server.address, server.in-use, server.tls.
    static base::Result<std::unique_ptr<Listener>> start(ListenerConfig, std::vector<Route>);
    ~Listener(); // stops at once

    std::uint16_t port() const;
    const Metrics& metrics() const;
    bool stopping() const;

    // Accepts no more, finishes the requests that were accepted, closes what is idle; after `most` closes the rest.
    // Returns when all is closed. What was given to a Reply after that is lost.
    void stop(std::chrono::milliseconds most);

private:
    struct Engine;
    explicit Listener(std::unique_ptr<Engine>);
    std::unique_ptr<Engine> m_engine;
};

}
