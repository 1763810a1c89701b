// Accounts over HTTP: what strangers learn, what a session and a token may, and that the answers are as their schemas
// say.
#include "access/totp.h"
#include "server/accounts_over_http_testing.h"
#include "server/known_device.h"

namespace kenkei::server {

using namespace testing;

TEST_F(AccountsOverHttp, 登録の応答はアカウントの有無で変わらない)
{
    const Answer first = registers(hanako);
    EXPECT_EQ(first.status, 202);
    confirms(secret_for(hanako));
    const Answer again = registers(hanako);
    EXPECT_EQ(again.status, first.status);
    EXPECT_EQ(again.text("told"), first.text("told"));
    const Answer reset = ask({}, "POST", "/password-resets", R"({"mail":")" + hanako + "\"}", "Told");
    const Answer none = ask({}, "POST", "/password-resets", R"({"mail":"nobody@example.jp"})", "Told");
    EXPECT_EQ(reset.status, 202);
    EXPECT_EQ(none.status, 202);
    EXPECT_EQ(reset.text("told"), none.text("told"));
    EXPECT_EQ(
        ask({}, "POST", "/accounts", R"({"mail":"a@example.jp","name":"a","password":"password1234"})").text("code"),
        "body.invalid"); // neither is a stranger's to say
    registers("a@example.jp");
    EXPECT_EQ(confirms(secret_for("a@example.jp"), "password1234").text("code"), "access.password-common");
    EXPECT_EQ(confirms(secret_for("a@example.jp")).status, 201); // what was refused did not use the link up
}

TEST_F(AccountsOverHttp, 違うパスワードも知らないアドレスも確認前も同じ言葉で断る)
{
    registers(hanako);
    const Answer unconfirmed = logs_in(hanako, password);
    EXPECT_EQ(unconfirmed.status, 401);
    EXPECT_EQ(unconfirmed.text("code"), "access.wrong");
    confirms(secret_for(hanako));
    for (const Answer& other : {logs_in(hanako, "ちがうパスワードです。"), logs_in("nobody@example.jp", password)}) {
        EXPECT_EQ(other.status, 401);
        EXPECT_EQ(other.text("detail"), unconfirmed.text("detail"));
        EXPECT_EQ(other.text("way_out"), unconfirmed.text("way_out"));
        EXPECT_EQ(other.header("Set-Cookie"), "");
    }
}

TEST_F(AccountsOverHttp, 試し続けると待たされ待つと入れる)
{
    has_account(hanako);
    Answer answer;
    for (int at = 0; at < 11; ++at)
        answer = logs_in(hanako, "ちがうパスワードです。");
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.text("code"), "access.too-many");
    EXPECT_FALSE(answer.header("Retry-After").empty());
    EXPECT_EQ(logs_in(hanako, password).status, 429); // also with the right one
    now += 61'000;
    EXPECT_EQ(logs_in(hanako, password).status, 201);
    EXPECT_EQ(logs_in(hanako, password).status, 201); // what succeeds costs no try
}

