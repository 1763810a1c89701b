// What is done by the clock, by servers that share a database.
#include "server/scheduler.h"

#include "access/secret_keys_testing.h"
#include "office/office_testing.h"
#include "office/pieces.h"
#include "office/remind_drafts.h"
#include "store/accounts.h"

#include <thread>

namespace kenkei::server {

namespace {

using office::testing::after_closing;
using office::testing::document;
using office::testing::in_period;
using office::testing::load_like_town;
using office::testing::town;
using store::Backend;
using store::testing::good;
using store::testing::look;
using store::testing::name_of_parameter;

// Several servers, one database, one clock.
class SchedulerTest : public store::testing::OnBothDatabases {
protected:
    struct Server {
        std::unique_ptr<Service> service;
        std::unique_ptr<Scheduler> scheduler;
    };
    Server start(const std::string& holder, const std::string& anchor_key = {})
    {
        Server server;
        server.service = good(Service::create({.database = where(),
                                               .editions = {town},
                                               .workers = 1,
                                               .writers_on_postgres = 2,
                                               .secrets = access::testing::new_keys()},
                                              editions, [this] { return base::Timestamp{now}; }));
        server.scheduler = good(Scheduler::create(*server.service, {.holder = holder, .anchor_key = anchor_key}));
        return server;
    }
    static void end(Server& server)
    {
        server.scheduler.reset();
        server.service.reset();
    }
    void pass(std::int64_t milliseconds) { now = now + milliseconds; }

    // A draft of a firm with a mail address; with `hands_in` its application, too.
    casework::CaseId add_case(Server& server, int index, bool hands_in)
    {
        casework::CaseId id;
        const std::string number = firm_of(index);
        const std::string application = document({{"org_number", "\"" + number + "\""}});
        const auto submission =
            good(office::prepare_submission(editions, *good(editions.find(town)), {application, "申請書.json", {now}}));
        good(server.service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
            const office::Desk desk{kept, editions, {casework::Role::Applicant, "tester"}, {now}};
            const casework::Case opened =
                TRY(office::open_draft(desk, town, {.number = number, .name = "見本書店", .as_written = true}));
            id = opened.id;
            const auto answers = TRY(base::json::parse(application));
            base::json::Writer out;
            out.value(*answers.find("answers"));
            if (hands_in)
                TRY(office::submit_application(desk, id, submission));
            else
                TRY(office::act_on_case(desk, id, casework::Save{.answers = out.take()}));
            return {};
        }));
        return id;
    }
    static std::string firm_of(int index) { return std::to_string(1'000'000'000'000 + index); }
    // Of the office of `town`, and on the side of these firms.
    void add_reader(Server& server, const std::string& id, const std::vector<std::string>& firms)
    {
        good(server.service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
            store::Accounts accounts(kept);
            TRY(accounts.put(store::Account{.id = id,
                                            .mail = id + "@example.jp",
                                            .name = id,
                                            .state = store::Account::State::Active,
                                            .created = {now}}));
            TRY(accounts.put(store::GrantRow{.id = "g-" + id,
                                             .account = id,
                                             .role = "office",
                                             .scheme = "reading-town",
                                             .granted_by = id,
                                             .granted = {now}}));
            for (const std::string& firm : firms)
                TRY(accounts.put(store::GrantRow{.id = "g-" + id + firm,
                                                 .account = id,
                                                 .role = "representative",
                                                 .firm = firm,
                                                 .granted_by = id,
                                                 .granted = {now}}));
            return {};
        }));
    }
    // Subject and text of the day's mail about what is overdue; "" where there is none.
    std::string overdue_mail_to(Server& server, const std::string& account)
    {
        std::optional<store::Mail> mail;
        const std::string day = base::to_iso(base::date_in_japan({now}));
        good(server.service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
            mail = TRY(kept.find_mail("overdue.reading-town." + day + "." + account));
            return {};
        }));
        return mail ? mail->subject + "\n" + mail->content : "";
    }
    std::optional<store::JobRun> run_of(const std::string& job)
    {
        store::Store store = good(store::Store::open(where(), store::Opening::Existing));
        return look(store, [&](store::Transaction& kept) { return good(store::Jobs(kept).find_run(job)); });
    }
    std::int64_t count(casework::Stage stage)
    {
        store::Store store = good(store::Store::open(where(), store::Opening::Existing));
        return look(store, [&](store::Transaction& kept) {
            return static_cast<std::int64_t>(good(kept.list({.stage = stage})).size());
        });
    }
    std::int64_t reminders(const casework::CaseId& id)
    {
        store::Store store = good(store::Store::open(where(), store::Opening::Existing));
        const auto mails = look(store, [&](store::Transaction& kept) { return good(kept.mails_of(id)); });
        return std::count_if(mails.begin(), mails.end(),
                             [](const store::Mail& mail) { return mail.kind == "reminder"; });
    }

    office::Editions editions{load_like_town};
    std::atomic<std::int64_t> now = in_period.milliseconds;
};

const std::string closing = "closing " + town;

}

