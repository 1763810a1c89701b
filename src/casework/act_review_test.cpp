#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

const Screen passed{.passed = true, .judged = good()};

}

TEST(Receive, 締切を1ミリ秒過ぎてから受け付ける)
{
    Desk desk = Desk(national()).submitted();
    desk.now = closing;
    EXPECT_EQ(desk.code(Role::System, Receive{.judged = good()}), "case.period");
    desk.now = plus(closing, 1);
    EXPECT_TRUE(desk.lets(Role::System, Receive{.judged = good()}));
}

TEST(RequestCorrection, 対象はその年度版の答えられる設問)
{
    const Desk desk = Desk(municipal()).received(good("A"));
    const auto asking = [](std::vector<std::string> questions, base::Date due = {2030, 7, 1}) {
        return RequestCorrection{.questions = std::move(questions), .due = due};
    };
    EXPECT_TRUE(desk.lets(Role::Office, asking({"plan", "staff"})));
    EXPECT_EQ(desk.code(Role::Office, asking({})), "case.value");
    const base::Error misspelt = desk.refuses(Role::Office, asking({"plann"}));
    EXPECT_EQ(misspelt.code, "case.value");
    EXPECT_TRUE(has(misspelt.way_out, "「plan」")) << misspelt.way_out;
    EXPECT_EQ(desk.code(Role::Office, asking({"total"})), "case.value"); // computed
    EXPECT_EQ(desk.code(Role::Office, asking({"plan"}, {2030, 6, 30})), "case.value");
}

TEST(RequestCorrection, 待っている間は重ねて差し戻せず期限が過ぎれば差し戻せる)
{
    Desk desk = Desk(municipal()).received(good("A"));
    const RequestCorrection asking{.questions = {"plan"}, .due = {2030, 7, 8}};
    desk.does(Role::Office, asking);
    EXPECT_EQ(desk.code(Role::Office, asking), "case.correction");
    desk.now = base::in_japan({2030, 7, 9});
    EXPECT_TRUE(desk.lets(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 20}}));
}

TEST(RequestCorrection, 締切の時に未回答だった設問は求め直せない)
{
    Desk desk = Desk(national()).received(bad({"unanswered:plan"}, {"plan"}));
    const base::Error error =
        desk.refuses(Role::Office, RequestCorrection{.questions = {"staff", "plan"}, .due = {2030, 7, 8}});
    EXPECT_EQ(error.code, "case.correction");
    EXPECT_TRUE(has(error.message, "（plan）") && has(error.message, "（guide p.13）")) << error.message;
    EXPECT_TRUE(desk.lets(Role::Office, RequestCorrection{.questions = {"staff"}, .due = {2030, 7, 8}}));
    // A later judgement does not change what was blank at the closing.
    desk.paid().does(Role::Office, passed);
    EXPECT_EQ(desk.code(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 8}}),
              "case.correction");

    EXPECT_TRUE(Desk(municipal())
                    .received(bad({"unanswered:plan"}, {"plan"}))
                    .lets(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 8}}));
}

TEST(RequestEvidence, 定めのある年度版で一度に一つ)
{
    const RequestEvidence asking{.questions = {"staff"}};
    Desk desk = Desk(national()).received();
    desk.does(Role::Office, asking);
    EXPECT_EQ(desk.code(Role::Office, asking), "case.evidence");
    EXPECT_EQ(Desk(bare()).received().code(Role::Office, asking), "case.evidence");
    EXPECT_EQ(Desk(national()).received().code(Role::Office, RequestEvidence{.questions = {"x"}}), "case.value");
    EXPECT_TRUE(Desk(national()).through().recognised().certified().lets(Role::Office, asking));
}

