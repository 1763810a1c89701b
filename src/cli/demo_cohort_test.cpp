#include "cli/demo_cohort.h"

#include "access/password.h"
#include "access/permissions.h"
#include "scheme/edition_folder_testing.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/store_testing.h"

#include <atomic>

namespace kenkei::cli {
namespace {

using casework::Case;
using casework::Stage;
using store::testing::code_of;
using store::testing::good;

const std::string town = "reading-town";
const std::string lending_town = "lending-town"; // the same rules, but for delegates

const std::string names = "  names: [{ name: 見本書店, kana: ミホンショテン }]\n  dated: [declared_on, signed_on]\n";
const std::string open_cohort = "cohort:\n  stops: { draft: 4, submitted: 9, withdrawn: 2 }\n"
                                "  again: 3\n  unanswered: 2\n  renewals: 3\n  insurer: 見本健保\n" +
                                names;
// As many of each as no other has, where that matters.
const std::string closed_cohort =
    "cohort:\n  stops: { draft: 1, withdrawn: 1, received: 4, correction: 3, overdue: 2, corrected: 2, evidence: 2, "
    "supplied: 1, unpaid: 2, paid: 1, screened: 2, insurer: 3, confirmed: 1, referred: 2, resolved: 1, decided: 2, "
    "notified: 1, certified: 5, changed: 1, returned: 1, revoked: 1, refused: 3 }\n"
    "  again: 5\n  unanswered: 1\n  insurer: 見本健保\n" +
    names;
const std::string lent_cohort = "cohort:\n  stops: { received: 2, screened: 3 }\n  insurer: 見本健保\n" + names;

// The edition of tests/editions a year earlier, or under another name, with an insurer to ask.
base::Result<edition::Edition> load_like_town(const std::string& key)
{
    edition::ReadResult read =
        scheme::load_edition(std::filesystem::path(KENKEI_SOURCE_DIR) / "tests/editions/reading-town/2031");
    if (!read.edition)
        return read.errors.front();
    edition::Edition edition = std::move(*read.edition);
    edition.scheme = key.substr(0, key.find('/'));
    edition.process->gates.insert(edition.process->gates.begin() + 2, {.kind = edition::GateKind::Insurer});
    if (edition.scheme == lending_town)
        edition.process->no_delegates.reset();
    if (key.ends_with("/2030")) {
        edition.edition = "2030";
        edition.application.opens.year = 2030;
        edition.application.closes.date.year = 2030;
        edition.fee->due->date.year = 2030;
        edition.validity->from = base::Date{2030, 10, 1};
        edition.validity->to = {2031, 9, 30}; // in the fiscal year of the demo: may be renewed
        edition.validity->term.reset();
    }
    return edition;
}

class DemoTest : public ::testing::Test {
protected:
    // The cohorts are written behind what the folders' demo.yaml say by then.
    base::Result<DemoCohort> make(const std::string& file, const std::string& of_open = open_cohort,
                                  const std::string& of_closed = closed_cohort,
                                  const std::string& of_lent = lent_cohort)
    {
        open.write("demo.yaml", open.text("demo.yaml") + of_open);
        closed.write("demo.yaml", closed.text("demo.yaml") + of_closed);
        lent.write("demo.yaml", lent.text("demo.yaml") + of_lent);
        return make_demo(folder.file(file), editions,
                         {{town + "/2031", open.folder()},
                          {town + "/2030", closed.folder()},
                          {lending_town + "/2030", lent.folder()}},
                         [this](std::int64_t done, std::int64_t of) {
                             EXPECT_LE(done, of);
                             told = done;
                         });
    }
    std::vector<Case> cases_in(const std::string& file)
    {
        std::vector<Case> cases;
        store::Store kept = good(store::Store::open(folder.file(file)));
        good(kept.read([&](store::Transaction& transaction) -> base::Result<void> {
            for (const store::CaseRow& row : TRY(transaction.list({})))
                cases.push_back(TRY(transaction.load_case(row.id)));
            return {};
        }));
        return cases;
    }

    store::testing::PassingFolder folder;
    office::Editions editions{load_like_town};
    std::atomic<std::int64_t> told = 0;

