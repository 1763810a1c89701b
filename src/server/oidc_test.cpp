#include "server/oidc.h"

#include "server/client_testing.h"
#include "server/target.h"
#include "server/token_testing.h"

#include <map>
#include <mutex>
#include <set>

using namespace kenkei;
using namespace kenkei::server;
using namespace kenkei::server::testing;

namespace {

const base::Timestamp now = base::in_japan({2024, 10, 18}, 17);
const std::string redirect = "https://kenkei.example.jp/login/office/back";

base::Timestamp later(std::int64_t seconds)
{
    return {now.milliseconds + seconds * 1000};
}

// A provider that can be made to misbehave; tests/oidc has a real one.
class Provider {
public:
    Provider()
    {
        auto listener = Listener::start(quick_config(), routes());
        if (!listener.ok())
            std::abort();
        m_listener = std::move(*listener);
        issuer = "http://127.0.0.1:" + std::to_string(m_listener->port());
        document = {{"issuer", issuer},
                    {"authorization_endpoint", issuer + "/authorize?tenant=1"},
                    {"token_endpoint", issuer + "/token"},
                    {"jwks_uri", issuer + "/keys"},
                    {"userinfo_endpoint", issuer + "/userinfo"}};
        userinfo = R"({"sub":"u-1","email":"taro@example.jp","email_verified":true,"name":"健康 太郎"})";
        key_set = signer.jwk_set();
    }
    ~Provider() { stop(); }
    void stop() { m_listener.reset(); }

    OidcProvider settings(const std::string& secret = "") const
    {
        return {.id = "office",
                .name = "試験の認証",
                .issuer = issuer,
                .client_id = "kenkei office",
                .client_secret = secret,
                .private_addresses = true,
                .time = 2s};
    }
    std::string claims(const std::string& nonce, base::Timestamp at = now) const
    {
        const std::int64_t seconds = at.milliseconds / 1000;
        return R"({"iss":")" + issuer + R"(","sub":"u-1","aud":"kenkei office","nonce":")" + nonce + R"(","iat":)" +
               std::to_string(seconds) + R"(,"exp":)" + std::to_string(seconds + 300) + "}";
    }

    std::string issuer;
    std::map<std::string, std::string> document;
    std::string more_of_document;
    std::string key_set;
    std::string userinfo;
    std::string token; // what the token endpoint gives as id_token
    int token_status = 200;
    std::string refusal = R"({"error":"invalid_grant","error_description":"secret words"})";
    std::chrono::milliseconds token_delay{0};
    Signer signer{"ES256", "k1"};
    std::vector<Request> seen;
    std::size_t count(const std::string& path)
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<std::size_t>(
            std::count_if(seen.begin(), seen.end(), [&](const Request& request) { return request.path == path; }));
    }

private:
    std::vector<Route> routes()
    {
        std::vector<Route> all;
        const auto add = [&](Method method, const char* path, auto answer) {
            all.push_back({method, path, {}, Handler([this, answer](Request request, Reply reply) {
                               const std::lock_guard lock(m_mutex);
                               seen.push_back(std::move(request));
                               reply.give(answer());
                           })});
        };
        add(Method::Get, "/.well-known/openid-configuration", [this] {
            std::string text;
            for (const auto& [name, value] : document)
                text += (text.empty() ? "{\"" : ",\"") + name + "\":\"" + value + "\"";
            return json_response(200, text + more_of_document + "}");
        });
        add(Method::Get, "/keys", [this] { return json_response(200, key_set); });
        add(Method::Get, "/userinfo", [this] { return json_response(200, userinfo); });
        add(Method::Post, "/token", [this] {
            std::this_thread::sleep_for(token_delay);
            if (token_status != 200)
                return json_response(token_status, refusal);
            return json_response(200, R"({"token_type":"Bearer","access_token":"at","id_token":")" + token + "\"}");
        });
        return all;
    }
    std::mutex m_mutex;
    std::unique_ptr<Listener> m_listener;
};

std::string parameter(const std::string& url, const char* name)
{
    const auto all = read_form(url.substr(url.find('?') + 1));
    const std::string* value = all ? find_parameter(*all, name) : nullptr;
    return value ? *value : "(none)";
}

