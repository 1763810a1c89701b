#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

Decide recognise(base::Date on = {2030, 7, 1}, std::string reason = "", std::string class_id = "")
{
    return {.result = Result::Recognised, .class_id = std::move(class_id), .on = on, .reason = std::move(reason)};
}
Decide refuse(base::Date on = {2030, 7, 1}, std::string reason = "")
{
    return {.result = Result::Refused, .on = on, .reason = std::move(reason)};
}

using Grounds = std::vector<std::string>;

// Through the gates of municipal(), resolved as class A.
Desk town(Judged judged = good("A"), Result result = Result::Recognised, std::string class_id = "A",
          std::string reason = "")
{
    return Desk(municipal())
        .received(std::move(judged))
        .screened()
        .resolved(result, std::move(class_id), std::move(reason));
}

}

TEST(Resolution, 判定と異なる議決には理由が要り区分は年度版のもの)
{
    Desk desk = Desk(municipal()).received(good("A")).screened();
    desk.does(Role::Office, ReferToBody{.list = "第1回"});
    const auto resolved = [&](Result result, std::string class_id, std::string reason = "") {
        return RecordResolution{
            .on = desk.today(), .result = result, .class_id = std::move(class_id), .reason = std::move(reason)};
    };
    EXPECT_TRUE(desk.lets(Role::Body, resolved(Result::Recognised, "A")));
    EXPECT_EQ(desk.code(Role::Body, resolved(Result::Recognised, "AA")), "case.reason");
    EXPECT_TRUE(desk.lets(Role::Body, resolved(Result::Recognised, "AA", "実地で確認した。")));
    EXPECT_EQ(desk.code(Role::Body, resolved(Result::Refused, "")), "case.reason");
    EXPECT_TRUE(desk.lets(Role::Body, resolved(Result::Refused, "outside", "取組が続いていない。")));
    EXPECT_EQ(desk.code(Role::Body, resolved(Result::Recognised, "B")), "case.class");
    EXPECT_EQ(desk.code(Role::Body, resolved(Result::Refused, "A")), "case.class");
    RecordResolution tomorrow = resolved(Result::Recognised, "A");
    tomorrow.on = {2030, 7, 2};
    EXPECT_EQ(desk.code(Role::Body, tomorrow), "case.value");
}

TEST(Resolution, 議決の日は付議の日からきょうまで)
{
    Desk desk = Desk(municipal()).received(good("A")).screened();
    desk.now = base::in_japan({2030, 7, 10}, 9);
    desk.does(Role::Office, ReferToBody{.list = "第1回"});
    desk.now = base::in_japan({2030, 7, 12}, 9);
    const auto on = [](base::Date day) {
        return RecordResolution{.on = day, .result = Result::Recognised, .class_id = "A"};
    };
    const base::Error error = desk.refuses(Role::Body, on({2030, 7, 9}));
    EXPECT_EQ(error.code, "case.value");
    EXPECT_TRUE(has(error.message, "付議の日（2030年7月10日")) << error.message;
    EXPECT_TRUE(desk.lets(Role::Body, on({2030, 7, 10})));
    EXPECT_TRUE(desk.lets(Role::Body, on({2030, 7, 12})));
}

TEST(Decide, 決定の日は議決の日からでも受付の日からでもそれより前ではない)
{
    Desk desk = Desk(bare()).received().screened(); // received on 1 July
    desk.now = base::in_japan({2030, 7, 12}, 9);
    const base::Error early = desk.refuses(Role::Certifier, recognise({2030, 6, 30}));
    EXPECT_EQ(early.code, "case.value");
    EXPECT_TRUE(has(early.message, "受付の日（2030年7月1日")) << early.message;
    EXPECT_TRUE(desk.lets(Role::Certifier, recognise({2030, 7, 1})));

    Desk resolved = Desk(municipal()).received(good("A")).screened();
    resolved.does(Role::Office, ReferToBody{.list = "第1回"});
    resolved.now = base::in_japan({2030, 7, 12}, 9);
    resolved.does(Role::Body, RecordResolution{.on = {2030, 7, 10}, .result = Result::Recognised, .class_id = "A"});
    EXPECT_TRUE(has(resolved.refuses(Role::Certifier, recognise({2030, 7, 9}, "", "A")).message, "議決の日"));
    EXPECT_TRUE(resolved.lets(Role::Certifier, recognise({2030, 7, 10}, "", "A")));
}

