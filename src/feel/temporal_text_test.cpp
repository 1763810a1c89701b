#include "feel/temporal_text.h"

#include <gtest/gtest.h>

namespace kenkei::feel {

namespace {

template<typename T>
std::string shown(const std::optional<T>& value)
{
    return value ? to_text(*value) : "none";
}

struct Reading {
    std::string_view text;
    std::string_view expected; // as printed again; "none" if it cannot be read
};

}

TEST(CalendarDateText, OnlyTheFormOfXmlSchemaIsADate)
{
    const Reading readings[] = {
        {"2024-02-29", "2024-02-29"},
        {"2023-02-29", "none"},
        {"1900-02-29", "none"},
        {"2000-02-29", "2000-02-29"},
        {"2017-12-31", "2017-12-31"},
        {"2017-12-32", "none"},
        {"2017-13-01", "none"},
        {"2017-00-10", "none"},
        {"2017-04-31", "none"},
        {"0000-01-01", "0000-01-01"},
        {"-0000-01-01", "none"},
        {"0001-01-01", "0001-01-01"},
        {"-2017-12-31", "-2017-12-31"},
        {"999999999-12-31", "999999999-12-31"},
        {"-999999999-01-01", "-999999999-01-01"},
        {"1000000000-01-01", "none"},
        {"9999999999-12-25", "none"},
        {"998-12-31", "none"},
        {"01211-12-31", "none"},
        {"12110-12-31", "12110-12-31"},
        {"+2012-12-02", "none"},
        {"2012/12/25", "none"},
        {"2012-12-25T", "none"},
        {"2012-12-25Z", "none"},
        {"2012-1-2", "none"},
        {" 2012-12-25", "none"},
        {"", "none"},
        {"２０１２-12-25", "none"},
    };
    for (const Reading& reading : readings)
        EXPECT_EQ(shown(read_calendar_date(reading.text)), reading.expected) << reading.text;
}

TEST(TimeText, TimesHaveUpToNineDigitsOfASecondAndZonesUpTo14Hours)
{
    const Reading readings[] = {
        {"00:00:00", "00:00:00"},
        {"23:59:59", "23:59:59"},
        {"23:59:60", "none"},
        {"24:00:00", "00:00:00"},
        {"24:00:00.000", "00:00:00"},
        {"24:00:01", "none"},
        {"24:01:00", "none"},
        {"24:00:00.1", "none"},
        {"25:00:00", "none"},
        {"00:60:00", "none"},
        {"11:22:33.4", "11:22:33.4"},
        {"11:22:33.400", "11:22:33.4"},
        {"11:22:33.123456789", "11:22:33.123456789"},
        {"11:22:33.1234567890", "none"},
        {"11:22:33.", "none"},
        {"7:00:00", "none"},
        {"07:01", "none"},
        {"11:00:00Z", "11:00:00Z"},
        {"11:00:00z", "none"},
        {"11:00:00+00:00", "11:00:00Z"},
        {"11:00:00-00:00", "11:00:00Z"},
        {"11:00:00+14:00", "11:00:00+14:00"},
        {"11:00:00-14:00", "11:00:00-14:00"},
        {"11:00:00+14:01", "none"},
        {"11:00:00+09:60", "none"},
        {"11:59:45+02:45:55", "11:59:45+02:45:55"},
        {"11:59:45-02:45:55", "11:59:45-02:45:55"},
        {"13:20:00+5:00", "none"},
        {"13:20:00+05:0", "none"},
        {"13:20:00+0500", "none"},
        {"13:20:00@Europe/Paris", "13:20:00@Europe/Paris"},
        {"13:20:00@Etc/GMT+5", "13:20:00@Etc/GMT+5"},
        {"13:20:00@America/Argentina/Buenos_Aires", "13:20:00@America/Argentina/Buenos_Aires"},
        {"13:20:00@xyz/abc", "none"},
        {"13:20:00@Europe/", "none"},
        {"13:20:00@Europe/Paris ", "none"},
        {"13:20:00+02:00@Europe/Paris", "none"},
        {"11:30:00T", "none"},
        {"", "none"},
    };
    for (const Reading& reading : readings)
        EXPECT_EQ(shown(read_time(reading.text)), reading.expected) << reading.text;
}

TEST(DateTimeText, MidnightAt24IsTheNextDayAndADateAloneIsItsMidnight)
{
    const Reading readings[] = {
        {"2024-08-19T10:20:30", "2024-08-19T10:20:30"},
        {"2024-08-19", "2024-08-19T00:00:00"},
        {"2024-02-28T24:00:00", "2024-02-29T00:00:00"},
        {"2024-12-31T24:00:00Z", "2025-01-01T00:00:00Z"},
        {"999999999-12-31T23:59:59.999999999", "999999999-12-31T23:59:59.999999999"},
        {"999999999-12-31T24:00:00", "none"},
        {"-2017-12-31T11:22:33.456+01:35", "-2017-12-31T11:22:33.456+01:35"},
        {"2024-08-19 10:20:30", "none"},
        {"2024-08-19T", "none"},
        {"11:00:00", "none"},
    };
    for (const Reading& reading : readings)
        EXPECT_EQ(shown(read_date_time(reading.text)), reading.expected) << reading.text;
}

TEST(DurationText, YearsAndMonthsArePrintedInTheShortestForm)
{
    const Reading readings[] = {
        {"P1Y2M", "P1Y2M"},
        {"P12M", "P1Y"},
        {"P26M", "P2Y2M"},
        {"-P100M", "-P8Y4M"},
        {"P0Y", "P0M"},
        {"-P0M", "P0M"},
        {"P", "none"},
        {"-P", "none"},
        {"P1", "none"},
        {"P1M2Y", "none"},
        {"P1Y2Y", "none"},
        {"P1D", "none"},
        {"1Y", "none"},
        {"P-1Y", "none"},
        {"P1.5Y", "none"},
        {"P99999999999999999M", "P8333333333333333Y3M"},
        {"P100000000000000000M", "none"}, // 18 digits
        {"P99999999999999999Y", "none"},  // more than 10^18 months
    };
    for (const Reading& reading : readings)
        EXPECT_EQ(shown(read_years_months(reading.text)), reading.expected) << reading.text;
}

TEST(DurationText, DaysAndTimesCarryIntoTheLargerUnit)
{
    const Reading readings[] = {
        {"P1D", "P1D"},
        {"PT24H", "P1D"},
        {"PT1000M", "PT16H40M"},
        {"PT1000M0.999999999S", "PT16H40M0.999999999S"},
        {"P1DT2H3M4.5S", "P1DT2H3M4.5S"},
        {"-PT1H2M", "-PT1H2M"},
        {"PT0S", "PT0S"},
        {"P0D", "PT0S"},
        {"PT0.S", "PT0S"},
        {"PT0.1234567890S", "none"},
        {"P1DT", "none"},
        {"PT", "none"},
        {"P1H", "none"},
        {"PT1D", "none"},
        {"PT1S1M", "none"},
        {"PT1H1H", "none"},
        {"P1.5D", "none"},
        {"PT.5S", "none"},
        {"P1Y1D", "none"},
        {"P0", "none"},
        {"P99999999999999999D", "P99999999999999999D"},
        {"P999999999999999999D", "none"},
    };
    for (const Reading& reading : readings)
        EXPECT_EQ(shown(read_days_time(reading.text)), reading.expected) << reading.text;
}

TEST(TemporalText, AnAtLiteralIsTheFirstFormThatFits)
{
    EXPECT_EQ(read_temporal("2024-08-19").kind(), Kind::Date);
    EXPECT_EQ(read_temporal("2024-08-19T00:00:00").kind(), Kind::DateTime);
    EXPECT_EQ(read_temporal("10:20:30").kind(), Kind::Time);
    EXPECT_EQ(read_temporal("P1M").kind(), Kind::YearsMonthsDuration);
    EXPECT_EQ(read_temporal("PT1M").kind(), Kind::DaysTimeDuration);
    EXPECT_TRUE(read_temporal("tomorrow").is_null());
    EXPECT_FALSE(read_temporal("tomorrow").null_reason().empty());
}

TEST(CalendarDays, DaysAndDatesTurnIntoEachOtherOverAllYears)
{
    EXPECT_EQ(to_days({1970, 1, 1}), 0);
    EXPECT_EQ(to_days({1969, 12, 31}), -1);
    EXPECT_EQ(to_days({2000, 3, 1}), 11'017);
    EXPECT_EQ(to_days({0, 1, 1}), -719'528);
    const std::int64_t many_days[] = {-365'000'000'000, -719'529, -719'528,       -1, 0, 59, 60,
                                      11'016,           11'017,   365'000'000'000};
    for (std::int64_t days : many_days)
        EXPECT_EQ(to_days(from_days(days)), days);
    const std::int64_t years[] = {-999'999'999, -400, -1, 0, 1, 1900, 2000, 2024, 999'999'999};
    for (std::int64_t year : years)
        EXPECT_EQ(from_days(to_days({year, 2, 28}) + 1).day == 29,
                  (year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
}

}
