// What holds of every endpoint: the role that is chosen, keys of idempotency, who stands on a firm's side, roles that
// this program does not know.
#include "server/accounts_over_http_testing.h"
#include "store/jobs.h"

namespace kenkei::server {

using namespace testing;

namespace {

class AccessOverHttp : public AccountsOverHttp {
protected:
    // Says it with headers of its own.
    Answer asks_with(const Browser& browser, Header header, const std::string& method, const std::string& path,
                     const std::string& body)
    {
        Outgoing outgoing{.method = method,
                          .url = "http://127.0.0.1:" + std::to_string(listener->port()) + "/api/v1" + path,
                          .body = body,
                          .private_addresses = true};
        outgoing.headers.add("Cookie", browser.cookie);
        outgoing.headers.add("Kenkei-CSRF", browser.csrf);
        outgoing.headers.add(header.name, header.value);
        if (!body.empty())
            outgoing.headers.add("Content-Type", "application/json");
        const Incoming incoming = good(call(outgoing));
        Answer answer{.status = incoming.status, .headers = incoming.headers, .body = {}};
        if (!incoming.body.empty())
            answer.body = good(base::json::parse(incoming.body));
        return answer;
    }
    std::string wish(const std::string& firm = real_firm)
    {
        return R"({"firm":")" + firm + R"(","scheme":"reading-town","name":"見本書店","way":"office"})";
    }
    std::size_t claims_of(const Browser& browser)
    {
        return ask(browser, "GET", "/account/firm-claims").body.find("items")->items.size();
    }
};

}

TEST_F(AccessOverHttp, 届出と委任は同じキーで繰り返しても一度だけ行われる)
{
    const Browser browser = has_account(hanako);
    const Header key{"Idempotency-Key", "k-1"};
    const Answer first = asks_with(browser, key, "POST", "/firm-claims", wish());
    ASSERT_EQ(first.status, 201);
    const Answer again = asks_with(browser, key, "POST", "/firm-claims", wish());
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.text("claim"), first.text("claim"));
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(asks_with(browser, key, "POST", "/firm-claims", wish("4011001098993")).text("code"), "api.key-reused");
    EXPECT_EQ(claims_of(browser), 1u);
}

