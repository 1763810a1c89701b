// 締切前のお知らせ, and what is overdue, on a real database.
#include "office/remind_drafts.h"

#include "office/case_view.h"
#include "office/hook_deliveries.h"
#include "office/office_testing.h"
#include "office/overdue.h"
#include "office/timetable.h"
#include "store/accounts.h"

namespace kenkei::office {

using namespace testing;

namespace {

class RemindTest : public OfficeTest {
protected:
    Piece remind(std::int64_t days, const CaseId& behind = {})
    {
        return does(Role::System, [&](const Desk& desk) { return remind_drafts(desk, edition(), days, behind); });
    }
    std::vector<store::Mail> mails_of(const CaseId& id)
    {
        return store::testing::look(kept, [&](store::Transaction& now_kept) { return good(now_kept.mails_of(id)); });
    }
    // An account that is the firm's.
    void give_account(const std::string& of_firm, const std::string& mail,
                      store::Account::State state = store::Account::State::Active)
    {
        good(kept.write([&](store::Transaction& now_kept) -> base::Result<void> {
            store::Accounts accounts(now_kept);
            TRY(accounts.put(store::Account{.id = "account-" + of_firm, .mail = mail, .state = state, .created = now}));
            return accounts.put(store::GrantRow{.id = "grant-" + of_firm,
                                                .account = "account-" + of_firm,
                                                .role = "applicant",
                                                .firm = of_firm,
                                                .granted_by = "tester",
                                                .granted = now});
        }));
    }

