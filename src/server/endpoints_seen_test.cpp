// What roles see of cases that others act on, through the routes: versions, receipts, and what insurers are asked.
#include "server/case_endpoints_testing.h"

namespace kenkei::server {

using namespace testing;

namespace {

class SeenEndpoints : public CaseEndpoints {
protected:
    SeenEndpoints()
    {
        add_account("a-desk", "office", "insured-town", "");
        add_account("a-visitor", "partner", "insured-town", "");
        add_account("a-health", "insurer", "", "", "見本健保");
        add_account("a-union", "insurer", "", "", "例示健保");
    }

    Response looks(const std::string& account, const std::string& pattern, const std::string& id)
    {
        Response seen = ask(account, Method::Get, pattern, {{"case", id}});
        EXPECT_EQ(seen.status, 200) << account << " " << pattern << seen.body;
        return seen;
    }
    static std::string tag_of(const Response& response)
    {
        const std::string* tag = response.headers.find("ETag");
        return tag ? *tag : "";
    }
    Response desk_does(const std::string& id, const std::string& path, const std::string& body)
    {
        const Response done = ask("a-desk", Method::Post, one + path, {{"case", id}}, {.body = body});
        EXPECT_EQ(done.status, 201) << path << done.body;
        return done;
    }
    Response sent(const std::string& account, const std::string& number, const std::string& document)
    {
        const Response opened = ask(account, Method::Post, cases, {{"scheme", "insured-town"}},
                                    {.body = R"({"firm":")" + number + R"("})"});
        EXPECT_EQ(opened.status, 201) << opened.body;
        return ask(account, Method::Post, one + "/submissions", {{"case", text_of(opened, "id")}}, {.body = document});
    }
    // Received, paid, screened, and with the insurer.
    std::string asked(const std::string& account, const std::string& number, const std::string& insurer)
    {
        now = office::testing::in_period;
        const std::string document = office::testing::document({{"org_number", "\"" + number + "\""}});
        const std::string id = text_of(sent(account, number, document), "case");
        now = office::testing::after_closing;
        desk_does(id, "/reception", "");
        desk_does(id, "/invoices", R"({"invoice":"S-1"})");
        desk_does(id, "/payments", R"({"amount":3300})");
        desk_does(id, "/screenings", R"({"passed":true,"note":"内部の所見"})");
        desk_does(id, "/inquiries", R"({"insurer":")" + insurer + R"("})");
        return id;
    }
    std::string waiting(const std::string& account, std::vector<Parameter> more = {})
    {
        more.push_back({"waiting_for", "insurer"});
        const Response list = ask(account, Method::Get, "/api/v1/cases", {}, {.query = more});
        EXPECT_EQ(list.status, 200) << list.body;
        std::string ids;
        const base::json::Value listed = json_of(list);
        for (const base::json::Value& item : listed.find("items")->items)
            ids += item.find("id")->text + " ";
        return ids;
    }
    std::string waiting_count(const std::string& account)
    {
        return text_of(ask(account, Method::Get, "/api/v1/cases/counts", {}, {.query = {{"waiting_for", "insurer"}}}),
                       "cases");
    }
};

}

TEST_F(SeenEndpoints, 見えない出来事では法人と連携機関に見える版も中身も一覧も変わらない)
{
    const std::string id = asked("a-firm", firm, "見本健保");
    const auto everything = [&] {
        std::string all;
        for (const char* what : {"", "/events", "/judgement", "/draft"}) {
            const Response seen = looks("a-firm", one + what, id);
            all += tag_of(seen) + seen.body;
        }
        const Response stage = looks("a-visitor", one, id);
        all += tag_of(stage) + stage.body;
        for (const char* who : {"a-firm", "a-visitor"}) {
            all += ask(who, Method::Get, "/api/v1/cases").body;
            all += ask(who, Method::Get, "/api/v1/cases/search", {}, {.query = {{"q", "見本"}}}).body;
            all += ask(who, Method::Get, "/api/v1/cases/counts").body;
        }
        return all;
    };
    const std::string before = everything();
    const std::string office_tag = tag_of(looks("a-desk", one, id));
    now = base::Timestamp{now.milliseconds + 1'000};
    const Response replied = ask("a-health", Method::Post, one + "/inquiry-replies", {{"case", id}},
                                 {.body = R"({"confirmed":true,"known":{"insurer":{"declared":true}}})"});
    EXPECT_EQ(replied.status, 201) << replied.body;
    EXPECT_EQ(tag_of(replied), tag_of(looks("a-health", one, id)));
    const base::json::Value inquiry = *json_of(replied).find("inquiry");
    EXPECT_TRUE(inquiry.find("known")->find("insurer")->find("declared")->boolean) << "JSON, not a text of it";
    EXPECT_EQ(everything(), before);
    desk_does(id, "/referrals", R"({"list":"第1回"})");
    const std::string class_id = json_of(looks("a-desk", one, id)).find("judged")->find("class")->text;
    desk_does(id, "/resolutions", R"({"result":"recognised","class":")" + class_id + "\"}");
    desk_does(id, "/decisions", R"({"result":"recognised","class":")" + class_id + "\"}");
    EXPECT_EQ(everything(), before);
    EXPECT_EQ(tag_of(replied), tag_of(looks("a-health", one, id)));
    EXPECT_NE(tag_of(looks("a-desk", one, id)), office_tag);
    desk_does(id, "/notifications", "");
    EXPECT_NE(everything(), before);
    EXPECT_NE(tag_of(replied), tag_of(looks("a-health", one, id)));
    const Response listed = ask("a-firm", Method::Get, "/api/v1/cases", {}, {.query = {{"stage", "decided"}}});
    EXPECT_EQ(items_of(listed), 1u) << "what it was told stands in its list";
}

