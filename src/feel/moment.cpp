#include "feel/moment.h"

#include "feel/temporal_text.h"
#include "feel/zone.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

template<typename T>
T floor_divide(T dividend, T divisor)
{
    T quotient = dividend / divisor;
    return dividend % divisor < 0 ? quotient - 1 : quotient;
}

bool is_leap(std::int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

}

int days_in_month(std::int64_t year, int month)
{
    if (month == 2)
        return is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_valid(const CalendarDate& date)
{
    return date.year >= -last_year && date.year <= last_year && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

// Counts from 1 March of year 0, so that a leap day is the last day of its year.
std::int64_t to_days(const CalendarDate& date)
{
    std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    std::int64_t era = floor_divide<std::int64_t>(year, 400);
    std::int64_t year_of_era = year - era * 400;
    std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

CalendarDate from_days(std::int64_t days)
{
    std::int64_t since_march = days + 719'468;
    std::int64_t era = floor_divide<std::int64_t>(since_march, 146'097);
    std::int64_t day_of_era = since_march - era * 146'097;
    std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = static_cast<int>((5 * day_of_year + 2) / 153);
    int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int weekday_of(const CalendarDate& date)
{
    std::int64_t since_monday = to_days(date) + 3; // 1970-01-01 was a Thursday
    return static_cast<int>(since_monday - floor_divide<std::int64_t>(since_monday, 7) * 7) + 1;
}

int day_of_year(const CalendarDate& date)
{
    return static_cast<int>(to_days(date) - to_days({date.year, 1, 1})) + 1;
}

int week_of_year(const CalendarDate& date)
{
    CalendarDate thursday = from_days(to_days(date) + 4 - weekday_of(date));
    return (day_of_year(thursday) - 1) / 7 + 1;
}

std::optional<CalendarDate> add_months(const CalendarDate& date, std::int64_t months)
{
    if (months > 12 * 2 * last_year || months < -12 * 2 * last_year)
        return std::nullopt;
    std::int64_t total = date.year * 12 + date.month - 1 + months;
    std::int64_t year = floor_divide<std::int64_t>(total, 12);
    int month = static_cast<int>(total - year * 12) + 1;
    CalendarDate moved{year, month, std::min(date.day, days_in_month(year, month))};
    if (!is_valid(moved))
        return std::nullopt;
    return moved;
}

std::int64_t nanoseconds_of_day(const Time& time)
{
    return ((time.hour * 60 + time.minute) * 60 + time.second) * nanoseconds_per_second + time.nanosecond;
}

Time time_of_day(std::int64_t nanoseconds, std::optional<Zone> zone)
{
    std::int64_t seconds = nanoseconds / nanoseconds_per_second;
    return {static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60),
            static_cast<std::int32_t>(nanoseconds % nanoseconds_per_second), std::move(zone)};
}

__int128 wall_clock_of(const DateTime& moment)
{
    return static_cast<__int128>(to_days(moment.date)) * nanoseconds_per_day + nanoseconds_of_day(moment.time);
}

std::optional<DateTime> from_wall_clock(__int128 nanoseconds, std::optional<Zone> zone)
{
    __int128 days = floor_divide<__int128>(nanoseconds, nanoseconds_per_day);
    constexpr __int128 furthest = 400'000'000'000; // well beyond the days of last_year
    if (days > furthest || days < -furthest)
        return std::nullopt;
    CalendarDate date = from_days(static_cast<std::int64_t>(days));
    if (!is_valid(date))
        return std::nullopt;
    return DateTime{date,
                    time_of_day(static_cast<std::int64_t>(nanoseconds - days * nanoseconds_per_day), std::move(zone))};
}

std::optional<__int128> instant_of(const DateTime& moment)
{
    if (!moment.time.zone)
        return std::nullopt;
    __int128 wall_clock = wall_clock_of(moment);
    auto offset = offset_by_wall_clock(*moment.time.zone, wall_clock);
    if (!offset)
        return std::nullopt;
    return wall_clock - static_cast<__int128>(*offset) * nanoseconds_per_second;
}

std::optional<DateTime> add_nanoseconds(const DateTime& moment, __int128 nanoseconds)
{
    if (auto instant = instant_of(moment)) {
        __int128 moved = *instant + nanoseconds;
        if (auto offset = offset_by_instant(*moment.time.zone, moved))
            return from_wall_clock(moved + static_cast<__int128>(*offset) * nanoseconds_per_second, moment.time.zone);
    }
    return from_wall_clock(wall_clock_of(moment) + nanoseconds, moment.time.zone);
}

}
