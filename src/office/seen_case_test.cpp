#include "office/case_view.h"

#include "casework/story.h"
#include "office/office_testing.h"
#include "office/record_insurer_reply.h"
#include "office/supply_evidence.h"

namespace kenkei::office {

using namespace testing;
using access::Sight;

namespace {

class SeenTest : public OfficeTest {
protected:
    SeenCase seen(Sight sight, const CaseId& id, const std::string& key = town)
    {
        return does(Role::Office, [&](const Desk& desk) { return load_seen(desk.kept, sight, edition(key), id); });
    }
    std::int64_t head(Sight sight, const CaseId& id, const std::string& key = town)
    {
        return does(Role::Office, [&](const Desk& desk) { return seen_head(desk.kept, sight, edition(key), id); });
    }
    void later() { now = base::Timestamp{now.milliseconds + 3'600'000}; }
    void screens(const CaseId& id)
    {
        later();
        does(Role::Office, [&](const Desk& desk) { return screen_case(desk, id, {.passed = true}); });
    }
    CaseId paid(const std::string& key = town)
    {
        const CaseId id = opened(firm, key);
        submitted(id, document(), key);
        received(id);
        does(Role::Office, id, casework::IssueInvoice{.invoice = "S-1"});
        does(Role::Office, id, casework::RecordPayment{.amount = 3300, .paid = now, .payer = "ミホン"});
        return id;
    }
    void resolves(const CaseId& id)
    {
        later();
        does(Role::Office, id, casework::ReferToBody{.list = "第1回"});
        const base::Date today = base::date_in_japan(now);
        const std::string class_id = loaded(id).judged->class_id;
        does(Role::Office, id,
             casework::RecordResolution{.on = today, .result = casework::Result::Recognised, .class_id = class_id});
        later();
        does(Role::Certifier, id,
             casework::Decide{.result = casework::Result::Recognised, .class_id = class_id, .on = today});
    }
    // What is shown, without the clock.
    std::string shown(Sight sight, const CaseId& id, const std::string& key = town)
    {
        return casework::to_json(seen(sight, id, key).about);
    }
};

}

TEST_F(SeenTest, 法人の見る版と日時は見えない出来事では変わらない)
{
    const CaseId id = paid();
    const std::string before = shown(Sight::Firm, id);
    const std::int64_t version = head(Sight::Firm, id);
    EXPECT_EQ(version, loaded(id).last_event) << "nothing was hidden so far";
    screens(id);
    EXPECT_EQ(shown(Sight::Firm, id), before);
    resolves(id);
    EXPECT_EQ(shown(Sight::Firm, id), before);
    EXPECT_EQ(head(Sight::Firm, id), version);
    EXPECT_EQ(head(Sight::Office, id), loaded(id).last_event);
    EXPECT_GT(head(Sight::Office, id), version);

    later();
    does(Role::Office, id, casework::Notify{});
    const SeenCase told = seen(Sight::Firm, id);
    EXPECT_EQ(told.about.stage, Stage::Decided);
    EXPECT_EQ(told.about.changed, now);
    EXPECT_EQ(told.about.last_event, version + 2) << "the decision, and that it was told";
    ASSERT_EQ(static_cast<std::int64_t>(told.events.size()), version + 2);
    for (std::size_t at = 0; at < told.events.size(); ++at)
        EXPECT_EQ(told.events[at].number, static_cast<std::int64_t>(at) + 1) << "no number is left out";
}

TEST_F(SeenTest, 法人の見る番号は提出の記録でも消去された記録でも見える順の番号である)
{
    const CaseId id = paid();
    screens(id);
    does(Role::Office, id, casework::RequestEvidence{.questions = {"review"}});
    const std::vector<EvidenceFile> files = {{.bytes = "%PDF-1.7", .name = "a.pdf"}};
    does(Role::Applicant, [&](const Desk& desk) { return supply_evidence(desk, id, files); });
    const SeenCase firm_sees = seen(Sight::Firm, id);
    EXPECT_EQ(firm_sees.events.back().number, loaded(id).last_event - 1) << "the screening is hidden";
    EXPECT_EQ(firm_sees.about.submissions.front().event, 2);
    EXPECT_EQ(firm_sees.about.later_files.front().event, firm_sees.events.back().number);
    // Erased are the submission, the screening, and the evidence.
    std::vector<casework::Event> events = does(Role::Office, [&](const Desk& desk) { return desk.kept.events_of(id); });
    const std::int64_t last = events.back().number;
    events.push_back({.number = last + 1,
                      .at = now,
                      .actor = {},
                      .what = casework::PayloadsErased{.events = {2, last - 2, last}, .list = "2034"}});
    const SeenCase erased = seen_by(Sight::Firm, edition(), id, events);
    EXPECT_EQ(erased.about.erased, (std::vector<std::int64_t>{2, last - 1}));
    EXPECT_EQ(std::get<casework::PayloadsErased>(erased.events.back().what).events, erased.about.erased);
}

TEST_F(SeenTest, 連携機関の見る版は下書きの保存や出し直しでは変わらない)
{
    const CaseId id = opened();
    const std::string draft = shown(Sight::Stage, id);
    later();
    does(Role::Applicant, id, casework::Save{.answers = "{}"});
    EXPECT_EQ(shown(Sight::Stage, id), draft);
    EXPECT_EQ(head(Sight::Stage, id), 1);
    submitted(id, document());
    const std::string filed = shown(Sight::Stage, id);
    EXPECT_NE(filed, draft);
    later();
    submitted(id, document({{"review", "\"書き直した。\""}}));
    EXPECT_EQ(shown(Sight::Stage, id), filed);
    received(id);
    const std::string in_hand = shown(Sight::Stage, id);
    does(Role::Office, id, casework::IssueInvoice{.invoice = "S-1"});
    does(Role::Office, id, casework::RecordPayment{.amount = 3300, .paid = now, .payer = "ミホン"});
    screens(id);
    resolves(id);
    EXPECT_EQ(shown(Sight::Stage, id), in_hand);
    later();
    does(Role::Office, id, casework::Notify{});
    EXPECT_EQ(shown(Sight::Stage, id), in_hand) << "no result before the certificate, told or not";
    EXPECT_EQ(head(Sight::Stage, id), 3);
    EXPECT_TRUE(seen(Sight::Stage, id).events.empty());
    does(Role::Office, id, casework::Certify{.certificate = "N-1"});
    EXPECT_EQ(seen(Sight::Stage, id).about.stage, Stage::Certified);
    EXPECT_EQ(head(Sight::Stage, id), 4);
}

TEST_F(SeenTest, 保険者には照会された設問の回答だけが見え照会の前のことは版に数えられない)
{
    std::vector<std::string> ids;
    for (const edition::Question* question : asked_of_insurer(edition(insured_town)))
        ids.push_back(question->id);
    EXPECT_EQ(ids, (std::vector<std::string>{"declared", "declared_on"}));
    EXPECT_TRUE(asked_of_insurer(edition(town)).empty());

    const CaseId id = paid(insured_town);
    screens(id);
    EXPECT_EQ(head(Sight::Inquiry, id, insured_town), 0);
    does(Role::Office, id, casework::InquireInsurer{.insurer = "見本健保"});
    const SeenCase asked = seen(Sight::Inquiry, id, insured_town);
    EXPECT_EQ(asked.about.submitted, R"({"declared":true,"declared_on":"2031-04-07"})");
    EXPECT_EQ(asked.about.stage, Stage::Received);
    EXPECT_EQ(asked.about.number, firm);
    EXPECT_EQ(asked.about.last_event, 1);
    EXPECT_EQ(asked.about.changed, now);
    EXPECT_TRUE(asked.about.submissions.empty() && !asked.about.invoice && !asked.about.screened);

    does(Role::Office, id, casework::InquireInsurer{.insurer = "例示健保"});
    EXPECT_EQ(head(Sight::Inquiry, id, insured_town), 1) << "to the next one the first is nobody";
    later();
    const InsurerReply reply{.confirmed = true, .known = R"({"insurer":{"declared":true}})"};
    does(Role::Insurer, [&](const Desk& desk) { return record_insurer_reply(desk, id, reply); });
    const std::string replied = shown(Sight::Inquiry, id, insured_town);
    EXPECT_NE(replied.find("\"confirmed\":true"), std::string::npos);
    resolves(id);
    EXPECT_EQ(shown(Sight::Inquiry, id, insured_town), replied);
    EXPECT_EQ(head(Sight::Inquiry, id, insured_town), 2);
}

TEST_F(SeenTest, 保険者の回答は結果の知らせがあるまで法人に見えない)
{
    const CaseId id = paid(insured_town);
    screens(id);
    does(Role::Office, id, casework::InquireInsurer{.insurer = "見本健保"});
    const std::string before = shown(Sight::Firm, id, insured_town);
    later();
    const InsurerReply reply{.confirmed = false, .contradictions = {"declared"}};
    does(Role::Insurer, [&](const Desk& desk) { return record_insurer_reply(desk, id, reply); });
    EXPECT_EQ(shown(Sight::Firm, id, insured_town), before);
    later();
    const base::Date today = base::date_in_japan(now);
    does(Role::Certifier, id, casework::Decide{.result = casework::Result::Refused, .on = today});
    EXPECT_EQ(shown(Sight::Firm, id, insured_town), before);
    does(Role::Office, id, casework::Notify{});
    const Case told = seen(Sight::Firm, id, insured_town).about;
    EXPECT_TRUE(told.inquiry->replied);
    EXPECT_EQ(told.inquiry->contradictions, std::vector<std::string>{"declared"});
}

TEST_F(SeenTest, 保険者の答えは年度版がたずねる事実の名でなければ記録されない)
{
    const CaseId id = paid(insured_town);
    screens(id);
    does(Role::Office, id, casework::InquireInsurer{.insurer = "見本健保"});
    const auto replies = [&](const InsurerReply& reply) {
        return tries(Role::Insurer, [&](const Desk& desk) { return record_insurer_reply(desk, id, reply); });
    };
    for (const InsurerReply& reply : {InsurerReply{.contradictions = {"declraed"}},
                                      InsurerReply{.confirmed = true, .known = R"({"insurer":{"declraed":true}})"},
                                      InsurerReply{.confirmed = true, .known = R"({"insurer":{"declared":"はい"}})"}}) {
        const auto refused = replies(reply);
        ASSERT_EQ(code_of(refused), "case.value");
        EXPECT_NE(refused.error().way_out.find("declared（boolean）"), std::string::npos) << refused.error().way_out;
        EXPECT_EQ(refused.error().message.find("使わずに判定"), std::string::npos) << refused.error().message;
    }
    EXPECT_TRUE(replies({.contradictions = {"declared"}, .known = R"({"insurer":{"declared":false}})"}).ok());
}

TEST_F(SeenTest, 一覧の行は最後に見えたことの日時を示し知らされた結果を示す)
{
    const CaseId id = paid();
    const std::string changed = base::to_utc(now);
    screens(id);
    resolves(id);
    const auto row = [&](Sight sight) {
        return does(Role::Office, [&](const Desk& desk) -> base::Result<store::CaseRow> {
            const std::optional<store::CaseRow> found = TRY(desk.kept.find_row(id));
            return look_up_seen(desk.kept, sight, *found);
        });
    };
    EXPECT_EQ(row(Sight::Office).changed_at, base::to_utc(now));
    const store::CaseRow hidden = row(Sight::Firm);
    EXPECT_EQ(hidden.changed_at, changed);
    EXPECT_EQ(hidden.stage, Stage::Received);
    EXPECT_EQ(hidden.result + hidden.class_id, "");
    for (const Sight sight : {Sight::Stage, Sight::Inquiry}) {
        EXPECT_EQ(row(sight).changed_at, "");
        EXPECT_EQ(row(sight).stage, Stage::Received);
    }
    does(Role::Office, id, casework::Notify{});
    const store::CaseRow told = row(Sight::Firm);
    EXPECT_EQ(told.stage, Stage::Decided);
    EXPECT_EQ(told.result, "recognised");
    EXPECT_EQ(told.class_id, loaded(id).judged->class_id);
    EXPECT_EQ(told.changed_at, base::to_utc(now));
    EXPECT_EQ(row(Sight::Inquiry).result, "") << "an insurer is not told it";
}

}
