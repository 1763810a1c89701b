// The operations of cases through their routes, without a socket: who may, what is seen, what is written.
#include "server/endpoints.h"

#include "access/secret.h"
#include "base/sha256.h"
#include "office/office_testing.h"

#include <future>

namespace kenkei::server {

namespace {

using office::testing::firm;
using office::testing::good;
using office::testing::town;

constexpr std::string_view boundary_type = "multipart/form-data; boundary=AaB";
const std::string cases = "/api/v1/editions/{scheme}/{edition}/cases";
const std::string one = "/api/v1/cases/{case}";

std::string part(const std::string& field, const std::string& file, const std::string& content)
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
        config.editions = {town};
        good(store::Store::open(config.database)).connection();
        m_service = good(Service::create(config, m_editions, [this] { return now; }));
        for (const auto& subject :
             {endpoints_editions, endpoints_applicant, endpoints_cases, endpoints_office, endpoints_intake}) {
            for (Endpoint& endpoint : subject())
                m_endpoints.push_back(std::move(endpoint));
        }
        m_routes = routes_of(*m_service, m_endpoints);
        add_account("a-firm", "applicant", "", firm);
        add_account("a-other", "applicant", "", office::testing::other_firm);
        add_account("a-office", "office", "reading-town", "");
        add_account("a-partner", "partner", "reading-town", "");
    }

