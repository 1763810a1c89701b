#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

Desk holder()
{
    return Desk(national()).through().recognised().certified();
}

TakeOver record(std::optional<base::Date> to = {})
{
    return {.number = firm,
            .certificate = "2018-0001",
            .class_id = "A",
            .decided = {2018, 2, 1},
            .from = {2018, 4, 1},
            .to = to,
            .record = "台帳 2018",
            .applicant = {.number = firm, .name = "見本商店"}};
}

}

TEST(Certify, 認定の決定に決定の日か定めた日からの認定証を1度交付する)
{
    const Certify command{.certificate = "2030-0001"};
    Desk desk = Desk(national()).through().recognised();
    EXPECT_EQ(desk.code(Role::Office, Certify{}), "case.value");
    desk.does(Role::Office, command);
    EXPECT_EQ(desk.of.certificate->from, (base::Date{2030, 7, 1}));
    EXPECT_EQ(desk.of.certificate->to, (base::Date{2031, 3, 31}));
    EXPECT_EQ(desk.code(Role::Office, command), "case.stage");

    Desk town = Desk(municipal()).received(good("AA")).screened().resolved(Result::Recognised, "AA");
    town.recognised("AA").does(Role::Certifier, command);
    EXPECT_EQ(town.of.certificate->class_id, "AA");
    EXPECT_EQ(town.of.certificate->from, (base::Date{2031, 4, 1}));
}

TEST(Certify, 不認定や期間の定めのない年度版では交付できない)
{
    const Certify command{.certificate = "2030-0001"};
    Desk refused = Desk(national()).through(bad());
    refused.does(Role::Certifier, Decide{.on = refused.today()});
    EXPECT_TRUE(has(refused.refuses(Role::Office, command).message, "2030年7月1日"));
    EXPECT_EQ(refused.code(Role::Office, command), "case.certificate");
    Desk without = Desk(national()).through().recognised();
    without.edition.validity.reset();
    EXPECT_EQ(without.code(Role::Office, command), "case.period");
    Desk late = Desk(national()).through().recognised();
    late.edition.validity->to = {2030, 6, 30};
    EXPECT_EQ(late.code(Role::Office, command), "case.period");
}

TEST(Certificate, 返納と取消しと届出は有効な認定にだけできる)
{
    Desk desk = holder();
    EXPECT_TRUE(desk.lets(Role::Applicant, ReportChange{.fields = {"name"}}));
    EXPECT_EQ(desk.code(Role::Applicant, ReportChange{}), "case.value");
    EXPECT_EQ(desk.code(Role::Applicant, ReturnCertificate{.on = {2030, 7, 2}}), "case.value"); // tomorrow
    Desk expired = desk;
    expired.now = base::in_japan({2031, 3, 31}, 23, 59);
    EXPECT_TRUE(expired.lets(Role::Applicant, ReturnCertificate{.on = {2031, 3, 31}}));
    expired.now = base::in_japan({2031, 4, 1});
    for (const Command& command :
         std::vector<Command>{ReportChange{.fields = {"name"}}, ReturnCertificate{.on = {2031, 4, 1}},
                              Supersede{.by = "x", .to = {2031, 3, 1}}}) {
        const base::Error error = expired.refuses(Role::Office, command);
        EXPECT_EQ(error.code, "case.certificate");
        EXPECT_TRUE(has(error.message, "2031年3月31日"));
    }
    desk.does(Role::Applicant, ReturnCertificate{.on = {2030, 7, 1}});
    EXPECT_EQ(desk.of.stage, Stage::Ended);
    EXPECT_FALSE(desk.of.certificate->valid_on({2030, 7, 1}));
    EXPECT_EQ(desk.code(Role::Applicant, ReturnCertificate{.on = {2030, 7, 1}}), "case.stage");
}

TEST(Revoke, 定められた事由と理由が要る)
{
    Desk desk = holder();
    const Revoke revoke{.ground = "false-answers", .on = {2030, 7, 1}, .reason = "回答が事実と違った。"};
    Revoke other = revoke;
    other.ground = "dislike";
    const base::Error error = desk.refuses(Role::Certifier, other);
    EXPECT_EQ(error.code, "case.ground");
    EXPECT_TRUE(has(error.way_out, "false-answers（虚偽の回答）"));
    Revoke silent = revoke;
    silent.reason.clear();
    EXPECT_EQ(desk.code(Role::Certifier, silent), "case.reason");
    EXPECT_TRUE(has(desk.refuses(Role::Certifier, silent).message, "（guide p.22）"));
    Revoke tomorrow = revoke;
    tomorrow.on = {2030, 7, 2};
    EXPECT_EQ(desk.code(Role::Certifier, tomorrow), "case.value");
    Desk free = desk;
    free.edition.process->revocation.clear();
    EXPECT_TRUE(free.lets(Role::Certifier, other)); // where no list says which
    other.ground.clear();
    EXPECT_EQ(free.code(Role::Certifier, other), "case.ground");
    desk.does(Role::Certifier, revoke);
    EXPECT_EQ(desk.of.certificate->end, Certificate::End::Revoked);
}

