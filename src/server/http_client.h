#pragma once

#include "server/http.h"

#include <chrono>

namespace kenkei::server {

// A request of ours to another server.
struct Outgoing {
    std::string method = "GET";
    std::string url; // http or https, without a user name
    Headers headers = {};
    std::string body = {};
    std::chrono::milliseconds time{10'000}; // for all of it
    std::size_t most = 1U << 20;            // bytes of the answer's body
    bool private_addresses = false;         // whether it may go into this machine's own nets (is_public_address)
    std::string authorities = {};           // PEM file of those who sign certificates, instead of the system's
};

struct Incoming {
    int status = 0;
    Headers headers = {};
    std::string body = {};
};

// Asks, and waits for the answer, no longer than `time`: that its name is looked up is part of it. Redirects are
// answers like others. No proxy, no cookies, no credentials but those in `headers`; TLS 1.2 or newer and a certificate
// that holds. Whether an address may be reached is judged by the one connected to, whatever a name meant before.
// Errors, whose words name the host and nothing else of the URL: client.url, client.request, client.address,
// client.connect, client.tls, client.time, client.too-large.
base::Result<Incoming> call(const Outgoing&);

// Whether a URL that somebody gives is one that may be called, as far as it says so by itself: its form, and its host
// where that is an address or this machine. No name is looked up, so nobody waits: where it leads counts when it is
// called. Errors: client.url, client.address.
base::Result<void> check_url(const std::string& url, bool private_addresses);

}
