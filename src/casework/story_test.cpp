#include "casework/story.h"

#include "base/json.h"
#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

Desk withdrawn()
{
    Desk desk(national(), base::in_japan({2030, 5, 1}, 16, 58));
    desk.submitted(bad({"not_met:insurer", "not_met:plan"}));
    return desk.does(Role::Applicant, Withdraw{.reason = "都合による"});
}

}

TEST(Story, 案件を時刻と手と内容で語る)
{
    const Desk desk = withdrawn();
    EXPECT_EQ(story_of(desk.of, desk.events),
              "1. 2030年5月1日 16:58 申請法人 tester：shop/2030 の申請を開始（法人番号 9234567890123、見本商店）。\n"
              "2. 2030年5月1日 16:58 申請法人 tester：申請書（第1版、92,341バイト）を提出（到着 2030年5月1日 16:58）。"
              "判定は不適合（not_met:insurer, not_met:plan）。\n"
              "3. 2030年5月1日 16:58 申請法人 tester：申請を取下げ。理由：都合による。\n");
}

TEST(Story, 消去した内容は消去済みと言い残らない)
{
    Desk desk = withdrawn();
    desk.now = kept_no_longer;
    desk.does(Role::System, ErasePayloads{.events = {1, 3}, .list = "R-1"});
    std::get<DraftOpened>(desk.events[0].what).name.clear(); // as it is read now
    std::get<Withdrawn>(desk.events[2].what).reason.clear();
    const std::string story = story_of(desk.of, desk.events);
    EXPECT_NE(story.find("3. 2030年5月1日 16:58 申請法人 tester：申請を取下げ。（個人に関わる内容は消去済み）\n"),
              std::string::npos)
        << story;
    EXPECT_NE(story.find("4. 2032年7月1日 00:00 自動 tester：個人に関わる内容を消去（出来事 1, 3、一覧 R-1）。\n"),
              std::string::npos)
        << story;
    EXPECT_EQ(story.find("見本商店"), std::string::npos);
}

TEST(Story, どの種類の出来事も一文になる)
{
    const std::vector<std::string> expected = {
        "shop/2030 の区分 AA への申請を開始（法人番号 1234567890123、見本商店）。前の案件は shop-2028-000001。",
        "下書きを保存。",
        "申請書（第1版、92,341バイト）を提出（到着 2030年5月1日 10:00:00.001）。判定は不適合、区分外（not_met:plan）。",
        "第1版を申請として受付。判定は不適合、区分外（not_met:plan）。",
        "差戻し（plan, staff）。期限は2030年7月8日（令和12年）。ご確認ください。",
        "差戻しに回答（plan、92,341バイト）。判定は不適合、区分外（not_met:plan）。",
        "資料の提出を依頼（plan）。期限は2030年7月8日（令和12年）。資料をお送りください。",
        "資料を提出（1件、期限後）。",
        "請求書 S-1（1,100円）を発行。期限は2030年5月1日 10:00:00.001。",
        "1,100円の入金を記録（2030年5月1日 "
        "10:00:00.001、ミホンショウテン）。期限内の入金は計1,100円で、請求額に達した。",
        "保険者 01130012 に照会。期限は2030年7月8日（令和12年）。",
        "保険者の回答を記録：確認できない（declared）。判定は不適合、区分外（not_met:plan）。電話で確認。",
        "書類審査：不可（exclusive:stall-2030-000002）。判定は不適合、区分外（not_met:plan）。重複あり。",
        "審査委員会に付議（第1回）。",
        "審査委員会の議決（2030年7月8日（令和12年））：認定、区分 A。理由：実地で確認した。",
        "見本商店会の決定（2030年7月8日（令和12年））：不認定、区分外（unpaid）。判定や議決と異なる。理由：虚偽の回答が"
        "あった。",
        "結果（不認定）を通知（shop@example.jp）。",
        "証書 2030-0001、区分 A を交付（2030年7月8日（令和12年）から2031年3月31日（令和13年）まで）。",
        "変更を届出（name）。商号の変更。",
        "申請を取下げ。理由：都合による。",
        "証書を返納（2030年7月8日（令和12年））。理由：廃業。",
        "取消し（false-answers、2030年7月8日（令和12年））。理由：回答が事実と違った。",
        "案件 shop-2032-000001 の証書に引継ぎ。有効期間は2030年7月8日（令和12年）まで。",
        "以前の証書 2028-0001、区分 A を登録（2028年4月1日（令和10年）から2030年3月31日（令和12年）まで、"
        "決定 2028年2月1日（令和10年）、記録は台帳 2028）。",
        "個人に関わる内容を消去（出来事 1, 3、一覧 R-1）。",
    };
    const std::vector<Event> events = one_of_each();
    ASSERT_EQ(events.size(), expected.size());
    for (std::size_t i = 0; i < events.size(); ++i)
        EXPECT_EQ(tell(events[i]), expected[i]);
}

