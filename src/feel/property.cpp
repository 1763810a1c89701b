#include "feel/property.h"

#include "feel/moment.h"
#include "feel/whole_number.h"
#include "feel/zone.h"

namespace kenkei::feel {

namespace {

Value no_property(const Value& value, std::string_view name)
{
    return Value::null(std::string(japanese_name_of(value.kind())) + "に「" + std::string(name) + "」はありません");
}

std::optional<Value> date_property(const CalendarDate& date, std::string_view name)
{
    if (name == "year")
        return Value::number(date.year);
    if (name == "month")
        return Value::number(date.month);
    if (name == "day")
        return Value::number(date.day);
    if (name == "weekday")
        return Value::number(weekday_of(date));
    return std::nullopt;
}

// Seconds with their fraction.
base::Decimal seconds_of(std::int64_t nanoseconds)
{
    return base::Decimal(nanoseconds) / base::Decimal(nanoseconds_per_second);
}

std::optional<Value> time_property(const Time& time, std::optional<std::int32_t> offset, std::string_view name)
{
    if (name == "hour")
        return Value::number(time.hour);
    if (name == "minute")
        return Value::number(time.minute);
    if (name == "second")
        return Value::number(seconds_of(time.second * nanoseconds_per_second + time.nanosecond));
    if (name == "time offset") {
        if (!time.zone)
            return Value::null("時差がありません");
        if (!offset)
            return Value::null("この時間帯の時差は分かりません: " + time.zone->name);
        return Value::days_time({static_cast<__int128>(*offset) * nanoseconds_per_second});
    }
    if (name == "timezone") {
        if (!time.zone || time.zone->offset_seconds)
            return Value::null("時間帯の名前がありません");
        return Value::string(time.zone->name);
    }
    return std::nullopt;
}

std::optional<Value> days_time_property(DaysTimeDuration duration, std::string_view name)
{
    // Each part has the sign of the whole.
    if (name == "days")
        return Value::number(decimal_of(duration.nanoseconds / nanoseconds_per_day));
    auto of_day = static_cast<std::int64_t>(duration.nanoseconds % nanoseconds_per_day);
    if (name == "hours")
        return Value::number(of_day / nanoseconds_per_second / 3600);
    if (name == "minutes")
        return Value::number(of_day / nanoseconds_per_second / 60 % 60);
    if (name == "seconds")
        return Value::number(seconds_of(of_day % (60 * nanoseconds_per_second)));
    return std::nullopt;
}

std::optional<Value> range_property(const Range& range, std::string_view name)
{
    if (name == "start")
        return range.low;
    if (name == "end")
        return range.high;
    if (name == "start included")
        return Value::boolean(range.low_closed);
    if (name == "end included")
        return Value::boolean(range.high_closed);
    return std::nullopt;
}

std::optional<Value> find_property(const Value& value, std::string_view name)
{
    switch (value.kind()) {
    case Kind::Date:
        return date_property(value.as_date(), name);
    case Kind::Time: {
        const Time& time = value.as_time();
        return time_property(time, time.zone ? constant_offset(*time.zone) : std::nullopt, name);
    }
    case Kind::DateTime: {
        const DateTime& moment = value.as_date_time();
        if (auto found = date_property(moment.date, name))
            return found;
        const auto& zone = moment.time.zone;
        return time_property(moment.time, zone ? offset_by_wall_clock(*zone, wall_clock_of(moment)) : std::nullopt,
                             name);
    }
    case Kind::YearsMonthsDuration:
        if (name == "years")
            return Value::number(value.as_years_months().months / 12);
        if (name == "months")
            return Value::number(value.as_years_months().months % 12);
        return std::nullopt;
    case Kind::DaysTimeDuration:
        return days_time_property(value.as_days_time(), name);
    case Kind::Range:
        return range_property(value.as_range(), name);
    case Kind::Context:
        if (const Value* entry = value.entry(name))
            return *entry;
        return std::nullopt;
    default:
        return std::nullopt;
    }
}

}

Value property_of(const Value& value, std::string_view name)
{
    auto found = find_property(value, name);
    return found ? std::move(*found) : no_property(value, name);
}

}