TEST(Decide, 空白だけの理由は理由ではない)
{
    Desk desk = Desk(bare()).received().screened();
    for (const char* blank : {" ", "　", " 　\n"})
        EXPECT_EQ(desk.code(Role::Certifier, refuse({2030, 7, 1}, blank)), "case.reason");
    desk.does(Role::Certifier, refuse({2030, 7, 1}, "　虚偽の回答があった。 "));
    EXPECT_EQ(desk.of.decision->reason, "虚偽の回答があった。");

    Desk town_desk = Desk(municipal()).received(good("A")).screened();
    town_desk.does(Role::Office, ReferToBody{.list = "　第1回 "});
    EXPECT_EQ(town_desk.of.referred->list, "第1回");
    EXPECT_EQ(
        town_desk.code(Role::Body, RecordResolution{.on = {2030, 7, 1}, .result = Result::Refused, .reason = "　"}),
        "case.reason");
}

TEST(Decide, 手続が済まないうちは認定も不認定も決められない)
{
    Desk desk = Desk(national()).received();
    for (int step = 0; step < 4; ++step) {
        EXPECT_EQ(desk.code(Role::Certifier, recognise()), "case.gate") << step;
        EXPECT_EQ(desk.code(Role::Certifier, refuse()), "case.gate") << step;
        if (step == 0)
            desk.paid();
        if (step == 1)
            desk.screened();
        if (step == 2)
            desk.confirmed();
        if (step == 3)
            desk.resolved();
    }
    EXPECT_TRUE(desk.lets(Role::Certifier, recognise()));
    EXPECT_EQ(desk.code(Role::Certifier, recognise({2030, 7, 2})), "case.value");
}

TEST(Decide, 申請料を期限までに払わない申請は不認定にだけできる)
{
    Desk desk = Desk(national()).received();
    desk.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    desk.now = fee_due;
    EXPECT_EQ(desk.code(Role::Certifier, refuse()), "case.gate"); // may still be paid
    desk.now = plus(fee_due, 1);
    const base::Error error = desk.refuses(Role::Certifier, recognise());
    EXPECT_EQ(error.code, "case.gate");
    EXPECT_TRUE(has(error.message, "（guide p.20）"));
    desk.does(Role::Certifier, refuse());
    EXPECT_EQ(desk.of.decision->grounds, Grounds{"unpaid"});
    EXPECT_FALSE(desk.of.decision->differs);
    EXPECT_EQ(desk.of.decision->by, "見本商店会");
}

TEST(Decide, 書類審査や保険者照会を通らない申請は不認定にだけできる)
{
    Desk desk = Desk(national()).received().paid();
    desk.does(Role::Office, Screen{.passed = false, .grounds = {"plan"}, .judged = good()});
    EXPECT_EQ(desk.code(Role::Certifier, recognise()), "case.gate");
    desk.does(Role::Certifier, refuse());
    EXPECT_EQ(desk.of.decision->grounds, (Grounds{"screening", "plan"}));

    Desk insurer = Desk(national()).received().paid().screened();
    insurer.does(Role::Office, InquireInsurer{.insurer = "01130012"});
    insurer.does(Role::Insurer, RecordInsurerReply{.contradictions = {"declared"}, .judged = good()});
    EXPECT_EQ(insurer.code(Role::Certifier, recognise()), "case.gate");
    insurer.does(Role::Certifier, refuse());
    EXPECT_EQ(insurer.of.decision->grounds, Grounds{"insurer:declared"});
}

TEST(Decide, 差戻しや資料を待つ間は決められず期限を過ぎれば根拠になる)
{
    Desk desk = town();
    Desk evidence = desk;
    desk.does(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 8}});
    evidence.does(Role::Office, RequestEvidence{.questions = {"plan"}});
    for (Desk* one : {&desk, &evidence}) {
        one->now = base::in_japan({2030, 7, 8}, 23, 59, 59, 999);
        EXPECT_EQ(one->code(Role::Certifier, recognise({2030, 7, 8}, "", "A")), "case.pending");
        EXPECT_EQ(one->code(Role::Certifier, refuse({2030, 7, 8}, "理由")), "case.pending");
        one->now = plus(one->now, 1);
        EXPECT_EQ(one->code(Role::Certifier, recognise({2030, 7, 9}, "", "A")), "case.reason");
        one->does(Role::Certifier, recognise({2030, 7, 9}, "やむを得ない事情", "A"));
        EXPECT_TRUE(one->of.decision->differs);
    }
    Desk late = Desk(national()).through();
    late.does(Role::Office, RequestEvidence{.questions = {"plan"}});
    late.now = base::in_japan({2030, 7, 9});
    late.does(Role::Certifier, refuse({2030, 7, 9}, "資料なし")); // the body had recognised
    EXPECT_EQ(late.of.decision->grounds, Grounds{"late-evidence"});
}

