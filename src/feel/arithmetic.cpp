#include "feel/arithmetic.h"

#include "feel/moment.h"
#include "feel/whole_number.h"
#include "feel/zone.h"

namespace kenkei::feel {

namespace {

Value mismatch(Operator op, const Value& left, const Value& right)
{
    std::string reason{symbol_of(op)};
    if (left.is_null() || right.is_null())
        return Value::null(reason + (left.is_null() ? " の左が null です" : " の右が null です"));
    return Value::null(reason + " は" + std::string(japanese_name_of(left.kind())) + "と" +
                       std::string(japanese_name_of(right.kind())) + "には使えません");
}

Value beyond_calendar()
{
    return Value::null("暦の範囲（-999999999年〜999999999年）を超えました");
}
Value unknown_offset()
{
    return Value::null("時差の分からない日時と、時差のある日時との差は求められません");
}
Value divided_by_zero()
{
    return Value::null("0 で割りました");
}

Value months(__int128 total)
{
    if (total > max_months || total < -max_months)
        return Value::null("期間が長すぎます");
    return Value::years_months({static_cast<std::int64_t>(total)});
}

Value nanoseconds(__int128 total)
{
    if (total > max_nanoseconds || total < -max_nanoseconds)
        return Value::null("期間が長すぎます");
    return Value::days_time({total});
}

// A computed number of months or nanoseconds, cut off towards zero.
Value months(base::Decimal total)
{
    auto whole = truncated(total);
    return whole ? months(*whole) : Value::null("期間が長すぎるか、定義されません");
}

Value nanoseconds(base::Decimal total)
{
    auto whole = truncated(total);
    return whole ? nanoseconds(*whole) : Value::null("期間が長すぎるか、定義されません");
}

Value move_date(const CalendarDate& date, YearsMonthsDuration duration)
{
    auto moved = add_months(date, duration.months);
    return moved ? Value::date(*moved) : beyond_calendar();
}

// A date is its first moment here; what the duration leaves of a day is dropped: 2021-01-02 - PT1H is the day before.
Value move_date(const CalendarDate& date, DaysTimeDuration duration)
{
    auto moved = from_wall_clock(wall_clock_of({date, {}}) + duration.nanoseconds, std::nullopt);
    return moved ? Value::date(moved->date) : beyond_calendar();
}

Value move_date_time(const DateTime& moment, YearsMonthsDuration duration)
{
    auto moved = add_months(moment.date, duration.months);
    return moved ? Value::date_time({*moved, moment.time}) : beyond_calendar();
}

Value move_date_time(const DateTime& moment, DaysTimeDuration duration)
{
    auto moved = add_nanoseconds(moment, duration.nanoseconds);
    return moved ? Value::date_time(std::move(*moved)) : beyond_calendar();
}

Value move_time(const Time& time, DaysTimeDuration duration)
{
    auto of_day = static_cast<std::int64_t>(
        (nanoseconds_of_day(time) + duration.nanoseconds % nanoseconds_per_day + nanoseconds_per_day) %
        nanoseconds_per_day);
    return Value::time(time_of_day(of_day, time.zone));
}

// A date, date and time or time moved by a duration; nothing for other kinds.
std::optional<Value> moved(const Value& start, const Value& duration)
{
    if (duration.kind() == Kind::YearsMonthsDuration) {
        if (start.kind() == Kind::Date)
            return move_date(start.as_date(), duration.as_years_months());
        if (start.kind() == Kind::DateTime)
            return move_date_time(start.as_date_time(), duration.as_years_months());
    }
    if (duration.kind() == Kind::DaysTimeDuration) {
        if (start.kind() == Kind::Date)
            return move_date(start.as_date(), duration.as_days_time());
        if (start.kind() == Kind::DateTime)
            return move_date_time(start.as_date_time(), duration.as_days_time());
        if (start.kind() == Kind::Time)
            return move_time(start.as_time(), duration.as_days_time());
    }
    return std::nullopt;
}

Value difference_of_times(const Time& left, const Time& right)
{
    __int128 apart = nanoseconds_of_day(left) - nanoseconds_of_day(right);
    if (left.zone == right.zone)
        return nanoseconds(apart);
    if (!left.zone || !right.zone)
        return unknown_offset();
    auto our_offset = constant_offset(*left.zone);
    auto their_offset = constant_offset(*right.zone);
    if (!our_offset || !their_offset)
        return unknown_offset();
    return nanoseconds(apart - static_cast<__int128>(*our_offset - *their_offset) * nanoseconds_per_second);
}

Value difference_of_moments(const DateTime& left, const DateTime& right)
{
    auto our_instant = instant_of(left);
    auto their_instant = instant_of(right);
    if (our_instant && their_instant)
        return nanoseconds(*our_instant - *their_instant);
    if (left.time.zone == right.time.zone)
        return nanoseconds(wall_clock_of(left) - wall_clock_of(right));
    return unknown_offset();
}

// Dates become date and time at midnight UTC (DMN 1.5, 10.3.2.9.4) when the other one is a date and time.
DateTime as_moment(const Value& value)
{
    if (value.kind() == Kind::DateTime)
        return value.as_date_time();
    return {value.as_date(), Time{0, 0, 0, 0, Zone{0, {}}}};
}

bool is_day_or_moment(const Value& value)
{
    return value.kind() == Kind::Date || value.kind() == Kind::DateTime;
}

Value add(const Value& left, const Value& right)
{
    if (left.kind() == Kind::String && right.kind() == Kind::String) {
        if (left.as_string().size() + right.as_string().size() > max_string_bytes)
            return Value::null("文字列が16MiBを超えました");
        return Value::string(left.as_string() + right.as_string());
    }
    if (left.kind() == Kind::YearsMonthsDuration && right.kind() == Kind::YearsMonthsDuration)
        return months(static_cast<__int128>(left.as_years_months().months) + right.as_years_months().months);
    if (left.kind() == Kind::DaysTimeDuration && right.kind() == Kind::DaysTimeDuration)
        return nanoseconds(left.as_days_time().nanoseconds + right.as_days_time().nanoseconds);
    if (auto result = moved(left, right))
        return *result;
    if (auto result = moved(right, left))
        return *result;
    return mismatch(Operator::Add, left, right);
}

Value subtract(const Value& left, const Value& right)
{
    if (is_day_or_moment(left) && is_day_or_moment(right))
        return difference_of_moments(as_moment(left), as_moment(right));
    if (left.kind() == Kind::Time && right.kind() == Kind::Time)
        return difference_of_times(left.as_time(), right.as_time());
    if (right.kind() == Kind::YearsMonthsDuration || right.kind() == Kind::DaysTimeDuration) {
        if (left.kind() == right.kind())
            return add(left, negate(right));
        if (auto result = moved(left, negate(right)))
            return *result;
    }
    return mismatch(Operator::Subtract, left, right);
}

Value multiply(const Value& left, const Value& right)
{
    if (right.kind() == Kind::Number) {
        if (left.kind() == Kind::YearsMonthsDuration)
            return months(base::Decimal(left.as_years_months().months) * right.as_number());
        if (left.kind() == Kind::DaysTimeDuration)
            return nanoseconds(decimal_of(left.as_days_time().nanoseconds) * right.as_number());
    }
    if (left.kind() == Kind::Number && right.kind() != Kind::Number) {
        if (right.kind() == Kind::YearsMonthsDuration || right.kind() == Kind::DaysTimeDuration)
            return multiply(right, left);
    }
    return mismatch(Operator::Multiply, left, right);
}

Value divide(const Value& left, const Value& right)
{
    bool of_months = left.kind() == Kind::YearsMonthsDuration;
    if (!of_months && left.kind() != Kind::DaysTimeDuration)
        return mismatch(Operator::Divide, left, right);
    base::Decimal dividend =
        of_months ? base::Decimal(left.as_years_months().months) : decimal_of(left.as_days_time().nanoseconds);
    if (right.kind() == left.kind()) {
        base::Decimal divisor =
            of_months ? base::Decimal(right.as_years_months().months) : decimal_of(right.as_days_time().nanoseconds);
        return divisor.is_zero() ? divided_by_zero() : Value::number(dividend / divisor);
    }
    if (right.kind() != Kind::Number)
        return mismatch(Operator::Divide, left, right);
    if (right.as_number().is_zero())
        return divided_by_zero();
    return of_months ? months(dividend / right.as_number()) : nanoseconds(dividend / right.as_number());
}

Value calculate_numbers(Operator op, const base::Decimal& left, const base::Decimal& right)
{
    switch (op) {
    case Operator::Add:
        return Value::number(left + right);
    case Operator::Subtract:
        return Value::number(left - right);
    case Operator::Multiply:
        return Value::number(left * right);
    case Operator::Divide:
        return right.is_zero() ? divided_by_zero() : Value::number(left / right);
    case Operator::Power:
        return Value::number(base::Decimal::power(left, right));
    default:
        return Value::null("計算の演算子ではありません");
    }
}

}

Value calculate(Operator op, const Value& left, const Value& right)
{
    if (left.kind() == Kind::Number && right.kind() == Kind::Number)
        return calculate_numbers(op, left.as_number(), right.as_number());
    switch (op) {
    case Operator::Add:
        return add(left, right);
    case Operator::Subtract:
        return subtract(left, right);
    case Operator::Multiply:
        return multiply(left, right);
    case Operator::Divide:
        return divide(left, right);
    default:
        return mismatch(op, left, right);
    }
}

Value negate(const Value& value)
{
    switch (value.kind()) {
    case Kind::Number:
        return Value::number(-value.as_number());
    case Kind::YearsMonthsDuration:
        return Value::years_months({-value.as_years_months().months});
    case Kind::DaysTimeDuration:
        return Value::days_time({-value.as_days_time().nanoseconds});
    case Kind::Null:
        return value;
    default:
        return Value::null("符号の - は" + std::string(japanese_name_of(value.kind())) + "には使えません");
    }
}

}
