#include "feel/compare.h"

#include "feel/moment.h"
#include "feel/zone.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

template<typename T>
std::partial_ordering ordered(const T& left, const T& right)
{
    return left < right   ? std::partial_ordering::less
           : right < left ? std::partial_ordering::greater
                          : std::partial_ordering::equivalent;
}

// DMN 1.5, tables 42 and 44: a value without an offset uses the offset of the other one, so both compare by the clock
// on the wall; so do two values of the same named zone whose rules are not known.
bool compare_by_wall_clock(const std::optional<Zone>& left, const std::optional<Zone>& right)
{
    return !left || !right || *left == *right;
}

std::optional<std::partial_ordering> order_times(const Time& left, const Time& right)
{
    std::int64_t ours = nanoseconds_of_day(left);
    std::int64_t theirs = nanoseconds_of_day(right);
    if (!compare_by_wall_clock(left.zone, right.zone)) {
        auto our_offset = constant_offset(*left.zone);
        auto their_offset = constant_offset(*right.zone);
        if (!our_offset || !their_offset)
            return std::nullopt;
        ours -= *our_offset * nanoseconds_per_second;
        theirs -= *their_offset * nanoseconds_per_second;
    }
    return ordered(ours, theirs);
}

std::optional<std::partial_ordering> order_date_times(const DateTime& left, const DateTime& right)
{
    auto our_instant = instant_of(left);
    auto their_instant = instant_of(right);
    if (our_instant && their_instant)
        return ordered(*our_instant, *their_instant);
    if (compare_by_wall_clock(left.time.zone, right.time.zone))
        return ordered(wall_clock_of(left), wall_clock_of(right));
    return std::nullopt;
}

// Equality of parts of a list, context or range: parts of different kinds make the whole different.
std::optional<bool> equal_part(const Value& left, const Value& right)
{
    if (left.kind() != right.kind())
        return false;
    return equal(left, right);
}

std::optional<bool> equal_lists(const List& left, const List& right)
{
    if (left.size() != right.size())
        return false;
    std::optional<bool> result = true;
    for (std::size_t i = 0; i < left.size() && result != false; ++i)
        result = logical_and(result, equal_part(left[i], right[i]));
    return result;
}

std::optional<bool> equal_contexts(const Context& left, const Context& right)
{
    if (left.size() != right.size())
        return false;
    auto ours = sorted_entries(left);
    auto theirs = sorted_entries(right);
    std::optional<bool> result = true;
    for (std::size_t i = 0; i < ours.size() && result != false; ++i) {
        if (ours[i]->first != theirs[i]->first)
            return false;
        result = logical_and(result, equal_part(ours[i]->second, theirs[i]->second));
    }
    return result;
}

std::optional<bool> equal_ranges(const Range& left, const Range& right)
{
    if (left.low_closed != right.low_closed || left.high_closed != right.high_closed)
        return false;
    return logical_and(equal_part(left.low, right.low), equal_part(left.high, right.high));
}

std::optional<bool> is_equivalent(std::optional<std::partial_ordering> ordering)
{
    if (!ordering)
        return std::nullopt;
    return *ordering == std::partial_ordering::equivalent;
}

}

std::optional<bool> equal(const Value& left, const Value& right)
{
    if (left.is_null() || right.is_null())
        return left.is_null() && right.is_null();
    if (left.kind() != right.kind())
        return std::nullopt;
    switch (left.kind()) {
    case Kind::Null:
        return true;
    case Kind::Boolean:
        return left.as_boolean() == right.as_boolean();
    case Kind::String:
        return left.as_string() == right.as_string();
    case Kind::List:
        return equal_lists(left.as_list(), right.as_list());
    case Kind::Context:
        return equal_contexts(left.as_context(), right.as_context());
    case Kind::Range:
        return equal_ranges(left.as_range(), right.as_range());
    case Kind::Function:
        return left.as_function() == right.as_function();
    case Kind::Number:
    case Kind::Date:
    case Kind::Time:
    case Kind::DateTime:
    case Kind::YearsMonthsDuration:
    case Kind::DaysTimeDuration:
        return is_equivalent(order(left, right));
    }
    return std::nullopt;
}

std::optional<std::partial_ordering> order(const Value& left, const Value& right)
{
    if (left.kind() != right.kind())
        return std::nullopt;
    switch (left.kind()) {
    case Kind::Number: {
        auto ordering = left.as_number() <=> right.as_number();
        return ordering == std::partial_ordering::unordered ? std::nullopt : std::optional(ordering);
    }
    case Kind::String: // UTF-8 bytes sort as their code points do
        return ordered(left.as_string(), right.as_string());
    case Kind::Date:
        return ordered(left.as_date(), right.as_date());
    case Kind::Time:
        return order_times(left.as_time(), right.as_time());
    case Kind::DateTime:
        return order_date_times(left.as_date_time(), right.as_date_time());
    case Kind::YearsMonthsDuration:
        return ordered(left.as_years_months(), right.as_years_months());
    case Kind::DaysTimeDuration:
        return ordered(left.as_days_time(), right.as_days_time());
    case Kind::Null:
    case Kind::Boolean:
    case Kind::List:
    case Kind::Context:
    case Kind::Range:
    case Kind::Function:
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<bool> logical_and(std::optional<bool> left, std::optional<bool> right)
{
    if (left == false || right == false)
        return false;
    return left && right ? std::optional(true) : std::nullopt;
}

std::optional<bool> logical_or(std::optional<bool> left, std::optional<bool> right)
{
    if (left == true || right == true)
        return true;
    return left && right ? std::optional(false) : std::nullopt;
}

std::optional<bool> logical_not(std::optional<bool> operand)
{
    return operand ? std::optional(!*operand) : std::nullopt;
}

}
