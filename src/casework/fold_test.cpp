#include "casework/casework_testing.h"
#include "casework/event_json.h"

namespace kenkei::casework {

using namespace testing;

namespace {

// The events as they are read once the payloads of those are erased.
std::vector<Event> with_erased(const std::vector<Event>& events, const std::vector<std::int64_t>& erased)
{
    std::vector<Event> read;
    for (const Event& event : events) {
        EventRecord record = to_record(event);
        if (std::find(erased.begin(), erased.end(), event.number) != erased.end())
            record.payload.clear();
        read.push_back(*read_record(record));
    }
    return read;
}

// Through everything that has a payload.
Desk long_story()
{
    Desk desk(national());
    desk.received().paid();
    desk.does(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 10}, .message = "確認"});
    desk.does(Role::Applicant, ReturnCorrection{.changed = {"plan"},
                                                .file = {.sha256 = "cd34", .name = "直した申請書.xlsx", .size = 7},
                                                .applicant = {.number = firm, .name = "見本商店"},
                                                .answers = R"({"plan":2})",
                                                .judged = good()});
    desk.does(Role::Office, Screen{.passed = true, .judged = good(), .note = "良い"}).confirmed();
    desk.resolved(Result::Recognised, "", "よい取組");
    desk.does(Role::Certifier, Decide{.result = Result::Recognised, .on = desk.today(), .reason = "よい取組"});
    desk.does(Role::Office, Notify{}).certified();
    desk.does(Role::Applicant, ReturnCertificate{.on = desk.today(), .reason = "廃業"});
    return desk;
}

}

TEST(Fold, 出来事を一つずつ加えても初めから畳んでも同じ案件になる)
{
    const Desk desk = long_story();
    EXPECT_TRUE(fold(desk.of.id, desk.events) == desk.of);
    EXPECT_EQ(desk.of.last_event, static_cast<std::int64_t>(desk.events.size()));
    EXPECT_EQ(desk.of.stage, Stage::Ended);
}

TEST(Fold, どの記録を消去しても消去の前に読んだ案件と後に読んだ案件は同じ)
{
    const Desk desk = long_story();
    const auto count = static_cast<unsigned>(desk.events.size());
    ASSERT_LT(count, 20U);
    for (unsigned set = 1; set<(1U << count); set += count> 14 ? 7 : 1) { // every seventh of 2^count is enough
        std::vector<std::int64_t> numbers;
        for (unsigned i = 0; i < count; ++i) {
            if (set >> i & 1U)
                numbers.push_back(i + 1);
        }
        const Event erasure{.number = count + 1, .at = desk.now, .what = PayloadsErased{numbers, "R-1"}};
        std::vector<Event> full = desk.events;
        full.push_back(erasure);
        std::vector<Event> erased = with_erased(desk.events, numbers);
        erased.push_back(erasure);
        ASSERT_TRUE(fold(desk.of.id, full) == fold(desk.of.id, erased)) << set;
    }
}

TEST(Fold, すべて消去すると個人に関わるものは何も残らない)
{
    Desk desk = long_story();
    std::vector<std::int64_t> numbers;
    for (const Event& event : desk.events)
        numbers.push_back(event.number);
    desk.now = kept_no_longer;
    desk.does(Role::System, ErasePayloads{.events = numbers, .list = "R-1"});
    EXPECT_EQ(desk.of.applicant, Applicant{});
    EXPECT_EQ(desk.of.answers, "");
    EXPECT_EQ(desk.of.submitted, "");
    EXPECT_EQ(desk.of.submissions.front().file, FileRef{});
    EXPECT_TRUE(desk.of.later_files.empty());
    EXPECT_EQ(desk.of.screened->note, "");
    EXPECT_EQ(desk.of.resolution->reason, "");
    EXPECT_EQ(desk.of.decision->reason, "");
    EXPECT_EQ(desk.of.number, firm); // 法人番号 is public
    EXPECT_EQ(desk.of.erased, numbers);
}

TEST(Fold, あとから記録された早く届いた版は数えられず同じ時刻なら後の版が数えられる)
{
    struct Arrival {
        std::int64_t after; // the first one, in milliseconds
        std::int64_t counts;
    };
    for (const Arrival& second : {Arrival{-1, 1}, Arrival{0, 2}, Arrival{1, 2}}) {
        Desk desk = Desk(national()).submitted();
        EXPECT_EQ(counting_submission(desk.of)->version, 1);
        desk.does(Role::Applicant, Save{.answers = R"({"plan":3})"});
        const base::Timestamp first = desk.now;
        desk.now = plus(first, 10);
        Submit other = submission(plus(first, second.after), bad(), R"({"plan":2})");
        other.applicant.name = "見本商店二";
        desk.does(Role::Applicant, other);
        const bool replaced = second.counts == 2;
        EXPECT_EQ(counting_submission(desk.of)->version, second.counts) << second.after;
        EXPECT_EQ(desk.of.submissions.size(), 2U);
        EXPECT_EQ(desk.of.submitted, replaced ? R"({"plan":2})" : R"({"plan":1})");
        EXPECT_EQ(desk.of.answers, replaced ? R"({"plan":2})" : R"({"plan":3})");
        EXPECT_EQ(desk.of.applicant.name, replaced ? "見本商店二" : "見本商店");
        EXPECT_EQ(desk.of.judged->passed, !replaced);
        desk.now = after_closing;
        desk.does(Role::Office, Receive{.judged = good()});
        EXPECT_EQ(desk.last<Received>().version, second.counts);
        EXPECT_EQ(counting_submission(desk.of)->version, second.counts);
    }
    EXPECT_EQ(counting_submission(Case{}), nullptr);
}

TEST(Fold, 締切の後は提出された回答が案件の回答になる)
{
    Desk desk(national());
    desk.submitted().does(Role::Applicant, Save{.answers = R"({"plan":3})"});
    EXPECT_EQ(desk.of.answers, R"({"plan":3})");
    EXPECT_EQ(desk.of.submitted, R"({"plan":1})");
    desk.now = after_closing;
    desk.does(Role::Office, Receive{.judged = good()});
    EXPECT_EQ(desk.of.answers, R"({"plan":1})");
}

TEST(Fold, 出来事が段階を決める)
{
    Desk desk(national());
    EXPECT_EQ(desk.of.stage, Stage::None);
    EXPECT_EQ(desk.opened().of.stage, Stage::Draft);
    EXPECT_EQ(desk.does(Role::Applicant, submission(desk.now)).of.stage, Stage::Submitted);
    EXPECT_EQ(desk.does(Role::Applicant, Withdraw{}).of.stage, Stage::Withdrawn);
    EXPECT_EQ(Desk(national()).through().recognised().of.stage, Stage::Decided);
    EXPECT_EQ(Desk(national()).through().recognised().certified().of.stage, Stage::Certified);
}

TEST(Certificate, 有効なのは初日から末日までで返納や取消しの日からは無効)
{
    Certificate certificate{.from = {2031, 4, 1}, .to = {2033, 3, 31}};
    EXPECT_FALSE(certificate.valid_on({2031, 3, 31}));
    EXPECT_TRUE(certificate.valid_on({2031, 4, 1}));
    EXPECT_TRUE(certificate.valid_on({2033, 3, 31}));
    EXPECT_FALSE(certificate.valid_on({2033, 4, 1}));
    certificate.end = Certificate::End::Revoked;
    certificate.ended = base::Date{2032, 1, 10};
    EXPECT_TRUE(certificate.valid_on({2032, 1, 9}));
    EXPECT_FALSE(certificate.valid_on({2032, 1, 10}));
}

}
