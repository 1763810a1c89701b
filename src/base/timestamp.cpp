#include "base/timestamp.h"

#include "base/fold.h"

namespace kenkei::base {

namespace {

constexpr std::int64_t ms_per_second = 1000;
constexpr std::int64_t ms_per_minute = 60 * ms_per_second;
constexpr std::int64_t ms_per_hour = 60 * ms_per_minute;
constexpr std::int64_t ms_per_day = 24 * ms_per_hour;
constexpr std::int64_t ahead = 9 * ms_per_hour; // Japan is ahead of UTC

// A day and a time of day, of whatever place.
struct Parts {
    Date date;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int millisecond = 0;
};

std::int64_t floor_of(std::int64_t number, std::int64_t divisor)
{
    return number / divisor - (number % divisor < 0 ? 1 : 0);
}

Parts parts_of(std::int64_t milliseconds)
{
    const std::int64_t days = floor_of(milliseconds, ms_per_day);
    const std::int64_t rest = milliseconds - days * ms_per_day;
    return {.date = Date::from_days(days),
            .hour = static_cast<int>(rest / ms_per_hour),
            .minute = static_cast<int>(rest % ms_per_hour / ms_per_minute),
            .second = static_cast<int>(rest % ms_per_minute / ms_per_second),
            .millisecond = static_cast<int>(rest % ms_per_second)};
}

std::int64_t milliseconds_of(const Parts& parts)
{
    return parts.date.to_days() * ms_per_day + parts.hour * ms_per_hour + parts.minute * ms_per_minute +
           parts.second * ms_per_second + parts.millisecond;
}

std::string padded(int number, std::size_t width)
{
    const std::string digits = std::to_string(number);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

std::string to_minutes(const Parts& parts)
{
    return padded(parts.hour, 2) + ':' + padded(parts.minute, 2);
}

std::string to_milliseconds(const Parts& parts)
{
    return to_minutes(parts) + ':' + padded(parts.second, 2) + '.' + padded(parts.millisecond, 3);
}

// Reads a time of day and its zone.
class Reader {
public:
    explicit Reader(std::string_view text) : m_rest(text) {}

    bool at_end() const { return m_rest.empty(); }
    bool take(char expected)
    {
        if (!m_rest.starts_with(expected))
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    // A number of exactly so many digits.
    std::optional<int> take_number(std::size_t digits)
    {
        if (m_rest.size() < digits)
            return {};
        int number = 0;
        for (const char c : m_rest.substr(0, digits)) {
            if (c < '0' || c > '9')
                return {};
            number = number * 10 + (c - '0');
        }
        m_rest.remove_prefix(digits);
        return number;
    }

private:
    std::string_view m_rest;
};

// [:ss[.mmm]]
bool read_seconds(Reader& reader, Parts& parts)
{
    if (!reader.take(':'))
        return true;
    const auto second = reader.take_number(2);
    if (!second)
        return false;
    parts.second = *second;
    if (!reader.take('.'))
        return true;
    const auto millisecond = reader.take_number(3);
    parts.millisecond = millisecond.value_or(0);
    return millisecond.has_value();
}

// How far the zone is ahead of UTC; that of Japan where none is written.
std::optional<std::int64_t> read_zone(Reader& reader)
{
    if (reader.at_end())
        return ahead;
    if (reader.take('Z') || reader.take('z'))
        return 0;
    const bool behind = reader.take('-');
    if (!behind && !reader.take('+'))
        return {};
    const auto hours = reader.take_number(2);
    if (!hours || !reader.take(':'))
        return {};
    const auto minutes = reader.take_number(2);
    if (!minutes || *hours > 23 || *minutes > 59)
        return {};
    const std::int64_t distance = *hours * ms_per_hour + *minutes * ms_per_minute;
    return behind ? -distance : distance;
}

bool is_time(const Parts& parts)
{
    if (parts.hour == 24)
        return parts.minute == 0 && parts.second == 0 && parts.millisecond == 0;
    return parts.hour < 24 && parts.minute < 60 && parts.second < 60;
}

bool within_years(std::int64_t milliseconds)
{
    const std::int64_t days = floor_of(milliseconds, ms_per_day);
    return days >= Date{1, 1, 1}.to_days() && days <= Date{9999, 12, 31}.to_days();
}

Error form_error(std::string_view text)
{
    return {.code = "timestamp.form",
            .message = "「" + collapse_blanks(text) + "」は日時として読めません。",
            .way_out =
                "2024-10-18T17:00、2024-10-18 17:00:00.000、2024-10-18T08:00:00Z のどれかの形で書いてください。"};
}

// Where the time of day begins: its two digits stand before the first colon, behind a T or a blank.
std::size_t find_time(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon < 4)
        return std::string_view::npos;
    const char before = text[colon - 3];
    return before == 'T' || before == 't' || before == ' ' ? colon - 2 : std::string_view::npos;
}

}

Timestamp in_japan(Date date, int hour, int minute, int second, int millisecond)
{
    return {milliseconds_of({date, hour, minute, second, millisecond}) - ahead};
}

Date date_in_japan(Timestamp at)
{
    return parts_of(at.milliseconds + ahead).date;
}

std::string to_utc(Timestamp at)
{
    const Parts parts = parts_of(at.milliseconds);
    return to_iso(parts.date) + 'T' + to_milliseconds(parts) + 'Z';
}

std::string to_legal(Timestamp at)
{
    const Parts parts = parts_of(at.milliseconds + ahead);
    return to_iso(parts.date) + 'T' + to_milliseconds(parts) + "+09:00";
}

std::string to_japanese(Timestamp at)
{
    const Parts parts = parts_of(at.milliseconds + ahead);
    std::string text = std::to_string(parts.date.year) + "年" + std::to_string(parts.date.month) + "月" +
                       std::to_string(parts.date.day) + "日 ";
    if (parts.millisecond != 0)
        return text + to_milliseconds(parts);
    return text + to_minutes(parts) + (parts.second != 0 ? ':' + padded(parts.second, 2) : "");
}

Result<Timestamp> read_timestamp(std::string_view text)
{
    const std::string folded = trim(fold_hyphens(fold_width(text)));
    const std::size_t start = find_time(folded);
    if (start == std::string::npos) {
        auto date = read_date(folded);
        if (!date.ok() && (date.error().code == "date.time" || date.error().code == "date.form"))
            return form_error(text);
        return in_japan(TRY(std::move(date)));
    }

    Parts parts;
    parts.date = TRY(read_date(std::string_view(folded).substr(0, start - 1)));
    Reader reader(std::string_view(folded).substr(start));
    const auto hour = reader.take_number(2);
    if (!hour || !reader.take(':'))
        return form_error(text);
    const auto minute = reader.take_number(2);
    if (!minute || !read_seconds(reader, parts))
        return form_error(text);
    parts.hour = *hour;
    parts.minute = *minute;
    const auto zone = read_zone(reader);
    if (!zone || !reader.at_end() || !is_time(parts))
        return form_error(text);
    const Timestamp at = {milliseconds_of(parts) - *zone};
    if (!within_years(at.milliseconds) || !within_years(at.milliseconds + ahead))
        return form_error(text);
    return at;
}

}
