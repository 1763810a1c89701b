#pragma once

#include "access/secret_keys.h"
#include "access/try_limit.h"
#include "office/editions.h"
#include "server/background.h"
#include "server/oidc.h"
#include "server/schema.h"
#include "server/workers.h"

#include <atomic>

namespace kenkei::server {

// What is told to the program when it starts, as far as endpoints need it.
struct ServiceConfig {
    std::string database;
    std::string public_url;            // as people reach us, without a / behind it: http://127.0.0.1:8080
    bool demo = false;                 // a made-up cohort in a database that is thrown away
    std::vector<std::string> editions; // keys, all that are known
    std::string version;
    std::size_t workers = 2;
    std::size_t writers_on_postgres = 2;
    std::size_t most_waiting = 4'000;        // requests that wait for a worker; above: 503
    std::int64_t session_idle = 2 * 60 * 60; // seconds
    std::int64_t session_longest = 12 * 60 * 60;
    bool mails = false;                                     // whether there is somebody who sends them
    bool anchors = false;                                   // whether the record is signed every day
    bool private_hooks = false;                             // whether hooks may lie in our own net
    std::string backups = {};                               // folder in which copies are written; "" for none
    std::vector<OidcProvider> providers = {};               // other servers that people may log in with
    std::shared_ptr<const access::SecretKeys> secrets = {}; // by which secrets are sealed; needed
};

// What all endpoints share. Everything in it may be used by several threads.
class Service {
public:
    using Clock = std::function<base::Timestamp()>;

    // Errors: those of the store; schema.… where our own document is wrong; secrets.none.
    static base::Result<std::unique_ptr<Service>> create(ServiceConfig, office::Editions&, Clock);

    const ServiceConfig config;
    office::Editions& editions;
    const Clock clock;
    const Schemas schemas;
    std::vector<std::unique_ptr<Oidc>> oidc; // one for each of config.providers
    std::unique_ptr<Writers> writers;
    Queue passwords;
    Queue oidc_questions;              // to other servers, which may be slow
    Background background;             // copies and verifications, which take minutes
    access::TryLimit tries_by_address; // log-ins, resets, registrations
    access::TryLimit tries_by_account;
    std::atomic<bool> stopping = false;
    std::unique_ptr<Workers> workers; // the last, so that they end first: they use all of the others

    const access::SecretKeys& secrets() const { return *config.secrets; }
    // Whether the database answers and nobody shuts down; told when it has.
    void tell_ready(std::function<void(bool)> tell);

private:
    Service(ServiceConfig, office::Editions&, Clock, Schemas);
};

// The component schemas of all endpoints, as written in src/server/schemas/: one JSON object.
std::string api_schemas();

}