// One log-in with what the provider now gives: "ok", or the error's code.
std::string log_in(Provider& provider, Oidc& oidc, base::Timestamp at = now)
{
    const auto start = oidc.begin(redirect, at);
    if (!start.ok())
        return start.error().code;
    provider.token = provider.signer.token(provider.claims(start->nonce, at));
    const auto person = oidc.finish(*start, redirect, "the code", start->state, at);
    return person.ok() ? "ok" : person.error().code;
}

}

TEST(Oidc, ログインの始まりの宛先)
{
    Provider provider;
    Oidc oidc(provider.settings());
    const auto start = oidc.begin(redirect, now);
    ASSERT_TRUE(start.ok()) << base::describe(start.error());
    EXPECT_TRUE(start->url.starts_with(provider.issuer + "/authorize?tenant=1&response_type=code&")) << start->url;
    EXPECT_EQ(parameter(start->url, "client_id"), "kenkei office");
    EXPECT_EQ(parameter(start->url, "redirect_uri"), redirect);
    EXPECT_EQ(parameter(start->url, "scope"), "openid email profile");
    EXPECT_EQ(parameter(start->url, "state"), start->state);
    EXPECT_EQ(parameter(start->url, "nonce"), start->nonce);
    EXPECT_EQ(parameter(start->url, "code_challenge_method"), "S256");
    EXPECT_EQ(start->url.find(start->verifier), std::string::npos);
    std::string digest;
    for (std::size_t i = 0; i < 64; i += 2)
        digest += static_cast<char>(std::stoi(access::digest_of(start->verifier).substr(i, 2), nullptr, 16));
    EXPECT_EQ(parameter(start->url, "code_challenge"), access::to_base64url(digest));
    const auto other = oidc.begin(redirect, now);
    const std::set<std::string> secrets = {start->state, start->nonce, start->verifier,
                                           other->state, other->nonce, other->verifier};
    EXPECT_EQ(secrets.size(), 6U);
    for (const std::string& secret : secrets)
        EXPECT_EQ(secret.size(), 43U);
}

TEST(Oidc, 公開の利用者番号で人を得る)
{
    Provider provider;
    Oidc oidc(provider.settings());
    const auto start = oidc.begin(redirect, now);
    ASSERT_TRUE(start.ok());
    provider.token = provider.signer.token(provider.claims(start->nonce));
    const auto person = oidc.finish(*start, redirect, "a code/+", start->state, now);
    ASSERT_TRUE(person.ok()) << base::describe(person.error());
    EXPECT_EQ(person->issuer, provider.issuer);
    EXPECT_EQ(person->subject, "u-1");
    EXPECT_EQ(person->mail, "taro@example.jp");
    EXPECT_TRUE(person->mail_verified);
    EXPECT_EQ(person->name, "健康 太郎");
    ASSERT_EQ(provider.seen.size(), 4U);
    const Request& exchange = provider.seen[1];
    const auto form = read_form(exchange.body);
    ASSERT_TRUE(form.has_value());
    EXPECT_EQ(*find_parameter(*form, "grant_type"), "authorization_code");
    EXPECT_EQ(*find_parameter(*form, "code"), "a code/+");
    EXPECT_EQ(*find_parameter(*form, "code_verifier"), start->verifier);
    EXPECT_EQ(*find_parameter(*form, "redirect_uri"), redirect);
    EXPECT_EQ(*find_parameter(*form, "client_id"), "kenkei office");
    EXPECT_EQ(exchange.headers.find("Authorization"), nullptr);
    EXPECT_EQ(*provider.seen[3].headers.find("Authorization"), "Bearer at");
}

TEST(Oidc, 秘密はRFC6749のとおりに符号化して見出しで示す)
{
    Provider provider;
    Oidc oidc(provider.settings("a:b c/%健"));
    EXPECT_EQ(log_in(provider, oidc), "ok");
    // printf 'kenkei+office:a%%3Ab+c%%2F%%25%%E5%%81%%A5' | base64
    EXPECT_EQ(*provider.seen[1].headers.find("Authorization"),
              "Basic a2Vua2VpK29mZmljZTphJTNBYitjJTJGJTI1JUU1JTgxJUE1");
    EXPECT_EQ(provider.seen[1].body.find("client_id"), std::string::npos);
}

