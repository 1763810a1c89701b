#include "server/endpoints.h"

#include "access/mail_key.h"
#include "access/secret.h"
#include "base/json.h"
#include "base/utf8.h"
#include "office/accounts_federated.h"
#include "office/accounts_password.h"
#include "office/accounts_records.h"
#include "office/accounts_session.h"
#include "server/account_answers.h"
#include "server/caller.h"
#include "server/log_in.h"
#include "server/oidc.h"

// Log-in by another server (OpenID Connect). What is asked of it runs on a thread of its own, so that a slow one keeps
// nobody else waiting.
namespace kenkei::server {

namespace {

using access::Operation;
using office::Entered;

constexpr std::int64_t for_coming_back = 10 * 60; // seconds

// What is kept of a log-in that has begun; its state's digest is its key.
struct Begun {
    OidcStart start;
    std::string provider;
    std::string browser; // digest of the cookie: whoever brings the state back is who began
    std::string account; // to which it is to be linked; "" to log in
};

// Bound to the host where the client speaks TLS.
std::string_view browser_cookie(bool secure)
{
    return secure ? "__Host-kenkei-oidc" : "kenkei-oidc";
}

void set_browser_cookie(Response& response, bool secure, const std::string& secret, std::int64_t seconds)
{
    std::string cookie = std::string(browser_cookie(secure)) + "=" + secret +
                         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
    if (secure)
        cookie += "; Secure";
    response.headers.add("Set-Cookie", std::move(cookie));
}

std::string to_text(const Begun& begun)
{
    base::json::Writer out;
    out.begin_object().member("state", begun.start.state).member("nonce", begun.start.nonce);
    out.member("verifier", begun.start.verifier).member("provider", begun.provider);
    out.member("browser", begun.browser).member("account", begun.account).end_object();
    return out.take();
}

base::Result<Begun> read_begun(const std::string& content)
{
    const base::json::Value value = TRY(base::json::parse(content));
    const auto text = [&](std::string_view member) {
        const base::json::Value* found = value.find(member);
        return found ? found->text : std::string();
    };
    Begun begun;
    begun.start.state = text("state");
    begun.start.nonce = text("nonce");
    begun.start.verifier = text("verifier");
    begun.provider = text("provider");
    begun.browser = text("browser");
    begun.account = text("account");
    return begun;
}

base::Result<Oidc*> provider_of(const Asked& asked)
{
    const std::string& id = asked.name("provider");
    for (const auto& oidc : asked.service.oidc) {
        if (oidc->provider().id == id)
            return oidc.get();
    }
    return office::no_such("ログインに使うサービス「" + id + "」");
}

std::string callback_of(const Asked& asked)
{
    return asked.service.config.public_url + "/api/v1/oidc/" + asked.name("provider") + "/callback";
}

void on_other_thread(const std::shared_ptr<Asked>& asked, const Reply& reply, std::function<void()> work)
{
    if (asked->service.oidc_questions.post(std::move(work)))
        return;
    reply.give(answer_with(*asked, {.code = "api.busy",
                                    .message = "混み合っています。ログインは行われていません。",
                                    .way_out = "少し待ってから、もう一度お試しください。"}));
}

Response redirect(const std::string& where)
{
    Response response{.status = 302};
    response.headers.add("Location", where);
    response.headers.add("Cache-Control", "no-store");
    return response;
}

base::Result<Response> see_providers(const Asked& asked, store::Transaction&)
{
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const auto& oidc : asked.service.oidc)
            out.begin_object()
                .member("provider", oidc->provider().id)
                .member("name", oidc->provider().name)
                .end_object();
        out.end_array().key("next").null();
    });
}

// Where the browser goes next, as `answer` puts it; it takes a cookie along.
void begin(const std::shared_ptr<Asked>& asked, const Reply& reply, Oidc* oidc, OwnerShown before,
           std::function<Response(const std::string& url)> answer)
{
    on_other_thread(asked, reply, [asked, reply, oidc, before = std::move(before), answer = std::move(answer)] {
        const auto start = oidc->begin(callback_of(*asked), asked->now);
        if (!start.ok())
            return void(reply.give(answer_with(*asked, start.error())));
        const std::string browser = access::new_token("kkb_");
        const Begun begun{*start, oidc->provider().id, access::digest_of(browser), asked->caller.account};
        const auto errand = [=, refused = before.refused](const office::Desk& desk) -> base::Result<Response> {
            if (refused) {
                std::optional<Response> refusal = TRY(refused(desk));
                if (refusal)
                    return std::move(*refusal);
            }
            const base::Timestamp until = office::later(desk.now, for_coming_back * 1000);
            const std::string content = to_text(begun);
            TRY(store::Accounts(desk.kept).put(store::OneTime{.digest = access::digest_of(begun.start.state),
                                                              .kind = "oidc",
                                                              .account = begun.account,
                                                              .content = content,
                                                              .created = desk.now,
                                                              .expires = until}));
            Response response = answer(begun.start.url);
            set_browser_cookie(response, asked->request.secure, browser, for_coming_back);
            return response;
        };
        write_once(asked, reply, errand, before.written);
    });
}

