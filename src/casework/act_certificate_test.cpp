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

TEST(Certify, 認定の決定に決定の日か定めた日からの証書を1度交付する)
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

TEST(Certificate, 返納と取消しと届出は有効な証書にだけできる)
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
    silent.reason = "　 ";
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

TEST(Certificate, 返納や取消しの日は決定の日より前ではない)
{
    Desk desk = holder(); // decided on 1 July
    EXPECT_EQ(desk.code(Role::Applicant, ReturnCertificate{.on = {2030, 6, 30}}), "case.value");
    EXPECT_TRUE(desk.lets(Role::Applicant, ReturnCertificate{.on = {2030, 7, 1}}));
    const base::Error error =
        desk.refuses(Role::Certifier, Revoke{.ground = "false-answers", .on = {2030, 6, 30}, .reason = "x"});
    EXPECT_EQ(error.code, "case.value");
    EXPECT_TRUE(has(error.message, "決定の日（2030年7月1日")) << error.message;

    TakeOver command = record();
    command.decided = {2030, 2, 1};
    command.from = {2030, 4, 1};
    Desk taken(municipal());
    taken.does(Role::Office, command);
    EXPECT_EQ(taken.code(Role::Applicant, ReturnCertificate{.on = {2030, 1, 31}}), "case.value");
    EXPECT_TRUE(taken.lets(Role::Applicant, ReturnCertificate{.on = {2030, 2, 1}}));
}

TEST(Supersede, 新しい証書が始まると末日だけが早まる)
{
    Desk desk = holder();
    EXPECT_EQ(desk.code(Role::System, Supersede{.by = "shop-2031-000001", .to = {2031, 4, 1}}), "case.value");
    EXPECT_EQ(desk.code(Role::System, Supersede{.to = {2030, 12, 31}}), "case.value");
    desk.does(Role::System, Supersede{.by = "shop-2031-000001", .to = {2030, 12, 31}});
    EXPECT_EQ(desk.of.stage, Stage::Certified);
    EXPECT_TRUE(desk.of.certificate->valid_on({2030, 12, 31}));
    EXPECT_FALSE(desk.of.certificate->valid_on({2031, 1, 1}));
}

TEST(TakeOver, 以前の証書を記録か年数の定めによる期間で登録する)
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
    EXPECT_EQ(Desk(municipal()).does(Role::Office, record(base::Date{2020, 3, 31})).of.certificate->to,
              (base::Date{2020, 3, 31}));
    EXPECT_EQ(Desk(municipal()).does(Role::Office, record(base::Date{2020, 3, 30})).of.certificate->to,
              (base::Date{2020, 3, 30})); // the record may say less, not more
    const base::Error too_long = Desk(municipal()).refuses(Role::Office, record(base::Date{2020, 4, 1}));
    EXPECT_EQ(too_long.code, "case.value");
    EXPECT_TRUE(has(too_long.message, "2020年3月31日")) << too_long.message;
}

TEST(TakeOver, 受付が始まってからの決定は案件として扱う)
{
    TakeOver command = record();
    command.from = {2031, 4, 1};
    command.decided = {2030, 3, 31};
    EXPECT_TRUE(Desk(municipal()).lets(Role::Office, command));
    command.decided = opens;
    const base::Error error = Desk(municipal()).refuses(Role::Office, command);
    EXPECT_EQ(error.code, "case.period");
    EXPECT_TRUE(has(error.message, "この年度版の受付が始まってからの決定は、案件として扱います")) << error.message;
}

