#pragma once

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kenkei::base {

// A day of the Gregorian calendar, years 1 to 9999.
struct Date {
    int year = 1;
    int month = 1;
    int day = 1;

    // Nothing if there is no such day.
    static std::optional<Date> create(int year, int month, int day);
    static Date from_days(std::int64_t days_since_1970); // the caller stays within years 1 to 9999
    std::int64_t to_days() const;                        // days since 1970-01-01, negative before

    auto operator<=>(const Date&) const = default;
};

// A month of a year ("2024-08"). Compares in time.
struct Month {
    int year = 1;
    int month = 1;

    Date first_day() const { return {year, month, 1}; }
    auto operator<=>(const Month&) const = default;
};

bool is_leap_year(int year);
int days_in_month(int year, int month);
int day_of_week(Date); // 0 = Sunday

// 年度 (April to March) of a day: 2024-03-31 → 2023, 2024-04-01 → 2024.
struct FiscalYear {
    int year = 1;
    Date first_day() const { return {year, 4, 1}; }
    Date last_day() const { return {year + 1, 3, 31}; }
    auto operator<=>(const FiscalYear&) const = default;
};
FiscalYear fiscal_year_of(Date);

std::string to_iso(Date);  // 2024-08-19
std::string to_iso(Month); // 2024-08

// 和暦: 令和6年8月19日, 令和元年5月1日; from 明治6年 (1873-01-01, the first day of the Gregorian calendar in Japan) on.
// Nothing for earlier days. A month in which the era changes has the era of most of its days (1989-01: 平成元年1月).
std::optional<std::string> to_wareki(Date);
std::optional<std::string> to_wareki(Month);
// Both, as a person reads it: 2024年8月19日（令和6年）; only the Gregorian part where there is no 和暦.
std::string to_japanese(Date);

// Reads a day as people write it: 2024-08-01, 2024/8/1, 2024.8.1, 20240801, 2024年8月1日, 令和6年8月1日, R6.8.1,
// R6/8/1, 令和元年5月1日, with full-width digits and blanks anywhere. Each era has its own range: 昭和64年1月7日 is its
// last day and 平成31年4月30日 that of 平成; a year or day outside its era is an error that says which days the era
// has. A weekday behind the day is ignored; a time of day is refused, and so are years of two digits without an era.
// Codes: date.empty, date.form, date.time, date.year, date.month, date.day, date.era.
Result<Date> read_date(std::string_view text);
// The same for months: 2024-08, 2024/8, 202408, 2024年8月, 令和6年8月, R6.8. An era's month counts if any of its days
// does.
Result<Month> read_month(std::string_view text);

}
