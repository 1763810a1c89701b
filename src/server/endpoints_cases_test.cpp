// The operations of cases through their routes, without a socket: who may, what is seen, what is written.
#include "base/sha256.h"
#include "server/case_endpoints_testing.h"

namespace kenkei::server {

using namespace testing;

TEST_F(CaseEndpoints, だれでも年度版と様式を見て回答を判定してみることができる)
{
    EXPECT_EQ(items_of(ask("", Method::Get, "/api/v1/editions")), 2u);
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

TEST_F(CaseEndpoints, Excelには二万件まで書き出し超えるときは絞り込みかCSVを勧める)
{
    constexpr int most = 20'000;
    submitted();
    auto store = good(store::Store::open(m_service->config.database, store::Opening::Existing));
    const auto add = [&](int first, int last) {
        good(store.write([&](store::Transaction&) -> base::Result<void> {
            const std::string columns = "edition, firm, code, stage, result, class_id, name, kana, opened_at, "
                                        "submitted_at, changed_at, certificate, valid_from, valid_to, versions, head, "
                                        "head_hash, insurer, scheme, searched";
            TRY(store.connection().run(
                "WITH RECURSIVE more(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM more WHERE n < ?) "
                "INSERT INTO cases (case_id, " +
                    columns + ") SELECT printf('zz-%06d', n), " + columns +
                    " FROM cases, more WHERE case_id NOT LIKE 'zz-%'",
                {std::int64_t{first}, std::int64_t{last}}));
            return {};
        }));
    };
    const auto exports = [&](std::vector<Parameter> query) {
        query.push_back({"columns", "id"});
        return ask("a-office", Method::Get, "/api/v1/cases/export", {}, {.query = std::move(query)});
    };
    add(2, most); // with the one that is there
    const Response whole = exports({{"format", "xlsx"}});
    EXPECT_EQ(whole.status, 200) << whole.body;
    EXPECT_TRUE(whole.body.starts_with("PK"));

    add(most + 1, most + 1);
    const Response refused = exports({{"format", "xlsx"}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(text_of(refused, "code"), "api.too-many-rows");
    EXPECT_EQ(text_of(refused, "detail"), "Excel で書き出せるのは 20,000 件までです。");
    EXPECT_EQ(text_of(refused, "way_out"), "年度版や状態で絞り込むか、csv か jsonl で書き出してください。");
    EXPECT_EQ(exports({{"format", "xlsx"}, {"stage", "draft"}}).status, 200) << "a narrower one";
    EXPECT_TRUE(exports({{"format", "csv"}}).stream) << "CSV has no limit";
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