TEST(TakeOver, 同じ法人の認定と期間が重なる登録は断る)
{
    struct Beside {
        base::Date from;
        base::Date to;
        bool overlaps;
    };
    // What is recorded lasts from 2018-04-01 to 2020-03-31.
    const Beside all[] = {{{2016, 4, 1}, {2018, 3, 31}, false},
                          {{2016, 4, 1}, {2018, 4, 1}, true},
                          {{2020, 3, 31}, {2022, 3, 31}, true},
                          {{2020, 4, 1}, {2022, 3, 31}, false}};
    for (const Beside& one : all) {
        Desk desk(municipal());
        desk.circumstances.certificates = {held("shop-2028-000007", one.from, one.to)};
        EXPECT_EQ(desk.lets(Role::Office, record()), !one.overlaps) << base::to_iso(one.from);
        if (!one.overlaps)
            continue;
        const base::Error error = desk.refuses(Role::Office, record());
        EXPECT_EQ(error.code, "case.certificate");
        EXPECT_TRUE(has(error.message, "shop-2028-000007"));
    }
    Desk ended(municipal());
    ended.circumstances.certificates = {held("shop-2028-000007", {2016, 4, 1}, {2019, 3, 31})};
    ended.circumstances.certificates[0].certificate.end = Certificate::End::Returned;
    ended.circumstances.certificates[0].certificate.ended = base::Date{2018, 4, 1};
    EXPECT_TRUE(ended.lets(Role::Office, record()));
    ended.circumstances.certificates[0].certificate.ended = base::Date{2018, 4, 2};
    EXPECT_EQ(ended.code(Role::Office, record()), "case.certificate");
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
    for (const char* blank : {"", " ", "　"}) {
        command = record();
        command.record = blank;
        EXPECT_EQ(desk.code(Role::Office, command), "case.value");
    }
    command = record();
    command.number = "1234567890123"; // its check digit does not fit
    EXPECT_EQ(desk.code(Role::Office, command), "case.value");
    command.number = "９２３４５６７８９０１２３";
    EXPECT_EQ(Desk(desk).does(Role::Office, command).of.number, firm);
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
    draft.now = kept_no_longer;
    EXPECT_TRUE(draft.lets(Role::System, first)); // never handed in
    Desk waiting = Desk(national()).submitted();
    waiting.now = plus(closing, 1);
    EXPECT_EQ(waiting.code(Role::System, first), "case.stage");
    EXPECT_EQ(Desk(national()).received().code(Role::System, first), "case.stage");
    EXPECT_EQ(Desk(national()).through().recognised().code(Role::System, first), "case.stage");
    Desk refused = Desk(national()).through(bad());
    refused.does(Role::Certifier, Decide{.on = refused.today()});
    EXPECT_EQ(refused.code(Role::System, first), "case.value"); // kept for two years
    refused.now = kept_no_longer;
    EXPECT_TRUE(refused.lets(Role::System, first));
    Desk desk = holder();
    desk.now = base::in_japan({2031, 3, 31}, 23, 59);
    EXPECT_EQ(desk.code(Role::System, first), "case.stage");
    desk.now = kept_no_longer;
    desk.does(Role::System, ErasePayloads{.events = {2, 1, 2}, .list = "R-1"});
    EXPECT_EQ(desk.last<PayloadsErased>().events, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(desk.code(Role::System, first), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.list = "R-1"}), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.events = {0}, .list = "R-1"}), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.events = {99}, .list = "R-1"}), "case.value");
    EXPECT_EQ(desk.code(Role::System, ErasePayloads{.events = {3}}), "case.value");
    EXPECT_TRUE(desk.lets(Role::System, ErasePayloads{.events = {3}, .list = "R-2"}));
}

TEST(ErasePayloads, 申請期間の最終日から定めの年数が過ぎるまで消去できない)
{
    const ErasePayloads first{.events = {1}, .list = "R-1"};
    Desk desk = Desk(national()).submitted().does(Role::Applicant, Withdraw{});
    desk.now = plus(kept_no_longer, -1); // two years from 30 June 2030 end with 30 June 2032
    const base::Error error = desk.refuses(Role::System, first);
    EXPECT_EQ(error.code, "case.value");
    EXPECT_TRUE(has(error.message, "2032年6月30日") && has(error.message, "（guide p.2）")) << error.message;
    desk.now = kept_no_longer;
    EXPECT_TRUE(desk.lets(Role::System, first));

    Desk leap = Desk(national()).submitted().does(Role::Applicant, Withdraw{});
    leap.edition.application.closes.date = {2032, 2, 29};
    leap.now = base::in_japan({2034, 2, 28}, 23, 59);
    EXPECT_EQ(leap.code(Role::System, first), "case.value");
    leap.now = base::in_japan({2034, 3, 1});
    EXPECT_TRUE(leap.lets(Role::System, first));

    Desk without = Desk(bare()).submitted().does(Role::Applicant, Withdraw{}); // keeps nothing
    EXPECT_TRUE(without.lets(Role::System, first));
}

TEST(ErasePayloads, 誰も終わらせない案件も最後の出来事から同じ年数が過ぎれば消去できる)
{
    const ErasePayloads first{.events = {1}, .list = "R-1"};
    // Left on 1 July 2030, a day after the closing; the last as it was handed in.
    std::vector<Desk> left = {Desk(national()).received(), Desk(national()).through().recognised()};
    for (Desk& desk : left) {
        desk.now = base::in_japan({2032, 7, 1}, 23, 59, 59, 999);
        const base::Error error = desk.refuses(Role::System, first);
        EXPECT_EQ(error.code, "case.stage");
        EXPECT_TRUE(has(error.way_out, "2032年7月1日")) << error.way_out;
        desk.now = plus(desk.now, 1);
        EXPECT_TRUE(desk.lets(Role::System, first));
    }
    Desk never_received = Desk(national()).submitted();
    never_received.now = plus(kept_no_longer, -1);
    EXPECT_EQ(never_received.code(Role::System, first), "case.stage");
    never_received.now = kept_no_longer;
    EXPECT_TRUE(never_received.lets(Role::System, first));
    // Somebody still works on it.
    left[0].now = base::in_japan({2032, 6, 1});
    left[0].does(Role::Office, RequestCorrection{.questions = {"plan"}, .due = {2032, 6, 10}});
    left[0].now = base::in_japan({2034, 6, 1});
    EXPECT_EQ(left[0].code(Role::System, first), "case.stage");
    left[0].now = base::in_japan({2034, 6, 2});
    EXPECT_TRUE(left[0].lets(Role::System, first));
    // Where the edition keeps nothing: five years.
    Desk bare_desk = Desk(bare()).received();
    bare_desk.now = base::in_japan({2035, 7, 1});
    EXPECT_EQ(bare_desk.code(Role::System, first), "case.stage");
    bare_desk.now = base::in_japan({2035, 7, 2});
    EXPECT_TRUE(bare_desk.lets(Role::System, first));
}

}
