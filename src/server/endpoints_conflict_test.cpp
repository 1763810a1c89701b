// Nobody acts on the own firm: an account that is of its office, and of the firm, too.
#include "server/case_endpoints_testing.h"

namespace kenkei::server {

using namespace testing;

namespace {

class ConflictEndpoints : public CaseEndpoints {
protected:
    void add_role(const std::string& account, const std::string& role, const std::string& scheme, const std::string& of)
    {
        good(m_service->writers->write([&](store::Transaction& kept) {
            return store::Accounts(kept).put(store::GrantRow{.id = "g-" + account + "-" + role,
                                                             .account = account,
                                                             .role = role,
                                                             .scheme = scheme,
                                                             .firm = of,
                                                             .granted_by = "a-admin",
                                                             .granted = now});
        }));
    }
    std::string decided()
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
        return id;
    }
    int status_of(const std::string& who, const std::string& path, const std::string& id, const std::string& body)
    {
        return ask(who, Method::Post, one + path, {{"case", id}}, {.body = body}).status;
    }
    std::string exported_to(const std::string& who)
    {
        const Response file = ask(who, Method::Get, "/api/v1/cases/export", {}, {.query = {{"columns", "id,stage"}}});
        EXPECT_EQ(file.status, 200) << file.body;
        std::string all;
        for (bool more = static_cast<bool>(file.stream); more;) {
            std::promise<std::optional<std::string>> piece;
            file.stream(NextPiece([&](std::optional<std::optional<std::string>> given) {
                piece.set_value(given.value_or(std::nullopt));
            }));
            const std::optional<std::string> next = piece.get_future().get();
            more = next.has_value();
            all += next.value_or("");
        }
        return all;
    }
    std::string counts_for(const std::string& who) { return ask(who, Method::Get, "/api/v1/cases/counts").body; }
};

}

TEST_F(ConflictEndpoints, 事務局でも自分が従業員代表である法人の案件は扱えず法人として見るだけ)
{
    const std::string id = decided();
    add_account("a-both", "office", "reading-town", "");
    EXPECT_EQ(text_of(ask("a-both", Method::Get, one, {{"case", id}}), "stage"), "decided");
    add_role("a-both", "representative", "", firm);

    const Response seen = ask("a-both", Method::Get, one, {{"case", id}});
    EXPECT_EQ(text_of(seen, "stage"), "received");
    EXPECT_EQ(text_of(seen, "role"), "representative");
    EXPECT_EQ(ask("a-both", Method::Get, one + "/events", {{"case", id}}).body.find("内部の所見"), std::string::npos);
    EXPECT_EQ(ask("a-both", Method::Get, one + "/mails", {{"case", id}}).status, 403);
    for (const auto& [path, body] :
         {std::pair("/notifications", R"({})"), std::pair("/certificates", R"({"certificate":"R-1"})"),
          std::pair("/decisions", R"({"result":"recognised","class":"branch"})"),
          std::pair("/screenings", R"({"passed":true})"), std::pair("/withdrawal", R"({"reason":"試験"})")})
        EXPECT_EQ(status_of("a-both", path, id, body), 403) << path;
    const Said as_office{.body = R"({"certificate":"R-1"})", .headers = {{"Kenkei-Role", "office"}}};
    EXPECT_EQ(ask("a-both", Method::Post, one + "/certificates", {{"case", id}}, as_office).status, 403);
    const Said look_as_office{.headers = {{"Kenkei-Role", "office"}}};
    EXPECT_EQ(ask("a-both", Method::Get, one, {{"case", id}}, look_as_office).status, 403);

    // Lists, counts and exports tell no more than the case does.
    const auto listed = [&](const char* stage) {
        return items_of(ask("a-both", Method::Get, "/api/v1/cases", {}, {.query = {{"stage", stage}}}));
    };
    EXPECT_EQ(listed("decided"), 0u);
    EXPECT_EQ(listed("received"), 1u);
    EXPECT_EQ(counts_for("a-both").find("decided"), std::string::npos) << counts_for("a-both");
    EXPECT_NE(counts_for("a-office").find("decided"), std::string::npos);
    EXPECT_EQ(exported_to("a-both").find(id), std::string::npos);
    EXPECT_NE(exported_to("a-office").find(id), std::string::npos);
    EXPECT_EQ(status_of("a-office", "/certificates", id, R"({"certificate":"R-1"})"), 201); // another one does it
}

TEST_F(ConflictEndpoints, 別の制度の代理人でもその法人の案件は事務局としては見られない)
{
    const std::string id = received();
    add_account("a-both", "office", "reading-town", "");
    add_role("a-both", "delegate", "other-town", firm);
    EXPECT_EQ(ask("a-both", Method::Get, one, {{"case", id}}).status, 404);
    EXPECT_EQ(items_of(ask("a-both", Method::Get, "/api/v1/cases")), 0u);
    EXPECT_EQ(items_of(ask("a-both", Method::Get, "/api/v1/cases/search", {}, {.query = {{"q", "見本"}}})), 0u);
    EXPECT_EQ(counts_for("a-both").find("received"), std::string::npos) << counts_for("a-both");
    EXPECT_EQ(status_of("a-both", "/screenings", id, R"({"passed":true})"), 404);
}

TEST_F(ConflictEndpoints, まとめて受け付けるときも自分の法人の案件は残る)
{
    const std::string id = submitted();
    now = office::testing::after_closing;
    add_account("a-both", "office", "reading-town", "");
    add_role("a-both", "representative", "", firm);
    const std::string path = "/api/v1/editions/{scheme}/{edition}/receptions";
    const Response mine = ask("a-both", Method::Post, path);
    EXPECT_EQ(text_of(mine, "received"), "0") << mine.body;
    EXPECT_EQ(text_of(mine, "refused"), "1") << mine.body;
    EXPECT_NE(mine.body.find("access.denied"), std::string::npos) << mine.body;
    EXPECT_EQ(text_of(ask("a-office", Method::Post, path), "received"), "1");
}

TEST_F(ConflictEndpoints, 自分の法人の申請書は事務局として取り込めない)
{
    add_account("a-both", "office", "reading-town", "");
    const std::string path = "/api/v1/editions/{scheme}/{edition}/applications";
    const Said application{.body = office::testing::document()};
    add_role("a-both", "representative", "", firm);
    const Response refused = ask("a-both", Method::Post, path, {}, application);
    EXPECT_EQ(refused.status, 403) << refused.body;
    EXPECT_EQ(items_of(ask("a-office", Method::Get, "/api/v1/cases")), 0u);
    EXPECT_EQ(ask("a-office", Method::Post, path, {}, application).status, 201);
}

}