base::Result<void> start(const std::shared_ptr<Asked>& asked, store::Transaction&, const Reply& reply)
{
    Oidc* oidc = TRY(provider_of(*asked));
    if (is_too_often(*asked, "oidc " + asked->request.remote_address, reply))
        return {};
    asked->caller = {}; // whoever is logged in here: this is about who comes back
    begin(asked, reply, oidc, {}, redirect);
    return {};
}

// With whom an account is linked is as good as its password: who changes it shows that it is the owner, by password
// and, where there is one, code. A code is tried as often as at any other place where it is.
base::Result<void> link(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    Oidc* oidc = TRY(provider_of(*asked));
    if (is_too_often(*asked, "oidc " + asked->caller.account, reply) || is_too_often(*asked, code_key(*asked), reply))
        return {};
    return with_password(asked, kept, reply, "password", [asked, reply, oidc](const std::string& fitted) {
        begin(asked, reply, oidc, check_owner(asked, fitted), [](const std::string& url) {
            Response response = json_object(201, [&](base::json::Writer& out) { out.member("url", url); });
            response.headers.set("Cache-Control", "no-store");
            return response;
        });
    });
}

// The other server that an account is linked to, as people know it.
struct LinkedTo {
    std::string issuer;
    std::string name;
};

base::Result<void> unlink_from(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply,
                               const store::Account& account, const LinkedTo& service)
{
    TRY(office::check_unlinking(account, service.issuer, service.name));
    if (is_too_often(*asked, code_key(*asked), reply))
        return {};
    return with_password(asked, kept, reply, "password", [asked, reply, service](const std::string& fitted) {
        const OwnerShown before = check_owner(asked, fitted);
        const auto errand = [asked, service,
                             refused = before.refused](const office::Desk& desk) -> base::Result<Response> {
            std::optional<Response> refusal = TRY(refused(desk));
            if (refusal)
                return std::move(*refusal);
            TRY(office::unlink_person(desk, service.issuer, service.name, asked->session,
                                      asked->service.config.public_url));
            return no_content();
        };
        write_once(asked, reply, errand, before.written);
    });
}

base::Result<store::Account> own_account(const Asked& asked, store::Transaction& kept)
{
    const std::optional<store::Account> account = TRY(store::Accounts(kept).find(asked.caller.account));
    return account.value_or(store::Account());
}

base::Result<void> unlink(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const OidcProvider& provider = TRY(provider_of(*asked))->provider();
    const store::Account account = TRY(own_account(*asked, kept));
    return unlink_from(asked, kept, reply, account, {provider.issuer, provider.name});
}

// By its name where it is known; one that has left the settings is known by its address alone.
LinkedTo linked_to(const Asked& asked, const store::Account& account)
{
    for (const auto& oidc : asked.service.oidc) {
        if (oidc->provider().issuer == account.issuer)
            return {account.issuer, oidc->provider().name};
    }
    return {account.issuer, account.issuer.empty() ? "ほかのサービス" : base::printable(account.issuer)};
}

base::Result<void> unlink_any(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    const store::Account account = TRY(own_account(*asked, kept));
    return unlink_from(asked, kept, reply, account, linked_to(*asked, account));
}

base::Error came_back_wrong()
{
    return {.code = "oidc.state",
            .message = "このログインは、このブラウザーで始められたものではないか、時間が過ぎています。",
            .way_out = "ログインの画面から、もう一度始めてください。"};
}

// The log-in that this browser began, in the state that the other server sent back.
base::Result<Begun> begun_by(const Asked& asked, store::Transaction& kept, const std::string& state)
{
    const auto cookie = find_cookie(asked.request, browser_cookie(asked.request.secure));
    const auto once = TRY(store::Accounts(kept).find_once("oidc", access::digest_of(state), asked.now));
    if (!cookie || !once)
        return came_back_wrong();
    Begun begun = TRY(read_begun(once->content));
    const bool same_browser = access::same_secret(access::digest_of(*cookie), begun.browser);
    if (!same_browser || begun.provider != asked.name("provider"))
        return came_back_wrong();
    if (!begun.account.empty() && begun.account != asked.caller.account)
        return came_back_wrong(); // somebody else has logged in here since
    return begun;
}

office::Federated federated(const OidcPerson& person)
{
    constexpr std::size_t longest_name = 200;
    office::Federated found{.issuer = person.issuer, .subject = person.subject};
    if (person.name.size() <= longest_name && base::is_utf8(person.name))
        found.name = person.name;
    if (!person.mail_verified)
        return found;
    if (auto mail = access::account_mail(person.mail); mail.ok())
        found.mail = *mail;
    return found;
}