    scheme::EditionFolder open{"reading-town/2031"};
    scheme::EditionFolder closed{"reading-town/2031"};
    scheme::EditionFolder lent{"reading-town/2031"};
};

TEST_F(DemoTest, デモの時刻は最後の締切の3日前の10時)
{
    EXPECT_EQ(demo_moment(*good(editions.find(town + "/2031"))), base::in_japan({2031, 6, 27}, 10));
}

TEST_F(DemoTest, demo_yamlに書いた状態の案件が_書いた件数だけある)
{
    const DemoCohort demo = good(make("demo.sqlite"));
    EXPECT_EQ(demo.now, base::in_japan({2031, 6, 27}, 10));
    EXPECT_EQ(demo.cases, 62);
    EXPECT_EQ(told, 62);
    const std::vector<Case> cases = cases_in("demo.sqlite");
    ASSERT_EQ(cases.size(), 62U);

    const base::Date today = base::date_in_japan(demo.now);
    const auto count = [&](const std::string& edition, const auto& is) {
        return std::count_if(cases.begin(), cases.end(),
                             [&](const Case& one) { return one.edition == edition && is(one); });
    };
    const auto at = [&](Stage stage) { return [stage](const Case& one) { return one.stage == stage; }; };
    const std::string now_open = town + "/2031";
    EXPECT_EQ(count(now_open, at(Stage::Draft)), 4);
    EXPECT_EQ(count(now_open, at(Stage::Submitted)), 9);
    EXPECT_EQ(count(now_open, at(Stage::Withdrawn)), 2);
    EXPECT_EQ(count(now_open, [](const Case& one) { return one.submissions.size() == 2; }), 3);
    EXPECT_EQ(count(now_open, [](const Case& one) { return one.purpose == casework::Purpose::Renewal; }), 3);
    EXPECT_GE(count(now_open, [](const Case& one) { return one.judged && !one.judged->unanswered.empty(); }), 2);

    const std::string before = town + "/2030";
    EXPECT_EQ(count(before, at(Stage::Draft)), 1);
    EXPECT_EQ(count(before, at(Stage::Withdrawn)), 1);
    EXPECT_EQ(count(before, at(Stage::Received)), 26);
    EXPECT_EQ(count(before, at(Stage::Decided)), 6); // decided, notified, refused
    EXPECT_EQ(count(before, at(Stage::Certified)), 6);
    EXPECT_EQ(count(before, at(Stage::Ended)), 2);
    EXPECT_EQ(count(before, [&](const Case& one) { return casework::is_pending(one.correction, today); }), 3);
    EXPECT_EQ(count(before, [&](const Case& one) { return one.correction && one.correction->due < today; }), 2);
    EXPECT_EQ(
        count(before, [](const Case& one) { return !one.correction && !one.later_files.empty() && !one.evidence; }), 2);
    EXPECT_EQ(count(before, [&](const Case& one) { return casework::is_pending(one.evidence, today); }), 2);
    EXPECT_EQ(count(before,
                    [](const Case& one) {
                        return one.evidence && one.evidence->state == casework::Evidence::State::Supplied;
                    }),
              1);
    EXPECT_EQ(count(before, [](const Case& one) { return one.invoice && !one.invoice->settled; }), 2);
    EXPECT_EQ(count(before, [](const Case& one) { return one.invoice && one.invoice->settled && !one.screened; }), 1);
    EXPECT_EQ(count(before, [](const Case& one) { return one.inquiry && !one.inquiry->replied; }), 3);
    EXPECT_EQ(count(before, [](const Case& one) { return one.inquiry && one.inquiry->replied && !one.referred; }), 1);
    EXPECT_EQ(count(before, [](const Case& one) { return one.referred && !one.resolution; }), 2);
    EXPECT_EQ(count(before, [](const Case& one) { return one.resolution && !one.decision; }), 1);
    EXPECT_EQ(count(before, [](const Case& one) { return one.decision && !one.notified; }), 2);
    EXPECT_EQ(count(before, [&](const Case& one) { return one.certificate && one.certificate->valid_on(today); }), 6);
    const auto ended = [](casework::Certificate::End end) {
        return [end](const Case& one) { return one.certificate && one.certificate->end == end; };
    };
    EXPECT_EQ(count(before, ended(casework::Certificate::End::Returned)), 1);
    EXPECT_EQ(count(before, ended(casework::Certificate::End::Revoked)), 1);
    EXPECT_EQ(count(before,
                    [](const Case& one) {
                        return one.decision && one.decision->result == casework::Result::Refused && one.notified;
                    }),
              3);
    EXPECT_EQ(count(lending_town + "/2030", [](const Case& one) { return one.screened.has_value(); }), 3);
}

TEST_F(DemoTest, 案件はどれも_デモの時刻までに_年度版の期間の中で起きている)
{
    const DemoCohort demo = good(make("demo.sqlite"));
    store::Store kept = good(store::Store::open(folder.file("demo.sqlite")));
    good(kept.read([&](store::Transaction& transaction) -> base::Result<void> {
        for (const store::CaseRow& row : TRY(transaction.list({}))) {
            const edition::Edition* edition = TRY(editions.find(row.edition));
            base::Timestamp before = base::in_japan(edition->application.opens);
            for (const casework::Event& event : TRY(transaction.events_of(row.id))) {
                EXPECT_GE(event.at, before) << row.id.text << " " << event.number;
                EXPECT_LE(event.at, demo.now) << row.id.text << " " << event.number;
                before = event.at;
            }
        }
        return {};
    }));
}

TEST_F(DemoTest, どの役割のアカウントもあり_書いてあるパスワードが合う)
{
    const DemoCohort demo = good(make("demo.sqlite"));
    store::Store kept = good(store::Store::open(folder.file("demo.sqlite")));
    std::vector<std::string> roles;
    good(kept.read([&](store::Transaction& transaction) -> base::Result<void> {
        store::Accounts accounts(transaction);
        for (const DemoAccount& printed : demo.accounts) {
            EXPECT_FALSE(printed.label.empty());
            EXPECT_FALSE(printed.about.empty());
            EXPECT_TRUE(printed.mail.ends_with("@demo.example")) << printed.mail;
            const std::optional<store::Account> account = TRY(accounts.find_mail(printed.mail));
            EXPECT_TRUE(account) << printed.mail;
            if (!account)
                continue;
            EXPECT_EQ(account->state, store::Account::State::Active);
            EXPECT_TRUE(access::password_fits(account->password, printed.password)) << printed.mail;
            EXPECT_TRUE(access::check_new_password(printed.password, account->mail, account->name).ok());
            for (const store::GrantRow& grant : TRY(accounts.grants_of(account->id, demo.now)))
                roles.push_back(grant.role);
        }
        const std::vector<store::ClaimRow> claims =
            TRY(accounts.claims(true, {}, store::ClaimRow::State::Waiting, "", 10));
        EXPECT_EQ(claims.size(), 1U);
        const std::optional<store::Account> newcomer = TRY(accounts.find_mail("newcomer@demo.example"));
        EXPECT_TRUE(newcomer && claims.front().account == newcomer->id);
        const std::optional<store::GrantRow> taken = TRY(accounts.applicant_of(claims.front().firm, demo.now));
        EXPECT_FALSE(taken) << "the office can approve it";
        return {};
    }));
    for (const access::Role role : access::all_roles())
        EXPECT_NE(std::find(roles.begin(), roles.end(), access::name_of(role)), roles.end()) << access::name_of(role);
    EXPECT_EQ(std::count(roles.begin(), roles.end(), "office"), 2); // one for each scheme
    EXPECT_EQ(std::count(roles.begin(), roles.end(), "applicant"), 3);
}

TEST_F(DemoTest, 法人のアカウントには_それぞれの案件がある)
{
    const DemoCohort demo = good(make("demo.sqlite"));
    store::Store kept = good(store::Store::open(folder.file("demo.sqlite")));
    good(kept.read([&](store::Transaction& transaction) -> base::Result<void> {
        store::Accounts accounts(transaction);
        const auto cases_of = [&](const std::string& mail) -> base::Result<std::vector<store::CaseRow>> {
            const std::optional<store::Account> account = TRY(accounts.find_mail(mail));
            const std::vector<store::GrantRow> grants = TRY(accounts.grants_of(account->id, demo.now));
            return transaction.list({.firm = grants.front().firm});
        };
        const std::vector<store::CaseRow> drafts = TRY(cases_of("firm@demo.example"));
        EXPECT_EQ(drafts.size(), 1U);
        EXPECT_EQ(drafts.front().stage, Stage::Draft);
        EXPECT_EQ(drafts.front().edition, town + "/2031");
        const std::vector<store::CaseRow> certified = TRY(cases_of("holder@demo.example"));
        EXPECT_EQ(certified.size(), 1U); // and none that renews it yet
        EXPECT_EQ(certified.front().stage, Stage::Certified);
        const std::vector<store::CaseRow> lent = TRY(cases_of("delegate@demo.example"));
        EXPECT_EQ(lent.size(), 1U);
        EXPECT_EQ(lent.front().edition, lending_town + "/2030");
        const std::vector<store::CaseRow> asked =
            TRY(transaction.list({.reach = store::Reach{.insurers = {"見本健保"}}}));
        EXPECT_GE(asked.size(), 3U);
        return {};
    }));
}

TEST_F(DemoTest, 同じものが作られ_パスワードだけが違う)
{
    const DemoCohort first = good(make("first.sqlite"));
    const DemoCohort second = good(make("second.sqlite", "", "", "")); // the folders hold their cohorts by now
    EXPECT_EQ(cases_in("first.sqlite"), cases_in("second.sqlite"));
    ASSERT_EQ(first.accounts.size(), second.accounts.size());
    for (std::size_t at = 0; at < first.accounts.size(); ++at) {
        EXPECT_EQ(first.accounts[at].mail, second.accounts[at].mail);
        EXPECT_EQ(first.accounts[at].about, second.accounts[at].about);
        EXPECT_NE(first.accounts[at].password, second.accounts[at].password);
    }
}

TEST_F(DemoTest, 記録の検査で何も見つからない)
{
    good(make("demo.sqlite"));
    store::Store kept = good(store::Store::open(folder.file("demo.sqlite")));
    const store::AuditReport report = good(store::verify(kept));
    EXPECT_EQ(report.cases, 62);
    EXPECT_TRUE(report.damage.empty()) << report.damage.front().message;
}

TEST_F(DemoTest, ありそうな電話番号もメールアドレスもない)
{
    good(make("demo.sqlite"));
    for (const Case& one : cases_in("demo.sqlite")) {
        for (const std::string& phone : one.applicant.phones)
            EXPECT_TRUE(phone.starts_with("00-")) << phone;
        for (std::size_t at = one.answers.find('@'); at != std::string::npos; at = one.answers.find('@', at + 1)) {
            const std::string domain = one.answers.substr(at, one.answers.find('"', at) - at);
            EXPECT_TRUE(domain.ends_with(".example") || domain.ends_with("example.jp")) << domain;
        }
        EXPECT_EQ(one.number.substr(1, 2), "99") << one.number; // no registry gives such numbers
    }
}

TEST_F(DemoTest, 案件のあるデータベースには作らない)
{
    good(make("demo.sqlite"));
    EXPECT_EQ(code_of(make("demo.sqlite", "", "", "")), "demo.database");
}

TEST_F(DemoTest, どの年度版にもcohortがなければ_そう言う)
{
    EXPECT_EQ(code_of(make("none.sqlite", "", "", "")), "demo.none");
}

TEST_F(DemoTest, 受付中の年度版に_締切の後の案件は作れない)
{
    EXPECT_EQ(code_of(make("demo.sqlite", "cohort:\n  stops: { draft: 1, received: 1 }\n  insurer: 見本健保\n")),
              "demo.cohort");
}

TEST_F(DemoTest, 前の年度版の認定より多くの更新は作れない)
{
    EXPECT_EQ(code_of(make("demo.sqlite", "cohort:\n  stops: { draft: 9 }\n  renewals: 9\n  insurer: 見本健保\n")),
              "demo.cohort");
}

TEST_F(DemoTest, だれも進めない申請しか引けなければ_そう言う)
{
    closed.replace("demo.yaml", "feel: chance < 0.9", "feel: chance < 0"); // nobody has declared anything
    EXPECT_EQ(code_of(make("demo.sqlite", "cohort:\n  stops: { draft: 1 }\n  insurer: 見本健保\n",
                           "cohort:\n  stops: { certified: 1 }\n  insurer: 見本健保\n", "")),
              "demo.draw");
}

}
}
