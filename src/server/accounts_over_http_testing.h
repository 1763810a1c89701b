#pragma once

#include "access/secret_keys_testing.h"
#include "office/accounts_access.h"
#include "office/office_testing.h"
#include "server/caller.h"
#include "server/client_testing.h"
#include "server/endpoints.h"
#include "server/endpoints_system.h"
#include "server/http_client.h"

namespace kenkei::server::testing {

using store::testing::good;

inline const std::string hanako = "hanako@example.jp";
inline const std::string password = "みどりの机と七つの鐘の音色";
inline const std::string real_firm = "7000012050002";

struct Answer {
    int status = 0;
    Headers headers;
    base::json::Value body;

    std::string text(std::string_view member) const
    {
        const base::json::Value* found = body.find(member);
        return found ? found->text : "";
    }
    const std::string& header(std::string_view name) const
    {
        static const std::string none;
        const std::string* found = headers.find(name);
        return found ? *found : none;
    }
};

// A browser, as far as it keeps a cookie and the page's word for writes.
struct Browser {
    std::string cookie;
    std::string csrf;
    std::string token;
    std::string address = {}; // in the network; "" for this machine's
};

// A server with the endpoints of accounts, and its clock.
class AccountsOverHttp : public ::testing::Test {
protected:
    // Nobody answers there.
    virtual std::vector<OidcProvider> providers()
    {
        return {{.id = "town",
                 .name = "町のID",
                 .issuer = "http://127.0.0.1:1",
                 .client_id = "kenkei",
                 .private_addresses = true}};
    }
    void SetUp() override
    {
        ServiceConfig config{.database = folder.file("kenkei.sqlite"),
                             .public_url = "http://127.0.0.1:1",
                             .editions = {office::testing::town}};
        config.providers = providers();
        config.secrets = secrets;
        good(store::Store::open(config.database)); // makes it
        service = good(Service::create(config, editions, [this] { return base::Timestamp{now.load()}; }));
        std::vector<Endpoint> endpoints;
        for (const auto& part : {endpoints_session, endpoints_own_account, endpoints_oidc, endpoints_firms,
                                 endpoints_users, endpoints_hooks, endpoints_editions}) {
            for (Endpoint& endpoint : part())
                endpoints.push_back(std::move(endpoint));
        }
        listener = good(Listener::start({.port = 0, .threads = 1, .proxies = {.ranges = {}, .count = 1}},
                                        routes_of(*service, std::move(endpoints))));
    }

    Answer ask(const Browser& browser, const std::string& method, const std::string& path, const std::string& body = "",
               const std::string& schema = "")
    {
        Outgoing outgoing{.method = method,
                          .url = "http://127.0.0.1:" + std::to_string(listener->port()) + "/api/v1" + path,
                          .body = body,
                          .private_addresses = true};
        if (!body.empty())
            outgoing.headers.add("Content-Type", "application/json");
        if (!browser.address.empty())
            outgoing.headers.add("X-Forwarded-For", browser.address);
        if (!browser.cookie.empty())
            outgoing.headers.add("Cookie", browser.cookie);
        if (!browser.csrf.empty())
            outgoing.headers.add("Kenkei-CSRF", browser.csrf);
        if (!browser.token.empty())
            outgoing.headers.add("Authorization", "Bearer " + browser.token);
        const Incoming incoming = good(call(outgoing));
        Answer answer{.status = incoming.status, .headers = incoming.headers, .body = {}};
        if (!incoming.body.empty())
            answer.body = good(base::json::parse(incoming.body));
        if (!schema.empty() && incoming.status < 400) {
            for (const Violation& violation : service->schemas.check(schema, answer.body))
                ADD_FAILURE() << schema << " " << violation.pointer << ": " << violation.japanese;
        }
        return answer;
    }
    static std::string log_in_body(const std::string& mail, const std::string& typed, const std::string& code = "")
    {
        return R"({"mail":")" + mail + R"(","password":")" + typed + (code.empty() ? "" : R"(","code":")" + code) +
               "\"}";
    }
    Answer logs_in(const std::string& mail, const std::string& typed, const std::string& code = "")
    {
        return ask({}, "POST", "/session", log_in_body(mail, typed, code), "Session");
    }
    // name=value of the cookie whose name begins so; "" for none.
    static std::string cookie_in(const Answer& answer, std::string_view name)
    {
        for (const Header& header : answer.headers) {
            if (equal_ignoring_case(header.name, "Set-Cookie") && header.value.starts_with(name))
                return header.value.substr(0, header.value.find(';'));
        }
        return "";
    }
    static Browser browser_of(const Answer& logged_in)
    {
        const std::string& cookie = logged_in.header("Set-Cookie");
        return {.cookie = cookie.substr(0, cookie.find(';')), .csrf = logged_in.text("csrf"), .token = ""};
    }
    // Of the last mail that has one.
    std::string secret_for(const std::string& recipient)
    {
        store::Store kept = good(store::Store::open(service->config.database, store::Opening::ReadOnly));
        return store::testing::look(kept, [&](store::Transaction& kept_now) {
            std::string secret;
            for (const store::Mail& mail : good(kept_now.mails_due({now + 86'400'000}, 1000))) {
                const auto at = mail.content.find("kko_");
                if (mail.recipient == recipient && at != std::string::npos)
                    secret = mail.content.substr(at, 47);
            }
            return secret;
        });
    }
    Answer registers(const std::string& mail)
    {
        return ask({}, "POST", "/accounts", R"({"mail":")" + mail + "\"}", "Told");
    }
    Answer confirms(const std::string& secret, const std::string& chosen = password)
    {
        return ask({}, "POST", "/accounts/confirmations",
                   R"({"secret":")" + secret + R"(","name":"見本","password":")" + chosen + "\"}", "Told");
    }
    Browser has_account(const std::string& mail)
    {
        EXPECT_EQ(registers(mail).status, 202);
        EXPECT_EQ(confirms(secret_for(mail)).status, 201);
        const Answer in = logs_in(mail, password);
        EXPECT_EQ(in.status, 201);
        return browser_of(in);
    }
    void grants(const std::string& account, const std::string& role, const std::string& firm = "")
    {
        good(service->writers->write([&](store::Transaction& kept) {
            return office::put_grant({kept, editions, {}, {now}},
                                     {.account = account, .role = role, .firm = firm, .reason = "試験"});
        }));
    }
    std::string id_of(const Browser& browser) { return ask(browser, "GET", "/session").text("account"); }

    store::testing::PassingFolder folder;
    office::Editions editions{office::testing::load_like_town};
    std::shared_ptr<const access::SecretKeys> secrets = access::testing::new_keys();
    std::atomic<std::int64_t> now = office::testing::in_period.milliseconds;
    std::unique_ptr<Service> service;
    std::unique_ptr<Listener> listener;
};

}