base::Result<Response> come_in(const std::shared_ptr<Asked>& asked, const Begun& begun, const OidcPerson& person,
                               const std::string& service, const office::Desk& desk)
{
    store::Accounts accounts(desk.kept);
    const auto taken = TRY(accounts.take("oidc", access::digest_of(begun.start.state), desk.now));
    if (!taken)
        return came_back_wrong();
    Response response = redirect("/");
    set_browser_cookie(response, asked->request.secure, "", 0);
    if (!begun.account.empty()) {
        TRY(office::link_person(desk, federated(person), service, asked->service.config.public_url));
        return response;
    }
    store::Account account = TRY(office::account_of_person(desk, federated(person)));
    const Entered entered = TRY(office::enter(desk, std::move(account), "oidc", asked->session, welcome_of(*asked)));
    set_session_cookie(response, asked->request.secure, entered.secret, asked->service.config.session_longest);
    return response;
}

base::Result<void> come_back(const std::shared_ptr<Asked>& asked, store::Transaction& kept, const Reply& reply)
{
    Oidc* oidc = TRY(provider_of(*asked));
    const std::string state = asked->query("state");
    const std::string code = asked->query("code");
    if (is_too_often(*asked, by_network(), reply))
        return {};
    const Begun begun = TRY(begun_by(*asked, kept, state));
    if (code.empty())
        return base::Error{.code = "oidc.refused",
                           .message = "「" + oidc->provider().name + "」でのログインは行われませんでした。",
                           .way_out = "ログインの画面から、もう一度始めるか、別の方法でログインしてください。"};
    on_other_thread(asked, reply, [=] {
        const auto person = oidc->finish(begun.start, callback_of(*asked), code, state, asked->now);
        if (!person.ok())
            return void(reply.give(answer_with(*asked, person.error())));
        write_once(
            asked, reply,
            [asked, begun, person = *person, service = oidc->provider().name](const office::Desk& desk) {
                return come_in(asked, begun, person, service, desk);
            },
            [asked] { give_try_back(*asked, by_network()); });
    });
    return {};
}

}

std::vector<Endpoint> endpoints_oidc()
{
    using In = OperationDescription::Parameter::In;
    constexpr std::string_view text = R"({"type":"string","maxLength":4000})";
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "seeProviders",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/oidc/providers",
                                  .tag = "ログイン",
                                  .summary = "ログインに使えるほかのサービス",
                                  .summary_english = "Other servers that one can log in with",
                                  .answers = {{200, "一覧", {{json_type, "Providers"}}}}},
                         .operation = Operation::LogIn,
                         .handler = Look(see_providers)});
    endpoints.push_back({.says = {.id = "startOidc",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/oidc/{provider}/start",
                                  .tag = "ログイン",
                                  .summary = "ほかのサービスでログインする（ブラウザーで開く）",
                                  .summary_english = "Log in with another server, in a browser",
                                  .answers = {{302, "そのサービスへ", {}, {"Location"}}}},
                         .operation = Operation::LogIn,
                         .handler = later(start)});
    endpoints.push_back({.says = {.id = "finishOidc",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/oidc/{provider}/callback",
                                  .tag = "ログイン",
                                  .summary = "ほかのサービスから戻る（ブラウザーで開く）",
                                  .summary_english = "Where the other server sends the browser back",
                                  .parameters = {{"code", In::Query, false, text, "サービスが付ける値"},
                                                 {"state", In::Query, false, text, "始めたときの値"},
                                                 {"error", In::Query, false, text, "できなかったとき"}},
                                  .answers = {{302, "ログインした", {}, {"Location"}}},
                                  .open_query = true,
                                  .problems = {401, 409}},
                         .operation = Operation::LogIn,
                         .handler = later(come_back)});
    endpoints.push_back({.says = {.id = "linkOidc",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/account/oidc/{provider}",
                                  .tag = "自分のアカウント",
                                  .summary = "ほかのサービスでもログインできるようにする（url をブラウザーで開く）",
                                  .summary_english = "Link one's account to another server's; open the url",
                                  .request = {{json_type, "PasswordAndCode"}},
                                  .answers = {{201, "開くところ", {{json_type, "OpenUrl"}}}},
                                  .problems = {401, 422}},
                         .operation = Operation::OwnAccount,
                         .handler = later(link)});
    endpoints.push_back({.says = {.id = "unlinkOidc",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/account/oidc/{provider}",
                                  .tag = "自分のアカウント",
                                  .summary = "ほかのサービスでのログインをやめる（ほかの画面はログアウトされる）",
                                  .summary_english = "Unlink one's account from another server's; other sessions end",
                                  .request = {{json_type, "PasswordAndCode"}},
                                  .answers = {{204, "外した"}},
                                  .problems = {401, 409, 422}},
                         .operation = Operation::OwnAccount,
                         .handler = later(unlink)});
    endpoints.push_back({.says = {.id = "unlinkAnyOidc",
                                  .method = Method::Delete,
                                  .pattern = "/api/v1/account/oidc",
                                  .tag = "自分のアカウント",
                                  .summary = "結び付いているサービスでのログインをやめる（設定から外れたサービスでも）",
                                  .summary_english = "Unlink whatever server one's account is linked to, also one that "
                                                     "is not configured any more; other sessions end",
                                  .request = {{json_type, "PasswordAndCode"}},
                                  .answers = {{204, "外した"}},
                                  .problems = {401, 404, 409, 422}},
                         .operation = Operation::OwnAccount,
                         .handler = later(unlink_any)});
    return endpoints;
}

}