TEST(Supersede, 新しい認定が始まると末日だけが早まる)
{
    Desk desk = holder();
    EXPECT_EQ(desk.code(Role::System, Supersede{.by = "shop-2031-000001", .to = {2031, 4, 1}}), "case.value");
    EXPECT_EQ(desk.code(Role::System, Supersede{.to = {2030, 12, 31}}), "case.value");
    desk.does(Role::System, Supersede{.by = "shop-2031-000001", .to = {2030, 12, 31}});
    EXPECT_EQ(desk.of.stage, Stage::Certified);
    EXPECT_TRUE(desk.of.certificate->valid_on({2030, 12, 31}));
    EXPECT_FALSE(desk.of.certificate->valid_on({2031, 1, 1}));
}

TEST(TakeOver, 以前の認定を記録か年数の定めによる期間で登録する)
{
    Desk desk(municipal());
    desk.circumstances.same_firm = CaseId{"shop-2030-000009"}; // does not matter
    desk.does(Role::Office, record());
    EXPECT_EQ(desk.of.stage, Stage::Certified);
    EXPECT_TRUE(desk.of.taken_over && !desk.of.decision);
    EXPECT_EQ(desk.of.certificate->to, (base::Date{2020, 3, 31}));
    EXPECT_EQ(desk.code(Role::Office, Notify{}), "case.certificate");

    TakeOver longer = record();
    longer.decided = {2019, 2, 1};
    longer.from = {2019, 4, 1};
    EXPECT_EQ(Desk(municipal()).does(Role::Office, longer).of.certificate->to, (base::Date{2022, 3, 31}));
    EXPECT_EQ(Desk(municipal()).does(Role::Office, record(base::Date{2019, 3, 31})).of.certificate->to,
              (base::Date{2019, 3, 31}));
}

TEST(TakeOver, 記録の値を確かめる)
{
    const Desk desk(municipal());
    TakeOver command = record();
    command.class_id = "B";
    EXPECT_EQ(desk.code(Role::Office, command), "case.class");
    command = record();
    command.from = {2018, 1, 31};
    EXPECT_EQ(desk.code(Role::Office, command), "case.value"); // before it was decided
    EXPECT_EQ(desk.code(Role::Office, record(base::Date{2018, 3, 31})), "case.value");
    command = record();
    command.applicant.number = "9999999999999";
    EXPECT_EQ(desk.code(Role::Office, command), "case.value");
    command = record();
    command.certificate.clear();
    EXPECT_EQ(desk.code(Role::Office, command), "case.value");
    command = record();
    command.class_id.clear();
    EXPECT_EQ(Desk(national()).code(Role::Office, command), "case.period"); // no term
    Desk old(national());
    old.edition.process.reset();
    command.to = base::Date{2019, 3, 31};
    EXPECT_TRUE(old.lets(Role::Office, command)); // an edition that knows no process yet
}

TEST(ErasePayloads, 終わった案件の内容だけを1度消去できる)
{
    const ErasePayloads first{.events = {1}, .list = "R-1"};
    Desk draft = Desk(national()).opened();
    draft.now = closing;
    EXPECT_EQ(draft.code(Role::System, first), "case.stage");
    draft.now = plus(closing, 1);
    EXPECT_TRUE(draft.lets(Role::System, first)); // never handed in
    Desk waiting = Desk(national()).submitted();
    waiting.now = plus(closing, 1);
    EXPECT_EQ(waiting.code(Role::System, first), "case.stage");
    EXPECT_EQ(Desk(national()).received().code(Role::System, first), "case.stage");
    EXPECT_EQ(Desk(national()).through().recognised().code(Role::System, first), "case.stage");
    Desk refused = Desk(national()).through(bad());
    EXPECT_TRUE(refused.does(Role::Certifier, Decide{.on = refused.today()}).lets(Role::System, first));
    Desk desk = holder();
    desk.now = base::in_japan({2031, 3, 31}, 23, 59);
    EXPECT_EQ(desk.code(Role::System, first), "case.stage");
    desk.now = base::in_japan({2031, 4, 1});
    desk.does(Role::System, ErasePayloads{.events = {2, 1, 2}, .list = "R-1"});
    EXPECT_EQ(desk.last<PayloadsErased>().events, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(desk.code(Role::System, first), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.list = "R-1"}), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.events = {0}, .list = "R-1"}), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.events = {99}, .list = "R-1"}), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.events = {3}}), "case.value");
    EXPECT_TRUE(desk.lets(Role::System, ErasePayloads{.events = {3}, .list = "R-2"}));
}

}