TEST_F(AccessOverHttp, 応答を控えない操作はキーを断り何もしない)
{
    const Browser browser = has_account(hanako);
    const Header key{"Idempotency-Key", "k-1"};
    const Answer refused = asks_with(browser, key, "POST", "/account/tokens",
                                     R"({"name":"台帳","scopes":["read"],"expires":"2031-12-31"})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.text("code"), "api.key-unheld");
    EXPECT_TRUE(ask(browser, "GET", "/account/tokens").body.find("items")->items.empty());
    const Browser admin = has_account("admin@example.jp");
    grants(id_of(admin), "admin");
    EXPECT_EQ(asks_with(admin, key, "POST", "/hooks", R"({"url":"https://192.0.43.8/h","kinds":[]})").text("code"),
              "api.key-unheld");
    EXPECT_TRUE(ask(admin, "GET", "/hooks").body.find("items")->items.empty());
}

TEST_F(AccessOverHttp, 選んだ役割でできないことは選んだままではできない)
{
    const Browser claimant = has_account(hanako);
    const std::string claim = ask(claimant, "POST", "/firm-claims", wish()).text("claim");
    const Browser office = has_account("office@example.jp");
    grants(id_of(office), "office");
    grants(id_of(office), "auditor");
    const auto approves = [&](const std::string& role) {
        return asks_with(office, {"Kenkei-Role", role}, "POST", "/firm-claims/" + claim + "/approval",
                         R"({"reason":"登記簿で確認"})");
    };
    EXPECT_EQ(approves("auditor").status, 404); // as who may not: it is as if there were none
    EXPECT_EQ(approves("king").text("code"), "access.role");
    EXPECT_EQ(approves("office").status, 200);
}

TEST_F(AccessOverHttp, 自分が側に立つ法人の届出は事務局の役割があっても決められない)
{
    const Browser claimant = has_account(hanako);
    const std::string claim = ask(claimant, "POST", "/firm-claims", wish()).text("claim");
    const Browser office = has_account("office@example.jp");
    grants(id_of(office), "office");
    grants(id_of(office), "representative", real_firm);
    const std::string path = "/firm-claims/" + claim + "/approval";
    EXPECT_EQ(ask(office, "POST", path, R"({"reason":"知っている方"})").status, 404);
    const Browser other = has_account("other@example.jp");
    grants(id_of(other), "office");
    EXPECT_EQ(ask(other, "POST", path, R"({"reason":"登記簿で確認"})").status, 200);
}

TEST_F(AccessOverHttp, 立てた担当者が止められた代理は効いていないと示される)
{
    const Browser firm = has_account(hanako);
    grants(id_of(firm), "applicant", real_firm);
    const Browser worker = has_account("worker@example.jp");
    ask(firm, "POST", "/firms/" + real_firm + "/representatives", R"({"mail":"worker@example.jp"})", "Told");
    const std::string secret = R"({"secret":")" + secret_for("worker@example.jp") + "\"}";
    EXPECT_EQ(ask(firm, "POST", "/delegations", secret).text("code"), "access.secret"); // not whom it was sent to
    const Answer taken = ask(worker, "POST", "/delegations", secret, "Grant");
    ASSERT_EQ(taken.status, 201);
    EXPECT_TRUE(taken.body.find("holds")->boolean);
    const Browser admin = has_account("admin@example.jp");
    grants(id_of(admin), "admin");
    const auto shown = [&] {
        const Answer all = ask(admin, "GET", "/users/" + id_of(worker), "", "AccountInFull");
        return all.body.find("grants")->items.at(0).find("holds")->boolean;
    };
    EXPECT_TRUE(shown());
    ask(admin, "PUT", "/users/" + id_of(firm) + "/state", R"({"state":"suspended","reason":"調査"})");
    EXPECT_FALSE(shown());
    EXPECT_EQ(ask(worker, "GET", "/firms/" + real_firm + "/delegations").status, 403);
}

TEST_F(AccessOverHttp, 知らない役割の言葉は役割として扱わない)
{
    const Browser browser = has_account(hanako);
    EXPECT_EQ(ask(browser, "GET", "/session").status, 200);
    grants(id_of(browser), "king", real_firm);
    EXPECT_EQ(ask(browser, "GET", "/session").status, 500);
    EXPECT_EQ(to_grant({.id = "g", .account = "a", .role = "king"}).error().code, "store.newer");
}

TEST_F(AccessOverHttp, 通知先に利用者名や内部のアドレスは登録できない)
{
    const Browser admin = has_account("admin@example.jp");
    grants(id_of(admin), "admin");
    for (const std::string url :
         {"https://user:word@hooks.example/h", "https://user@hooks.example/h", "https://127.0.0.1/h", "https://[::1]/h",
          "https://10.1.2.3/h", "https://192.168.0.9/h", "https://169.254.169.254/latest", "https://0x7f000001/h",
          "https://2130706433/h", "https://[::ffff:10.0.0.1]/h", "https://[fd00::1]/h", "https://localhost/h",
          "http://192.0.43.8/h", "https://"}) {
        const Answer refused = ask(admin, "POST", "/hooks", R"({"url":")" + url + R"(","kinds":[]})");
        EXPECT_EQ(refused.text("code"), "api.hook-url") << url;
        EXPECT_FALSE(refused.text("way_out").empty()) << url;
    }
    const Answer made = ask(admin, "POST", "/hooks", R"({"url":"https://192.0.43.8/h","kinds":[]})", "Hook");
    ASSERT_EQ(made.status, 201);
    EXPECT_EQ(ask(admin, "PUT", "/hooks/" + made.text("id"), R"({"url":"https://10.1.2.3/h","kinds":[]})").text("code"),
              "api.hook-url");
    good(service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
        const std::optional<store::Hook> hook = TRY(store::Jobs(kept).find_hook(made.text("id")));
        EXPECT_EQ(hook->secret.find(made.text("secret")), std::string::npos);
        EXPECT_EQ(good(secrets->open(hook->secret, {.kind = "hook", .id = hook->id})), made.text("secret"));
        return {};
    }));
}

TEST_F(AccessOverHttp, 判定してみることも続ければ待たされる)
{
    const std::string path = "/editions/reading-town/2031/judgements";
    Answer answer;
    int judged = 0;
    for (; judged < 100 && answer.status != 429; ++judged)
        answer = ask({}, "POST", path, "{}");
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(judged, 61);
    EXPECT_EQ(answer.text("code"), "access.too-many");
    EXPECT_FALSE(answer.header("Retry-After").empty());
    EXPECT_EQ(ask({}, "POST", "/accounts/confirmations", R"({"secret":"x"})").status, 422); // log-ins are apart
    now += 60'000;
    EXPECT_EQ(ask({}, "POST", path, "{}").status, 200);
    EXPECT_EQ(ask({}, "POST", path, "{\"a\":\"" + std::string(1U << 20, 'x') + "\"}").status, 413);
}

}