    void add_account(const std::string& id, const std::string& role, const std::string& scheme, const std::string& of)
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
                if (answer.status != response.status || answer.contents.empty() ||
                    answer.contents.front().schema.empty())
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

TEST_F(CaseEndpoints, だれでも年度版と様式を見て回答を判定してみることができる)
{
    EXPECT_EQ(items_of(ask("", Method::Get, "/api/v1/editions")), 1u);
    const Response edition = ask("", Method::Get, "/api/v1/editions/{scheme}/{edition}");
    EXPECT_EQ(edition.status, 200);
    EXPECT_FALSE(json_of(edition).find("procedure")->items.empty());
    const Response form = ask("", Method::Get, "/api/v1/editions/{scheme}/{edition}/workbook");
    EXPECT_TRUE(form.body.starts_with("PK"));
    const std::string judgements = "/api/v1/editions/{scheme}/{edition}/judgements";
    EXPECT_EQ(text_of(ask("", Method::Post, judgements, {}, {.body = office::testing::document()}), "outcome"), "met");
    EXPECT_EQ(ask("", Method::Post, judgements, {}, {.body = form.body, .type = "application/octet-stream"}).status,
              200);
    EXPECT_EQ(ask("", Method::Post, judgements, {}, {.body = "{"}).status, 400);
    EXPECT_EQ(items_of(ask("a-office", Method::Get, "/api/v1/cases")), 0u) << "nothing was kept";
}

TEST_F(CaseEndpoints, 他社の案件はないものと同じで一覧にも件数にも検索にも出ない)
{
    const std::string id = submitted();
    for (const char* what : {"", "/events", "/judgement", "/workbook", "/submissions/{version}/file"}) {
        const Response other = ask("a-other", Method::Get, one + what, {{"case", id}, {"version", "1"}});
        EXPECT_EQ(other.status, 404) << what << other.body;
        EXPECT_EQ(ask("", Method::Get, one + what, {{"case", id}, {"version", "1"}}).status, 401) << what;
        EXPECT_EQ(ask("a-firm", Method::Get, one + what, {{"case", id}, {"version", "1"}}).status, 200) << what;
    }
    EXPECT_EQ(items_of(ask("a-other", Method::Get, "/api/v1/cases")), 0u);
    EXPECT_EQ(items_of(ask("a-other", Method::Get, "/api/v1/cases/search", {}, {.query = {{"q", "見本"}}})), 0u);
    EXPECT_EQ(items_of(ask("a-other", Method::Get, "/api/v1/cases/counts")), 0u);
    for (const char* who : {"a-firm", "a-office", "a-partner"}) {
        EXPECT_EQ(items_of(ask(who, Method::Get, "/api/v1/cases")), 1u) << who;
        EXPECT_EQ(items_of(ask(who, Method::Get, "/api/v1/cases/counts")), 1u) << who;
    }
    EXPECT_EQ(ask("a-firm", Method::Get, "/api/v1/cases/export").status, 403);
    EXPECT_EQ(ask("a-firm", Method::Get, one + "/mails", {{"case", id}}).status, 403);
    EXPECT_EQ(ask("a-partner", Method::Get, one + "/events", {{"case", id}}).status, 403);
}

TEST_F(CaseEndpoints, 提出したファイルは1バイトも変わらずに戻る)
{
    const std::string id = submitted();
    const Response file =
        ask("a-firm", Method::Get, one + "/submissions/{version}/file", {{"case", id}, {"version", "1"}});
    EXPECT_EQ(file.body, office::testing::document());
    EXPECT_NE(file.headers.find("Content-Disposition")->find("%E7%94%B3"), std::string::npos);
    const std::string sha256 = base::sha256_hex(office::testing::document());
    EXPECT_EQ(ask("a-office", Method::Get, one + "/files/{sha256}", {{"case", id}, {"sha256", sha256}}).body,
              file.body);
    EXPECT_EQ(ask("a-firm", Method::Get, one + "/submissions/{version}/file", {{"case", id}, {"version", "2"}}).status,
              404);
}

TEST_F(CaseEndpoints, 審査の途中で法人に見えるのは知らされたことだけ)
{
    const std::string id = received();
    const auto does = [&](const std::string& path, const std::string& body) {
        const Response done = ask("a-office", Method::Post, one + path, {{"case", id}}, {.body = body});
        EXPECT_EQ(done.status, 201) << path << done.body;
    };
    does("/invoices", R"({"invoice":"S-1"})");
    does("/payments", R"({"amount":3300,"payer":"ミホン"})");
    does("/screenings", R"({"passed":true,"note":"内部の所見"})");
    does("/referrals", R"({"list":"第1回"})");
    does("/resolutions", R"({"result":"recognised","class":"branch"})");
    does("/decisions", R"({"result":"recognised","class":"branch"})");

    EXPECT_EQ(text_of(ask("a-office", Method::Get, one, {{"case", id}}), "stage"), "decided");
    const Response firm_sees = ask("a-firm", Method::Get, one, {{"case", id}});
    EXPECT_EQ(text_of(firm_sees, "stage"), "received");
    EXPECT_EQ(firm_sees.body.find("内部の所見"), std::string::npos);
    const Response history = ask("a-firm", Method::Get, one + "/events", {{"case", id}});
    for (const char* hidden : {"内部の所見", "a-office", "decided", "screened", "第1回"})
        EXPECT_EQ(history.body.find(hidden), std::string::npos) << hidden;
    EXPECT_NE(history.body.find("a-firm"), std::string::npos);
    EXPECT_NE(ask("a-office", Method::Get, one + "/events", {{"case", id}}).body.find("a-office"), std::string::npos);
    for (const char* who : {"a-firm", "a-partner"}) {
        EXPECT_EQ(items_of(ask(who, Method::Get, "/api/v1/cases", {}, {.query = {{"stage", "decided"}}})), 0u) << who;
        EXPECT_EQ(items_of(ask(who, Method::Get, "/api/v1/cases", {}, {.query = {{"stage", "received"}}})), 1u) << who;
        EXPECT_EQ(ask(who, Method::Get, "/api/v1/cases/counts").body.find("decided"), std::string::npos) << who;
    }
    EXPECT_EQ(items_of(ask("a-office", Method::Get, "/api/v1/cases", {}, {.query = {{"stage", "decided"}}})), 1u);
    EXPECT_EQ(items_of(ask("", Method::Get, "/api/v1/register")), 0u);

    does("/certificates", R"({"certificate":"R-1"})");
    now = base::in_japan({2031, 12, 1});
    EXPECT_EQ(
        items_of(ask("", Method::Get, "/api/v1/register", {}, {.query = {{"q", "R-1"}, {"valid_on", "2032-05-01"}}})),
        1u);
    EXPECT_EQ(ask("", Method::Get, "/api/v1/register/{certificate}", {{"certificate", "R-1"}},
                  {.query = {{"scheme", "reading-town"}}})
                  .status,
              200);
    EXPECT_EQ(ask("a-firm", Method::Post, one + "/certificate-return", {{"case", id}},
                  {.body = R"({"on":"2031-12-01","reason":"廃業"})"})
                  .status,
              201);
    EXPECT_EQ(items_of(ask("", Method::Get, "/api/v1/register", {}, {.query = {{"valid_on", "2032-05-01"}}})), 0u);
}

TEST_F(CaseEndpoints, 古い版に基づく操作や同じキーの繰り返しでは何も起こらない)
{
    const std::string id = submitted();
    now = office::testing::after_closing;
    const Said stale{.headers = {{"If-Match", "\"1\""}}};
    EXPECT_EQ(ask("a-office", Method::Post, one + "/reception", {{"case", id}}, stale).status, 412);
    const Said again{.headers = {{"Idempotency-Key", "k-1"}}};
    EXPECT_EQ(ask("a-office", Method::Post, one + "/reception", {{"case", id}}, again).status, 201);
    const Response replayed = ask("a-office", Method::Post, one + "/reception", {{"case", id}}, again);
    EXPECT_EQ(replayed.status, 201);
    EXPECT_TRUE(replayed.headers.find("Idempotency-Replayed"));
    EXPECT_EQ(ask("a-office", Method::Post, one + "/reception", {{"case", id}}).status, 409);
}

TEST_F(CaseEndpoints, 資料は種類を確かめて受け取り見知らぬ人からは1バイトも受け取らない)
{
    const std::string id = received();
    EXPECT_EQ(ask("a-office", Method::Post, one + "/evidence-requests", {{"case", id}},
                  {.body = R"({"questions":["review"],"message":"お送りください"})"})
                  .status,
              201);
    const std::string type(boundary_type);
    const std::string body = part("file", "証明.pdf", "%PDF-1.7 a") + part("file", "表.csv", "a,b\r\n") + "--AaB--\r\n";
    EXPECT_EQ(ask("", Method::Post, one + "/evidence", {{"case", id}}, {.body = body, .type = type}).status, 401);
    EXPECT_EQ(ask("a-other", Method::Post, one + "/evidence", {{"case", id}}, {.body = body, .type = type}).status,
              404);
    const std::string program = part("file", "証明.pdf", "MZ" + std::string(5, '\0')) + "--AaB--\r\n";
    EXPECT_EQ(ask("a-firm", Method::Post, one + "/evidence", {{"case", id}}, {.body = program, .type = type}).status,
              415);
    EXPECT_EQ(ask("a-firm", Method::Post, one + "/evidence", {{"case", id}}, {.body = "{}"}).status, 415);
    EXPECT_EQ(ask("a-firm", Method::Post, one + "/evidence", {{"case", id}}, {.body = body, .type = type}).status, 201);
    const std::string sha256 = base::sha256_hex("%PDF-1.7 a");
    const Response file = ask("a-office", Method::Get, one + "/files/{sha256}", {{"case", id}, {"sha256", sha256}});
    EXPECT_EQ(file.body, "%PDF-1.7 a");
    EXPECT_EQ(*file.headers.find("Content-Type"), "application/pdf");
}

TEST_F(CaseEndpoints, 紙の申請書とまとめての受付)
{
    const std::string paper = "/api/v1/editions/{scheme}/{edition}/paper-applications";
    const std::string receptions = "/api/v1/editions/{scheme}/{edition}/receptions";
    now = office::testing::after_closing;
    const auto enter = [&](const std::string& arrived) {
        return ask("a-office", Method::Post, paper, {},
                   {.body = part("application", "入力.json", office::testing::document()) +
                            part("arrived", "", arrived) + part("scan", "申請書.pdf", "%PDF-1.7") + "--AaB--\r\n",
                    .type = std::string(boundary_type)});
    };
    EXPECT_EQ(enter("2099-01-01T00:00").status, 422);
    EXPECT_EQ(enter("2031-07-01T08:00").status, 409) << "after the closing";
    const Response entered = enter("2031-05-01T10:00+09:00");
    EXPECT_EQ(entered.status, 201) << entered.body;
    EXPECT_EQ(enter("2031-05-01T10:00+09:00").status, 200) << "the same paper again";
    EXPECT_EQ(ask("a-firm", Method::Post, receptions).status, 403);
    const Response all = ask("a-office", Method::Post, receptions);
    EXPECT_EQ(all.status, 202) << all.body;
    EXPECT_EQ(text_of(all, "received"), "1");
    EXPECT_EQ(text_of(ask("a-office", Method::Post, receptions), "received"), "0");
}

TEST_F(CaseEndpoints, 書き出しは表計算で式にならない)
{
    EXPECT_EQ(ask("a-firm", Method::Post, cases, {}, {.body = R"({"firm":")" + firm + R"(","name":"=1+1"})"}).status,
              201);
    const Response file =
        ask("a-office", Method::Get, "/api/v1/cases/export", {}, {.query = {{"columns", "name,number"}}});
    ASSERT_TRUE(file.stream);
    std::string whole;
    for (bool more = true; more;) {
        std::promise<std::optional<std::string>> piece;
        file.stream(NextPiece([&](std::optional<std::optional<std::string>> given) {
            piece.set_value(given ? *given : std::optional<std::string>("broken"));
        }));
        const auto next = piece.get_future().get();
        more = next.has_value();
        whole += next.value_or("");
    }
    EXPECT_EQ(whole, "\xEF\xBB\xBF法人名,法人番号\r\n'=1+1," + firm + "\r\n");
    EXPECT_EQ(ask("a-office", Method::Get, "/api/v1/cases/export", {}, {.query = {{"columns", "name,name"}}}).status,
              400);
}

}
