#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

RecordPayment payment(std::int64_t amount, base::Timestamp paid)
{
    return {.amount = amount, .paid = paid, .payer = "ミホンショウテン"};
}

}

TEST(Invoice, 税込みの額を期限を付けて1度だけ請求する)
{
    Desk desk = Desk(national()).received();
    EXPECT_EQ(desk.code(Role::Office, IssueInvoice{}), "case.value");
    EXPECT_EQ(desk.code(Role::Office, IssueInvoice{.invoice = "　"}), "case.value");
    desk.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    EXPECT_EQ(desk.of.invoice->amount, 1100);
    EXPECT_EQ(desk.of.invoice->due, fee_due);
    EXPECT_EQ(desk.code(Role::Office, IssueInvoice{.invoice = "S-2"}), "case.payment");
    EXPECT_EQ(Desk(municipal()).received(good("A")).code(Role::Office, IssueInvoice{.invoice = "S-1"}), "case.payment");
}

TEST(Payment, 期限ちょうどまでの入金だけが期限内に数えられる)
{
    Desk desk = Desk(national()).received();
    EXPECT_EQ(desk.code(Role::Office, payment(1100, desk.now)), "case.payment");
    desk.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    desk.now = plus(fee_due, 1000);
    desk.does(Role::Office, payment(600, fee_due));
    EXPECT_FALSE(desk.of.invoice->settled);
    Desk late = desk;
    late.does(Role::Office, payment(500, plus(fee_due, 1)));
    EXPECT_FALSE(late.of.invoice->settled);
    EXPECT_EQ(late.of.invoice->paid, 1100);
    EXPECT_EQ(late.of.invoice->in_time, 600);
    desk.does(Role::Office, payment(500, fee_due));
    EXPECT_TRUE(desk.of.invoice->settled);
    desk.does(Role::Office, payment(1100, desk.now)); // twice, and late: the desk's concern
    EXPECT_TRUE(desk.of.invoice->settled);
    EXPECT_EQ(desk.of.invoice->paid, 2200);
}

TEST(Payment, 額は1円以上で時刻はいままで)
{
    Desk desk = Desk(national()).received();
    desk.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    EXPECT_EQ(desk.code(Role::Office, payment(0, desk.now)), "case.value");
    EXPECT_EQ(desk.code(Role::Office, payment(-5, desk.now)), "case.value");
    EXPECT_EQ(desk.code(Role::Office, payment(2'000'000'000'000, desk.now)), "case.value");
    EXPECT_EQ(desk.code(Role::Office, payment(1100, plus(desk.now, 1))), "case.value");
    EXPECT_TRUE(desk.lets(Role::System, payment(1, desk.now)));
    const base::Error early = desk.refuses(Role::Office, payment(1100, plus(in_period, -1)));
    EXPECT_EQ(early.code, "case.value");
    EXPECT_NE(early.message.find("申請を始めた時刻 2030年5月1日 10:00:00.000"), std::string::npos) << early.message;
    EXPECT_TRUE(desk.lets(Role::Office, payment(1100, in_period)));
}

TEST(Gates, 申請料の手続は期限を1ミリ秒過ぎると請求書がなくても不可になる)
{
    Desk desk = Desk(national()).received();
    const edition::Gate& gate = desk.edition.process->gates[0];
    EXPECT_EQ(state_of(desk.edition, gate, desk.of, fee_due), GateState::Open);
    EXPECT_EQ(state_of(desk.edition, gate, desk.of, plus(fee_due, 1)), GateState::Failed);
    EXPECT_EQ(state_of(gate, desk.of, plus(fee_due, 1)), GateState::Open); // the case alone knows no due date
    desk.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    EXPECT_EQ(state_of(gate, desk.of, fee_due), GateState::Waiting);
    EXPECT_EQ(state_of(gate, desk.of, plus(fee_due, 1)), GateState::Failed);
    desk.does(Role::Office, payment(1100, desk.now));
    EXPECT_EQ(state_of(gate, desk.of, plus(fee_due, 1)), GateState::Passed);
}

TEST(Deadlines, 待っているものと期限を時の順に挙げる)
{
    using What = Deadline::What;
    const auto what_of = [](const Desk& desk) {
        std::vector<What> found;
        for (const Deadline& deadline : deadlines_of(desk.edition, desk.of, desk.now))
            found.push_back(deadline.what);
        return found;
    };
    Desk desk = Desk(national()).submitted();
    EXPECT_EQ(what_of(desk), std::vector<What>{What::Closing});
    EXPECT_EQ(deadlines_of(desk.edition, desk.of, desk.now)[0].until, closing);
    desk.now = plus(closing, 1);
    EXPECT_TRUE(what_of(desk).empty());
    desk.now = after_closing;
    desk.does(Role::Office, Receive{.judged = good()}).paid().screened();
    EXPECT_TRUE(what_of(desk).empty());
    desk.does(Role::Office, InquireInsurer{.insurer = "01130012", .due = base::Date{2030, 7, 31}});
    desk.does(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 10}});
    desk.does(Role::Office, RequestEvidence{.questions = {"plan"}});
    EXPECT_EQ(what_of(desk), (std::vector<What>{What::Evidence, What::Correction, What::Insurer}));
    EXPECT_EQ(deadlines_of(desk.edition, desk.of, desk.now)[0].until, base::in_japan({2030, 7, 8}, 23, 59, 59, 999));

    Desk unpaid = Desk(national()).received();
    unpaid.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    EXPECT_EQ(what_of(unpaid), std::vector<What>{What::Payment});
    const Desk certified = Desk(national()).through().recognised().certified();
    EXPECT_EQ(what_of(certified), std::vector<What>{What::Expiry});
    EXPECT_TRUE(what_of(Desk(national()).submitted().does(Role::Applicant, Withdraw{})).empty());
}

}