TEST(Decide, 併願の法人は認定できない)
{
    Desk desk = Desk(national()).through();
    desk.circumstances.exclusive = {{"stall-2030-000002"}};
    const base::Error error = desk.refuses(Role::Certifier, recognise({2030, 7, 1}, "理由"));
    EXPECT_EQ(error.code, "case.exclusive");
    EXPECT_TRUE(has(error.message, "stall-2030-000002") && has(error.message, "（guide p.14）"));
    desk.does(Role::Certifier, refuse({2030, 7, 1}, "併願"));
    EXPECT_EQ(desk.of.decision->grounds, Grounds{"exclusive:stall-2030-000002"});
}

TEST(Decide, 同じコードの法人は理由があれば認定できる)
{
    Desk desk = Desk(national()).through();
    desk.circumstances.same_code = {{"shop-2030-000005"}};
    const base::Error error = desk.refuses(Role::Certifier, recognise());
    EXPECT_EQ(error.code, "case.reason");
    EXPECT_TRUE(has(error.message, "shop-2030-000005") && has(error.message, "（guide p.12）")) << error.message;
    EXPECT_TRUE(desk.lets(Role::Certifier, recognise({2030, 7, 1}, "合併による")));
}

TEST(Decide, 判定や議決と異なる認定には理由が要る)
{
    Desk lost = Desk(municipal()).received(bad({"not_met:plan"}, {"plan"})).screened().resolved(Result::Refused);
    const base::Error error = lost.refuses(Role::Certifier, recognise({2030, 7, 1}, "", "A"));
    EXPECT_EQ(error.code, "case.reason");
    EXPECT_TRUE(has(error.message, "not_met:plan") && has(error.message, "認証委員会の議決は不認定"));
    lost.does(Role::Certifier, recognise({2030, 7, 1}, "実地で確認した。", "A"));
    EXPECT_TRUE(lost.of.decision->differs);

    EXPECT_EQ(town().code(Role::Certifier, recognise({2030, 7, 1}, "", "AA")), "case.reason");
    EXPECT_EQ(town().code(Role::Certifier, recognise({2030, 7, 1}, "理由", "B")), "case.class");
    Desk same = town();
    same.does(Role::Certifier, recognise({2030, 7, 1}, "", "A"));
    EXPECT_FALSE(same.of.decision->differs);
}

TEST(Decide, 未回答で満たさない申請は理由があっても認定できない)
{
    Desk desk = Desk(national()).received(bad({"unanswered:plan"}, {"plan"})).paid().screened().confirmed();
    desk.resolved(Result::Refused);
    const base::Error error = desk.refuses(Role::Certifier, recognise({2030, 7, 1}, "理由"));
    EXPECT_EQ(error.code, "case.unanswered");
    EXPECT_TRUE(has(error.message, "（plan）") && has(error.message, "（guide p.13）")) << error.message;
    desk.does(Role::Certifier, refuse());
    EXPECT_EQ(desk.of.decision->grounds, (Grounds{"unanswered:plan", "resolution"}));

    // What is blank but not needed costs nothing.
    Judged enough = good();
    enough.unanswered = {"plan"};
    EXPECT_TRUE(Desk(national()).through(enough).lets(Role::Certifier, recognise()));
}

TEST(Decide, 根拠のない不認定には理由が要る)
{
    Desk desk = Desk(bare()).received().screened();
    EXPECT_EQ(desk.code(Role::Certifier, refuse()), "case.reason");
    desk.does(Role::Certifier, refuse({2030, 7, 1}, "虚偽の回答があった。"));
    EXPECT_TRUE(desk.of.decision->differs && desk.of.decision->grounds.empty());
    EXPECT_EQ(town().code(Role::Certifier, refuse()), "case.reason");
    EXPECT_EQ(Desk(bare()).received().screened().code(Role::Certifier, recognise({2030, 7, 1}, "", "A")), "case.class");
    // No gate at all: what was received may be decided.
    EXPECT_TRUE(Desk(bare({})).received().lets(Role::Certifier, recognise()));
}

TEST(Notify, 決定を1度だけ最初のメールアドレスへ通知する)
{
    Desk desk = Desk(national()).through().recognised();
    desk.does(Role::System, Notify{});
    EXPECT_EQ(desk.last<Notified>().address, "shop@example.jp");
    EXPECT_EQ(desk.code(Role::Office, Notify{}), "case.stage");

    Desk by_post = Desk(national());
    by_post.opened();
    Submit without = submission(by_post.now);
    without.applicant.mails.clear();
    by_post.does(Role::Applicant, without);
    by_post.now = after_closing;
    by_post.does(Role::Office, Receive{.judged = good()}).paid().screened().confirmed().resolved();
    by_post.recognised().does(Role::Office, Notify{});
    EXPECT_EQ(by_post.last<Notified>().address, "");
}

}