KENKEI_ON_BOTH_DATABASES(SchedulerTest);

TEST_P(SchedulerTest, 二つのサーバーのうち当番は一つだけで止まれば30秒後に代わる)
{
    Server one = start("one");
    Server other = start("other");
    EXPECT_TRUE(one.scheduler->jobs_round().held);
    EXPECT_FALSE(other.scheduler->jobs_round().held);
    pass(29'999);
    EXPECT_FALSE(other.scheduler->jobs_round().held) << "まだ当番の時間が残っている";
    pass(1);
    EXPECT_TRUE(other.scheduler->jobs_round().held) << "当番のサーバーが死んだ";
    EXPECT_FALSE(one.scheduler->jobs_round().held) << "生き返っても当番ではない";
}

TEST_P(SchedulerTest, 働いている当番は替わらず返せばすぐ替わる)
{
    Server one = start("one");
    Server other = start("other");
    for (int round = 0; round < 10; ++round) {
        EXPECT_TRUE(one.scheduler->jobs_round().held);
        EXPECT_FALSE(other.scheduler->jobs_round().held);
        pass(10'000);
    }
    one.scheduler->give_back();
    EXPECT_TRUE(other.scheduler->jobs_round().held);
}

TEST_P(SchedulerTest, 締切の後に提出された案件をすべて受け付け当番でないサーバーは何もしない)
{
    Server one = start("one");
    Server other = start("other");
    for (int index = 0; index < 3; ++index)
        add_case(one, index, true);
    add_case(one, 3, false);
    now = base::in_japan({2031, 6, 30}, 17).milliseconds;
    EXPECT_EQ(one.scheduler->jobs_round().failed, 0);
    EXPECT_EQ(count(casework::Stage::Submitted), 3) << "締切ちょうどはまだ受け付けない";
    pass(1);
    EXPECT_EQ(other.scheduler->jobs_round().done, 0);
    EXPECT_EQ(count(casework::Stage::Submitted), 3);
    one.scheduler->jobs_round();
    EXPECT_EQ(count(casework::Stage::Submitted), 0);
    EXPECT_EQ(count(casework::Stage::Received), 3);
    EXPECT_EQ(count(casework::Stage::Draft), 1);
    const auto run = run_of(closing);
    ASSERT_TRUE(run);
    EXPECT_TRUE(run->done);
    EXPECT_NE(run->told.find("受付 3件"), std::string::npos) << run->told;
}

TEST_P(SchedulerTest, 受付の途中で死んだサーバーの続きを別のサーバーが済ませる)
{
    Server one = start("one");
    constexpr int cases = office::cases_in_a_piece + 5;
    for (int index = 0; index < cases; ++index)
        add_case(one, index, true);
    now = after_closing.milliseconds;
    // 一つ目の組だけ済んで、記録の前に死んだ
    good(one.service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
        TRY(office::receive_some(office::Desk{kept, editions, {casework::Role::System, "scheduler"}, {now}}, town, "",
                                 office::cases_in_a_piece));
        return {};
    }));
    end(one);
    EXPECT_EQ(count(casework::Stage::Submitted), 5);
    EXPECT_FALSE(run_of(closing));
    Server other = start("other");
    EXPECT_EQ(other.scheduler->jobs_round().failed, 0);
    EXPECT_EQ(count(casework::Stage::Submitted), 0);
    EXPECT_EQ(count(casework::Stage::Received), cases);
}

TEST_P(SchedulerTest, あとから取り込まれた申請書は次の日に受け付ける)
{
    Server one = start("one");
    add_case(one, 0, true);
    now = after_closing.milliseconds;
    one.scheduler->jobs_round();
    const base::Timestamp first = run_of(closing)->at;
    pass(60'000);
    one.scheduler->jobs_round();
    EXPECT_EQ(run_of(closing)->at, first) << "同じ日には一度";
    now = base::in_japan({2031, 7, 2}).milliseconds;
    one.scheduler->jobs_round();
    EXPECT_EQ(run_of(closing)->at, base::in_japan({2031, 7, 2}));
}

TEST_P(SchedulerTest, お知らせは9時に案件ごとに一度だけで起動し直しても増えない)
{
    Server one = start("one");
    const auto id = add_case(one, 0, false);
    const auto filed = add_case(one, 1, true);
    now = base::in_japan({2031, 6, 23}, 8, 59, 59).milliseconds;
    one.scheduler->jobs_round(); // the one of 30 days, late
    EXPECT_EQ(reminders(id), 1);
    now = base::in_japan({2031, 6, 23}, 9).milliseconds;
    one.scheduler->jobs_round();
    EXPECT_EQ(reminders(id), 2);
    EXPECT_EQ(reminders(filed), 0);
    one.scheduler->jobs_round();
    end(one);
    Server again = start("one");
    again.scheduler->jobs_round();
    EXPECT_EQ(reminders(id), 2);
}

TEST_P(SchedulerTest, お知らせの途中で死んでも同じ案件に二度は送らない)
{
    Server one = start("one");
    std::vector<casework::CaseId> ids;
    for (int index = 0; index < 3; ++index)
        ids.push_back(add_case(one, index, false));
    now = base::in_japan({2031, 6, 23}, 9).milliseconds;
    good(one.service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
        TRY(office::remind_drafts(office::Desk{kept, editions, {casework::Role::System, "scheduler"}, {now}},
                                  *TRY(editions.find(town)), 7, {}));
        return {};
    }));
    end(one);
    Server other = start("other");
    other.scheduler->jobs_round();
    EXPECT_TRUE(run_of("reminder " + town + " 7")->done);
    for (const auto& id : ids)
        EXPECT_EQ(reminders(id), 1);
}

