// One truth: wherever a role looks, a case stands where its case view says; and a firm cannot ask its way to what it
// was not told.
#include "server/case_endpoints_testing.h"

#include "office/act_on_case.h"

namespace kenkei::server {

using namespace testing;

namespace {

const std::string all_cases = "/api/v1/cases";

class TruthEndpoints : public CaseEndpoints {
protected:
    TruthEndpoints()
    {
        for (const char* role : {"office", "reviewer", "chair", "certifier", "auditor", "partner"})
            add_account(of(role), role, "insured-town", "");
        add_account(of("insurer"), "insurer", "", "", "見本健保");
        add_account(of("representative"), "representative", "", firm);
        add_account("a-delegate", "delegate", "insured-town", firm);
    }

    static std::string of(const std::string& role) { return role == "applicant" ? "a-firm" : "of-" + role; }

    void later() { now = base::Timestamp{now.milliseconds + 60'000}; }
    void does(const std::string& id, const std::string& path, const std::string& body, const std::string& who = "")
    {
        later();
        const Response done =
            ask(who.empty() ? of("office") : who, Method::Post, one + path, {{"case", id}}, {.body = body});
        ASSERT_EQ(done.status, 201) << path << done.body;
    }
    std::string opened(const std::string& account, const std::string& number)
    {
        const Response response = ask(account, Method::Post, cases, {{"scheme", "insured-town"}},
                                      {.body = R"({"firm":")" + number + R"("})"});
        EXPECT_EQ(response.status, 201) << response.body;
        return text_of(response, "id");
    }
    void submits(const std::string& account, const std::string& id, const std::string& number)
    {
        const Said sent{.body = office::testing::document({{"org_number", "\"" + number + "\""}})};
        EXPECT_EQ(ask(account, Method::Post, one + "/submissions", {{"case", id}}, sent).status, 201);
    }
    void pays(const std::string& id)
    {
        does(id, "/invoices", R"({"invoice":"S-1"})");
        does(id, "/payments", R"({"amount":3300})");
    }
    void inquires(const std::string& id)
    {
        does(id, "/screenings", R"({"passed":true})");
        does(id, "/inquiries", R"({"insurer":"見本健保"})");
    }
    void resolves(const std::string& id)
    {
        does(id, "/inquiry-replies", R"({"confirmed":true,"known":{"insurer":{"declared":true}}})", of("insurer"));
        does(id, "/referrals", R"({"list":"第1回"})");
        does(id, "/resolutions", R"({"result":"recognised","class":")" + class_of(id) + "\"}");
    }
    std::string class_of(const std::string& id)
    {
        return json_of(ask(of("office"), Method::Get, one, {{"case", id}})).find("judged")->find("class")->text;
    }
    void decides(const std::string& id, bool recognised)
    {
        does(id, "/decisions",
             recognised ? R"({"result":"recognised","class":")" + class_of(id) + "\"}"
                        : R"({"result":"refused","reason":"試験"})");
    }

    Response listed(const std::string& who, std::vector<Parameter> query = {})
    {
        Response response = ask(who, Method::Get, all_cases, {}, {.query = std::move(query)});
        EXPECT_EQ(response.status, 200) << who << response.body;
        return response;
    }
    // The lines of an export, and what stands in them by column.
    base::json::Value exported(const std::string& who)
    {
        const Response file = ask(who, Method::Get, all_cases + "/export", {}, {.query = {{"format", "jsonl"}}});
        EXPECT_EQ(file.status, 200) << who << file.body;
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
        return good(base::json::parse(all.substr(0, all.find('\n'))));
    }
    static std::string told(const base::json::Value& row, const char* name)
    {
        const base::json::Value* found = row.find(name);
        return found ? found->text : "";
    }

    // What the case view says, and that everything else says the same.
    std::string stage_for(const std::string& role, const std::string& id)
    {
        const std::string who = role == "delegate" ? "a-delegate" : of(role);
        const Response response = ask(who, Method::Get, one, {{"case", id}});
        if (response.status == 404) {
            EXPECT_EQ(items_of(listed(who)), 0u) << who;
            EXPECT_EQ(text_of(ask(who, Method::Get, all_cases + "/counts"), "cases"), "0") << who;
            return "";
        }
        EXPECT_EQ(response.status, 200) << who << response.body;
        const base::json::Value view = json_of(response);
        const std::string stage = told(view, "stage");
        check_row(who, "list", view, json_of(listed(who)).find("items")->items.front());
        const Response search = ask(who, Method::Get, all_cases + "/search", {}, {.query = {{"q", firm}}});
        check_row(who, "search", view, json_of(search).find("items")->items.front());
        for (const char* each : {"draft", "submitted", "received", "decided", "certified", "withdrawn", "ended"})
            EXPECT_EQ(items_of(listed(who, {{"stage", each}})), each == stage ? 1u : 0u) << who << " " << each;
        if (role != "representative") {
            const base::json::Value counts = json_of(ask(who, Method::Get, all_cases + "/counts"));
            EXPECT_EQ(counts.find("items")->items.size(), 1u) << who;
            check_row(who, "counts", view, counts.find("items")->items.front());
        }
        if (role == "office" || role == "partner" || role == "auditor")
            check_row(who, "export", view, exported(who));
        return stage;
    }
    static void check_row(const std::string& who, const char* where, const base::json::Value& view,
                          const base::json::Value& row)
    {
        EXPECT_EQ(told(row, "stage"), told(view, "stage")) << who << " " << where;
        EXPECT_EQ(told(row, "stage_label"), told(view, "stage_label")) << who << " " << where;
        const auto part = [&](const char* name, const char* of_it) {
            const base::json::Value* found = view.find(name);
            return found && found->kind == base::json::Kind::Object ? told(*found, of_it) : std::string();
        };
        const std::string certificate = part("certificate", "number");
        const std::string result = certificate.empty() ? part("decision", "result") : "recognised";
        EXPECT_EQ(told(row, "result"), result) << who << " " << where;
        EXPECT_EQ(told(row, "class"), part(certificate.empty() ? "decision" : "certificate", "class"))
            << who << " " << where;
        if (row.find("certificate")) {
            EXPECT_EQ(told(row, "certificate"), certificate) << who << " " << where;
            EXPECT_EQ(told(row, "valid_to"), part("certificate", "to")) << who << " " << where;
        }
        if (!told(row, "changed").empty()) {
            EXPECT_EQ(told(row, "changed"), told(view, "changed")) << who << " " << where;
        }
    }

