// Log-in by another server, from the browser's first step to its session.
#include "access/totp.h"
#include "server/accounts_over_http_testing.h"
#include "server/target.h"
#include "server/token_testing.h"

#include <mutex>

namespace kenkei::server {

using namespace testing;

namespace {

class OidcOverHttp : public AccountsOverHttp {
protected:
    OidcOverHttp()
    {
        std::vector<Route> routes;
        const auto add = [&](Method method, const char* path, auto answer) {
            routes.push_back({method, path, {}, Handler([answer](Request, Reply reply) {
                                  reply.give(json_response(200, answer()));
                              })});
        };
        add(Method::Get, "/.well-known/openid-configuration", [this] {
            return R"({"issuer":")" + issuer + R"(","authorization_endpoint":")" + issuer +
                   R"(/authorize","token_endpoint":")" + issuer + R"(/token","jwks_uri":")" + issuer + "/keys\"}";
        });
        add(Method::Get, "/keys", [this] { return signer.jwk_set(); });
        add(Method::Post, "/token", [this] {
            const std::lock_guard lock(mutex);
            return R"({"token_type":"Bearer","access_token":"at","id_token":")" + signer.token(claims) + "\"}";
        });
        other_server = good(Listener::start({.port = 0, .threads = 1}, std::move(routes)));
        issuer = "http://127.0.0.1:" + std::to_string(other_server->port());
    }
    std::vector<OidcProvider> providers() override
    {
        return {{.id = "town", .name = "町のID", .issuer = issuer, .client_id = "kenkei", .private_addresses = true}};
    }

    static std::string parameter(const std::string& url, const char* name)
    {
        const auto all = read_form(url.substr(url.find('?') + 1));
        const std::string* value = all ? find_parameter(*all, name) : nullptr;
        return value ? *value : "";
    }
    // What the browser has after its first step.
    struct Away {
        std::string cookie;
        std::string state;
    };
    Away goes(const std::string& url, const std::string& cookie, const std::string& subject, const std::string& mail,
              bool verified)
    {
        const std::lock_guard lock(mutex);
        const std::int64_t seconds = now / 1000;
        claims = R"({"iss":")" + issuer + R"(","sub":")" + subject + R"(","aud":"kenkei","nonce":")" +
                 parameter(url, "nonce") + R"(","iat":)" + std::to_string(seconds) + R"(,"exp":)" +
                 std::to_string(seconds + 300) + R"(,"name":"見本 花子","email":")" + mail + R"(","email_verified":)" +
                 (verified ? "true" : "false") + "}";
        return {cookie, parameter(url, "state")};
    }
    Away goes_to_log_in(const std::string& subject, const std::string& mail, bool verified = true)
    {
        const Answer start = ask({}, "GET", "/oidc/town/start");
        EXPECT_EQ(start.status, 302);
        EXPECT_TRUE(start.header("Location").starts_with(issuer + "/authorize?"));
        return goes(start.header("Location"), cookie_in(start, "kenkei-oidc="), subject, mail, verified);
    }
    Answer comes_back(const Away& away, const std::string& more_cookies = "")
    {
        const std::string cookie = more_cookies.empty() ? away.cookie : away.cookie + "; " + more_cookies;
        return ask({.cookie = cookie, .csrf = "", .token = ""}, "GET",
                   "/oidc/town/callback?code=c&state=" + away.state);
    }
    Answer session_after(const Answer& back)
    {
        const std::string cookie = cookie_in(back, std::string(session_cookie(false)) + "=kks_");
        return ask({.cookie = cookie, .csrf = "", .token = ""}, "GET", "/session");
    }

    Signer signer{"ES256", "k1"};
    std::mutex mutex; // of what the other server says
    std::string claims;
    std::string issuer;
    std::unique_ptr<Listener> other_server;
};

}

TEST_F(OidcOverHttp, 初めての方にはパスワードのないアカウントができ次も同じアカウントに入る)
{
    const Away away = goes_to_log_in("s-1", hanako);
    const Answer back = comes_back(away);
    ASSERT_EQ(back.status, 302) << back.text("code");
    EXPECT_EQ(back.header("Location"), "/");
    const Answer me = session_after(back);
    ASSERT_EQ(me.status, 200);
    EXPECT_EQ(me.text("mail"), hanako);
    EXPECT_TRUE(me.body.find("linked")->boolean);
    EXPECT_FALSE(me.body.find("has_password")->boolean);
    EXPECT_EQ(comes_back(away).text("code"), "oidc.state"); // once
    EXPECT_EQ(session_after(comes_back(goes_to_log_in("s-1", "other@example.jp"))).text("account"), me.text("account"));
    EXPECT_NE(session_after(comes_back(goes_to_log_in("s-2", "other@example.jp"))).text("account"), me.text("account"));
}

TEST_F(OidcOverHttp, 別のブラウザーに持ち込まれたログインや遅すぎたログインは断る)
{
    Away away = goes_to_log_in("s-1", hanako);
    const Away of_victim = goes_to_log_in("s-2", "victim@example.jp");
    EXPECT_EQ(comes_back({of_victim.cookie, away.state}).text("code"), "oidc.state");
    EXPECT_EQ(comes_back({"", away.state}).text("code"), "oidc.state");
    now += 600'000;
    EXPECT_EQ(comes_back(of_victim).text("code"), "oidc.state");
}