TEST_F(AccountsOverHttp, 他人が試し続けても一度入った画面と別の所からは入れる)
{
    has_account(hanako);
    const Answer before = logs_in(hanako, password);
    const std::string device = cookie_in(before, "kenkei-device-");
    ASSERT_FALSE(device.empty());
    for (int at = 0; at < 40; ++at)
        logs_in(hanako, "ちがうパスワードです。");
    EXPECT_EQ(logs_in(hanako, password).status, 429); // from that network, by nobody who is known
    const Browser known{.cookie = device, .csrf = "", .token = ""};
    const auto tries = [&](const Browser& browser, const std::string& mail, const std::string& typed) {
        return ask(browser, "POST", "/session", log_in_body(mail, typed));
    };
    const Answer again = tries(known, hanako, password);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(cookie_in(again, "kenkei-device-"), device);
    const Browser elsewhere{.cookie = "", .csrf = "", .token = "", .address = "203.0.113.9"};
    EXPECT_EQ(tries(elsewhere, hanako, password).status, 201); // there nobody has tried

    // It is of this account alone, and a forged one is none; it has no more tries than others, and opens nothing.
    Browser forged = known;
    forged.cookie.back() = forged.cookie.back() == '0' ? '1' : '0';
    EXPECT_EQ(tries(forged, hanako, password).status, 429);
    const std::string taro = "taro@example.jp";
    has_account(taro);
    const std::string of_taro = cookie_in(logs_in(taro, password), "kenkei-device-");
    for (int at = 0; at < 10; ++at)
        logs_in(taro, "ちがうパスワードです。");
    const Browser of_hanako{
        .cookie = of_taro.substr(0, of_taro.find('=')) + device.substr(device.find('=')), .csrf = "", .token = ""};
    EXPECT_EQ(tries(of_hanako, taro, password).status, 429);
    EXPECT_EQ(tries({.cookie = of_taro, .csrf = "", .token = ""}, taro, password).status, 201);
    int wrong = 0;
    while (tries(known, hanako, "ちがうパスワードです。").status == 401 && wrong < 100)
        ++wrong;
    EXPECT_EQ(wrong, 10);
    EXPECT_EQ(tries(known, hanako, password).status, 429);
}

TEST_F(AccountsOverHttp, 大勢で一つのアカウントを試しても知らない画面の試行は合わせて限られる)
{
    has_account(hanako);
    const Answer before = logs_in(hanako, password);
    int tried = 0;
    Answer answer;
    for (int network = 1; network < 30 && answer.status != 429; ++network) {
        Browser stranger{.cookie = "", .csrf = "", .token = "", .address = "198.51.100." + std::to_string(network)};
        for (int at = 0; at < 9 && answer.status != 429; ++at, ++tried)
            answer = ask(stranger, "POST", "/session", log_in_body(hanako, "ちがうパスワードです。"));
    }
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(tried, 101);
    Browser known{.cookie = cookie_in(before, "kenkei-device-"), .csrf = "", .token = "", .address = "203.0.113.9"};
    EXPECT_EQ(ask(known, "POST", "/session", log_in_body(hanako, password)).status, 201);
    known.cookie.clear();
    EXPECT_EQ(ask(known, "POST", "/session", log_in_body(hanako, password)).status, 429);
}

TEST_F(AccountsOverHttp, 新しいパスワードになると前に入った画面も知らない画面になる)
{
    const Browser browser = has_account(hanako);
    const std::string device = cookie_in(logs_in(hanako, password), "kenkei-device-");
    const std::string another = "とおくの丘で鳴る汽笛の夕べ";
    EXPECT_EQ(
        ask(browser, "PUT", "/account/password", R"({"old":")" + password + R"(","new":")" + another + "\"}").status,
        204);
    for (int at = 0; at < 11; ++at)
        logs_in(hanako, "ちがうパスワードです。");
    const Browser known{.cookie = device, .csrf = "", .token = ""};
    EXPECT_EQ(ask(known, "POST", "/session", log_in_body(hanako, another)).status, 429);
}

TEST_F(AccountsOverHttp, 前に入った画面のしるしはスクリプトからもほかのサイトからも使えない)
{
    has_account(hanako);
    std::string whole;
    for (const Header& header : logs_in(hanako, password).headers) {
        if (equal_ignoring_case(header.name, "Set-Cookie") && header.value.starts_with("kenkei-device-"))
            whole = header.value;
    }
    for (const char* part : {"; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=15552000"})
        EXPECT_NE(whole.find(part), std::string::npos) << whole << part;
    EXPECT_EQ(whole.find("Domain"), std::string::npos);
    EXPECT_EQ(logs_in(hanako, "ちがうパスワードです。").header("Set-Cookie"), "");
}