    struct Shown {
        std::string all, firm, insurer, partner;
    };
    void all_say(const std::string& id, const Shown& wanted)
    {
        for (const char* role : {"office", "reviewer", "chair", "certifier", "auditor"})
            EXPECT_EQ(stage_for(role, id), wanted.all) << role;
        for (const char* role : {"applicant", "delegate", "representative"})
            EXPECT_EQ(stage_for(role, id), wanted.firm) << role;
        EXPECT_EQ(stage_for("insurer", id), wanted.insurer);
        EXPECT_EQ(stage_for("partner", id), wanted.partner);
    }
    // As far as the insurer.
    std::string with_the_insurer()
    {
        const std::string id = opened("a-firm", firm);
        all_say(id, {"draft", "draft", "", "draft"});
        submits("a-firm", id, firm);
        all_say(id, {"submitted", "submitted", "", "submitted"});
        now = office::testing::after_closing;
        does(id, "/reception", "");
        all_say(id, {"received", "received", "", "received"});
        pays(id);
        inquires(id);
        all_say(id, {"received", "received", "received", "received"});
        resolves(id);
        all_say(id, {"received", "received", "received", "received"});
        return id;
    }
};

}

TEST_F(TruthEndpoints,
       不認定はどの役割にもどこでも同じように見え知らされるまで法人と保険者に_その後も連携機関に見えない)
{
    const std::string id = with_the_insurer();
    decides(id, false);
    all_say(id, {"decided", "received", "received", "received"});
    does(id, "/notifications", "");
    all_say(id, {"decided", "decided", "decided", "received"});
}

TEST_F(TruthEndpoints, 認定は証書までどの役割にもどこでも同じように見える)
{
    const std::string id = with_the_insurer();
    decides(id, true);
    all_say(id, {"decided", "received", "received", "received"});
    does(id, "/notifications", "");
    all_say(id, {"decided", "decided", "decided", "received"});
    does(id, "/certificates", R"({"certificate":"R-1"})");
    all_say(id, {"certified", "certified", "certified", "certified"});
    does(id, "/certificate-return", R"({"reason":"廃業"})", "a-firm");
    all_say(id, {"ended", "ended", "ended", "ended"});
}

TEST_F(TruthEndpoints, 知らされない決定の後に取り下げた案件では決定は事務局にだけ見える)
{
    const std::string id = with_the_insurer();
    decides(id, false);
    does(id, "/withdrawal", R"({"reason":"都合による"})", "a-firm");
    all_say(id, {"withdrawn", "withdrawn", "withdrawn", "withdrawn"});
    const Response history = ask("a-firm", Method::Get, one + "/events", {{"case", id}});
    EXPECT_EQ(history.body.find("decided"), std::string::npos) << history.body;
    EXPECT_EQ(told(json_of(listed("a-firm")).find("items")->items.front(), "result"), "");
    EXPECT_EQ(told(json_of(listed(of("office"))).find("items")->items.front(), "result"), "refused");
    EXPECT_EQ(ask(of("office"), Method::Post, one + "/notifications", {{"case", id}}).status, 409);
}

namespace {

// Two firms, two cases, alike but for a decision that one was not told.
class UntoldEndpoints : public TruthEndpoints {
protected:
    struct Firm {
        std::string account;
        std::string number;
        std::string id = {};
    };
    UntoldEndpoints() { add_account("a-other-delegate", "delegate", "insured-town", office::testing::other_firm); }

