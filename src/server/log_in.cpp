#include "server/log_in.h"

#include "server/account_answers.h"
#include "server/caller.h"

#include <arpa/inet.h>

namespace kenkei::server {

office::Welcome welcome_of(const Asked& asked)
{
    return {asked.service.config.session_idle, asked.service.config.public_url};
}

Response answer_with(const Asked& asked, const base::Error& error)
{
    return problem(error, asked.language, asked.request.id);
}

Free later(Begin begin)
{
    return [begin](std::shared_ptr<Asked> asked, store::Transaction& kept, Reply reply) {
        const base::Result<void> begun = begin(asked, kept, reply);
        if (!begun.ok())
            reply.give(answer_with(*asked, begun.error()));
    };
}

namespace {

// Whoever has one address of IPv6 has all of its /64.
std::string network_of_tries(const std::string& address)
{
    in6_addr six{};
    if (inet_pton(AF_INET6, address.c_str(), &six) != 1)
        return address;
    return std::string(reinterpret_cast<const char*>(six.s6_addr), 8);
}

}

bool is_too_often(const Asked& asked, const std::string& key, const Reply& reply)
{
    const std::string network = network_of_tries(asked.request.remote_address);
    std::optional<std::int64_t> seconds = asked.service.tries_by_address.taken(network, asked.now);
    if (!seconds) {
        seconds = asked.service.tries_by_account.taken(key, asked.now);
        if (seconds)
            asked.service.tries_by_address.give_back(network); // nothing was tried
    }
    if (!seconds)
        return false;
    Response response =
        answer_with(asked, {.code = "access.too-many",
                            .message = "試行の回数が多すぎます。",
                            .way_out = std::to_string(*seconds) + "秒ほど待ってから、もう一度お試しください。"});
    response.headers.set("Retry-After", std::to_string(*seconds));
    reply.give(std::move(response));
    return true;
}

void give_try_back(const Asked& asked, const std::string& key)
{
    asked.service.tries_by_address.give_back(network_of_tries(asked.request.remote_address));
    asked.service.tries_by_account.give_back(key);
}

void on_password_thread(const std::shared_ptr<Asked>& asked, const Reply& reply, std::function<void()> work)
{
    if (asked->service.passwords.post(std::move(work)))
        return;
    reply.give(answer_with(*asked, {.code = "api.busy",
                                    .message = "混み合っています。受け付けは行われていません。",
                                    .way_out = "少し待ってから、もう一度お試しください。"}));
}

void write_once(const std::shared_ptr<Asked>& asked, const Reply& reply, WrittenAnswer errand,
                std::function<void()> written)
{
    auto answer = std::make_shared<Response>();
    asked->service.writers->post(
        asked->caller.account,
        [asked, answer, errand = std::move(errand)](store::Transaction& kept) -> base::Result<void> {
            *answer = TRY(errand(office::Desk{kept, asked->service.editions, asked->actor(), asked->now}));
            return {};
        },
        [asked, answer, reply, written = std::move(written)](const base::Result<void>& done) {
            if (done.ok() && written)
                written();
            reply.give(done.ok() ? std::move(*answer) : answer_with(*asked, done.error()));
        });
}

void write_aside(const std::shared_ptr<Asked>& asked, std::function<base::Result<void>(const office::Desk&)> errand)
{
    asked->service.writers->post(
        asked->caller.account,
        [asked, errand = std::move(errand)](store::Transaction& kept) {
            return errand(office::Desk{kept, asked->service.editions, asked->actor(), asked->now});
        },
        [](const base::Result<void>&) {});
}

base::Result<Response> session_response(int status, const Asked& asked, store::Transaction& kept,
                                        const store::Account& account, const std::string& secret)
{
    const std::vector<store::GrantRow> grants = TRY(store::Accounts(kept).grants_of(account.id, asked.now));
    Response response = json_object(status, [&](base::json::Writer& out) {
        write_own_account(out, account, grants);
        out.member("csrf", csrf_of(secret));
        out.member("expires", base::to_legal({asked.now.milliseconds + asked.service.config.session_idle * 1000}));
    });
    response.headers.set("Cache-Control", "no-store");
    return response;
}

}