TEST_F(AccountsOverHttp, 秘密の値を試す操作はどれも回線ごとに限られる)
{
    const std::vector<std::pair<std::string, std::string>> operations = {
        {"/accounts/confirmations", R"({"secret":"kko_なにか","name":"見本","password":")" + password + "\"}"},
        {"/password-resets/completions", R"({"secret":"kko_なにか","password":")" + password + "\"}"},
    };
    int network = 0;
    for (const auto& [path, body] : operations) {
        const Browser stranger{
            .cookie = "", .csrf = "", .token = "", .address = "198.51.100." + std::to_string(++network)};
        for (int at = 0; at < 30; ++at)
            ASSERT_EQ(ask(stranger, "POST", path, body).text("code"), "access.secret") << path << at;
        const Answer answer = ask(stranger, "POST", path, body);
        EXPECT_EQ(answer.text("code"), "access.too-many") << path;
        EXPECT_FALSE(answer.header("Retry-After").empty()) << path;
    }
    const Browser stranger{.cookie = "", .csrf = "", .token = "", .address = "198.51.100.9"};
    Answer answer;
    for (int at = 0; at < 31; ++at)
        answer = ask(stranger, "GET", "/oidc/town/callback?code=a&state=b");
    EXPECT_EQ(answer.text("code"), "access.too-many");
    Browser member = has_account(hanako);
    member.address = "198.51.100.10";
    for (int at = 0; at < 31; ++at)
        answer = ask(member, "POST", "/delegations", R"({"secret":"kko_なにか"})");
    EXPECT_EQ(answer.text("code"), "access.too-many");
}

TEST_F(AccountsOverHttp, 閲覧の範囲のトークンで書き込みを始められる操作はない)
{
    const auto endpoints = api_endpoints();
    EXPECT_GT(endpoints.size(), 60u);
    int of_readers = 0;
    for (const Endpoint& endpoint : endpoints) {
        const access::Needs needs = access::needs_of(endpoint.operation);
        const bool is_look = std::holds_alternative<Look>(endpoint.handler);
        // What is open to all is open without a token; what needs a session is closed to every token.
        if (needs.session || access::open_to(endpoint.operation) == access::Open::ToAll)
            continue;
        ASSERT_TRUE(needs.scope) << endpoint.says.id << " needs no scope";
        if (needs.scope != access::Scope::Read) {
            EXPECT_TRUE(!std::holds_alternative<Act>(endpoint.handler) || endpoint.says.method != Method::Get);
            continue;
        }
        ++of_readers;
        EXPECT_EQ(endpoint.says.method, Method::Get) << endpoint.says.id;
        EXPECT_TRUE(is_look || endpoint.says.id == "exportAnchor") << endpoint.says.id; // it opens the file to read
    }
    EXPECT_GT(of_readers, 10);
}

TEST_F(AccountsOverHttp, 画面は合い言葉があれば書き込めログアウトすると終わる)
{
    const Browser browser = has_account(hanako);
    EXPECT_EQ(browser.cookie.substr(0, browser.cookie.find('=') + 5).find("kks_") != std::string::npos, true);
    const Answer me = ask(browser, "GET", "/session", "", "Session");
    EXPECT_EQ(me.status, 200);
    EXPECT_EQ(me.text("mail"), hanako);
    EXPECT_EQ(me.text("csrf"), browser.csrf);
    Browser without_word = browser;
    without_word.csrf.clear();
    EXPECT_EQ(ask(without_word, "DELETE", "/session").text("code"), "access.csrf");
    EXPECT_EQ(ask(browser, "DELETE", "/session").status, 204);
    EXPECT_EQ(ask(browser, "GET", "/session").status, 401);
    // What the browser still has does not keep it from logging in anew.
    EXPECT_EQ(ask(browser, "POST", "/session", log_in_body(hanako, password)).status, 201);
}