TEST(Oidc, 別のブラウザーの状態では何も尋ねない)
{
    Provider provider;
    Oidc oidc(provider.settings());
    const auto start = oidc.begin(redirect, now);
    for (const std::string& state : {std::string(), start->state + "x", start->state.substr(1), std::string("x")}) {
        const auto person = oidc.finish(*start, redirect, "code", state, now);
        ASSERT_FALSE(person.ok());
        EXPECT_EQ(person.error().code, "oidc.state");
    }
    EXPECT_EQ(oidc.finish({}, redirect, "code", "", now).error().code, "oidc.state");
    EXPECT_EQ(oidc.finish(*start, redirect, "", start->state, now).error().code, "oidc.code");
    EXPECT_EQ(oidc.finish(*start, redirect, std::string(5000, 'c'), start->state, now).error().code, "oidc.code");
    EXPECT_EQ(provider.count("/token"), 0U);
}

TEST(Oidc, 署名か中身が違う証明では入れない)
{
    Provider provider;
    Oidc oidc(provider.settings());
    const auto start = oidc.begin(redirect, now);
    const auto judged = [&](const std::string& token) {
        provider.token = token;
        const auto person = oidc.finish(*start, redirect, "code", start->state, now);
        return person.ok() ? "ok" : person.error().code;
    };
    const std::string claims = provider.claims(start->nonce);
    EXPECT_EQ(judged(provider.signer.token(claims)), "ok");
    EXPECT_EQ(judged(Signer("ES256", "k1").token(claims)), "oidc.signature");
    EXPECT_EQ(judged(provider.signer.token(R"({"alg":"none","kid":"k1"})", claims)), "oidc.algorithm");
    EXPECT_EQ(judged(provider.signer.token(provider.claims("another"))), "oidc.nonce");
    EXPECT_EQ(judged(provider.signer.token(provider.claims(start->nonce, later(-400)))), "oidc.expired");
    EXPECT_EQ(judged(""), "oidc.token");
    provider.userinfo = R"({"sub":"u-2","email":"someone@example.jp","email_verified":true})";
    EXPECT_EQ(judged(provider.signer.token(claims)), "oidc.userinfo");
}

TEST(Oidc, 公開情報と鍵は一時間だけ覚えておく)
{
    Provider provider;
    Oidc oidc(provider.settings());
    EXPECT_EQ(log_in(provider, oidc), "ok");
    EXPECT_EQ(log_in(provider, oidc, later(3599)), "ok");
    EXPECT_EQ(provider.count("/.well-known/openid-configuration"), 1U);
    EXPECT_EQ(provider.count("/keys"), 1U);
    EXPECT_EQ(log_in(provider, oidc, later(3600)), "ok");
    EXPECT_EQ(provider.count("/.well-known/openid-configuration"), 2U);
    EXPECT_EQ(provider.count("/keys"), 2U);
}

TEST(Oidc, 知らない鍵のときは一分に一度だけ鍵を読み直す)
{
    Provider provider;
    Oidc oidc(provider.settings());
    EXPECT_EQ(log_in(provider, oidc), "ok");
    provider.signer = Signer("RS256", "k2");
    provider.key_set = provider.signer.jwk_set();
    EXPECT_EQ(log_in(provider, oidc, later(1)), "ok"); // changed: found at once
    EXPECT_EQ(provider.count("/keys"), 2U);
    provider.signer = Signer("ES256", "k3");
    EXPECT_EQ(log_in(provider, oidc, later(2)), "oidc.key"); // not looked for again so soon
    EXPECT_EQ(log_in(provider, oidc, later(60)), "oidc.key");
    EXPECT_EQ(provider.count("/keys"), 2U);
    EXPECT_EQ(log_in(provider, oidc, later(61)), "oidc.key"); // looked for, and not there
    EXPECT_EQ(provider.count("/keys"), 3U);
    provider.key_set = provider.signer.jwk_set();
    EXPECT_EQ(log_in(provider, oidc, later(121)), "ok");
}

TEST(Oidc, 同時のログインでも鍵の読み直しは一度)
{
    Provider provider;
    Oidc oidc(provider.settings());
    EXPECT_EQ(log_in(provider, oidc), "ok");
    provider.signer = Signer("EdDSA", "k2");
    provider.key_set = provider.signer.jwk_set();
    const auto start = oidc.begin(redirect, now);
    provider.token = provider.signer.token(provider.claims(start->nonce));
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&] { done += oidc.finish(*start, redirect, "code", start->state, now).ok() ? 1 : 0; });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(done, 6);
    EXPECT_EQ(provider.count("/keys"), 2U);
}