    void bring_to_the_insurer(const std::function<void(const std::string& id)>& on_the_way)
    {
        now = office::testing::in_period;
        for (Firm* each : {&open, &decided}) {
            each->id = opened(each->account, each->number);
            submits(each->account, each->id, each->number);
        }
        now = office::testing::after_closing;
        for (const Firm* each : {&open, &decided}) {
            does(each->id, "/reception", "");
            pays(each->id);
            on_the_way(each->id);
        }
        now = base::Timestamp{now.milliseconds + std::int64_t{60} * 24 * 3'600'000}; // what was asked for is late
        for (const Firm* each : {&open, &decided}) {
            inquires(each->id);
            resolves(each->id);
        }
        decides(decided.id, false);
        ASSERT_EQ(text_of(ask(of("office"), Method::Get, one, {{"case", decided.id}}), "stage"), "decided");
    }

    // What a firm is answered, without what names the firm, its case and the moment.
    std::string answer_to(const Firm& firm_asks, const std::string& who, Method method, const std::string& pattern,
                          Said said)
    {
        const auto replaced = [](std::string text, const std::string& what, const std::string& by) {
            for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
                text.replace(at, what.size(), by);
            return text;
        };
        said.body = replaced(said.body, "FIRM", firm_asks.number);
        said.body = replaced(said.body, "CASE", firm_asks.id);
        for (Header& header : said.headers)
            header.value = tag_of(firm_asks);
        const Response response = ask(who, method, pattern, {{"case", firm_asks.id}, {"scheme", "insured-town"}}, said);
        std::string text = std::to_string(response.status);
        if (response.status < 400)
            return text + " " + told(json_of(response), "stage");
        const base::json::Value problem = json_of(response);
        for (const char* member : {"code", "title", "detail", "way_out"})
            text += std::string("\n") + member + ": " + told(problem, member);
        return replaced(replaced(text, firm_asks.number, "FIRM"), firm_asks.id, "CASE");
    }
    std::string tag_of(const Firm& firm_asks)
    {
        return *ask(firm_asks.account, Method::Get, one, {{"case", firm_asks.id}}).headers.find("ETag");
    }

    // Every verb that somebody of the firm's side has; what ends the case stands last.
    void walk()
    {
        const std::string answers = R"({"answers":{"staff":120}})";
        const std::string file = part("file", "証明.pdf", "%PDF-1.7 a") + "--AaB--\r\n";
        const struct {
            Method method;
            std::string pattern;
            Said said;
        } verbs[] = {
            {Method::Post, cases, {.body = R"({"firm":"FIRM"})"}},
            {Method::Post, one + "/renewals", {.body = R"({"edition":"insured-town/2031"})"}},
            {Method::Put, one + "/draft", {.body = answers, .headers = {{"If-Match", ""}}}},
            {Method::Post, one + "/submissions", {.body = office::testing::document({{"org_number", "\"FIRM\""}})}},
            {Method::Post,
             one + "/correction-returns",
             {.body = office::testing::document({{"org_number", "\"FIRM\""}, {"staff", "119"}})}},
            {Method::Post, one + "/evidence", {.body = file, .type = std::string(boundary_type)}},
            {Method::Post, one + "/changes", {.body = R"({"fields":["name"],"name":"見本新書店"})"}},
            {Method::Post, one + "/certificate-return", {.body = R"({"reason":"廃業"})"}},
            {Method::Post, one + "/withdrawal", {.body = R"({"reason":"都合による"})", .headers = {{"If-Match", ""}}}},
            {Method::Post, one + "/withdrawal", {.body = R"({"reason":"都合による"})"}},
        };
        for (const auto& verb : verbs) {
            for (const bool delegate : {true, false}) {
                const std::string to_open =
                    answer_to(open, delegate ? "a-other-delegate" : open.account, verb.method, verb.pattern, verb.said);
                const std::string to_decided =
                    answer_to(decided, delegate ? "a-delegate" : decided.account, verb.method, verb.pattern, verb.said);
                EXPECT_EQ(to_decided, to_open) << verb.pattern;
                EXPECT_EQ(to_open.starts_with("404"), false) << verb.pattern << to_open;
                walked += to_open + "\n";
            }
        }
    }

    Firm open{.account = "a-other", .number = office::testing::other_firm};
    Firm decided{.account = "a-firm", .number = firm};
    std::string walked;
};

}

TEST_F(UntoldEndpoints, 知らされない決定は法人のどの操作の答えからも分からない)
{
    bring_to_the_insurer([](const std::string&) {});
    walk();
    EXPECT_NE(walked.find("case.correction"), std::string::npos) << walked;
    EXPECT_NE(walked.find("case.evidence"), std::string::npos) << walked;
    EXPECT_NE(walked.find("201 withdrawn"), std::string::npos) << walked;
}

TEST_F(UntoldEndpoints, 期限を過ぎた差戻しと資料の依頼があっても同じである)
{
    bring_to_the_insurer([&](const std::string& id) {
        does(id, "/correction-requests", R"({"questions":["staff"],"due":"2031-07-10","message":"ご確認ください。"})");
        does(id, "/evidence-requests", R"({"questions":["review"],"message":"お送りください。"})");
    });
    walk();
    EXPECT_NE(walked.find("201 received"), std::string::npos) << "late evidence is taken: " << walked;
    EXPECT_NE(walked.find("を過ぎています"), std::string::npos) << walked;
}

}