TEST_F(SeenEndpoints, 保険者は自分に照会された案件と照会されたことだけを見る)
{
    const std::string mine = asked("a-firm", firm, "見本健保");
    const std::string theirs = asked("a-other", office::testing::other_firm, "例示健保");
    EXPECT_EQ(ask("a-health", Method::Get, one, {{"case", theirs}}).status, 404);
    const Response seen = looks("a-health", one, mine);
    const base::json::Value about = json_of(seen);
    EXPECT_EQ(about.find("number")->text, firm);
    EXPECT_EQ(about.find("edition")->text, insured_town);
    EXPECT_EQ(about.find("stage")->text, "received");
    ASSERT_EQ(about.find("submitted")->members.size(), 2u) << seen.body;
    EXPECT_EQ(about.find("submitted")->members.front().first, "declared");
    const base::json::Value& questions = *about.find("asked")->find("questions");
    ASSERT_EQ(questions.items.size(), 2u);
    EXPECT_EQ(questions.items.front().find("id")->text, "declared");
    EXPECT_EQ(about.find("asked")->find("facts")->items.front().find("id")->text, "declared");
    for (const char* hidden : {"内部の所見", "tanto@mihon.example", "R0312031", "3300", "団体貸出"})
        EXPECT_EQ(seen.body.find(hidden), std::string::npos) << hidden;
    EXPECT_FALSE(json_of(looks("a-firm", one, mine)).find("asked"));
    EXPECT_EQ(ask("a-health", Method::Get, one + "/judgement", {{"case", mine}}).status, 403);
}

TEST_F(SeenEndpoints, 保険者の回答を待つ案件の一覧と件数は見る人に見えるものだけ)
{
    const std::string mine = asked("a-firm", firm, "見本健保");
    const std::string theirs = asked("a-other", office::testing::other_firm, "例示健保");
    EXPECT_EQ(waiting("a-health"), mine + " ");
    EXPECT_EQ(waiting("a-union"), theirs + " ");
    EXPECT_EQ(waiting("a-desk"), mine + " " + theirs + " ");
    EXPECT_EQ(waiting("a-desk", {{"limit", "1"}, {"after", mine}}), theirs + " ");
    EXPECT_EQ(waiting("a-office"), "") << "of another scheme";
    for (const char* who : {"a-firm", "a-visitor"}) {
        EXPECT_EQ(waiting(who), "") << "who is not told of replies does not learn of them here: " << who;
        EXPECT_EQ(waiting_count(who), "0") << who;
    }
    EXPECT_EQ(waiting_count("a-health"), "1");
    EXPECT_EQ(waiting_count("a-desk"), "2");
    EXPECT_EQ(ask("a-health", Method::Get, "/api/v1/cases", {}, {.query = {{"waiting_for", "me"}}}).status, 400);

    EXPECT_EQ(
        ask("a-health", Method::Post, one + "/inquiry-replies", {{"case", mine}}, {.body = R"({"confirmed":true})"})
            .status,
        201);
    EXPECT_EQ(waiting("a-health"), "");
    EXPECT_EQ(waiting_count("a-health"), "0");
    EXPECT_EQ(waiting("a-desk"), theirs + " ");
    desk_does(mine, "/inquiries", R"({"insurer":"見本健保"})");
    EXPECT_EQ(waiting("a-health"), mine + " ") << "asked again";
    desk_does(mine, "/inquiries", R"({"insurer":"例示健保"})");
    EXPECT_EQ(waiting("a-health"), "");
    EXPECT_EQ(waiting_count("a-union"), "2");
}

TEST_F(SeenEndpoints, 受付の控えは確かめる点の数と初めのものをどこがなぜどうすればよいかとともに示す)
{
    const Response clean = sent("a-firm", firm, office::testing::document({{"readers", "300"}}));
    EXPECT_EQ(clean.status, 201) << clean.body;
    EXPECT_EQ(json_of(clean).find("findings")->find("count")->text, "0");

    const Response sent_again = ask("a-firm", Method::Post, one + "/submissions", {{"case", text_of(clean, "case")}},
                                    {.body = office::testing::document({{"readers", "9999"}, {"corner", "null"}})});
    EXPECT_EQ(sent_again.status, 201) << sent_again.body;
    const base::json::Value receipt = json_of(sent_again);
    const base::json::Value& findings = *receipt.find("findings");
    EXPECT_EQ(findings.find("count")->text, std::to_string(findings.find("first")->items.size()));
    const auto first = [&](const std::string& code) -> const base::json::Value* {
        for (const base::json::Value& item : findings.find("first")->items) {
            if (item.find("code")->text == code)
                return &item;
        }
        return nullptr;
    };
    ASSERT_TRUE(first("readers.exceeds")) << sent_again.body;
    EXPECT_EQ(first("readers.exceeds")->find("severity")->text, "error");
    EXPECT_NE(first("readers.exceeds")->find("where")->text, "");
    EXPECT_EQ(first("readers.exceeds")->find("next")->text, "人数をご確認ください。");
    EXPECT_NE(first("readers.exceeds")->find("message")->text.find("9999人"), std::string::npos);
    EXPECT_TRUE(first("corner.unanswered")) << sent_again.body;
    EXPECT_EQ(findings.find("first")->items.front().find("severity")->text, "error") << "the gravest first";
}

}
