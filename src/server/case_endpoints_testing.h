#pragma once

#include "access/secret.h"
#include "access/secret_keys_testing.h"
#include "office/office_testing.h"
#include "server/endpoints.h"

#include <algorithm>
#include <future>

// The operations of cases through their routes, without a socket.
namespace kenkei::server::testing {

using office::testing::firm;
using office::testing::good;
using office::testing::insured_town;
using office::testing::town;

inline constexpr std::string_view boundary_type = "multipart/form-data; boundary=AaB";
inline const std::string cases = "/api/v1/editions/{scheme}/{edition}/cases";
inline const std::string one = "/api/v1/cases/{case}";

inline std::string part(const std::string& field, const std::string& file, const std::string& content)
{
    return "--AaB\r\nContent-Disposition: form-data; name=\"" + field + "\"" +
           (file.empty() ? "" : "; filename=\"" + file + "\"") + "\r\n\r\n" + content + "\r\n";
}

struct Said {
    std::string body = {};
    std::string type = "application/json";
    std::vector<Parameter> query = {};
    std::vector<Header> headers = {};
};

class CaseEndpoints : public ::testing::Test {
protected:
    CaseEndpoints()
    {
        ServiceConfig config;
        config.database = m_folder.file("cases.sqlite");
        config.editions = {town, insured_town};
        config.secrets = access::testing::new_keys();
        good(store::Store::open(config.database)).connection();
        m_service = good(Service::create(config, m_editions, [this] { return now; }));
        m_endpoints = api_endpoints();
        m_routes = routes_of(*m_service, m_endpoints);
        add_account("a-firm", "applicant", "", firm);
        add_account("a-other", "applicant", "", office::testing::other_firm);
        add_account("a-office", "office", "reading-town", "");
        add_account("a-partner", "partner", "reading-town", "");
    }

    void add_account(const std::string& id, const std::string& role, const std::string& scheme, const std::string& of,
                     const std::string& insurer = "")
    {
        good(m_service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
            store::Accounts accounts(kept);
            TRY(accounts.put(store::Account{.id = id,
                                            .mail = id + "@example.jp",
                                            .name = id,
                                            .state = store::Account::State::Active,
                                            .created = now}));
            TRY(accounts.put(store::GrantRow{.id = "g-" + id,
                                             .account = id,
                                             .role = role,
                                             .scheme = scheme,
                                             .firm = of,
                                             .insurer = insurer,
                                             .granted_by = id,
                                             .granted = now}));
            return accounts.put(store::TokenRow{.id = "t-" + id,
                                                .digest = access::digest_of("secret-" + id),
                                                .account = id,
                                                .name = "t",
                                                .scopes = {"read", "apply", "office"},
                                                .created = now,
                                                .expires = base::Timestamp{now.milliseconds + 99'999'999'999}});
        }));
    }

    Response ask(const std::string& account, Method method, const std::string& pattern,
                 std::vector<Parameter> names = {}, const Said& said = {})
    {
        for (const Route& route : m_routes) {
            if (route.method != method || route.pattern != pattern)
                continue;
            Request request{.method = method, .path = pattern, .query = said.query, .names = std::move(names)};
            request.names.push_back({"scheme", "reading-town"});
            request.names.push_back({"edition", "2031"});
            if (!account.empty())
                request.headers.add("Authorization", "Bearer secret-" + account);
            if (!said.body.empty())
                request.headers.add("Content-Type", said.type);
            for (const Header& header : said.headers)
                request.headers.add(header.name, header.value);
            Response response = answer(route, std::move(request), said.body);
            check_schema(method, pattern, response);
            return response;
        }
        ADD_FAILURE() << pattern << " is no route";
        return {};
    }

    // What is answered is as the description says.
    void check_schema(Method method, const std::string& pattern, const Response& response)
    {
        if (response.status >= 400 || response.stream)
            return;
        for (const Endpoint& endpoint : m_endpoints) {
            if (endpoint.says.method != method || endpoint.says.pattern != pattern)
                continue;
            for (const auto& answer : endpoint.says.answers) {
                if (answer.status != response.status)
                    continue;
                for (const std::string_view header : {"ETag", "Location"}) {
                    const bool said = std::ranges::find(answer.headers, header) != answer.headers.end();
                    EXPECT_EQ(response.headers.find(header) != nullptr, said) << pattern << ": " << header;
                }
                if (answer.contents.empty() || answer.contents.front().schema.empty())
                    continue;
                const auto violations =
                    m_service->schemas.check(answer.contents.front().schema, good(base::json::parse(response.body)));
                for (const Violation& violation : violations)
                    ADD_FAILURE() << pattern << ": " << violation.pointer << " " << violation.english;
            }
        }
    }

    static Response answer(const Route& route, Request request, const std::string& body)
    {
        std::promise<Response> promise;
        const Reply reply(
            [&](std::optional<Response> given) { promise.set_value(given.value_or(Response{.status = 0})); });
        if (const auto* handler = std::get_if<Handler>(&route.handler)) {
            request.body = body;
            (*handler)(std::move(request), reply);
            return promise.get_future().get();
        }
        auto begun = std::get<UploadHandler>(route.handler)(std::move(request));
        const auto receiver = std::get<std::shared_ptr<BodyReceiver>>(begun);
        for (std::size_t at = 0; at < body.size(); at += 1000) {
            std::promise<std::optional<Response>> onward;
            receiver->receive(body.substr(at, 1000), Onward([&](std::optional<std::optional<Response>> given) {
                                  onward.set_value(given.value_or(Response{.status = 0}));
                              }));
            if (auto stopped = onward.get_future().get())
                return std::move(*stopped);
        }
        receiver->finish(reply);
        return promise.get_future().get();
    }

    static base::json::Value json_of(const Response& response) { return good(base::json::parse(response.body)); }
    static std::string text_of(const Response& response, std::string_view member)
    {
        const base::json::Value value = json_of(response);
        const base::json::Value* found = value.find(member);
        return found ? found->text : "";
    }
    static std::size_t items_of(const Response& response) { return json_of(response).find("items")->items.size(); }

    std::string submitted()
    {
        const Response opened = ask("a-firm", Method::Post, cases, {}, {.body = R"({"firm":")" + firm + R"("})"});
        EXPECT_EQ(opened.status, 201) << opened.body;
        const std::string id = text_of(opened, "id");
        const Response sent = ask("a-firm", Method::Post, one + "/submissions", {{"case", id}},
                                  {.body = office::testing::document(), .query = {{"name", "申請 書.json"}}});
        EXPECT_EQ(sent.status, 201) << sent.body;
        return id;
    }
    std::string received()
    {
        const std::string id = submitted();
        now = office::testing::after_closing;
        EXPECT_EQ(ask("a-office", Method::Post, one + "/reception", {{"case", id}}).status, 201);
        return id;
    }

    base::Timestamp now = office::testing::in_period;
    store::testing::PassingFolder m_folder;
    office::Editions m_editions{office::testing::load_like_town};
    std::unique_ptr<Service> m_service;
    std::vector<Endpoint> m_endpoints;
    std::vector<Route> m_routes;
};

}