TEST(RequestEvidence, 期限を過ぎても出されない資料はもう一度求められ遅れたことは残る)
{
    const RequestEvidence asking{.questions = {"staff"}};
    Desk desk = Desk(national()).received();
    desk.does(Role::Office, asking); // until the 8th
    desk.now = base::in_japan({2030, 7, 8}, 23, 59, 59, 999);
    EXPECT_EQ(desk.code(Role::Office, asking), "case.evidence");
    desk.now = plus(desk.now, 1);
    desk.does(Role::Office, asking);
    EXPECT_EQ(desk.of.evidence->due, (base::Date{2030, 7, 16}));
    EXPECT_TRUE(desk.of.evidence->late_before && is_pending(desk.of.evidence, desk.today()));
    desk.does(Role::Applicant, SupplyEvidence{.files = {{.sha256 = "cd"}}});
    EXPECT_TRUE(is_late(desk.of.evidence, desk.today()));
}

TEST(Gates, 入金の確認できない申請は審査しない)
{
    Desk desk = Desk(national()).received();
    base::Error error = desk.refuses(Role::Office, passed);
    EXPECT_EQ(error.code, "case.gate");
    EXPECT_TRUE(has(error.message, "2030-07-31T15:00") && has(error.message, "（guide p.20）")) << error.message;
    desk.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    desk.now = plus(fee_due, 1);
    error = desk.refuses(Role::Office, passed);
    EXPECT_TRUE(has(error.message, "2030年7月31日 15:00")) << error.message;
    EXPECT_TRUE(has(error.way_out, "不認定"));
    desk.does(Role::Office, RecordPayment{.amount = 1100, .paid = fee_due}); // arrived in time, noticed later
    EXPECT_TRUE(desk.lets(Role::Office, passed));
}

TEST(Gates, 前の手続が済むまで次の手続へ進めない)
{
    const InquireInsurer inquiry{.insurer = "01130012"};
    Desk desk = Desk(national()).received();
    desk.paid();
    EXPECT_EQ(desk.code(Role::Office, inquiry), "case.gate");
    EXPECT_EQ(desk.code(Role::Insurer, RecordInsurerReply{.confirmed = true, .judged = good()}), "case.gate");
    desk.screened();
    EXPECT_EQ(desk.code(Role::Office, ReferToBody{.list = "第1回"}), "case.gate");
    desk.does(Role::Office, inquiry);
    EXPECT_EQ(desk.code(Role::Office, ReferToBody{.list = "第1回"}), "case.gate"); // waiting
    desk.does(Role::Insurer, RecordInsurerReply{.confirmed = true, .judged = good()});
    EXPECT_EQ(desk.code(Role::Body, RecordResolution{.on = desk.today()}), "case.gate");
    desk.does(Role::Office, ReferToBody{.list = "第1回"});
    EXPECT_EQ(desk.of.referred->body, "審査委員会");
    EXPECT_EQ(desk.code(Role::Office, passed), "case.gate"); // not any more
    EXPECT_EQ(desk.code(Role::Office, inquiry), "case.gate");
    // A gate that the edition does not have.
    EXPECT_EQ(Desk(municipal()).received(good("A")).screened().code(Role::Office, inquiry), "case.gate");
}

TEST(Gates, 差戻しや資料を待つ間は進めず期限が過ぎれば進める)
{
    Desk desk = Desk(municipal()).received(good("A"));
    Desk evidence = desk;
    desk.does(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 8}});
    evidence.does(Role::Office, RequestEvidence{.questions = {"plan"}});
    for (Desk* one : {&desk, &evidence}) {
        one->now = base::in_japan({2030, 7, 8}, 23, 59, 59, 999);
        EXPECT_EQ(one->code(Role::Office, passed), "case.pending");
        one->now = plus(one->now, 1);
        EXPECT_TRUE(one->lets(Role::Office, passed));
    }
}

TEST(Screen, 併願の法人は事務局が何と言っても通らず同じコードは根拠に残る)
{
    Desk desk = Desk(national()).received();
    desk.paid();
    desk.circumstances.exclusive = {{"stall-2030-000002"}};
    desk.circumstances.same_code = {{"shop-2030-000005"}};
    desk.does(Role::Office, Screen{.passed = true, .grounds = {"plan"}, .judged = good()});
    EXPECT_FALSE(desk.of.screened->passed);
    EXPECT_EQ(desk.of.screened->grounds,
              (std::vector<std::string>{"plan", "exclusive:stall-2030-000002", "shared-code:shop-2030-000005"}));
    EXPECT_TRUE(desk.lets(Role::Office, passed)); // again, as long as it is not referred
}

