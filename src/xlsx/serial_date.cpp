#include "xlsx/serial_date.h"

#include <charconv>

namespace kenkei::xlsx {

namespace {

constexpr base::Date last_day{9999, 12, 31};

// Takes `length` digits off the text.
std::optional<int> take_digits(std::string_view& text, std::size_t length)
{
    int number = 0;
    if (text.size() < length || text.front() < '0' || text.front() > '9')
        return {};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + length, number);
    if (fault != std::errc() || end != text.data() + length)
        return {};
    text.remove_prefix(length);
    return number;
}

bool take(std::string_view& text, char c)
{
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<base::Date> take_date(std::string_view& text)
{
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-'))
        return {};
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-'))
        return {};
    const auto day = take_digits(text, 2);
    return day ? base::Date::create(*year, *month, *day) : std::nullopt;
}

// Z or +09:00: which zone the clock shows that was read. It stays what it shows.
void take_zone(std::string_view& text)
{
    if (take(text, 'Z') || text.size() != 6 || (text.front() != '+' && text.front() != '-') || text[3] != ':')
        return;
    std::string_view rest = text.substr(1);
    if (take_digits(rest, 2) && take(rest, ':') && take_digits(rest, 2))
        text = rest;
}

// hh:mm, hh:mm:ss or hh:mm:ss.fff and perhaps a zone, as the part of a day; up to the end of the text.
std::optional<double> read_time(std::string_view text)
{
    const auto hour = take_digits(text, 2);
    if (!hour || !take(text, ':'))
        return {};
    const auto minute = take_digits(text, 2);
    if (!minute)
        return {};
    double seconds = 0;
    if (take(text, ':')) {
        const auto whole = take_digits(text, 2);
        if (!whole)
            return {};
        seconds = *whole;
        if (take(text, '.')) {
            double unit = 0.1;
            std::optional<int> digit = take_digits(text, 1);
            if (!digit)
                return {};
            for (; digit; digit = take_digits(text, 1), unit /= 10)
                seconds += *digit * unit;
        }
    }
    take_zone(text);
    if (!text.empty() || *hour > 23 || *minute > 59 || seconds >= 60)
        return {};
    return (*hour * 3600 + *minute * 60 + seconds) / 86400;
}

std::optional<double> serial_of(base::Date date, Epoch epoch)
{
    const std::int64_t days = date.to_days();
    if (epoch == Epoch::Y1904) {
        const std::int64_t serial = days - base::Date{1904, 1, 1}.to_days();
        return serial >= 0 ? std::optional<double>(static_cast<double>(serial)) : std::nullopt;
    }
    const std::int64_t serial = days - base::Date{1899, 12, 31}.to_days();
    if (serial == 0 || serial == -1) // a time alone, on the day 0 of those who count 1900 right, or as Excel does
        return 0;
    if (serial < 0)
        return {};
    return static_cast<double>(serial < 60 ? serial : serial + 1);
}

}

std::optional<base::Date> date_of_serial(double serial, Epoch epoch)
{
    constexpr double beyond = 2958466; // 10000-01-01, counted from 1900
    if (!(serial >= 0 && serial < beyond))
        return {};
    const auto whole = static_cast<std::int64_t>(serial);
    if (epoch == Epoch::Y1904) {
        const std::int64_t days = base::Date{1904, 1, 1}.to_days() + whole;
        return days <= last_day.to_days() ? std::optional(base::Date::from_days(days)) : std::nullopt;
    }
    if (whole == 0 || whole == 60)
        return {};
    return base::Date::from_days(base::Date{1899, 12, 31}.to_days() + (whole < 60 ? whole : whole - 1));
}

std::optional<double> serial_of_iso(std::string_view text, Epoch epoch)
{
    if (take(text, 'T') || (text.size() > 2 && text[2] == ':'))
        return read_time(text);
    const auto date = take_date(text);
    if (!date)
        return {};
    const auto serial = serial_of(*date, epoch);
    if (!serial || text.empty())
        return serial;
    if (!take(text, 'T'))
        return {};
    const auto time = read_time(text);
    return time ? std::optional(*serial + *time) : std::nullopt;
}

}
