#include "base/date.h"

#include <array>

namespace kenkei::base {

namespace {

std::string padded(int number, std::size_t width)
{
    std::string digits = std::to_string(number);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

}

bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month)
{
    constexpr std::array days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::optional<Date> Date::create(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return {};
    return Date{year, month, day};
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin on 1 March, so that the leap day is the
// last; 400 years (an era there, no relation to 元号) have 146097 days; day 0 is 0000-03-01, 719468 days before
// 1970-01-01.
std::int64_t Date::to_days() const
{
    std::int64_t y = month <= 2 ? year - 1 : year;
    std::int64_t cycle = (y >= 0 ? y : y - 399) / 400;
    std::int64_t year_of_cycle = y - cycle * 400;
    std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    std::int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    return cycle * 146097 + day_of_cycle - 719468;
}

Date Date::from_days(std::int64_t days_since_1970)
{
    std::int64_t days = days_since_1970 + 719468;
    std::int64_t cycle = (days >= 0 ? days : days - 146096) / 146097;
    std::int64_t day_of_cycle = days - cycle * 146097;
    std::int64_t year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    std::int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    auto day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    auto month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    auto year = static_cast<int>(year_of_cycle + cycle * 400) + (month <= 2 ? 1 : 0);
    return {year, month, day};
}

int day_of_week(Date date)
{
    constexpr std::int64_t thursday = 4; // 1970-01-01
    std::int64_t day = (date.to_days() + thursday) % 7;
    return static_cast<int>(day < 0 ? day + 7 : day);
}

FiscalYear fiscal_year_of(Date date)
{
    return {date.month < 4 ? date.year - 1 : date.year};
}

std::string to_iso(Date date)
{
    return padded(date.year, 4) + '-' + padded(date.month, 2) + '-' + padded(date.day, 2);
}

std::string to_iso(Month month)
{
    return padded(month.year, 4) + '-' + padded(month.month, 2);
}

}
