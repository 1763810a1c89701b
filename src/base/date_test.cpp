#include "base/date.h"

#include <gtest/gtest.h>

namespace kenkei::base {

TEST(Date, OnlyDaysOfTheCalendarAreDates)
{
    EXPECT_TRUE(Date::create(2024, 2, 29));
    EXPECT_FALSE(Date::create(2023, 2, 29));
    EXPECT_FALSE(Date::create(1900, 2, 29));
    EXPECT_TRUE(Date::create(2000, 2, 29));
    EXPECT_FALSE(Date::create(2024, 4, 31));
    EXPECT_FALSE(Date::create(2024, 13, 1));
    EXPECT_FALSE(Date::create(2024, 0, 1));
    EXPECT_FALSE(Date::create(2024, 1, 0));
    EXPECT_FALSE(Date::create(0, 1, 1));
    EXPECT_TRUE(Date::create(1, 1, 1));
    EXPECT_TRUE(Date::create(9999, 12, 31));
    EXPECT_FALSE(Date::create(10000, 1, 1));
}

TEST(Date, DaysCountFrom1970)
{
    EXPECT_EQ((Date{1970, 1, 1}).to_days(), 0);
    EXPECT_EQ((Date{1969, 12, 31}).to_days(), -1);
    EXPECT_EQ((Date{2000, 3, 1}).to_days(), 11017);
    EXPECT_EQ((Date{1, 1, 1}).to_days(), -719162);
    EXPECT_EQ((Date{9999, 12, 31}).to_days(), 2932896);
}

TEST(Date, EveryDayFromYear1To9999FollowsTheOneBefore)
{
    Date date{1, 1, 1};
    for (std::int64_t days = -719162; days <= 2932896; ++days) {
        ASSERT_EQ(Date::from_days(days), date) << days;
        ASSERT_EQ(date.to_days(), days);
        if (date.day < days_in_month(date.year, date.month))
            ++date.day;
        else if (date.month < 12)
            date = {date.year, date.month + 1, 1};
        else
            date = {date.year + 1, 1, 1};
    }
}

TEST(Date, KnowsTheDayOfTheWeek)
{
    EXPECT_EQ(day_of_week({1970, 1, 1}), 4);
    EXPECT_EQ(day_of_week({2024, 8, 19}), 1);
    EXPECT_EQ(day_of_week({2024, 8, 18}), 0);
    EXPECT_EQ(day_of_week({1926, 12, 25}), 6);
    EXPECT_EQ(day_of_week({1, 1, 1}), 1);
}

TEST(Date, ComparesInTime)
{
    EXPECT_LT((Date{2024, 3, 31}), (Date{2024, 4, 1}));
    EXPECT_LT((Date{2023, 12, 31}), (Date{2024, 1, 1}));
    EXPECT_LT((Month{2023, 12}), (Month{2024, 1}));
}

TEST(FiscalYear, 年度は四月一日から三月三十一日まで)
{
    EXPECT_EQ(fiscal_year_of({2024, 3, 31}).year, 2023);
    EXPECT_EQ(fiscal_year_of({2024, 4, 1}).year, 2024);
    EXPECT_EQ(fiscal_year_of({2025, 1, 1}).year, 2024);
    EXPECT_EQ((FiscalYear{2024}).first_day(), (Date{2024, 4, 1}));
    EXPECT_EQ((FiscalYear{2024}).last_day(), (Date{2025, 3, 31}));
}

TEST(Date, IsWrittenAsIso)
{
    EXPECT_EQ(to_iso(Date{2024, 8, 19}), "2024-08-19");
    EXPECT_EQ(to_iso(Date{1, 1, 1}), "0001-01-01");
    EXPECT_EQ(to_iso(Month{2024, 8}), "2024-08");
}

}