TEST_F(AccountsOverHttp, 二段階では同じコードは二度使えない)
{
    const Browser browser = has_account(hanako);
    const Answer offer = ask(browser, "POST", "/account/totp", "", "SecondStepOffer");
    EXPECT_EQ(offer.status, 201);
    const auto code_now = [&] { return access::totp_code(offer.text("secret"), now / 30'000); };
    const Answer codes =
        ask(browser, "POST", "/account/totp/confirmation", R"({"code":")" + code_now() + "\"}", "RecoveryCodes");
    ASSERT_EQ(codes.status, 201);
    EXPECT_EQ(logs_in(hanako, password).text("code"), "access.second-step");
    EXPECT_EQ(logs_in(hanako, password, code_now()).text("code"), "access.second-step-wrong");
    now += 30'000;
    EXPECT_EQ(logs_in(hanako, password, code_now()).status, 201);
    EXPECT_EQ(logs_in(hanako, password, code_now()).status, 401);
    const std::string recovery = codes.body.find("recovery_codes")->items[3].text;
    EXPECT_EQ(logs_in(hanako, password, recovery).status, 201);
    EXPECT_EQ(logs_in(hanako, password, recovery).status, 401);
    EXPECT_EQ(ask(browser, "DELETE", "/account/totp", R"({"password":"ちがうパスワードです。"})").text("code"),
              "access.wrong-password");
    const auto drops = [&](const std::string& code) {
        const std::string more = code.empty() ? "" : R"(,"code":")" + code + "\"";
        return ask(browser, "DELETE", "/account/totp", R"({"password":")" + password + "\"" + more + "}");
    };
    // The password alone takes the second step away from nobody, nor does a code that was used.
    EXPECT_EQ(drops("").text("code"), "access.second-step");
    EXPECT_EQ(drops(code_now()).text("code"), "access.second-step-wrong");
    EXPECT_EQ(drops(recovery).text("code"), "access.second-step-wrong");
    EXPECT_EQ(logs_in(hanako, password).text("code"), "access.second-step");
    now += 30'000;
    EXPECT_EQ(drops(code_now()).status, 204);
    EXPECT_EQ(logs_in(hanako, password).status, 201);
}

TEST_F(AccountsOverHttp, 二段階は回復用のコードでもやめられ確かめる前ならパスワードだけでよい)
{
    const Browser browser = has_account(hanako);
    const std::string shown = R"({"password":")" + password + "\"}";
    EXPECT_EQ(ask(browser, "POST", "/account/totp").status, 201);
    EXPECT_EQ(ask(browser, "DELETE", "/account/totp", shown).status, 204);
    const Answer offer = ask(browser, "POST", "/account/totp");
    const std::string code = access::totp_code(offer.text("secret"), now / 30'000);
    const Answer codes = ask(browser, "POST", "/account/totp/confirmation", R"({"code":")" + code + "\"}");
    const std::string recovery = codes.body.find("recovery_codes")->items[0].text;
    EXPECT_EQ(
        ask(browser, "DELETE", "/account/totp", R"({"password":")" + password + R"(","code":")" + recovery + "\"}")
            .status,
        204);
    EXPECT_EQ(logs_in(hanako, password).status, 201);
}

TEST_F(AccountsOverHttp, 管理者はほかの人の二段階を理由を書いて外し自分のは外せない)
{
    const Browser browser = has_account(hanako);
    const Browser admin = has_account("admin@example.jp");
    grants(id_of(admin), "admin");
    for (const Browser& each : {browser, admin}) {
        const Answer offer = ask(each, "POST", "/account/totp");
        const std::string code = access::totp_code(offer.text("secret"), now / 30'000);
        ASSERT_EQ(ask(each, "POST", "/account/totp/confirmation", R"({"code":")" + code + "\"}").status, 201);
    }
    const std::string reason = R"({"reason":"電話で本人と確認"})";
    const std::string path = "/users/" + id_of(browser) + "/totp";
    EXPECT_EQ(ask(browser, "DELETE", "/users/" + id_of(admin) + "/totp", reason).text("code"), "access.denied");
    EXPECT_EQ(ask(admin, "DELETE", path, R"({"reason":" "})").text("code"), "access.reason");
    EXPECT_EQ(ask(admin, "DELETE", "/users/" + id_of(admin) + "/totp", reason).text("code"), "access.denied");
    EXPECT_EQ(ask(admin, "DELETE", path, reason).status, 204);
    EXPECT_EQ(ask(browser, "GET", "/session").status, 401);
    EXPECT_EQ(logs_in(hanako, password).status, 201);
}

