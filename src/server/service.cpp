#include "server/service.h"

#include "store/store.h"

namespace kenkei::server {

namespace {

// Tries to log in, to register, to get a new password.
constexpr access::Allowance by_address{.burst = 30, .refill_seconds = 6}; // an office behind one address
constexpr access::Allowance by_account{.burst = 10, .refill_seconds = 60};
constexpr std::size_t passwords_waiting = 64; // at 70 ms each: whoever comes behind waits no longer than some seconds
constexpr std::size_t questions_waiting = 16; // each takes as long as the other server does

}

Service::Service(ServiceConfig told, office::Editions& known, Clock now, Schemas read)
    : config(std::move(told))
    , editions(known)
    , clock(std::move(now))
    , schemas(std::move(read))
    , passwords(passwords_waiting)
    , oidc_questions(questions_waiting)
    , tries_by_address(by_address)
    , tries_by_account(by_account)
{}

base::Result<std::unique_ptr<Service>> Service::create(ServiceConfig config, office::Editions& editions, Clock clock)
{
    if (!config.secrets)
        return base::Error{.code = "secrets.none", .message = "秘密を封じる鍵がありません。"};
    Schemas schemas = TRY(Schemas::read(api_schemas()));
    std::unique_ptr<Service> service(new Service(std::move(config), editions, std::move(clock), std::move(schemas)));
    for (const OidcProvider& provider : service->config.providers)
        service->oidc.push_back(std::make_unique<Oidc>(provider));
    service->writers = TRY(Writers::start(service->config.database, service->config.writers_on_postgres));
    service->workers =
        TRY(Workers::start(service->config.database, service->config.workers, service->config.most_waiting));
    for (const std::string& key : service->config.editions)
        TRY(service->editions.find(key));
    return service;
}

void Service::tell_ready(std::function<void(bool)> tell)
{
    const bool taken = !stopping && workers->post([tell](store::Store& store) {
        const auto seen = store.read([](store::Transaction& kept) -> base::Result<void> {
            TRY(kept.connection().run("SELECT 1"));
            return {};
        });
        tell(seen.ok());
    });
    if (!taken)
        tell(false);
}

}