TEST(Oidc, 公開情報が設定と合わなければ始めない)
{
    const std::pair<std::string, std::string> changes[] = {
        {"issuer", "http://127.0.0.1"},
        {"issuer", ""},
        {"authorization_endpoint", ""},
        {"authorization_endpoint", "javascript:alert(1)"},
        {"token_endpoint", "ftp://127.0.0.1/"},
        {"jwks_uri", "file:///etc/passwd"},
        {"userinfo_endpoint", "gopher://127.0.0.1/"},
    };
    for (const auto& [name, value] : changes) {
        Provider provider;
        provider.document[name] = value;
        Oidc oidc(provider.settings());
        EXPECT_EQ(log_in(provider, oidc), "oidc.provider") << name << " " << value;
    }
    for (const char* more :
         {R"(,"code_challenge_methods_supported":["plain"])", R"(,"response_types_supported":["id_token"])",
          R"(,"id_token_signing_alg_values_supported":["HS256","none"])",
          R"(,"token_endpoint_auth_methods_supported":["private_key_jwt"])"}) {
        Provider provider;
        provider.more_of_document = more;
        Oidc oidc(provider.settings("secret"));
        EXPECT_EQ(log_in(provider, oidc), "oidc.provider") << more;
    }
    Provider provider;
    provider.document["issuer"] += "/";
    Oidc oidc(provider.settings());
    EXPECT_EQ(log_in(provider, oidc), "oidc.provider");
}

TEST(Oidc, 内側の許しがなければ暗号のない宛先を使わない)
{
    const OidcProvider outside{.id = "o", .name = "o", .issuer = "https://login.example.jp", .client_id = "c"};
    const std::string start = R"({"issuer":"https://login.example.jp","token_endpoint":"https://login.example.jp/t",)"
                              R"("jwks_uri":"https://login.example.jp/k","authorization_endpoint":")";
    EXPECT_TRUE(read_document(start + R"(https://login.example.jp/a"})", outside).ok());
    EXPECT_FALSE(read_document(start + R"(http://login.example.jp/a"})", outside).ok());
    EXPECT_FALSE(read_document(start + R"(https://login.example.jp/a#b"})", outside).ok());
    EXPECT_EQ(document_url({.issuer = "https://a.example/x/"}), "https://a.example/x/.well-known/openid-configuration");
    Provider provider;
    OidcProvider settings = provider.settings();
    settings.private_addresses = false;
    Oidc oidc(settings);
    EXPECT_EQ(log_in(provider, oidc), "oidc.unreachable");
    EXPECT_TRUE(provider.seen.empty());
}

TEST(Oidc, ログイン先の失敗は言葉にし秘密は言わない)
{
    Provider provider;
    OidcProvider settings = provider.settings("top-secret");
    settings.time = 300ms;
    Oidc oidc(settings);
    const auto start = oidc.begin(redirect, now);
    ASSERT_TRUE(start.ok());
    const auto failure = [&] {
        const auto person = oidc.finish(*start, redirect, "the-code", start->state, now);
        const std::string words = person.ok() ? "ok" : person.error().code + " " + base::describe(person.error());
        for (const std::string& secret : {std::string("top-secret"), std::string("the-code"), start->verifier,
                                          start->nonce, start->state, std::string("secret words")})
            EXPECT_EQ(words.find(secret), std::string::npos) << words;
        return words;
    };
    provider.token_status = 400;
    EXPECT_TRUE(
        failure().starts_with("oidc.code ログイン先「試験の認証」が、このログインの引換番号を認めませんでした。"))
        << failure();
    provider.token_status = 401;
    provider.refusal = R"({"error":"invalid_client"})";
    EXPECT_TRUE(failure().starts_with("oidc.client "));
    provider.refusal = "<html>secret words</html>";
    EXPECT_TRUE(failure().starts_with("oidc.unreachable "));
    EXPECT_NE(failure().find("HTTP 401"), std::string::npos);
    provider.token_status = 200;
    provider.token_delay = 600ms;
    EXPECT_NE(failure().find("0.3秒以内に答えが届きませんでした"), std::string::npos) << failure();
    provider.stop();
    EXPECT_NE(failure().find("「試験の認証」と通信できません"), std::string::npos) << failure();
}