TEST_F(OidcOverHttp, 保証のないメールアドレスはアカウントに付かない)
{
    EXPECT_EQ(session_after(comes_back(goes_to_log_in("s-1", hanako, false))).text("mail"), "");
}

TEST_F(OidcOverHttp, パスワードのアカウントには本人が結び付けてから入れる)
{
    const Browser browser = has_account(hanako);
    const Answer refused = comes_back(goes_to_log_in("s-1", hanako));
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.text("code"), "access.oidc-link");

    const std::string shown = R"({"password":")" + password + "\"}";
    Browser without_word = browser;
    without_word.csrf.clear();
    EXPECT_EQ(ask(without_word, "POST", "/account/oidc/town", shown).text("code"), "access.csrf");
    EXPECT_EQ(ask(browser, "POST", "/account/oidc/town").status, 415); // a session alone links nothing
    EXPECT_EQ(ask(browser, "POST", "/account/oidc/town", R"({"password":"ちがうパスワードです。"})").text("code"),
              "access.wrong-password");
    const Answer linking = ask(browser, "POST", "/account/oidc/town", shown, "OpenUrl");
    ASSERT_EQ(linking.status, 201);
    const Away away = goes(linking.text("url"), cookie_in(linking, "kenkei-oidc="), "s-1", hanako, true);
    EXPECT_EQ(comes_back(away).text("code"), "oidc.state"); // not without the session that asked
    EXPECT_EQ(comes_back(away, browser.cookie).status, 302);
    EXPECT_EQ(session_after(comes_back(goes_to_log_in("s-1", hanako))).text("account"), id_of(browser));

    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc/town", R"({"password":"ちがうパスワードです。"})").text("code"),
              "access.wrong-password");
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc/town", shown).status, 204);
    EXPECT_EQ(ask(browser, "GET", "/session", "", "Session").body.find("linked")->boolean, false);
    EXPECT_EQ(comes_back(goes_to_log_in("s-1", hanako)).text("code"), "access.oidc-link");
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc/town", shown).text("code"), "api.no-such"); // it is none
}

TEST_F(OidcOverHttp, 設定から外れたサービスとの結び付きも外せる)
{
    const Browser browser = has_account(hanako);
    const std::string shown = R"({"password":")" + password + "\"}";
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc", shown).text("code"), "api.no-such"); // there is none
    good(service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
        store::Accounts accounts(kept);
        store::Account account = *TRY(accounts.find_mail(hanako));
        account.issuer = "https://gone.example.jp";
        account.subject = "s-1";
        return accounts.change(account);
    }));
    const Browser other = browser_of(logs_in(hanako, password));
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc/gone", shown).text("code"), "api.no-such"); // nobody knows its name
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc/town", shown).text("code"), "api.no-such"); // it is another
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc", R"({"password":"ちがうパスワードです。"})").text("code"),
              "access.wrong-password");
    EXPECT_EQ(ask(browser, "GET", "/session").body.find("linked")->boolean, true);
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc", shown).status, 204);
    EXPECT_EQ(ask(browser, "GET", "/session").body.find("linked")->boolean, false);
    EXPECT_EQ(ask(other, "GET", "/session").status, 401);
}

TEST_F(OidcOverHttp, 二段階を使うアカウントの結び付きにはコードも要る)
{
    const Browser browser = has_account(hanako);
    const Answer offer = ask(browser, "POST", "/account/totp");
    const auto code_now = [&] { return access::totp_code(offer.text("secret"), now / 30'000); };
    ASSERT_EQ(ask(browser, "POST", "/account/totp/confirmation", R"({"code":")" + code_now() + "\"}").status, 201);
    now += 30'000;
    const auto links = [&](const std::string& code) {
        const std::string more = code.empty() ? "" : R"(,"code":")" + code + "\"";
        return ask(browser, "POST", "/account/oidc/town", R"({"password":")" + password + "\"" + more + "}");
    };
    EXPECT_EQ(links("").text("code"), "access.second-step");
    EXPECT_EQ(links("000000").text("code"), "access.second-step-wrong");
    EXPECT_EQ(links(code_now()).status, 201);
    EXPECT_EQ(links(code_now()).text("code"), "access.second-step-wrong"); // once
    Answer answer;
    for (int at = 0; at < 9; ++at)
        answer = links("000000");
    EXPECT_EQ(answer.text("code"), "access.too-many"); // also for whoever has session and password
}

TEST_F(OidcOverHttp, ほかに入る方法のないアカウントの結び付きは外せない)
{
    const Answer back = comes_back(goes_to_log_in("s-1", hanako));
    Browser browser{.cookie = cookie_in(back, std::string(session_cookie(false)) + "=kks_"), .csrf = "", .token = ""};
    browser.csrf = ask(browser, "GET", "/session").text("csrf");
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc/town", R"({"password":""})").text("code"), "access.only-way");
    EXPECT_EQ(ask(browser, "DELETE", "/account/oidc", R"({"password":""})").text("code"), "access.only-way");
    EXPECT_EQ(session_after(comes_back(goes_to_log_in("s-1", hanako))).status, 200);
}

}