TEST(Screen, 理由は年度版にあるものか説明を添えたその他でなければならない)
{
    const Desk desk = Desk(national()).received().paid();
    const auto refused = [&](std::vector<std::string> grounds, std::string note = "") {
        return Screen{.passed = false, .grounds = std::move(grounds), .judged = bad(), .note = std::move(note)};
    };
    for (const char* ground : {"plan", "required", "trained", "trained.exceeds", "not_met:plan", "too_few:selectable",
                               "no-delegates", "shared-code"})
        EXPECT_TRUE(desk.lets(Role::Office, refused({ground}))) << ground;
    for (const char* ground : {"incomplete", "not_met:incomplete", "refused:plan", "plans", "", "exclusive:me"})
        EXPECT_FALSE(desk.lets(Role::Office, refused({"plan", ground}))) << ground;
    const base::Error unknown = desk.refuses(Role::Office, refused({"incomplete"}));
    EXPECT_EQ(unknown.code, "case.ground");
    EXPECT_TRUE(has(unknown.message, "incomplete") && has(unknown.way_out, "plan") &&
                has(unknown.way_out, "selectable") && has(unknown.way_out, "other"))
        << base::describe(unknown);
    EXPECT_EQ(desk.code(Role::Office, refused({"other"}, "　")), "case.value");
    EXPECT_TRUE(desk.lets(Role::Office, refused({"other"}, "様式が古い。")));
    // What the edition does not say is no ground under it.
    EXPECT_EQ(Desk(municipal()).received(good("A")).code(Role::Office, refused({"no-delegates"})), "case.ground");
}

TEST(InsurerReply, 食い違いのある回答は確認済みにできず決定までは直せる)
{
    Desk desk = Desk(national()).received();
    desk.paid().screened().does(Role::Office, InquireInsurer{.insurer = "01130012"});
    EXPECT_EQ(desk.code(Role::Insurer, RecordInsurerReply{.confirmed = true, .contradictions = {"declared"}}),
              "case.value");
    EXPECT_EQ(desk.code(Role::Insurer, RecordInsurerReply{.confirmed = true, .known = "["}), "case.value");
    desk.does(Role::Insurer, RecordInsurerReply{.contradictions = {"declared"}, .judged = good()});
    EXPECT_EQ(state_of(*desk.edition.process->find_gate(edition::GateKind::Insurer), desk.of, desk.now),
              GateState::Failed);
    const RecordInsurerReply confirmed{.confirmed = true, .judged = good()};
    EXPECT_EQ(desk.code(Role::Office, confirmed), "case.reason"); // takes back what was said
    RecordInsurerReply explained = confirmed;
    explained.note = "　";
    EXPECT_EQ(desk.code(Role::Office, explained), "case.reason");
    EXPECT_TRUE(desk.lets(Role::Insurer, RecordInsurerReply{.contradictions = {"declared"}, .judged = good()}));
    EXPECT_EQ(desk.code(Role::Insurer, RecordInsurerReply{.contradictions = {"programme"}}), "case.reason");
    explained.note = "名簿の見落としだった。";
    const base::Error silent = desk.refuses(Role::Office, confirmed);
    EXPECT_TRUE(has(silent.message, "確認できない：declared") && has(silent.message, "確認できた")) << silent.message;
    desk.does(Role::Office, explained);
    EXPECT_TRUE(desk.lets(Role::Office, confirmed)); // the same again
    EXPECT_EQ(state_of(*desk.edition.process->find_gate(edition::GateKind::Insurer), desk.of, desk.now),
              GateState::Passed);
    EXPECT_EQ(Desk(national()).received().paid().screened().code(Role::Office, InquireInsurer{}), "case.value");
    desk.does(Role::Office, ReferToBody{.list = "第1回"});
    EXPECT_EQ(desk.code(Role::Insurer, confirmed), "case.gate"); // the body has it now
}

}
