#pragma once

#include "feel/temporal.h"
#include "feel/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace kenkei::feel {

// Lexical forms of XML Schema and DMN 1.5 (10.3.2.3); nothing for any other text.
std::optional<CalendarDate> read_calendar_date(std::string_view text);
std::optional<Time> read_time(std::string_view text);
std::optional<DateTime> read_date_time(std::string_view text); // a date alone is midnight
std::optional<YearsMonthsDuration> read_years_months(std::string_view text);
std::optional<DaysTimeDuration> read_days_time(std::string_view text);

// The value of @"…": the first of the forms above that fits, date before date and time; null for none.
Value read_temporal(std::string_view text);

std::string to_text(const CalendarDate&);
std::string to_text(const Time&);
std::string to_text(const DateTime&);
std::string to_text(YearsMonthsDuration);
std::string to_text(DaysTimeDuration);

// Days since 1970-01-01 of the proleptic Gregorian calendar, and back.
std::int64_t to_days(const CalendarDate&);
CalendarDate from_days(std::int64_t);

}