    const base::Timestamp seven_days_before = base::in_japan({2031, 6, 23}, 9);
};

}

TEST_F(RemindTest, 下書きのままの法人のアカウントに残りの日数を知らせる)
{
    give_account(firm, "owner@example.jp");
    const CaseId id = opened();
    now = seven_days_before;
    EXPECT_EQ(remind(7).done, 1);
    const auto mails = mails_of(id);
    ASSERT_EQ(mails.size(), 1u);
    EXPECT_EQ(mails[0].recipient, "owner@example.jp");
    EXPECT_EQ(mails[0].message_id, id.text + ".reminder-7");
    EXPECT_NE(mails[0].subject.find("あと7日"), std::string::npos) << mails[0].subject;
    EXPECT_NE(mails[0].content.find("2031年6月30日 17:00"), std::string::npos);
    EXPECT_EQ(mails[0].content.find("見本書店"), std::string::npos);
}

TEST_F(RemindTest, 遅れて知らせるときはその日に残っている日数を言う)
{
    give_account(firm, "owner@example.jp");
    const CaseId id = opened();
    now = base::in_japan({2031, 6, 25}, 15);
    EXPECT_EQ(remind(7).done, 1);
    EXPECT_NE(mails_of(id)[0].subject.find("あと5日"), std::string::npos);
    now = base::in_japan({2031, 6, 30}, 16);
    EXPECT_EQ(remind(2).done, 1);
    EXPECT_NE(mails_of(id)[1].subject.find("本日"), std::string::npos);
}

TEST_F(RemindTest, 途中で終わってもう一度行っても同じお知らせは一度だけ)
{
    give_account(firm, "owner@example.jp");
    const CaseId id = opened();
    now = seven_days_before;
    EXPECT_EQ(remind(7).done, 1);
    const Piece again = remind(7);
    EXPECT_EQ(again.done, 0);
    EXPECT_EQ(again.passed, 1);
    EXPECT_EQ(mails_of(id).size(), 1u);
}

TEST_F(RemindTest, 提出した法人には知らせない)
{
    give_account(firm, "owner@example.jp");
    const CaseId id = opened();
    submitted(id, document());
    now = seven_days_before;
    EXPECT_EQ(remind(7).done, 0);
    for (const store::Mail& mail : mails_of(id))
        EXPECT_NE(mail.kind, "reminder");
}

TEST_F(RemindTest, 取り下げて提出し直した法人の残った下書きには知らせない)
{
    give_account(firm, "owner@example.jp");
    const CaseId first = opened();
    does(Role::Applicant, first, casework::Withdraw{.reason = "やり直す"});
    const CaseId second = opened();
    now = seven_days_before;
    EXPECT_EQ(remind(7).done, 1) << "下書きに戻った法人には知らせる";
    submitted(second, document());
    EXPECT_EQ(remind(7).done, 0);
}

TEST_F(RemindTest, アカウントのない法人には下書きにある宛先に知らせる)
{
    const CaseId id = opened();
    const auto application = good(base::json::parse(document({{"contact_email", "\"draft@example.jp\""}})));
    base::json::Writer answers;
    answers.value(*application.find("answers"));
    does(Role::Applicant, id, casework::Save{.answers = answers.take()});
    now = seven_days_before;
    EXPECT_EQ(remind(7).done, 1);
    const auto mails = mails_of(id);
    ASSERT_EQ(mails.size(), 1u);
    EXPECT_EQ(mails[0].recipient, "draft@example.jp");
}

TEST_F(RemindTest, 宛先のない下書きと停止されたアカウントには知らせない)
{
    give_account(firm, "owner@example.jp", store::Account::State::Suspended);
    opened();
    now = seven_days_before;
    const Piece piece = remind(7);
    EXPECT_EQ(piece.done, 0);
    EXPECT_EQ(piece.passed, 1);
}

TEST_F(RemindTest, お知らせの時刻より後に始めた下書きにはその回のお知らせを送らない)
{
    give_account(firm, "owner@example.jp");
    now = base::Timestamp{seven_days_before.milliseconds + 1};
    opened();
    now = base::in_japan({2031, 6, 24}, 9);
    EXPECT_EQ(remind(7).done, 0);
    now = base::in_japan({2031, 6, 28}, 9);
    EXPECT_EQ(remind(2).done, 1);
}

TEST_F(RemindTest, 締切の後には知らせない)
{
    give_account(firm, "owner@example.jp");
    opened();
    now = after_closing;
    EXPECT_EQ(remind(2).done, 0);
}

namespace {

class OverdueTest : public OfficeTest {
protected:
    OverduePage overdue(const store::Filter& filter = {}, std::int64_t limit = 50)
    {
        return does(Role::System, [&](const Desk& desk) { return overdue_cases(desk, filter, limit); });
    }
    CaseId invoiced()
    {
        const CaseId id = opened();
        submitted(id, document());
        received(id);
        does(Role::Office, id, casework::IssueInvoice{.invoice = "S-1"});
        return id;
    }
};

}

TEST_F(OverdueTest, 納付期限のちょうどの時刻は過ぎておらず1ミリ秒後は過ぎている)
{
    const CaseId id = invoiced();
    now = base::in_japan({2031, 8, 29}, 15);
    EXPECT_TRUE(overdue().found.empty());
    now = base::Timestamp{now.milliseconds + 1};
    const OverduePage page = overdue();
    ASSERT_EQ(page.found.size(), 1u);
    EXPECT_EQ(page.found[0].row.id, id);
    EXPECT_EQ(page.found[0].deadline.what, casework::Deadline::What::Payment);
    EXPECT_EQ(page.found[0].days, 1);
    EXPECT_TRUE(page.next.empty());
    now = base::in_japan({2031, 9, 2}, 8);
    EXPECT_EQ(overdue().found[0].days, 4);
}

TEST_F(OverdueTest, 入金があれば期限を過ぎた案件ではない)
{
    const CaseId id = invoiced();
    does(Role::Office, id, casework::RecordPayment{.amount = 3300, .paid = now, .payer = "ミホン"});
    now = base::in_japan({2031, 9, 30});
    EXPECT_TRUE(overdue().found.empty());
}

TEST_F(OverdueTest, 差戻しの回答は最後の日が終わるまで過ぎていない)
{
    const CaseId id = invoiced();
    does(Role::Office, id, casework::RecordPayment{.amount = 3300, .paid = now, .payer = "ミホン"});
    does(Role::Office, id,
         casework::RequestCorrection{.questions = {"org_name"}, .due = {2031, 7, 10}, .message = "ご確認ください。"});
    now = base::Timestamp{base::in_japan({2031, 7, 11}).milliseconds - 1};
    EXPECT_TRUE(overdue().found.empty());
    now = base::in_japan({2031, 7, 11});
    const OverduePage page = overdue();
    ASSERT_EQ(page.found.size(), 1u);
    EXPECT_EQ(page.found[0].deadline.what, casework::Deadline::What::Correction);
    EXPECT_EQ(page.found[0].days, 1);
}

TEST_F(OverdueTest, ほかの制度の案件は入らない)
{
    invoiced();
    now = base::in_japan({2031, 9, 30});
    EXPECT_EQ(overdue({.scheme = "reading-town"}).found.size(), 1u);
    EXPECT_TRUE(overdue({.scheme = "picture-book-town"}).found.empty());
    EXPECT_TRUE(overdue({.reach = store::Reach{}}).found.empty()) << "何にも届かない人には何も見えない";
}

TEST_F(OverdueTest, 事務局へのメールは件数と案件番号を言い法人を言わない)
{
    const CaseId id = invoiced();
    now = base::in_japan({2031, 9, 1}, 9);
    OverdueCounts counts;
    for (const Overdue& one : overdue().found)
        count(counts, one);
    EXPECT_EQ(counts.all(), 1);
    const store::Mail mail = overdue_mail(counts, "reading-town", "読書のまち2031", "account-1", "o@example.jp", now);
    EXPECT_EQ(mail.message_id, "overdue.reading-town.2031-09-01.account-1");
    EXPECT_NE(mail.subject.find("1件"), std::string::npos);
    EXPECT_NE(mail.content.find(id.text), std::string::npos);
    EXPECT_EQ(mail.content.find("見本書店"), std::string::npos);
}

namespace {

class HookDeliveryTest : public OfficeTest {
protected:
    void add_hook(const std::string& id, const std::string& scheme, std::vector<std::string> kinds, bool active = true)
    {
        good(kept.write([&](store::Transaction& now_kept) {
            return store::Jobs(now_kept).put(store::Hook{.id = id,
                                                         .scheme = scheme,
                                                         .url = "https://example.jp/hook",
                                                         .secret = "s",
                                                         .kinds = std::move(kinds),
                                                         .active = active,
                                                         .created = now});
        }));
    }
    std::vector<store::HookDelivery> deliveries(const std::string& hook)
    {
        return store::testing::look(
            kept, [&](store::Transaction& now_kept) { return good(store::Jobs(now_kept).deliveries_of(hook, 50)); });
    }
};

}

TEST_F(HookDeliveryTest, 出来事は同じ取引で制度と種類の合う通知先にだけ書かれる)
{
    add_hook("all", "", {});
    add_hook("town", "reading-town", {"draft_opened"});
    add_hook("elsewhere", "picture-book-town", {});
    add_hook("kind", "", {"decided"});
    add_hook("off", "", {}, false);
    const CaseId id = opened();
    const auto all = deliveries("all");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].message_id, "all." + id.text + ".1");
    EXPECT_NE(all[0].body.find("\"kind\":\"draft_opened\""), std::string::npos) << all[0].body;
    EXPECT_EQ(all[0].body.find("見本書店"), std::string::npos);
    EXPECT_EQ(all[0].body.find(firm), std::string::npos);
    EXPECT_EQ(deliveries("town").size(), 1u);
    EXPECT_TRUE(deliveries("elsewhere").empty());
    EXPECT_TRUE(deliveries("kind").empty());
    EXPECT_TRUE(deliveries("off").empty());
}

