#include "feel/arguments.h"
#include "feel/builtin_groups.h"
#include "feel/moment.h"
#include "feel/temporal_text.h"
#include "feel/whole_number.h"

namespace kenkei::feel {

namespace {

using Span = std::span<const Value>;

// What could not be read, short enough for a message.
std::string unreadable(std::string_view what, const std::string& text)
{
    constexpr std::size_t most = 60;
    std::string shown = text.size() <= most ? "「" + text + "」" : "長い文字列";
    return shown + "は" + std::string(what) + "として読めません";
}

Value date(Span arguments, const CallContext&)
{
    if (arguments.size() == 3) {
        Arguments read("date", arguments, 3);
        for (std::size_t i = 0; i < 3; ++i) {
            if (!read.number(i).is_integer())
                read.refuse(i, "整数です");
        }
        std::int64_t year = read.whole(0);
        std::int64_t month = read.whole(1);
        std::int64_t day = read.whole(2);
        if (!read.ok())
            return read.failure();
        if (month < 1 || month > 12 || day < 1 || day > 31)
            return Value::null("そのような日付はありません");
        CalendarDate date{year, static_cast<int>(month), static_cast<int>(day)};
        return is_valid(date) ? Value::date(date) : Value::null("そのような日付はありません");
    }
    Arguments read("date", arguments, 1);
    const Value& from = read.single(0);
    if (from.kind() == Kind::Date)
        return from;
    if (from.kind() == Kind::DateTime)
        return Value::date(from.as_date_time().date);
    const std::string& text = read.string(0);
    if (!read.ok())
        return read.failure();
    auto date = read_calendar_date(text);
    return date ? Value::date(*date) : Value::null(unreadable("日付", text));
}

Value time_of_parts(Span arguments)
{
    Arguments read("time", arguments, 3, 4);
    std::int64_t hour = read.whole(0);
    std::int64_t minute = read.whole(1);
    if (read.ok() && (!read.number(0).is_integer() || !read.number(1).is_integer()))
        return Value::null("time の時と分は整数です");
    auto nanoseconds = truncated(read.number(2) * base::Decimal(nanoseconds_per_second));
    Time time;
    if (read.given(3)) {
        const Value& offset = read.single(3);
        constexpr __int128 furthest = static_cast<__int128>(14) * 3600 * nanoseconds_per_second;
        if (offset.kind() != Kind::DaysTimeDuration)
            read.refuse(3, "日時の期間です");
        __int128 length = offset.as_days_time().nanoseconds;
        if (length > furthest || length < -furthest || length % nanoseconds_per_second != 0)
            read.refuse(3, "14時間までの、秒単位の期間です");
        else
            time.zone = Zone{static_cast<std::int32_t>(length / nanoseconds_per_second), {}};
    }
    if (!read.ok())
        return read.failure();
    constexpr __int128 minute_long = static_cast<__int128>(60) * nanoseconds_per_second;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || !nanoseconds || *nanoseconds < 0 ||
        *nanoseconds >= minute_long || read.number(2).is_negative())
        return Value::null("そのような時刻はありません");
    time.hour = static_cast<int>(hour);
    time.minute = static_cast<int>(minute);
    time.second = static_cast<int>(*nanoseconds / nanoseconds_per_second);
    time.nanosecond = static_cast<std::int32_t>(*nanoseconds % nanoseconds_per_second);
    return Value::time(std::move(time));
}

// A date is its midnight at UTC.
Time midnight_utc()
{
    return {0, 0, 0, 0, Zone{0, {}}};
}

Value time(Span arguments, const CallContext&)
{
    if (arguments.size() > 1)
        return time_of_parts(arguments);
    Arguments read("time", arguments, 1);
    const Value& from = read.single(0);
    if (from.kind() == Kind::Time)
        return from;
    if (from.kind() == Kind::DateTime)
        return Value::time(from.as_date_time().time);
    if (from.kind() == Kind::Date)
        return Value::time(midnight_utc());
    const std::string& text = read.string(0);
    if (!read.ok())
        return read.failure();
    auto time = read_time(text);
    return time ? Value::time(std::move(*time)) : Value::null(unreadable("時刻", text));
}

Value date_and_time(Span arguments, const CallContext&)
{
    Arguments read("date and time", arguments, 1, 2);
    if (arguments.size() == 2) {
        const CalendarDate& date = read.date(0);
        const Value& time = read.single(1);
        if (time.kind() != Kind::Time)
            read.refuse(1, "時刻です");
        if (!read.ok())
            return read.failure();
        return Value::date_time({date, time.as_time()});
    }
    const Value& from = read.single(0);
    if (from.kind() == Kind::DateTime)
        return from;
    if (from.kind() == Kind::Date)
        return Value::date_time({from.as_date(), midnight_utc()});
    const std::string& text = read.string(0);
    if (!read.ok())
        return read.failure();
    auto moment = read_date_time(text);
    return moment ? Value::date_time(std::move(*moment)) : Value::null(unreadable("日時", text));
}

Value duration(Span arguments, const CallContext&)
{
    Arguments read("duration", arguments, 1);
    const Value& from = read.single(0);
    if (from.kind() == Kind::YearsMonthsDuration || from.kind() == Kind::DaysTimeDuration)
        return from;
    const std::string& text = read.string(0);
    if (!read.ok())
        return read.failure();
    if (auto months = read_years_months(text))
        return Value::years_months(*months);
    if (auto days = read_days_time(text))
        return Value::days_time(*days);
    return Value::null(unreadable("期間", text));
}

// Whole months between two days, whatever their times of day and zones: the last month counts once its day is reached.
Value years_and_months_duration(Span arguments, const CallContext&)
{
    Arguments read("years and months duration", arguments, 2);
    const CalendarDate& from = read.date(0);
    const CalendarDate& to = read.date(1);
    if (!read.ok())
        return read.failure();
    std::int64_t months = (to.year - from.year) * 12 + (to.month - from.month);
    if (months > 0 && to.day < from.day)
        --months;
    else if (months < 0 && to.day > from.day)
        ++months;
    return Value::years_months({months});
}

// DMN 1.5, table 71: digits with a grouping separator (blank, comma or point) and a decimal separator (point or comma).
Value number(Span arguments, const CallContext&)
{
    if (arguments.size() == 2)
        return Value::null("number の引数は1個か3個です（2個ありました）");
    Arguments read("number", arguments, 1, 3);
    const std::string& text = read.string(0);
    std::string grouping = read.given(1) ? read.string(1) : "";
    std::string point = read.given(2) ? read.string(2) : "";
    if (read.given(1) && grouping != " " && grouping != "," && grouping != ".")
        read.refuse(1, "空白、コンマ、ピリオドのどれかです");
    if (read.given(2) && point != "." && point != ",")
        read.refuse(2, "ピリオドかコンマです");
    if (read.ok() && !point.empty() && point == grouping)
        return Value::null("number の桁区切りと小数点が同じです");
    if (!read.ok())
        return read.failure();
    if (point.empty())
        point = ".";
    std::string digits;
    for (char c : text) {
        std::string_view character(&c, 1);
        if (character == grouping)
            continue;
        if (character != point && (c == '.' || c == ',' || c == '+'))
            return Value::null(unreadable("数値", text));
        digits += character == point ? '.' : c;
    }
    auto result = base::Decimal::parse(digits);
    return result && result->finite() ? Value::number(*result) : Value::null(unreadable("数値", text));
}

Value string(Span arguments, const CallContext&)
{
    Arguments read("string", arguments, 1);
    if (!read.ok())
        return read.failure();
    const Value& from = read.any(0);
    if (from.is_null())
        return Value::null("string の引数が null です");
    auto text = to_display(from, max_string_bytes);
    return text ? Value::string(std::move(*text)) : Value::null("文字列が16MiBを超えました");
}

}

std::span<const Builtin> conversion_builtins()
{
    static const std::vector<Builtin> all = {
        {"date", {{"from"}, {"year", "month", "day"}}, false, date},
        {"time", {{"from"}, {"hour", "minute", "second", "offset?"}}, false, time},
        {"date and time", {{"from"}, {"date", "time"}}, false, date_and_time},
        {"duration", {{"from"}}, false, duration},
        {"years and months duration", {{"from", "to"}}, false, years_and_months_duration},
        {"number", {{"from", "grouping separator?", "decimal separator?"}}, false, number},
        {"string", {{"from"}}, false, string},
    };
    return all;
}

}
