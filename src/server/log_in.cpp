#include "server/log_in.h"

#include "access/password.h"
#include "office/accounts_password.h"
#include "server/account_answers.h"
#include "server/caller.h"
#include "server/proxies.h"

namespace kenkei::server {

office::Welcome welcome_of(const Asked& asked)
{
    return {asked.service.config.session_idle, asked.service.config.public_url};
}

Response answer_with(const Asked& asked, const base::Error& error)
{
    return problem(error, asked.language, asked.request.id);
}

namespace {

base::Error no_key_here()
{
    return {.code = "api.key-unheld",
            .message = "この操作には Idempotency-Key は使えません。応答を控えておかないため、同じキーで"
                       "繰り返しても、もう一度行われます。何も行っていません。",
            .way_out = "キーを付けずに送り、応答が届かなかったときは、一覧などで結果を確かめてください。"};
}

}

Free without_key(Free free)
{
    return [free = std::move(free)](std::shared_ptr<Asked> asked, store::Transaction& kept, Reply reply) {
        if (asked->request.headers.find("Idempotency-Key"))
            return void(reply.give(answer_with(*asked, no_key_here())));
        free(std::move(asked), kept, std::move(reply));
    };
}

Free later(Begin begin)
{
    return without_key([begin](std::shared_ptr<Asked> asked, store::Transaction& kept, Reply reply) {
        const base::Result<void> begun = begin(asked, kept, reply);
        if (!begun.ok())
            reply.give(answer_with(*asked, begun.error()));
    });
}

namespace {

// One account's log-in, from everywhere together: about four thousand a day, which no good password falls to, and more
// than a few networks can use up.
constexpr access::Allowance by_everybody{.burst = 100, .refill_seconds = 20};

std::optional<std::int64_t> taken(const Asked& asked, const Counted& counted)
{
    if (counted.network)
        return asked.service.tries_by_address.taken(counted_network(asked.request.remote_address), asked.now);
    access::TryLimit& tries = asked.service.tries_by_account;
    return counted.allowance ? tries.taken(counted.key, asked.now, *counted.allowance)
                             : tries.taken(counted.key, asked.now);
}

void give_back(const Asked& asked, const Counted& counted)
{
    access::TryLimit& tries = asked.service.tries_by_account;
    if (counted.network)
        asked.service.tries_by_address.give_back(counted_network(asked.request.remote_address));
    else if (counted.allowance)
        tries.give_back(counted.key, *counted.allowance);
    else
        tries.give_back(counted.key);
}

}

CountedBy by_network()
{
    return {{.network = true}};
}

CountedBy by_network_and(const std::string& key)
{
    return {{.network = true}, {.key = key}};
}

CountedBy by_log_in(const Asked& asked, const std::string& mail, const std::string& device)
{
    if (!device.empty())
        return {{.key = "log-in " + mail + " device " + device}};
    return {{.network = true},
            {.key = "log-in " + mail + " from " + counted_network(asked.request.remote_address)},
            {.key = "log-in " + mail, .allowance = by_everybody}};
}

bool is_too_often(const Asked& asked, const std::string& key, const Reply& reply)
{
    return is_too_often(asked, by_network_and(key), reply);
}

namespace {

// Nothing: one try of each is taken. Else the seconds until there is one, and nothing is taken.
std::optional<std::int64_t> seconds_to_wait(const Asked& asked, const CountedBy& by)
{
    std::optional<std::int64_t> seconds;
    std::size_t count = 0;
    while (count < by.size() && !(seconds = taken(asked, by[count])))
        ++count;
    while (seconds && count > 0)
        give_back(asked, by[--count]); // nothing was tried
    return seconds;
}

base::Error too_often(std::int64_t seconds)
{
    return {.code = "access.too-many",
            .message = "試行の回数が多すぎます。",
            .way_out = std::to_string(seconds) + "秒ほど待ってから、もう一度お試しください。"};
}

}

base::Result<void> take_try(const Asked& asked, const std::string& key)
{
    const std::optional<std::int64_t> seconds = seconds_to_wait(asked, by_network_and(key));
    if (seconds)
        return too_often(*seconds);
    return {};
}

bool is_too_often(const Asked& asked, const CountedBy& by, const Reply& reply)
{
    const std::optional<std::int64_t> seconds = seconds_to_wait(asked, by);
    if (!seconds)
        return false;
    Response response = answer_with(asked, too_often(*seconds));
    response.headers.set("Retry-After", std::to_string(*seconds));
    reply.give(std::move(response));
    return true;
}

void give_try_back(const Asked& asked, const CountedBy& by)
{
    for (const Counted& counted : by)
        give_back(asked, counted);
}

void give_try_back(const Asked& asked, const std::string& key)
{
    give_try_back(asked, by_network_and(key));
}

base::Result<void> with_password(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply,
                                 std::string_view member, std::function<void(const std::string& fitted)> go_on)
{
    const std::string key = "password " + asked->caller.account;
    if (is_too_often(*asked, key, reply))
        return {};
    const std::optional<store::Account> account = TRY(store::Accounts(kept).find(asked->caller.account));
    const std::string hash = account ? account->password : "";
    const std::string typed = asked->text(member);
    on_password_thread(asked, reply, [asked, reply, key, hash, typed, go_on = std::move(go_on)] {
        if (!access::password_fits(hash, typed))
            return void(reply.give(answer_with(*asked, office::wrong_password())));
        give_try_back(*asked, key);
        go_on(hash);
    });
    return {};
}

std::optional<base::Error> refusal_of(office::Entered::Fate fate, const base::Error& closed)
{
    using Fate = office::Entered::Fate;
    switch (fate) {
    case Fate::Closed:
        return closed;
    case Fate::NeedsCode:
        return base::Error{.code = "access.second-step",
                           .message = "認証アプリのコードが必要です。",
                           .way_out = "アプリに表示されている6桁（または回復用のコード）を code に入れて、もう一度"
                                      "送ってください。"};
    case Fate::WrongCode:
        return base::Error{.code = "access.second-step-wrong",
                           .message = "認証アプリのコードが違うか、すでに使われています。",
                           .way_out =
                               "アプリに次に表示されるコード、または使っていない回復用のコードを入力してください。"};
    case Fate::In:
        break;
    }
    return std::nullopt;
}

std::string code_key(const Asked& asked)
{
    return "code " + asked.caller.account;
}

OwnerShown check_owner(const std::shared_ptr<Asked>& asked, const std::string& fitted)
{
    using office::Entered;
    auto fate = std::make_shared<Entered::Fate>(Entered::Fate::Closed);
    return {.refused = [asked, fitted, fate](const office::Desk& desk) -> base::Result<std::optional<Response>> {
                *fate = TRY(office::show_again(desk, asked->service.secrets(), fitted, asked->text("code"),
                                               asked->service.config.public_url));
                if (const auto refusal = refusal_of(*fate, office::wrong_password()))
                    return std::optional(answer_with(*asked, *refusal));
                return std::optional<Response>();
            },
            .written =
                [asked, fate] {
                    if (*fate == Entered::Fate::In || *fate == Entered::Fate::NeedsCode) // nothing was guessed
                        give_try_back(*asked, code_key(*asked));
                }};
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