TEST_P(SchedulerTest, 何日も止まっていたサーバーは近い方のお知らせだけを送る)
{
    Server one = start("one");
    const auto id = add_case(one, 0, false);
    now = base::in_japan({2031, 6, 25}, 12).milliseconds;
    one.scheduler->jobs_round();
    one.scheduler->jobs_round();
    EXPECT_EQ(reminders(id), 1);
    EXPECT_FALSE(run_of("reminder " + town + " 30"));
}

TEST_P(SchedulerTest, 期限を過ぎたもののお知らせは自社の案件を数えない)
{
    Server one = start("one");
    const casework::CaseId first = add_case(one, 0, true);
    const casework::CaseId second = add_case(one, 1, true);
    add_reader(one, "a-desk", {});
    add_reader(one, "a-both", {firm_of(0)});
    add_reader(one, "a-all-own", {firm_of(0), firm_of(1)});
    now = after_closing.milliseconds;
    one.scheduler->jobs_round();
    for (const casework::CaseId& id : {first, second})
        good(one.service->writers->write([&](store::Transaction& kept) -> base::Result<void> {
            const office::Desk desk{kept, editions, {casework::Role::Office, "desk"}, {now}};
            TRY(office::act_on_case(desk, id, casework::IssueInvoice{.invoice = "S-1"}));
            return {};
        }));
    now = base::in_japan({2031, 12, 1}, 10).milliseconds; // long after the fee was due
    one.scheduler->jobs_round();
    const std::string to_desk = overdue_mail_to(one, "a-desk");
    EXPECT_NE(to_desk.find(first.text), std::string::npos) << to_desk;
    EXPECT_NE(to_desk.find(second.text), std::string::npos) << to_desk;
    EXPECT_NE(to_desk.find("2件あります"), std::string::npos) << to_desk;
    const std::string to_both = overdue_mail_to(one, "a-both");
    EXPECT_EQ(to_both.find(first.text), std::string::npos) << to_both;
    EXPECT_NE(to_both.find(second.text), std::string::npos) << to_both;
    EXPECT_NE(to_both.find("1件あります"), std::string::npos) << to_both;
    EXPECT_EQ(overdue_mail_to(one, "a-all-own"), "") << "nothing is left to tell";
}

TEST_P(SchedulerTest, 失敗した処理は記録され間をおいてまた行われる)
{
    Server one = start("one", "no key at all");
    add_case(one, 0, false);
    const std::string anchor = "anchor " + base::to_iso(base::date_in_japan({now}));
    EXPECT_GE(one.scheduler->jobs_round().failed, 1);
    ASSERT_TRUE(run_of(anchor));
    EXPECT_FALSE(run_of(anchor)->done);
    EXPECT_EQ(run_of(anchor)->attempts, 1);
    EXPECT_FALSE(run_of(anchor)->told.empty());
    one.scheduler->jobs_round();
    EXPECT_EQ(run_of(anchor)->attempts, 1) << "すぐには行わない";
    pass(60'000);
    one.scheduler->jobs_round();
    EXPECT_EQ(run_of(anchor)->attempts, 2);
}

TEST_P(SchedulerTest, 頼まれた処理は予定でなくても行い頼みは一度で済む)
{
    Server one = start("one");
    one.scheduler->jobs_round();
    good(one.service->writers->write([&](store::Transaction& kept) {
        return store::Jobs(kept).record({.job = asked_name(office::Work::Sweep), .at = {now}, .done = false});
    }));
    pass(1000);
    EXPECT_GE(one.scheduler->jobs_round().done, 1);
    EXPECT_TRUE(run_of(asked_name(office::Work::Sweep))->done);
    const std::string sweep = "sweep " + base::to_iso(base::date_in_japan({now}));
    EXPECT_EQ(run_of(sweep)->at, base::Timestamp{now});
    EXPECT_EQ(one.scheduler->jobs_round().done, 0);
}

TEST_P(SchedulerTest, 動かし続けたものは止めれば当番を返す)
{
    Server one = start("one");
    Server other = start("other");
    one.scheduler->start();
    for (int tries = 0; tries < 500 && !run_of("sweep " + base::to_iso(base::date_in_japan({now}))); ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_TRUE(run_of("sweep " + base::to_iso(base::date_in_japan({now}))));
    EXPECT_TRUE(one.scheduler->stop(std::chrono::seconds(30)));
    EXPECT_TRUE(other.scheduler->jobs_round().held);
}

}
