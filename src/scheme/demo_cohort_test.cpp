#include "scheme/demo.h"
#include "scheme/edition_folder_testing.h"

namespace kenkei::scheme {
namespace {

const std::string whole = R"(cohort:
  stops: { draft: 3, submitted: 5, received: 2, unpaid: 1, referred: 1, evidence: 1, certified: 4, refused: 2 }
  again: 2
  unanswered: 3
  renewals: 1
  dated: [declared_on, signed_on]
  names:
    - { name: 見本書店, kana: ミホンショテン }
  people: [見本 一郎, 見本 二郎]
)";

DemoResult read(const std::string& cohort, const EditionFolder& folder = EditionFolder("reading-town/2031"))
{
    folder.write("demo.yaml", folder.text("demo.yaml") + cohort);
    return read_demo(folder.folder(), loaded(folder));
}

TEST(ReadCohort, 止まり方ごとの件数と_名前と_日付の設問が読める)
{
    const DemoResult found = read(whole);
    ASSERT_TRUE(found.plan) << base::describe(found.errors.front());
    ASSERT_TRUE(found.plan->cohort);
    const CohortPlan& cohort = *found.plan->cohort;
    EXPECT_EQ(cohort.cases(), 19);
    EXPECT_EQ(cohort.count(Stop::Submitted), 5);
    EXPECT_EQ(cohort.count(Stop::Revoked), 0);
    EXPECT_EQ(cohort.again, 2);
    EXPECT_EQ(cohort.unanswered, 3);
    EXPECT_EQ(cohort.renewals, 1);
    EXPECT_EQ(cohort.insurer, "");
    EXPECT_EQ(cohort.dated, (std::vector<std::string>{"declared_on", "signed_on"}));
    ASSERT_EQ(cohort.names.size(), 1U);
    EXPECT_EQ(cohort.names.front().kana, "ミホンショテン");
    EXPECT_EQ(cohort.people.size(), 2U);
}

TEST(ReadCohort, cohortのない年度版からは_デモの案件を作らない)
{
    const DemoResult found = read("");
    ASSERT_TRUE(found.plan);
    EXPECT_FALSE(found.plan->cohort);
}

TEST(ReadCohort, 誤りは_どれも場所と直し方を言う)
{
    for (const auto& [from, to, code] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"draft: 3", "drafts: 3", "demo.cohort"},                 // no such stop
             {"draft: 3", "draft: 0", "demo.cohort"},                  // none
             {"draft: 3", "draft: 20000", "demo.cohort"},              // too many
             {"draft: 3", "draft: many", "edition.type"},              // no number
             {"draft: 3", "insurer: 3", "demo.cohort"},                // the town asks no insurer
             {"again: 2", "again: 17", "demo.cohort"},                 // 16 are handed in
             {"again: 2", "again: -1", "demo.cohort"},                 //
             {"unanswered: 3", "unanswered: 8", "demo.cohort"},        // 7 are submitted or received
             {"renewals: 1", "renewals: 20", "demo.cohort"},           // there are 19
             {"again: 2", "insurer: 見本健保", "demo.cohort"},         // nobody is asked
             {"[declared_on, signed_on]", "[review]", "demo.cohort"},  // no date
             {"[declared_on, signed_on]", "[nothing]", "demo.cohort"}, // no question
             {", kana: ミホンショテン", "", "edition.missing"},
             {"people:", "person:", "edition.unknown-key"}}) {
        std::string written = whole;
        written.replace(written.find(from), from.size(), to);
        const DemoResult refused = read(written);
        EXPECT_FALSE(refused.plan) << to;
        ASSERT_FALSE(refused.errors.empty()) << to;
        EXPECT_EQ(refused.errors.front().code, code) << to << base::describe(refused.errors.front());
        EXPECT_TRUE(refused.errors.front().at.known()) << to;
        EXPECT_FALSE(refused.errors.front().way_out.empty()) << to;
    }
}

TEST(ReadCohort, 上限ちょうどの件数は読める)
{
    std::string written = whole;
    written.replace(written.find("again: 2"), 8, "again: 16");
    written.replace(written.find("unanswered: 3"), 13, "unanswered: 7");
    written.replace(written.find("renewals: 1"), 11, "renewals: 19");
    EXPECT_TRUE(read(written).plan);
}

TEST(ReadCohort, 手続のどこまで進めるかは_年度版の定めによる)
{
    EditionFolder folder("reading-town/2031");
    edition::Edition edition = loaded(folder);
    folder.write("demo.yaml", folder.text("demo.yaml") + whole);
    const auto refused = [&](const edition::Edition& with) { return !read_demo(folder.folder(), with).plan; };
    EXPECT_FALSE(refused(edition));
    edition::Edition no_fee = edition;
    no_fee.fee.reset();
    EXPECT_TRUE(refused(no_fee));
    edition::Edition no_evidence = edition;
    no_evidence.evidence.reset();
    EXPECT_TRUE(refused(no_evidence));
    edition::Edition no_validity = edition;
    no_validity.validity.reset();
    EXPECT_TRUE(refused(no_validity));
    edition::Edition asks_insurer = edition;
    asks_insurer.process->gates.push_back({.kind = edition::GateKind::Insurer});
    EXPECT_TRUE(refused(asks_insurer)) << "somebody must be asked";
    edition::Edition no_process = edition;
    no_process.process.reset();
    EXPECT_TRUE(refused(no_process));
}

TEST(ReadCohort, 審査の先へ進むのは_判定が適合の申請だけ)
{
    edition::Edition edition = loaded(EditionFolder("reading-town/2031"));
    EXPECT_TRUE(needs_pass(Stop::Certified, edition));
    EXPECT_TRUE(needs_pass(Stop::Decided, edition));
    EXPECT_TRUE(needs_pass(Stop::Referred, edition));
    EXPECT_FALSE(needs_pass(Stop::Screened, edition));
    EXPECT_FALSE(needs_pass(Stop::Paid, edition)); // the fee is asked for before
    EXPECT_FALSE(needs_pass(Stop::Received, edition));
    EXPECT_FALSE(needs_pass(Stop::Refused, edition));
    EXPECT_TRUE(needs_failure(Stop::Refused));
    EXPECT_FALSE(needs_failure(Stop::Screened));
    std::swap(edition.process->gates[0], edition.process->gates[1]); // now behind the screening
    EXPECT_TRUE(needs_pass(Stop::Paid, edition));
}

TEST(ReadCohort, 止まり方の名前は_読んで書ける)
{
    for (int at = 0; at <= static_cast<int>(Stop::Refused); ++at) {
        const auto stop = static_cast<Stop>(at);
        EXPECT_EQ(read_stop(name_of(stop)), stop);
    }
    EXPECT_FALSE(read_stop("lost"));
}

}
}
