#include "feel/zone.h"

#include "feel/moment.h"
#include "feel/temporal_text.h"

#include <gtest/gtest.h>

namespace kenkei::feel {

namespace {

std::optional<std::int32_t> offset_hours(std::string_view text)
{
    auto moment = read_date_time(text);
    if (!moment || !moment->time.zone)
        return std::nullopt;
    auto offset = offset_by_wall_clock(*moment->time.zone, wall_clock_of(*moment));
    return offset ? std::optional(*offset / 3600) : std::nullopt;
}

}

TEST(Zones, SummerTimeFollowsTheRulesOfItsYear)
{
    struct Moment {
        std::string_view text;
        std::optional<std::int32_t> hours;
    };
    const Moment moments[] = {
        {"2024-08-19T12:00:00@Asia/Tokyo", 9},
        {"1951-08-19T12:00:00@Asia/Tokyo", {}}, // Japan had summer time then
        {"2021-01-02T10:10:10@Europe/Paris", 1},
        {"1995-01-01T10:10:10@Europe/Paris", 1},
        {"2024-03-31T01:59:59@Europe/Paris", 1},
        {"2024-03-31T02:30:00@Europe/Paris", 1}, // skipped: by standard time
        {"2024-03-31T03:00:00@Europe/Paris", 2},
        {"2024-10-27T02:59:59@Europe/Paris", 2}, // occurs twice: the first
        {"2024-10-27T03:00:00@Europe/Paris", 1},
        {"1995-09-24T02:59:59@Europe/Paris", 2},
        {"1995-09-25T00:00:00@Europe/Paris", 1},
        {"1960-07-01T00:00:00@Europe/Paris", {}},
        {"2024-07-01T00:00:00@Europe/London", 1},
        {"2024-03-10T01:59:59@America/New_York", -5},
        {"2024-03-10T03:00:00@America/New_York", -4},
        {"2024-11-03T01:30:00@America/New_York", -4},
        {"2024-11-03T02:00:00@America/New_York", -5},
        {"2006-04-02T03:00:00@America/New_York", -4},
        {"2021-01-01T10:10:10@Australia/Melbourne", 11},
        {"1995-01-01T10:10:10@Australia/Melbourne", 11},
        {"2021-04-04T01:59:59@Australia/Melbourne", 11},
        {"2021-04-04T03:00:00@Australia/Melbourne", 10},
        {"2021-10-03T01:59:59@Australia/Melbourne", 10},
        {"2021-10-03T03:00:00@Australia/Melbourne", 11},
        {"2021-01-01T00:00:00@Pacific/Auckland", 13},
        {"2021-07-01T00:00:00@Pacific/Auckland", 12},
        {"2009-07-01T00:00:00@Asia/Dhaka", {}},
        {"2010-07-01T00:00:00@Asia/Dhaka", 6},
        {"2024-01-01T00:00:00@Etc/GMT+5", -5},
        {"2024-01-01T00:00:00@Etc/GMT-14", 14},
        {"2024-01-01T00:00:00@UTC", 0},
        {"2024-01-01T00:00:00@America/Caracas", {}}, // not in the table
    };
    for (const Moment& moment : moments)
        EXPECT_EQ(offset_hours(moment.text), moment.hours) << moment.text;
}

TEST(Zones, NamesAreUtcOrAnAreaWithAPlace)
{
    for (auto name : {"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Etc/GMT+12", "Etc/GMT-14", "Europe/Paris",
                      "America/Port-au-Prince", "America/Argentina/Salta", "Asia/Tokyo", "Japan"})
        EXPECT_TRUE(is_zone_name(name)) << name;
    for (auto name :
         {"", "xyz/abc", "Europe", "Europe/", "/Paris", "Europe//Paris", "Europe/Paris/", "Etc/GMT+13", "Etc/GMT-15",
          "Etc/GMT+", "Etc/GMT+05", "Etc/", "Etc/Paris", "Europe/Par is", "europe/Paris", "Europe/パリ"})
        EXPECT_FALSE(is_zone_name(name)) << name;
}

}
