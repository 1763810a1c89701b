#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

template<std::size_t... Index>
std::vector<Command> each_command(std::index_sequence<Index...>)
{
    return {Command(std::in_place_index<Index>)...};
}

const std::vector<Command> commands = each_command(std::make_index_sequence<std::variant_size_v<Command>>{});

constexpr Role roles[] = {Role::Applicant, Role::Delegate,  Role::Office, Role::Insurer,
                          Role::Body,      Role::Certifier, Role::System};

}

TEST(Command, 動詞の表はコマンドの順に並んでいる)
{
    const std::vector<std::string> names = {"open_draft",
                                            "renew",
                                            "save",
                                            "submit",
                                            "receive",
                                            "request_correction",
                                            "return_correction",
                                            "request_evidence",
                                            "supply_evidence",
                                            "issue_invoice",
                                            "record_payment",
                                            "inquire_insurer",
                                            "record_insurer_reply",
                                            "screen",
                                            "refer_to_body",
                                            "record_resolution",
                                            "decide",
                                            "notify",
                                            "certify",
                                            "report_change",
                                            "withdraw",
                                            "return_certificate",
                                            "revoke",
                                            "supersede",
                                            "take_over",
                                            "erase_payloads"};
    ASSERT_EQ(commands.size(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(name_of(commands[i]), names[i]);
        EXPECT_FALSE(label_of(commands[i]).empty());
    }
    EXPECT_EQ(name_of(Command(Screen{})), "screen");
    EXPECT_EQ(name_of(Command(Decide{})), "decide");
    EXPECT_EQ(name_of(Command(ErasePayloads{})), "erase_payloads");
}

TEST(Act, 役割と段階の合わないことは断り理由とできることを言う)
{
    std::vector<Desk> desks;
    desks.emplace_back(national());
    desks.push_back(Desk(national()).opened());
    desks.push_back(Desk(national()).submitted());
    desks.push_back(Desk(national()).received());
    desks.push_back(Desk(national()).through().recognised());
    desks.push_back(Desk(national()).through().recognised().certified());
    desks.push_back(Desk(national()).opened().does(Role::Applicant, Withdraw{}));
    for (const Desk& desk : desks) {
        for (const Command& command : commands) {
            for (const Role role : roles) {
                if (may(desk.of, command, role))
                    continue;
                const std::string code = desk.code(role, command);
                EXPECT_TRUE(code == "case.role" || code == "case.stage") << name_of(command) << " " << code;
            }
        }
    }
}

TEST(Act, 事務局の仕事を申請法人はできない)
{
    Desk desk = Desk(national()).received();
    const base::Error error = desk.refuses(Role::Applicant, Screen{.passed = true, .judged = good()});
    EXPECT_EQ(error.code, "case.role");
    EXPECT_EQ(error.message, "「書類審査」は事務局が行います。申請法人は行えません。");
    EXPECT_EQ(error.way_out, "いまできること：差戻しへの回答、資料の提出、申請の取下げ。");
}

TEST(Act, 結果が知らされるまでは決定の後でも取り下げられる)
{
    for (const Role role : {Role::Applicant, Role::Office}) {
        Desk desk = Desk(national()).through().recognised();
        EXPECT_TRUE(may(desk.of, Withdraw{}, role));
        const Case withdrawn = desk.does(role, Withdraw{.reason = "都合による"}).of;
        EXPECT_EQ(withdrawn.stage, Stage::Withdrawn);
        EXPECT_TRUE(withdrawn.decision) << "what was decided stays in the record";
        EXPECT_EQ(desk.code(Role::System, Notify{}), "case.stage");
        EXPECT_EQ(desk.code(Role::Office, Certify{.certificate = "1"}), "case.stage");
    }
}

TEST(Act, 結果が知らされた後の取下げは返納を案内する)
{
    Desk desk = Desk(national()).through().recognised().does(Role::System, Notify{});
    EXPECT_FALSE(may(desk.of, Withdraw{}, Role::Applicant));
    const base::Error error = desk.refuses(Role::Applicant, Withdraw{});
    EXPECT_EQ(error.code, "case.stage");
    EXPECT_NE(error.message.find("2030年7月1日 09:00"), std::string::npos) << error.message;
    EXPECT_NE(error.way_out.find("証書の返納"), std::string::npos);
    EXPECT_EQ(Desk(national()).received().lets(Role::Applicant, Withdraw{}), true);
}

TEST(Act, 手続の定めのない年度版では申請を始められない)
{
    Desk desk(national());
    desk.edition.process.reset();
    EXPECT_EQ(desk.code(Role::Applicant, OpenDraft{.number = firm}), "case.process");
}

TEST(Act, 別の年度版の規則では動かせない)
{
    Desk desk = Desk(national()).opened();
    desk.edition.edition = "2031";
    EXPECT_EQ(desk.code(Role::Applicant, Save{.answers = "{}"}), "case.value");
}

TEST(Act, 代理人を認めない年度版は代理人のすべての手を断る)
{
    Desk desk(national());
    const base::Error error = desk.refuses(Role::Delegate, OpenDraft{.number = firm});
    EXPECT_EQ(error.code, "case.delegate");
    EXPECT_NE(error.message.find("（guide p.11）"), std::string::npos);
    desk.opened();
    EXPECT_EQ(desk.code(Role::Delegate, Save{.answers = "{}"}), "case.delegate");
    EXPECT_EQ(desk.code(Role::Delegate, submission(desk.now)), "case.delegate");

    Desk town(municipal());
    EXPECT_TRUE(town.lets(Role::Delegate, OpenDraft{.number = firm}));
    EXPECT_TRUE(town.opened().lets(Role::Delegate, submission(town.now)));
}

TEST(Act, 出来事は案件の続きの番号とその時刻と手を持つ)
{
    Desk desk = Desk(national()).opened();
    desk.now = plus(desk.now, 5);
    desk.does(Role::Applicant, Save{.answers = "{}"});
    EXPECT_EQ(desk.events.back().number, 2);
    EXPECT_EQ(desk.events.back().at, desk.now);
    EXPECT_EQ(desk.events.back().actor, (Actor{Role::Applicant, "tester"}));
}

TEST(AnswersThatDiffer, 違う回答の設問だけを挙げ未回答の書き方は問わない)
{
    EXPECT_EQ(*answers_that_differ(R"({"a":1,"b":[1,2],"c":"x"})", R"({"c":"y","b":[1,2],"a":1})"),
              std::vector<std::string>{"c"});
    EXPECT_EQ(*answers_that_differ(R"({"a":1})", R"({"b":2})"), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(answers_that_differ(R"({"a":null,"b":"","c":[]})", R"({"d":"　"})")->empty());
    EXPECT_EQ(*answers_that_differ("", R"({"a":false})"), std::vector<std::string>{"a"});
    EXPECT_EQ(answers_that_differ("[]", "{}").error().code, "case.value");
    EXPECT_FALSE(answers_that_differ("{", "{}").ok());
}

}
