#include "feel/temporal_text.h"

#include "feel/moment.h"
#include "feel/zone.h"

namespace kenkei::feel {

namespace {

// Reads a text from left to right; what does not fit leaves it where it was.
class Reader {
public:
    explicit Reader(std::string_view text) : m_rest(text) {}

    bool at_end() const { return m_rest.empty(); }
    std::string_view rest() const { return m_rest; }

    bool skip(char c)
    {
        if (!m_rest.starts_with(c))
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    // All the digits that stand here.
    std::string_view digits()
    {
        std::size_t count = 0;
        while (count < m_rest.size() && m_rest[count] >= '0' && m_rest[count] <= '9')
            ++count;
        std::string_view found = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return found;
    }

    std::optional<int> two_digits()
    {
        if (m_rest.size() < 2 || m_rest[0] < '0' || m_rest[0] > '9' || m_rest[1] < '0' || m_rest[1] > '9')
            return std::nullopt;
        int number = (m_rest[0] - '0') * 10 + (m_rest[1] - '0');
        m_rest.remove_prefix(2);
        return number;
    }

private:
    std::string_view m_rest;
};

// Digits as a number; nothing if there are none or more than a duration may hold.
std::optional<std::int64_t> number_of(std::string_view digits)
{
    if (digits.empty())
        return std::nullopt;
    while (digits.size() > 1 && digits.front() == '0')
        digits.remove_prefix(1);
    if (digits.size() > 17)
        return std::nullopt;
    std::int64_t number = 0;
    for (char digit : digits)
        number = number * 10 + (digit - '0');
    return number;
}

// The digits behind a decimal point as nanoseconds; at most nine.
std::optional<std::int32_t> fraction_of(std::string_view digits)
{
    if (digits.size() > 9)
        return std::nullopt;
    std::int32_t nanoseconds = 0;
    for (std::size_t i = 0; i < 9; ++i)
        nanoseconds = nanoseconds * 10 + (i < digits.size() ? digits[i] - '0' : 0);
    return nanoseconds;
}

// XML Schema 1.1 part 2, 3.3.9: -?([1-9]\d{3,}|0\d{3})-\d\d-\d\d, without a zone.
std::optional<CalendarDate> read_date_part(Reader& text)
{
    bool before_christ = text.skip('-');
    std::string_view digits = text.digits();
    if (digits.size() < 4 || digits.size() > 9 || (digits.size() > 4 && digits.front() == '0'))
        return std::nullopt;
    CalendarDate date;
    date.year = *number_of(digits);
    if (before_christ && date.year == 0)
        return std::nullopt;
    if (before_christ)
        date.year = -date.year;
    if (!text.skip('-'))
        return std::nullopt;
    auto month = text.two_digits();
    if (!month || !text.skip('-'))
        return std::nullopt;
    auto day = text.two_digits();
    if (!day)
        return std::nullopt;
    date.month = *month;
    date.day = *day;
    if (!is_valid(date))
        return std::nullopt;
    return date;
}

// Z, +09:00, -05:00, +02:45:55, @Europe/Paris; up to 14 hours. `zone` stays empty where there is none.
bool read_zone(Reader& text, std::optional<Zone>& zone)
{
    if (text.at_end())
        return true;
    if (text.skip('Z')) {
        zone = Zone{0, {}};
        return true;
    }
    if (text.skip('@')) {
        if (!is_zone_name(text.rest()))
            return false;
        zone = Zone{std::nullopt, std::string(text.rest())};
        text = Reader({});
        return true;
    }
    bool west = text.skip('-');
    if (!west && !text.skip('+'))
        return false;
    auto hours = text.two_digits();
    if (!hours || !text.skip(':'))
        return false;
    auto minutes = text.two_digits();
    if (!minutes)
        return false;
    std::optional<int> seconds = 0;
    if (text.skip(':'))
        seconds = text.two_digits();
    if (!seconds || *minutes > 59 || *seconds > 59)
        return false;
    int offset = *hours * 3600 + *minutes * 60 + *seconds;
    if (offset > 14 * 3600)
        return false;
    zone = Zone{west ? -offset : offset, {}};
    return true;
}

struct ClockReading {
    Time time;
    bool next_day = false; // 24:00:00
};

// XML Schema 1.1 part 2, 3.3.8: hh:mm:ss(.s+)? or 24:00:00(.0+)?, with a zone behind it.
std::optional<ClockReading> read_clock(Reader& text)
{
    ClockReading reading;
    auto hour = text.two_digits();
    if (!hour || !text.skip(':'))
        return std::nullopt;
    auto minute = text.two_digits();
    if (!minute || !text.skip(':'))
        return std::nullopt;
    auto second = text.two_digits();
    if (!second)
        return std::nullopt;
    std::int32_t nanosecond = 0;
    if (text.skip('.')) {
        std::string_view digits = text.digits();
        auto fraction = fraction_of(digits);
        if (digits.empty() || !fraction)
            return std::nullopt;
        nanosecond = *fraction;
    }
    if (*hour > 24 || *minute > 59 || *second > 59)
        return std::nullopt;
    if (*hour == 24) {
        if (*minute != 0 || *second != 0 || nanosecond != 0)
            return std::nullopt;
        hour = 0;
        reading.next_day = true;
    }
    reading.time = {*hour, *minute, *second, nanosecond, {}};
    if (!read_zone(text, reading.time.zone) || !text.at_end())
        return std::nullopt;
    return reading;
}

std::string padded(std::int64_t number, std::size_t width)
{
    std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string fraction_text(std::int64_t nanoseconds)
{
    if (nanoseconds == 0)
        return {};
    std::string digits = padded(nanoseconds, 9);
    digits.erase(digits.find_last_not_of('0') + 1);
    return "." + digits;
}

std::string zone_text(const Zone& zone)
{
    if (!zone.offset_seconds)
        return "@" + zone.name;
    std::int32_t offset = *zone.offset_seconds;
    if (offset == 0)
        return "Z";
    std::string text = offset < 0 ? "-" : "+";
    offset = offset < 0 ? -offset : offset;
    text += padded(offset / 3600, 2) + ":" + padded(offset / 60 % 60, 2);
    if (offset % 60 != 0)
        text += ":" + padded(offset % 60, 2);
    return text;
}

}

std::optional<CalendarDate> read_calendar_date(std::string_view text)
{
    Reader reader(text);
    auto date = read_date_part(reader);
    return reader.at_end() ? date : std::nullopt;
}

std::optional<Time> read_time(std::string_view text)
{
    Reader reader(text);
    auto reading = read_clock(reader);
    if (!reading)
        return std::nullopt;
    return reading->time;
}

std::optional<DateTime> read_date_time(std::string_view text)
{
    Reader reader(text);
    auto date = read_date_part(reader);
    if (!date)
        return std::nullopt;
    if (reader.at_end())
        return DateTime{*date, {}};
    if (!reader.skip('T'))
        return std::nullopt;
    auto reading = read_clock(reader);
    if (!reading)
        return std::nullopt;
    if (reading->next_day) {
        date = from_days(to_days(*date) + 1);
        if (!is_valid(*date))
            return std::nullopt;
    }
    return DateTime{*date, reading->time};
}

// XPath and XQuery F&O 3.1, 8.2: -?P(nY)?(nM)? with at least one part.
std::optional<YearsMonthsDuration> read_years_months(std::string_view text)
{
    Reader reader(text);
    bool negative = reader.skip('-');
    if (!reader.skip('P') || reader.at_end())
        return std::nullopt;
    std::int64_t months = 0;
    bool years_read = false;
    while (!reader.at_end()) {
        auto number = number_of(reader.digits());
        if (!number)
            return std::nullopt;
        if (!years_read && reader.skip('Y')) {
            years_read = true;
            months = *number * 12; // at most 17 digits: no overflow
            continue;
        }
        if (!reader.skip('M') || !reader.at_end())
            return std::nullopt;
        months += *number;
    }
    if (months > max_months)
        return std::nullopt;
    return YearsMonthsDuration{negative ? -months : months};
}

// F&O 3.1, 8.2: -?P(nD)?(T(nH)?(nM)?(n(.n)?S)?)? with at least one part, and one behind a T.
std::optional<DaysTimeDuration> read_days_time(std::string_view text)
{
    struct Unit {
        char letter;
        std::int64_t seconds;
    };
    constexpr Unit units[] = {{'D', seconds_per_day}, {'H', 3600}, {'M', 60}, {'S', 1}};

    Reader reader(text);
    bool negative = reader.skip('-');
    if (!reader.skip('P') || reader.at_end())
        return std::nullopt;
    __int128 nanoseconds = 0;
    std::size_t next_unit = 0;
    bool time_begun = false;
    while (!reader.at_end()) {
        if (!time_begun && reader.skip('T')) {
            time_begun = true;
            next_unit = 1;
            if (reader.at_end())
                return std::nullopt;
        }
        auto number = number_of(reader.digits());
        if (!number)
            return std::nullopt;
        bool has_fraction = reader.skip('.');
        auto fraction = has_fraction ? fraction_of(reader.digits()) : std::optional(0);
        if (!fraction)
            return std::nullopt;
        std::size_t unit = next_unit;
        std::size_t end = time_begun ? 4 : 1;
        while (unit < end && !reader.skip(units[unit].letter))
            ++unit;
        if (unit >= end || (has_fraction && units[unit].letter != 'S'))
            return std::nullopt;
        nanoseconds += static_cast<__int128>(*number) * units[unit].seconds * nanoseconds_per_second + *fraction;
        next_unit = unit + 1;
    }
    if (nanoseconds > max_nanoseconds)
        return std::nullopt;
    return DaysTimeDuration{negative ? -nanoseconds : nanoseconds};
}

Value read_temporal(std::string_view text)
{
    if (auto date = read_calendar_date(text))
        return Value::date(*date);
    if (auto moment = read_date_time(text))
        return Value::date_time(*moment);
    if (auto time = read_time(text))
        return Value::time(*time);
    if (auto duration = read_years_months(text))
        return Value::years_months(*duration);
    if (auto duration = read_days_time(text))
        return Value::days_time(*duration);
    return Value::null("日付・時刻・期間として読めません: @\"" + std::string(text.substr(0, 40)) + "\"");
}

std::string to_text(const CalendarDate& date)
{
    std::string text = date.year < 0 ? "-" : "";
    return text + padded(date.year < 0 ? -date.year : date.year, 4) + "-" + padded(date.month, 2) + "-" +
           padded(date.day, 2);
}

std::string to_text(const Time& time)
{
    std::string text = padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":" + padded(time.second, 2);
    text += fraction_text(time.nanosecond);
    return time.zone ? text + zone_text(*time.zone) : text;
}

std::string to_text(const DateTime& moment)
{
    return to_text(moment.date) + "T" + to_text(moment.time);
}

std::string to_text(YearsMonthsDuration duration)
{
    std::int64_t months = duration.months < 0 ? -duration.months : duration.months;
    std::string text = duration.months < 0 ? "-P" : "P";
    if (months >= 12)
        text += std::to_string(months / 12) + "Y";
    if (months % 12 != 0 || months == 0)
        text += std::to_string(months % 12) + "M";
    return text;
}

std::string to_text(DaysTimeDuration duration)
{
    if (duration.nanoseconds == 0)
        return "PT0S";
    __int128 rest = duration.nanoseconds < 0 ? -duration.nanoseconds : duration.nanoseconds;
    std::string text = duration.nanoseconds < 0 ? "-P" : "P";
    __int128 days = rest / nanoseconds_per_day;
    auto of_day = static_cast<std::int64_t>(rest % nanoseconds_per_day);
    if (days != 0) {
        std::string digits; // at most 22: max_nanoseconds is 10^36
        for (; days != 0; days /= 10)
            digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(days % 10)));
        text += digits + "D";
    }
    if (of_day == 0)
        return text;
    text += "T";
    std::int64_t seconds = of_day / nanoseconds_per_second;
    std::int64_t fraction = of_day % nanoseconds_per_second;
    if (seconds / 3600 != 0)
        text += std::to_string(seconds / 3600) + "H";
    if (seconds / 60 % 60 != 0)
        text += std::to_string(seconds / 60 % 60) + "M";
    if (seconds % 60 != 0 || fraction != 0)
        text += std::to_string(seconds % 60) + fraction_text(fraction) + "S";
    return text;
}

}
