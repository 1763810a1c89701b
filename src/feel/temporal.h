#pragma once

#include "base/date.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kenkei::feel {

// Offset from UTC: a fixed number of seconds, or a named zone ("Europe/Paris") whose offset is looked up for a moment.
struct Zone {
    std::optional<std::int32_t> offset_seconds;
    std::string name;
    bool operator==(const Zone&) const = default;
};

struct Time {
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int32_t nanosecond = 0;
    std::optional<Zone> zone = {};
    bool operator==(const Time&) const = default;
};

// FEEL dates reach further than base::Date (years -999999999 to 999999999).
struct CalendarDate {
    std::int64_t year = 1;
    int month = 1;
    int day = 1;
    auto operator<=>(const CalendarDate&) const = default;
};

struct DateTime {
    CalendarDate date;
    Time time;
    bool operator==(const DateTime&) const = default;
};

struct YearsMonthsDuration {
    std::int64_t months = 0;
    auto operator<=>(const YearsMonthsDuration&) const = default;
};

struct DaysTimeDuration {
    __int128 nanoseconds = 0;
    auto operator<=>(const DaysTimeDuration&) const = default;
};

}
