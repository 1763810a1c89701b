#include "casework/casework_testing.h"

namespace kenkei::casework {

using namespace testing;

namespace {

const OpenDraft open{.number = firm, .name = "見本商店"};

OpenDraft aiming(std::string class_id)
{
    return {.number = firm, .name = "見本商店", .aims_at = std::move(class_id)};
}

// The firm holds class A until the day.
Desk holder(base::Date to, std::string id = "shop-2028-000007")
{
    Desk desk(municipal());
    desk.circumstances.certificates = {held(std::move(id), {to.year - 2, 4, 1}, to)};
    return desk;
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}

TEST(OpenDraft, 受付は初日の0時に始まり締切の瞬間まで)
{
    struct Instant {
        base::Timestamp at;
        std::string code;
    };
    const Instant all[] = {{plus(base::in_japan(opens), -1), "case.period"},
                           {base::in_japan(opens), ""},
                           {closing, ""},
                           {plus(closing, 1), "case.period"}};
    for (const Instant& one : all) {
        const Desk desk(national(), one.at);
        if (one.code.empty())
            EXPECT_TRUE(desk.lets(Role::Applicant, open)) << base::to_japanese(one.at);
        else
            EXPECT_EQ(desk.code(Role::Applicant, open), one.code) << base::to_japanese(one.at);
    }
    const base::Error error = Desk(national(), plus(closing, 1)).refuses(Role::Applicant, open);
    EXPECT_EQ(error.message, "申請の受付は2030年6月30日 17:00に締め切りました（guide p.1）。");
}

TEST(OpenDraft, 締切の24時は翌日の0時)
{
    Desk desk(national(), base::in_japan({2030, 7, 1}));
    desk.edition.application.closes = {.date = {2030, 6, 30}, .hour = 24, .minute = 0};
    EXPECT_TRUE(desk.lets(Role::Applicant, open));
    desk.now = plus(desk.now, 1);
    EXPECT_EQ(desk.code(Role::Applicant, open), "case.period");
}

TEST(OpenDraft, 申請は1法人に1つ)
{
    Desk desk(national());
    desk.circumstances.same_firm = CaseId{"shop-2030-000009"};
    const base::Error error = desk.refuses(Role::Applicant, open);
    EXPECT_EQ(error.code, "case.duplicate");
    EXPECT_TRUE(has(error.message, "shop-2030-000009") && has(error.message, "（guide p.10）"));
    EXPECT_EQ(Desk(national()).code(Role::Applicant, OpenDraft{}), "case.value");
}

TEST(OpenDraft, 更新の定めがなければ認定を受けていても毎年申請できる)
{
    Desk desk(national());
    desk.circumstances.certificates = {held("shop-2029-000001", {2030, 3, 1}, {2031, 3, 31}, "")};
    desk.does(Role::Applicant, open);
    EXPECT_EQ(desk.of.purpose, Purpose::New);
}

TEST(OpenDraft, 有効な証書のある法人は満了の年度より前に同じ申請をできない)
{
    const base::Error early = holder({2032, 3, 31}).refuses(Role::Applicant, open);
    EXPECT_EQ(early.code, "case.renewal");
    EXPECT_TRUE(has(early.message, "（guide 第9条2項）"));
    EXPECT_TRUE(has(early.way_out, "2031年度")) << early.way_out;
    EXPECT_TRUE(has(early.way_out, "別の区分"));

    const base::Error in_time = holder({2031, 3, 31}).refuses(Role::Applicant, open);
    EXPECT_EQ(in_time.code, "case.renewal");
    EXPECT_TRUE(has(in_time.way_out, "更新の申請の開始")) << in_time.way_out;
}

TEST(OpenDraft, 満了した認定や始まっていない認定や終わった認定は申請を妨げない)
{
    EXPECT_TRUE(holder({2030, 3, 31}).lets(Role::Applicant, open)); // ran out a month ago
    EXPECT_TRUE(holder({2033, 3, 31}).lets(Role::Applicant, open)); // begins in 2031
    Desk desk = holder({2032, 3, 31});
    desk.circumstances.certificates[0].certificate.end = Certificate::End::Returned;
    desk.circumstances.certificates[0].certificate.ended = base::Date{2030, 4, 30};
    EXPECT_TRUE(desk.lets(Role::Applicant, open));
}

TEST(OpenDraft, 期間の途中で別の区分へ申請できる)
{
    Desk desk = holder({2032, 3, 31});
    desk.circumstances.same_firm = CaseId{"shop-2028-000007"}; // the one whose class is changed
    desk.does(Role::Applicant, aiming("AA"));
    EXPECT_EQ(desk.of.purpose, Purpose::ClassChange);
    EXPECT_EQ(desk.of.previous, "shop-2028-000007");
    EXPECT_EQ(desk.of.aims_at, "AA");
}

TEST(OpenDraft, 別の区分への申請は定めと別の区分と有効な証書が要る)
{
    EXPECT_EQ(holder({2032, 3, 31}).code(Role::Applicant, aiming("A")), "case.class");
    EXPECT_EQ(holder({2032, 3, 31}).code(Role::Applicant, aiming("B")), "case.class");
    EXPECT_EQ(Desk(municipal()).code(Role::Applicant, aiming("AA")), "case.class");
    EXPECT_EQ(Desk(national()).code(Role::Applicant, aiming("AA")), "case.class");
    Desk fixed = holder({2032, 3, 31});
    fixed.edition.validity->class_change.reset();
    EXPECT_EQ(fixed.code(Role::Applicant, aiming("AA")), "case.class");
}

TEST(OpenDraft, 法人番号は13桁の数字に直して検査用数字を確かめる)
{
    Desk desk(national());
    desk.does(Role::Applicant, OpenDraft{.number = "９-2345-6789-0123"});
    EXPECT_EQ(desk.of.number, firm);
    Desk renewing = holder({2031, 3, 31});
    renewing.does(Role::Applicant, Renew{.previous = {"shop-2028-000007"}, .number = " 9234567890123"});
    EXPECT_EQ(renewing.of.number, firm);
    for (const char* wrong : {"1234567890123", "923456789012", "92345678901234", "　", "923456789012x"})
        EXPECT_EQ(Desk(national()).code(Role::Applicant, OpenDraft{.number = wrong}), "case.value") << wrong;
    EXPECT_EQ(holder({2031, 3, 31}).code(Role::Applicant, Renew{.previous = {"shop-2028-000007"}, .number = "1"}),
              "case.value");
}

TEST(Renew, 更新は満了の年度に行い前の案件を引き継ぐ)
{
    const Renew renew{.previous = {"shop-2028-000007"}, .number = firm, .name = "見本商店"};
    Desk desk = holder({2031, 3, 31});
    desk.does(Role::Applicant, renew);
    EXPECT_EQ(desk.of.purpose, Purpose::Renewal);
    EXPECT_EQ(desk.of.previous, "shop-2028-000007");

    const base::Error early = holder({2031, 4, 1}).refuses(Role::Applicant, renew);
    EXPECT_EQ(early.code, "case.renewal");
    EXPECT_TRUE(has(early.message, "2031年度")) << early.message;
    EXPECT_EQ(holder({2030, 3, 31}).code(Role::Applicant, renew), "case.renewal"); // too late
}

TEST(Renew, 見つからない認定や終わった認定は更新できない)
{
    const Renew renew{.previous = {"shop-2028-000007"}, .number = firm};
    EXPECT_EQ(holder({2031, 3, 31}, "shop-2028-000008").code(Role::Applicant, renew), "case.certificate");
    Desk revoked = holder({2031, 3, 31});
    revoked.circumstances.certificates[0].certificate.end = Certificate::End::Revoked;
    revoked.circumstances.certificates[0].certificate.ended = base::Date{2030, 4, 2};
    EXPECT_TRUE(has(revoked.refuses(Role::Applicant, renew).message, "2030年4月2日"));
    Desk late = holder({2031, 3, 31});
    late.now = plus(closing, 1);
    EXPECT_EQ(late.code(Role::Applicant, renew), "case.period");
    Desk twice = holder({2031, 3, 31});
    twice.circumstances.same_firm = CaseId{"shop-2030-000009"};
    EXPECT_EQ(twice.code(Role::Applicant, renew), "case.duplicate");
}

}