TEST_F(HookDeliveryTest, 種類を挙げない通知先には審査の途中のことも決定も知らせない)
{
    add_hook("all", "", {});
    add_hook("desk", "", {"screened", "decided"});
    const CaseId id = opened();
    submitted(id, document());
    received(id);
    decided(id, "branch");
    does(Role::Office, id, casework::RecordPayment{.amount = 1, .paid = now, .payer = "ミホン"});
    std::string told;
    for (const store::HookDelivery& delivery : deliveries("all"))
        told += delivery.body;
    for (const char* hidden : {"screened", "referred", "resolution_recorded", "decided"})
        EXPECT_EQ(told.find(hidden), std::string::npos) << told;
    EXPECT_NE(told.find("payment_recorded"), std::string::npos);
    const auto named = deliveries("desk");
    ASSERT_EQ(named.size(), 2u);
    EXPECT_NE((named[0].body + named[1].body).find("\"stage\":\"decided\""), std::string::npos);
    does(Role::Office, id, casework::Notify{});
    std::string after;
    for (const store::HookDelivery& delivery : deliveries("all"))
        after += delivery.body;
    EXPECT_NE(after.find("\"stage\":\"decided\""), std::string::npos);
}

TEST_F(HookDeliveryTest, 出来事の番号は種類を挙げない通知先には法人に見える番号で抜けがない)
{
    add_hook("all", "", {});
    add_hook("desk", "", {"screened", "notified"});
    const CaseId id = opened();
    submitted(id, document());
    received(id);
    decided(id, "branch");
    does(Role::Office, id, casework::Notify{});
    does(Role::Office, id, casework::Certify{.certificate = "N-1"});
    const SeenCase firm_sees =
        does(Role::Office, [&](const Desk& desk) { return load_seen(desk.kept, access::Sight::Firm, edition(), id); });
    std::vector<std::string> told; // what the firm's history says of each
    for (const casework::Event& event : firm_sees.events) {
        if (!std::holds_alternative<casework::Decided>(event.what)) // it was not to be told then
            told.push_back("\"kind\":\"" + std::string(casework::kind_of(event.what)) +
                           "\" \"event\":" + std::to_string(event.number));
    }
    std::vector<std::string> heard;
    const auto value = [](const base::json::Value& body, const char* name) { return body.find(name)->text; };
    for (const store::HookDelivery& delivery : deliveries("all")) {
        const base::json::Value body = good(base::json::parse(delivery.body));
        heard.insert(heard.begin(), "\"kind\":\"" + value(body, "kind") + "\" \"event\":" + value(body, "event"));
        EXPECT_EQ(value(body, "event"), std::to_string(delivery.event));
        EXPECT_EQ(value(body, "id"), "all." + id.text + "." + value(body, "event"));
    }
    EXPECT_EQ(heard, told);
    const std::int64_t head = loaded(id).last_event;
    EXPECT_EQ(deliveries("desk").front().event, head - 1) << "of the record, for who asked for what firms do not see";
}

TEST_F(HookDeliveryTest, 断られた行いは通知も残さない)
{
    add_hook("all", "", {});
    const CaseId id = opened();
    EXPECT_FALSE(
        tries(Role::Office, [&](const Desk& desk) { return act_on_case(desk, id, casework::IssueInvoice{}); }).ok());
    EXPECT_EQ(deliveries("all").size(), 1u);
}

}
