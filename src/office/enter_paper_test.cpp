#include "office/enter_paper.h"

#include "base/sha256.h"
#include "office/erase_payloads.h"
#include "office/office_testing.h"
#include "store/audit.h"
#include "store/keeping.h"

namespace kenkei::office {

using namespace testing;

namespace {

constexpr std::string_view scan = "%PDF-1.7\n%%EOF\n";

class PaperTest : public OfficeTest {
protected:
    base::Result<Filed> enters(std::vector<Handed> scans, base::Timestamp arrived, Role role = Role::Office)
    {
        PreparedSubmission paper = good(prepare_submission(editions, edition(), {document(), "入力.json", arrived}));
        paper.scans = std::move(scans);
        return tries(role, [&](const Desk& desk) { return enter_paper(desk, edition(), paper); });
    }
    Handed scanned(std::string bytes = std::string(scan), std::string name = "申請書.pdf")
    {
        return {std::move(bytes), std::move(name), now};
    }
    bool has_file(std::string_view bytes)
    {
        return store::testing::look(
            kept, [&](store::Transaction& kept_now) { return kept_now.load_file(base::sha256_hex(bytes)).ok(); });
    }
};

}

TEST_F(PaperTest, 紙の申請書は写しとともに残り届いた時刻で判定される)
{
    const base::Timestamp arrived = base::in_japan({2031, 4, 20}, 11);
    const Filed filed = good(enters({scanned(), scanned("\xFF\xD8\xFF裏", "裏面.jpg")}, arrived));
    EXPECT_TRUE(filed.opened);
    const Case about = loaded(filed.about.id);
    ASSERT_EQ(about.submissions.size(), 1u);
    const Case::Submission& submission = about.submissions.front();
    EXPECT_EQ(submission.arrived, arrived);
    EXPECT_EQ(submission.judged.as_of, base::date_in_japan(arrived));
    ASSERT_EQ(submission.scans.size(), 2u);
    EXPECT_EQ(submission.scans[0].sha256, base::sha256_hex(scan));
    EXPECT_EQ(submission.scans[1].name, "裏面.jpg");
    EXPECT_TRUE(has_file(scan));
    EXPECT_EQ(good(store::verify(kept)).damage.size(), 0u);
}

TEST_F(PaperTest, 締切までに届いた紙は締切の後でも入力できる)
{
    now = after_closing;
    const base::Timestamp closing = casework::closing_of(edition());
    EXPECT_EQ(code_of(enters({scanned()}, base::Timestamp{closing.milliseconds + 1})), "case.period");
    const Filed filed = good(enters({scanned()}, closing));
    EXPECT_EQ(filed.about.stage, Stage::Submitted);
    EXPECT_EQ(received(filed.about.id).stage, Stage::Received);
}

TEST_F(PaperTest, まだ届いていないはずの紙は入力できない)
{
    EXPECT_EQ(code_of(enters({scanned()}, base::Timestamp{now.milliseconds + 1})), "case.value");
}

TEST_F(PaperTest, 写しのない紙や写しでないファイルは断る)
{
    EXPECT_EQ(code_of(enters({}, now)), "case.value");
    EXPECT_EQ(code_of(enters({scanned("a,b\r\n", "写し.csv")}, now)), "file.kind");
    EXPECT_EQ(code_of(enters({scanned("MZ\x90", "申請書.pdf")}, now)), "file.kind");
}

TEST_F(PaperTest, 申請者は紙の写しを付けられない)
{
    EXPECT_EQ(code_of(enters({scanned()}, now, Role::Applicant)), "case.value");
    const CaseId id = opened();
    PreparedSubmission paper = prepared(document());
    paper.scans = {scanned()};
    EXPECT_EQ(code_of(tries(Role::Applicant, [&](const Desk& desk) { return submit_application(desk, id, paper); })),
              "case.value");
}

TEST_F(PaperTest, 消去すれば紙の写しもなくなる)
{
    const CaseId id = good(enters({scanned()}, now)).about.id;
    ASSERT_TRUE(has_file(scan));
    does(Role::Office, id, casework::Withdraw{.reason = "都合による"});
    now = base::in_japan({2045, 1, 1}); // long after its retention
    does(Role::Office, [&](const Desk& desk) -> base::Result<Case> {
        const std::size_t count = TRY(desk.kept.events_of(id)).size();
        casework::ErasePayloads erase{.events = {}, .list = "R-1"};
        for (std::size_t number = 1; number <= count; ++number)
            erase.events.push_back(static_cast<std::int64_t>(number)); // all have something personal
        return act_on_case(desk, id, erase);
    });
    EXPECT_FALSE(has_file(scan));
    const Case about = loaded(id);
    EXPECT_TRUE(about.submissions.front().scans.empty());
    EXPECT_TRUE(about.submissions.front().file.sha256.empty());
}

}