TEST_F(AccountsOverHttp, パスワードを変えるとほかの画面が終わりトークンは残る)
{
    const Browser browser = has_account(hanako);
    const Browser other = browser_of(logs_in(hanako, password));
    const Answer issued = ask(browser, "POST", "/account/tokens",
                              R"({"name":"台帳","scopes":["read"],"expires":"2031-12-31"})", "IssuedToken");
    ASSERT_EQ(issued.status, 201);
    const Browser machine{.cookie = "", .csrf = "", .token = issued.text("secret")};
    EXPECT_EQ(ask(machine, "GET", "/session", "", "Session").status, 200);
    EXPECT_EQ(ask(machine, "GET", "/account/tokens").text("code"), "access.token"); // only a session may
    EXPECT_EQ(
        ask(browser, "PUT", "/account/password", R"({"old":")" + password + R"(","new":"とおくの丘で鳴る汽笛の夕べ"})")
            .status,
        204);
    EXPECT_EQ(ask(other, "GET", "/session").status, 401);
    EXPECT_EQ(ask(browser, "GET", "/account/sessions", "", "Sessions").body.find("items")->items.size(), 1u);
    EXPECT_EQ(ask(machine, "GET", "/session").status, 200);
    const Answer tokens = ask(browser, "GET", "/account/tokens", "", "Tokens");
    const std::string id = tokens.body.find("items")->items.at(0).find("token")->text;
    EXPECT_EQ(ask(browser, "DELETE", "/account/tokens/" + id).status, 204);
    EXPECT_EQ(ask(machine, "GET", "/session").text("code"), "access.token-unknown");
    EXPECT_EQ(ask(browser, "GET", "/account/events?limit=2", "", "AccountEvents").body.find("items")->items.size(), 2u);
}

TEST_F(AccountsOverHttp, 手紙のコードで申請担当者になり代理は断られる)
{
    const Browser claimant = has_account(hanako);
    const Browser office = has_account("office@example.jp");
    grants(id_of(office), "office");
    const std::string wish = R"({"firm":")" + real_firm +
                             R"(","scheme":"reading-town","name":"見本書店","way":"post","postal":"100-8978",)"
                             R"("address":"東京都千代田区霞が関3-1-1"})";
    const Answer claim = ask(claimant, "POST", "/firm-claims", wish, "FirmClaim");
    ASSERT_EQ(claim.status, 201);
    EXPECT_EQ(claim.body.find("account"), nullptr); // for the office alone
    const std::string path = "/firm-claims/" + claim.text("claim");
    EXPECT_EQ(ask(claimant, "POST", path + "/letter").text("code"), "access.denied");
    EXPECT_EQ(ask(claimant, "POST", path + "/approval", R"({"reason":"自分で"})").text("code"), "access.denied");
    EXPECT_EQ(ask(office, "GET", "/firm-claims", "", "FirmClaims").body.find("items")->items.size(), 1u);
    EXPECT_EQ(ask(office, "GET", "/account/firm-claims", "", "FirmClaims").body.find("items")->items.size(), 0u);
    const auto checked = [](const std::string& address) {
        return R"({"address_checked":{"how":"法人番号公表サイト","postal":"100-8978","address":")" + address + R"("}})";
    };
    EXPECT_EQ(ask(office, "POST", path + "/letter", "{}").text("code"), "body.invalid");
    const Answer astray = ask(office, "POST", path + "/letter", checked("大阪市中央区大手前4-1-67"));
    EXPECT_EQ(astray.status, 409);
    EXPECT_EQ(astray.text("code"), "access.claim-other-address");
    const Answer letter =
        ask(office, "POST", path + "/letter", checked("東京都千代田区霞が関３丁目１番１号"), "FirmLetter");
    ASSERT_EQ(letter.status, 201);
    const Answer seen = ask(office, "GET", "/firm-claims", "", "FirmClaims");
    const base::json::Value* record = seen.body.find("items")->items.at(0).find("address_checked");
    ASSERT_TRUE(record && record->find("how"));
    EXPECT_EQ(record->find("how")->text, "法人番号公表サイト");
    EXPECT_EQ(record->find("by")->text, id_of(office));
    const std::string text = letter.text("text");
    const std::string code = text.substr(text.find("確認コード　") + std::string_view("確認コード　").size(), 14);
    EXPECT_EQ(ask(claimant, "POST", path + "/proof", R"({"code":"AAAA-AAAA-AAAA"})").text("code"), "access.code");
    EXPECT_EQ(ask(office, "POST", path + "/proof", R"({"code":")" + code + "\"}").text("code"), "api.no-such");
    EXPECT_EQ(ask(claimant, "POST", path + "/proof", R"({"code":")" + code + "\"}", "Told").status, 200);
    const std::string lending = R"({"mail":"d@example.jp","scheme":"reading-town","until":"2031-12-31"})";
    const Answer refused = ask(claimant, "POST", "/firms/" + real_firm + "/delegations", lending);
    EXPECT_EQ(refused.text("code"), "access.lending");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(ask(office, "POST", "/firms/" + real_firm + "/delegations", lending).status, 403);
    EXPECT_EQ(ask(office, "GET", "/firms/" + real_firm + "/delegations").status, 403);

    const Browser worker = has_account("worker@example.jp");
    EXPECT_EQ(
        ask(claimant, "POST", "/firms/" + real_firm + "/representatives", R"({"mail":"worker@example.jp"})", "Told")
            .status,
        202);
    const Answer taken =
        ask(worker, "POST", "/delegations", R"({"secret":")" + secret_for("worker@example.jp") + "\"}", "Grant");
    ASSERT_EQ(taken.status, 201);
    const Answer list = ask(claimant, "GET", "/firms/" + real_firm + "/delegations", "", "Lendings");
    ASSERT_EQ(list.body.find("items")->items.size(), 1u);
    EXPECT_EQ(list.body.find("items")->items[0].find("mail")->text, "worker@example.jp");
    const Answer of_worker = ask(worker, "GET", "/firms/" + real_firm + "/delegations", "", "Lendings");
    EXPECT_EQ(of_worker.body.find("items")->items.at(0).find("mail")->text, "");
    const std::string grant = "/firms/" + real_firm + "/delegations/" + taken.text("grant");
    EXPECT_EQ(ask(claimant, "DELETE", grant).text("code"), "access.reason");
    EXPECT_EQ(ask(claimant, "DELETE", grant, R"({"reason":"退職"})").status, 204);
    EXPECT_EQ(ask(worker, "GET", "/firms/" + real_firm + "/delegations").status, 403);
}