TEST(Story, 認証の制度では結果を認証と認証外と言う)
{
    edition::Edition city = municipal();
    city.outcome_words[edition::Outcome::Met] = "認証の区分に該当します";
    const auto told = [&](Result result, const edition::Edition* edition) {
        return tell(
            {.number = 1, .at = in_period, .actor = {}, .what = Notified{.result = result, .address = "a@b.jp"}},
            edition);
    };
    EXPECT_EQ(told(Result::Recognised, &city), "結果（認証）を通知（a@b.jp）。");
    EXPECT_EQ(told(Result::Refused, &city), "結果（認証外）を通知（a@b.jp）。");
    const edition::Edition country = national();
    EXPECT_EQ(told(Result::Refused, &country), "結果（不認定）を通知（a@b.jp）。");
    EXPECT_EQ(told(Result::Recognised, nullptr), "結果（認定）を通知（a@b.jp）。");

    Desk desk(city);
    desk.received(good("A")).screened().resolved(Result::Recognised, "A");
    const base::Date today = base::date_in_japan(desk.now);
    const base::Error refused =
        desk.refuses(Role::Certifier, Decide{.result = Result::Refused, .on = today, .reason = ""});
    EXPECT_NE((refused.message + refused.way_out).find("認証外"), std::string::npos) << refused.message;
    EXPECT_EQ((refused.message + refused.way_out).find("認定"), std::string::npos) << refused.message;
}

TEST(Describe, 案件のいまを段階と手続と期限で述べる)
{
    Desk desk = Desk(national()).received();
    desk.does(Role::Office, IssueInvoice{.invoice = "S-1"});
    EXPECT_EQ(describe(&desk.edition, desk.of, desk.now),
              "案件：shop-2030-000001（shop/2030）\n"
              "法人：9234567890123 見本商店\n"
              "状態：受付済み（最後の出来事 2030年7月1日 09:00）\n"
              "申請書：第1版 到着 2030年5月1日 10:00 出来事 2「申請書.xlsx」（審査の対象）\n"
              "申請料の入金：回答待ち\n"
              "書類審査：未着手\n"
              "保険者照会：未着手\n"
              "委員会の議決：未着手\n"
              "申請料：請求 1,100円（S-1）、入金 0円、未納\n"
              "期限：申請料の入金 2030年7月31日 15:00\n");
    const std::string overdue = describe(&desk.edition, desk.of, plus(fee_due, 1));
    EXPECT_NE(overdue.find("申請料の入金：不可\n"), std::string::npos);
    EXPECT_NE(overdue.find("15:00（過ぎています）"), std::string::npos);

    const Desk certified = Desk(national()).through().recognised().certified();
    EXPECT_EQ(describe(nullptr, certified.of, certified.now),
              "案件：shop-2030-000001（shop/2030）\n"
              "法人：9234567890123 見本商店\n"
              "状態：交付済み（最後の出来事 2030年7月1日 09:00）\n"
              "申請書：第1版 到着 2030年5月1日 10:00 出来事 2「申請書.xlsx」（審査の対象）\n"
              "申請料：請求 1,100円（S-1）、入金 1,100円、期限内に完納\n"
              "決定：認定 2030年7月1日（令和12年） 見本商店会（未通知）\n"
              "証書：2030-0001 2030年7月1日（令和12年）から2031年3月31日（令和13年）まで\n");
}

