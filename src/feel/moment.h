#pragma once

#include "feel/temporal.h"

#include <cstdint>
#include <optional>

namespace kenkei::feel {

inline constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
inline constexpr std::int64_t seconds_per_day = 86'400;
inline constexpr std::int64_t nanoseconds_per_day = seconds_per_day * nanoseconds_per_second;
inline constexpr std::int64_t last_year = 999'999'999; // and -last_year is the first one
// Durations end here; sums and products beyond are refused.
inline constexpr std::int64_t max_months = 1'000'000'000'000'000'000;
inline constexpr __int128 max_nanoseconds = static_cast<__int128>(max_months) * max_months;

// The proleptic Gregorian calendar; to_days and from_days are in temporal_text.h.
int days_in_month(std::int64_t year, int month);
bool is_valid(const CalendarDate&);
// 1 = Monday … 7 = Sunday.
int weekday_of(const CalendarDate&);
int day_of_year(const CalendarDate&);
// ISO 8601: the week that holds the year's first Thursday is week 1.
int week_of_year(const CalendarDate&);
// The same day of another month, or its last day where that month is shorter; nothing beyond the calendar's years.
std::optional<CalendarDate> add_months(const CalendarDate&, std::int64_t months);

std::int64_t nanoseconds_of_day(const Time&);
Time time_of_day(std::int64_t nanoseconds, std::optional<Zone> zone);

// Nanoseconds since 1970-01-01T00:00:00 on the clock on the wall, whatever its zone, and back.
__int128 wall_clock_of(const DateTime&);
std::optional<DateTime> from_wall_clock(__int128 nanoseconds, std::optional<Zone> zone);

// Nanoseconds since 1970-01-01T00:00:00Z; nothing without a zone or where the zone's offset is not known (zone.h).
std::optional<__int128> instant_of(const DateTime&);
// Moves along the time line: a day over a change to summer time is 24 hours. On the wall clock without a known offset.
std::optional<DateTime> add_nanoseconds(const DateTime&, __int128 nanoseconds);

}