TEST_F(AccountsOverHttp, アカウントの管理はシステム管理者だけができ止めるとすぐに効く)
{
    const Browser admin = has_account("admin@example.jp");
    const Browser other = has_account(hanako);
    EXPECT_EQ(ask(other, "GET", "/users").status, 403);
    EXPECT_EQ(ask({}, "GET", "/users").status, 401);
    grants(id_of(admin), "admin");
    EXPECT_EQ(ask(admin, "GET", "/users?limit=1", "", "Accounts").body.find("items")->items.size(), 1u);
    EXPECT_EQ(ask(admin, "GET", "/users?limit=0").text("code"), "api.limit");
    EXPECT_EQ(ask(admin, "GET", "/users/events", "", "AccountEvents").status, 200);
    const std::string path = "/users/" + id_of(other);
    const Answer given =
        ask(admin, "POST", path + "/grants", R"({"role":"office","scheme":"reading-town","reason":"任命"})", "Grant");
    EXPECT_EQ(given.status, 201);
    EXPECT_EQ(ask(admin, "POST", path + "/grants", R"({"role":"office","scheme":"no-town","reason":"任命"})").status,
              422);
    EXPECT_EQ(ask(admin, "GET", path, "", "AccountInFull").status, 200);
    EXPECT_EQ(ask(other, "GET", "/firm-claims", "", "FirmClaims").status, 200);
    EXPECT_EQ(ask(admin, "PUT", path + "/state", R"({"state":"suspended","reason":"調査"})", "Account").status, 200);
    EXPECT_EQ(ask(other, "GET", "/firm-claims").status, 401);
    EXPECT_EQ(logs_in(hanako, password).text("code"), "access.wrong");
    const std::string self = "/users/" + id_of(admin);
    EXPECT_EQ(ask(admin, "PUT", self + "/state", R"({"state":"suspended","reason":"交替"})").text("code"),
              "access.last-admin");
    EXPECT_EQ(ask(admin, "POST", "/users", R"({"mail":"new@example.jp","name":"新任"})", "Account").status, 201);
}