TEST(Describe, 提出された版とあとから届いたファイルを出来事の番号とともに挙げる)
{
    Desk desk = Desk(national()).submitted();
    desk.does(Role::Applicant, submission(plus(desk.now, -60'000))); // entered later, arrived before
    EXPECT_NE(describe(nullptr, desk.of, desk.now)
                  .find("申請書：第1版 到着 2030年5月1日 10:00 出来事 2「申請書.xlsx」（審査の対象）\n"
                        "申請書：第2版 到着 2030年5月1日 09:59 出来事 3「申請書.xlsx」\n"),
              std::string::npos)
        << describe(nullptr, desk.of, desk.now);
    desk.now = after_closing;
    desk.does(Role::Office, Receive{.judged = good()});
    desk.does(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2030, 7, 8}});
    desk.does(Role::Applicant, ReturnCorrection{.file = {.sha256 = "ef", .name = "直した申請書.xlsx", .size = 7},
                                                .answers = R"({"plan":2})",
                                                .judged = good()});
    desk.does(Role::Office, RequestEvidence{.questions = {"staff"}});
    desk.does(Role::Applicant, SupplyEvidence{.files = {{.sha256 = "cd", .name = "名簿.pdf", .size = 5},
                                                        {.sha256 = "ce", .name = "写真\n\x1b[2J.png", .size = 6}}});
    const std::string text = describe(nullptr, desk.of, desk.now);
    EXPECT_NE(text.find("差戻しの回答：出来事 6「直した申請書.xlsx」\n"
                        "資料：出来事 8「名簿.pdf」\n"
                        "資料：出来事 8「写真 ␛[2J.png」\n"),
              std::string::npos)
        << text;
    desk.does(Role::Office, Withdraw{});
    desk.now = kept_no_longer;
    desk.does(Role::System, ErasePayloads{.events = {2, 8}, .list = "R-1"});
    const std::string erased = describe(nullptr, desk.of, desk.now);
    EXPECT_NE(erased.find("申請書：第1版 到着 2030年5月1日 10:00 出来事 2（消去済み）（審査の対象）\n"),
              std::string::npos);
    EXPECT_EQ(erased.find("名簿.pdf"), std::string::npos);
}

TEST(Story, 通知の宛先がなければ郵送と言い消去した宛先は郵送と言わない)
{
    const Event by_post{.number = 1, .what = Notified{.result = Result::Recognised}};
    EXPECT_EQ(tell(by_post), "結果（認定）を通知。メールの宛先がないため、通知書は郵送。");
    const Case of{.id = {"shop-2030-000001"}, .last_event = 1, .erased = {1}};
    EXPECT_EQ(story_of(of, std::vector{by_post}).find("郵送"), std::string::npos);
}

TEST(Story, 申請法人の書いた文字は行を変えず端末を操らない)
{
    Desk desk(national());
    desk.does(Role::Applicant, OpenDraft{.number = firm, .name = "見本\n9. 決定\x1b[31m"});
    const std::string story = story_of(desk.of, desk.events);
    EXPECT_EQ(std::count(story.begin(), story.end(), '\n'), 1);
    EXPECT_NE(story.find("見本 9. 決定␛[31m"), std::string::npos) << story;
    EXPECT_NE(describe(nullptr, desk.of, desk.now).find("見本 9. 決定␛[31m\n"), std::string::npos);
}

TEST(CaseJson, 案件のすべてを一つのオブジェクトに書く)
{
    Desk desk = Desk(national()).through().recognised().certified();
    const auto parsed = base::json::parse(to_json(desk.of));
    ASSERT_TRUE(parsed.ok()) << base::describe(parsed.error());
    EXPECT_EQ(parsed->find("stage")->text, "certified");
    EXPECT_EQ(parsed->find("certificate")->find("to")->text, "2031-03-31");
    EXPECT_EQ(parsed->find("invoice")->find("settled")->boolean, true);
    EXPECT_EQ(parsed->find("submissions")->items[0].find("file")->find("size")->text, "92341");
    EXPECT_EQ(parsed->find("decision")->find("result")->text, "recognised");
    EXPECT_EQ(parsed->find("correction")->kind, base::json::Kind::Null);
    EXPECT_TRUE(base::json::parse(to_json(Case{})).ok());
}

}
