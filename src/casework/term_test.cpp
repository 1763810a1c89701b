#include "casework/term.h"

#include "casework/casework_testing.h"

namespace kenkei::casework {

using base::Date;

TEST(Term, 期間は2年で2019年4月1日に始まるものだけ3年)
{
    const edition::Term term{.years = 2, .exceptions = {{.from = {2019, 4, 1}, .years = 3}}};
    EXPECT_EQ(last_day_of(term, {2018, 4, 1}), (Date{2020, 3, 31}));
    EXPECT_EQ(last_day_of(term, {2019, 4, 1}), (Date{2022, 3, 31}));
    EXPECT_EQ(last_day_of(term, {2019, 4, 2}), (Date{2021, 4, 1}));
    EXPECT_EQ(last_day_of(term, {2020, 4, 1}), (Date{2022, 3, 31}));
    EXPECT_EQ(last_day_of(term, {2024, 2, 29}), (Date{2026, 2, 28}));
}

TEST(Term, 有効期間は定めた初日か決定の日に始まる)
{
    edition::Validity validity{.to = {2031, 3, 31}};
    EXPECT_EQ(period_of(validity, {2030, 9, 1}).from, (Date{2030, 9, 1}));
    EXPECT_EQ(period_of(validity, {2030, 9, 1}).to, (Date{2031, 3, 31}));
    validity.from = Date{2030, 10, 1};
    EXPECT_EQ(period_of(validity, {2030, 9, 1}).from, (Date{2030, 10, 1}));
}

TEST(Term, 更新の申請は有効期間が満了する年度に限る)
{
    const Date to{2023, 3, 31}; // 2022年度
    EXPECT_FALSE(may_renew_on(to, {2022, 3, 31}));
    EXPECT_TRUE(may_renew_on(to, {2022, 4, 1}));
    EXPECT_TRUE(may_renew_on(to, {2023, 3, 31}));
    EXPECT_FALSE(may_renew_on(to, {2023, 4, 1}));
}

TEST(Term, 依頼の日を数えずに資料の期限を数える)
{
    edition::Edition edition = support::shop();
    edition::EvidenceRule rule{.answer_within_days = 7};
    EXPECT_EQ(last_day_to_answer(edition, rule, {2030, 7, 1}), (Date{2030, 7, 8}));
    EXPECT_EQ(last_day_to_answer(edition, rule, {2030, 12, 28}), (Date{2031, 1, 4}));

    rule.days = edition::DayCount::Business;
    rule.answer_within_days = 3;
    EXPECT_EQ(last_day_to_answer(edition, rule, {2030, 7, 4}), (Date{2030, 7, 9})); // Thursday; over a weekend
    edition.lists.push_back({.id = "holidays", .names = {"2030-07-05", "2030-07-08"}, .aliases = {}});
    EXPECT_EQ(last_day_to_answer(edition, rule, {2030, 7, 4}), (Date{2030, 7, 11}));
    EXPECT_EQ(last_day_to_answer(edition, rule, {2030, 7, 6}), (Date{2030, 7, 11})); // asked on a Saturday
}

}
