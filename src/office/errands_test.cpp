// Errands that end otherwise than one would think: said again, refused, half way.
#include "base/sha256.h"
#include "office/certify_case.h"
#include "office/erase_payloads.h"
#include "office/office_testing.h"
#include "office/return_correction.h"
#include "store/keeping.h"

namespace kenkei::office {

using namespace testing;

namespace {

class FilingTest : public OfficeTest {
protected:
    base::Result<Filed> tries_to_file(const std::string& bytes, const std::string& name)
    {
        const PreparedSubmission submission = prepared(bytes, name);
        return tries(Role::Office, [&](const Desk& desk) { return file_application(desk, edition(), submission); });
    }
    Filed files(const std::string& bytes, const std::string& name) { return good(tries_to_file(bytes, name)); }
    static std::string version(int number) { return document({{"review", "\"第" + std::to_string(number) + "稿\""}}); }
};

}

TEST_F(FilingTest, 初めて届いた法人の申請書は新しい案件になる)
{
    const Filed filed = files(version(1), "a.json");
    EXPECT_TRUE(filed.opened);
    EXPECT_FALSE(filed.repeated);
    EXPECT_EQ(filed.about.stage, Stage::Submitted);
    EXPECT_EQ(filed.about.number, firm);
    EXPECT_EQ(filed.about.submissions.size(), 1u);
}

TEST_F(FilingTest, 最後の版と同じ内容は名前が違っても取り込まない)
{
    files(version(1), "a.json");
    const Filed again = files(version(1), "写し.json");
    EXPECT_TRUE(again.repeated);
    EXPECT_FALSE(again.opened);
    EXPECT_EQ(again.about.submissions.size(), 1u);
}

TEST_F(FilingTest, 前の版がまた届けば新しい版になり同じ日時のものは取り込まない)
{
    files(version(1), "a.json");
    files(version(2), "b.json");
    EXPECT_TRUE(files(version(1), "a.json").repeated);
    now = base::Timestamp{now.milliseconds + 1};
    const Filed back = files(version(1), "a.json");
    EXPECT_FALSE(back.repeated);
    ASSERT_EQ(back.about.submissions.size(), 3u);
    EXPECT_EQ(back.about.submissions[2].file.sha256, back.about.submissions[0].file.sha256);
}

TEST_F(FilingTest, 取り下げた申請書は取り込んでも戻らない)
{
    const CaseId first = files(version(1), "a.json").about.id;
    does(Role::Applicant, first, casework::Withdraw{.reason = "やり直す"});
    EXPECT_EQ(code_of(tries_to_file(version(1), "a.json")), "case.withdrawn");
    const Filed filed = files(version(2), "a.json");
    EXPECT_TRUE(filed.opened);
    EXPECT_NE(filed.about.id, first);
}

TEST_F(FilingTest, 法人番号のない申請書はどの案件にもならない)
{
    const auto refused = tries_to_file(document({{"org_number", "null"}}), "番号なし.json");
    ASSERT_EQ(code_of(refused), "case.number");
    EXPECT_NE(refused.error().message.find("番号なし.json"), std::string::npos);
    EXPECT_FALSE(refused.error().way_out.empty());
    EXPECT_EQ(store::testing::look(kept, [](store::Transaction& now_kept) { return good(now_kept.list({})).size(); }),
              0u);
}

TEST_F(FilingTest, 締切の後の取込みは案件も作らない)
{
    now = after_closing;
    EXPECT_EQ(code_of(tries_to_file(version(1), "a.json")), "case.period");
    EXPECT_EQ(store::testing::look(kept, [](store::Transaction& now_kept) { return good(now_kept.list({})).size(); }),
              0u);
}

class ErrandTest : public OfficeTest {
protected:
    // Asked for an answer to `staff` after the closing instant.
    CaseId asked()
    {
        const CaseId id = opened();
        submitted(id, document());
        received(id);
        does(Role::Office, id,
             casework::RequestCorrection{
                 .questions = {"staff"}, .due = {2031, 7, 20}, .message = "人数をご確認ください。"});
        return id;
    }
    base::Result<Case> tries_to_return(const CaseId& id, const std::string& bytes)
    {
        const PreparedSubmission submission = prepared(bytes, "訂正.json");
        return tries(Role::Applicant, [&](const Desk& desk) { return return_correction(desk, id, submission); });
    }
    std::size_t events(const CaseId& id)
    {
        return store::testing::look(kept,
                                    [&](store::Transaction& now_kept) { return good(now_kept.events_of(id)).size(); });
    }
    std::string code_of_file(const std::string& sha256)
    {
        return store::testing::look(kept,
                                    [&](store::Transaction& now_kept) { return code_of(now_kept.load_file(sha256)); });
    }
};

TEST_F(ErrandTest, 差戻しには求められた設問だけを直して答えられる)
{
    const CaseId id = asked();
    const std::string too_much = document({{"staff", "267"}, {"readers", "183"}});
    const auto refused = tries_to_return(id, too_much);
    ASSERT_EQ(code_of(refused), "case.correction");
    EXPECT_NE(refused.error().message.find("readers"), std::string::npos) << refused.error().message;
    EXPECT_EQ(refused.error().message.find("staff_part"), std::string::npos) << refused.error().message;
    EXPECT_EQ(code_of_file(base::sha256_hex(too_much)), "store.no-file"); // the file is not kept either

    const std::string fixed = document({{"staff", "267"}});
    const Case about = good(tries_to_return(id, fixed));
    EXPECT_FALSE(about.correction);
    EXPECT_EQ(code_of_file(base::sha256_hex(fixed)), "ok");
    EXPECT_EQ(code_of(tries_to_return(id, fixed)), "case.correction"); // nothing is asked any more
}

TEST_F(ErrandTest, 差戻しに変わらない回答を出すこともできる)
{
    const CaseId id = asked();
    EXPECT_FALSE(good(tries_to_return(id, document())).correction);
}

TEST_F(ErrandTest, 区分の変更で証書を出すと前の証書は始まる前の日に終わる)
{
    const CaseId old = taken_over({2030, 10, 1}); // for two years
    ASSERT_EQ(loaded(old).certificate->to, (base::Date{2032, 9, 30}));
    const CaseId id = does(Role::Applicant, [&](const Desk& desk) {
                          return open_draft(desk, town, {.number = firm, .name = "見本書店", .aims_at = "branch"});
                      }).id;
    submitted(id, document());
    received(id);
    decided(id, "branch");
    const std::size_t before = events(old);
    const Case about = does(Role::Office, [&](const Desk& desk) { return certify_case(desk, id, ""); });
    EXPECT_EQ(about.certificate->number, id.text);
    const base::Date last = base::Date::from_days(about.certificate->from.to_days() - 1);
    EXPECT_EQ(loaded(old).certificate->to, last);
    EXPECT_EQ(events(old), before + 1);
    EXPECT_FALSE(loaded(old).certificate->valid_on(about.certificate->from));
    EXPECT_TRUE(loaded(old).certificate->valid_on(last));
}

TEST_F(ErrandTest, 更新の証書が続けて始まるときは前の証書に何も書かない)
{
    const base::Date to{2031, 9, 30}; // the new one begins the day after
    const CaseId old = taken_over({2029, 12, 1}, town, firm, to);
    const std::size_t before = events(old);
    const CaseId id = does(Role::Applicant, [&](const Desk& desk) { return renew_certificate(desk, town, old); }).id;
    submitted(id, document());
    received(id);
    decided(id, "branch");
    const Case about = does(Role::Office, [&](const Desk& desk) { return certify_case(desk, id, "新-1"); });
    EXPECT_EQ(about.previous, old.text);
    EXPECT_EQ(about.certificate->from, (base::Date{2031, 10, 1}));
    EXPECT_EQ(loaded(old).certificate->to, to);
    EXPECT_EQ(events(old), before);
}

TEST_F(ErrandTest, 返納された証書は更新の証書が出ても変わらない)
{
    const CaseId old = taken_over({2030, 10, 1});
    const CaseId id = does(Role::Applicant, [&](const Desk& desk) {
                          return open_draft(desk, town, {.number = firm, .name = "見本書店", .aims_at = "branch"});
                      }).id;
    submitted(id, document());
    received(id);
    decided(id, "branch");
    does(Role::Office, old, casework::ReturnCertificate{.on = base::date_in_japan(now), .reason = "区分の変更"});
    const Case returned = loaded(old);
    does(Role::Office, [&](const Desk& desk) { return certify_case(desk, id, "新-2"); });
    EXPECT_EQ(loaded(old), returned);
}

TEST_F(ErrandTest, 一覧を作った後に変わった案件は消去しない)
{
    const CaseId first = opened();
    const CaseId second = opened(other_firm);
    does(Role::Applicant, first, casework::Withdraw{.reason = "取りやめ"});
    now = base::in_japan({2034, 9, 1}, 9);
    const store::RetentionList list = good(store::make_retention_list(kept, {2034, 1, 1}, now));
    ASSERT_EQ(list.cases.size(), 2u);
    // Somebody's hand in between, as an older program might leave it: one more event.
    good(kept.write([&](store::Transaction& transaction) -> base::Result<void> {
        Case about = TRY(transaction.load_case(second));
        return transaction.append(about, {{.number = about.last_event + 1,
                                           .at = now,
                                           .actor = {Role::Applicant, "tester"},
                                           .what = casework::Withdrawn{.reason = "いまになって"}}});
    }));
    const Erasing done = good(erase_payloads(kept, editions, list.id, {Role::Office, "tester"}, now));
    EXPECT_EQ(done.cases, 1);
    ASSERT_EQ(done.left.size(), 1u);
    EXPECT_EQ(done.left[0].code, "case.changed");
    EXPECT_NE(done.left[0].message.find(second.text), std::string::npos);
    EXPECT_FALSE(loaded(first).erased.empty());
    EXPECT_TRUE(loaded(second).erased.empty());

    // Said again it erases nothing twice.
    const Erasing again = good(erase_payloads(kept, editions, list.id, {Role::Office, "tester"}, now));
    EXPECT_EQ(again.cases, 0);
    EXPECT_EQ(again.left.size(), 2u); // the first has changed by its erasure
}

TEST_F(ErrandTest, メールを書けなければ出来事もファイルも残らない)
{
    const CaseId id = opened();
    const std::string bytes = document();
    const PreparedSubmission submission = prepared(bytes);
    // The Message-ID of the mail that the submission calls for is taken.
    good(kept.write([&](store::Transaction& transaction) {
        return transaction.put_mail(
            {.message_id = id.text + ".2", .case_id = id, .kind = "submitted", .created = now, .due = now});
    }));
    const auto refused =
        tries(Role::Applicant, [&](const Desk& desk) { return submit_application(desk, id, submission); });
    EXPECT_EQ(code_of(refused), "store.unique");
    EXPECT_EQ(events(id), 1u);
    EXPECT_EQ(loaded(id).stage, Stage::Draft);
    EXPECT_EQ(code_of_file(base::sha256_hex(bytes)), "store.no-file");
    const auto rows = store::testing::look(
        kept, [](store::Transaction& now_kept) { return good(now_kept.search("見本担当", 10)).size(); });
    EXPECT_EQ(rows, 0u); // nor in the search
    EXPECT_TRUE(good(store::verify(kept)).damage.empty());
}

TEST_F(ErrandTest, 前の記録より前の日時では記録できず時計のわずかな遅れは許す)
{
    const CaseId id = opened();
    const base::Timestamp last = now;
    now = {last.milliseconds - 5'001};
    EXPECT_EQ(code_of(tries(
                  Role::Applicant,
                  [&](const Desk& desk) { return act_on_case(desk, id, casework::Withdraw{.reason = "取りやめ"}); })),
              "case.value");
    now = {last.milliseconds - 5'000};
    does(Role::Applicant, id, casework::Withdraw{.reason = "取りやめ"});
    EXPECT_EQ(loaded(id).changed, last);
}

}