TEST_F(AccountsOverHttp, ほかのサービスから戻れるのは始めたブラウザーだけ)
{
    EXPECT_EQ(ask({}, "GET", "/oidc/providers", "", "Providers").body.find("items")->items.size(), 1u);
    EXPECT_EQ(ask({}, "GET", "/oidc/town/start").status, 503); // nobody answers there
    EXPECT_EQ(ask({}, "GET", "/oidc/other/start").status, 404);
    const Answer forged = ask({}, "GET", "/oidc/town/callback?code=a&state=b");
    EXPECT_EQ(forged.status, 401);
    EXPECT_EQ(forged.text("code"), "oidc.state");
}

namespace {

// A browser that was in to this account, as the server knows it again.
class KnownDevice : public AccountsOverHttp {
protected:
    store::Account account()
    {
        store::Account found;
        good(service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
            found = *TRY(store::Accounts(kept).find_mail(hanako));
            return {};
        }));
        return found;
    }
    // The cookie that a log-in gives now.
    std::string comes_in()
    {
        Response response;
        set_device_cookie(response, {}, account(), {now});
        const std::string* cookie = response.headers.find("Set-Cookie");
        return cookie->substr(0, cookie->find(';'));
    }
    std::string known(const std::string& cookie)
    {
        Request request;
        request.headers.add("Cookie", cookie);
        return known_device(request, account(), {now});
    }
    static constexpr std::int64_t day = 86'400'000;
};

}

TEST_F(KnownDevice, 半年たつと知らないブラウザーに戻りログインし直せば延びる)
{
    has_account(hanako);
    const std::string cookie = comes_in();
    EXPECT_EQ(known(cookie).substr(0, 4), "kkd_");
    now += 180 * day - 1;
    EXPECT_NE(known(cookie), "");
    now += 1;
    EXPECT_EQ(known(cookie), "");
    EXPECT_NE(known(comes_in()), "");
}

TEST_F(KnownDevice, 日付や名前を書き換えたものは知らないブラウザー)
{
    has_account(hanako);
    const std::string cookie = comes_in();
    const std::size_t first = cookie.find('.');
    const std::size_t second = cookie.find('.', first + 1);
    now += 1;
    EXPECT_EQ(known(cookie.substr(0, first + 1) + std::to_string(now) + cookie.substr(second)), "");
    const char other = cookie[first - 1] == 'A' ? 'B' : 'A';
    EXPECT_EQ(known(cookie.substr(0, first - 1) + other + cookie.substr(first)), "");
    EXPECT_EQ(known(cookie.substr(0, second)), "");
    EXPECT_EQ(known(cookie.substr(0, first)), "");
    EXPECT_EQ(known(cookie.substr(0, first) + cookie.substr(second)), "") << "as it was once given out, without an end";
    EXPECT_NE(known(cookie), "");
}

TEST_F(KnownDevice, ほかの画面をすべてログアウトすると知っているブラウザーはなくなる)
{
    const Browser browser = has_account(hanako);
    const std::string cookie = comes_in();
    EXPECT_NE(known(cookie), "");
    EXPECT_EQ(ask(browser, "DELETE", "/account/sessions").status, 204);
    EXPECT_EQ(known(cookie), "");
    EXPECT_EQ(known(comes_in()), "") << "of the same moment";
    now += 1;
    EXPECT_NE(known(comes_in()), "");
    EXPECT_EQ(known(cookie), "");
}

TEST_F(KnownDevice, 新しいパスワードで知っているブラウザーはなくなる)
{
    const Browser browser = has_account(hanako);
    const std::string cookie = comes_in();
    EXPECT_EQ(
        ask(browser, "PUT", "/account/password", R"({"old":")" + password + R"(","new":"とおくの丘で鳴る汽笛の夕べ"})")
            .status,
        204);
    EXPECT_EQ(known(cookie), "");
}

}
