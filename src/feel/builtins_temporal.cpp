#include "feel/arguments.h"
#include "feel/builtin_groups.h"
#include "feel/moment.h"

#include <array>

namespace kenkei::feel {

namespace {

using Span = std::span<const Value>;

constexpr std::array<std::string_view, 7> weekday_names = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                           "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

Value of_date(std::string_view name, Span arguments, Value (*answer)(const CalendarDate&))
{
    Arguments read(name, arguments, 1);
    const CalendarDate& date = read.date(0);
    return read.ok() ? answer(date) : read.failure();
}

Value day_of_year_builtin(Span arguments, const CallContext&)
{
    return of_date("day of year", arguments, [](const CalendarDate& date) { return Value::number(day_of_year(date)); });
}

Value week_of_year_builtin(Span arguments, const CallContext&)
{
    return of_date("week of year", arguments,
                   [](const CalendarDate& date) { return Value::number(week_of_year(date)); });
}

Value day_of_week_builtin(Span arguments, const CallContext&)
{
    return of_date("day of week", arguments, [](const CalendarDate& date) {
        return Value::string(std::string(weekday_names[static_cast<std::size_t>(weekday_of(date) - 1)]));
    });
}

Value month_of_year_builtin(Span arguments, const CallContext&)
{
    return of_date("month of year", arguments, [](const CalendarDate& date) {
        return Value::string(std::string(month_names[static_cast<std::size_t>(date.month - 1)]));
    });
}

Value now(Span arguments, const CallContext& context)
{
    Arguments read("now", arguments, 0);
    if (!read.ok())
        return read.failure();
    return context.environment.now ? Value::date_time(*context.environment.now)
                                   : Value::null("現在の日時が与えられていません");
}

Value today(Span arguments, const CallContext& context)
{
    Arguments read("today", arguments, 0);
    if (!read.ok())
        return read.failure();
    return context.environment.now ? Value::date(context.environment.now->date)
                                   : Value::null("現在の日時が与えられていません");
}

// DMN 1.5, 10.3.4.8: the same element of the semantic domain, so zones count: 12:00Z is not 13:00+01:00.
Value is(Span arguments, const CallContext&)
{
    Arguments read("is", arguments, 1, 2); // an absent one is null
    return read.ok() ? Value::boolean(read.any(0) == read.any(1)) : read.failure();
}

}

std::span<const Builtin> temporal_builtins()
{
    static const std::vector<Builtin> all = {
        {"day of year", {{"date"}}, false, day_of_year_builtin},
        {"day of week", {{"date"}}, false, day_of_week_builtin},
        {"month of year", {{"date"}}, false, month_of_year_builtin},
        {"week of year", {{"date"}}, false, week_of_year_builtin},
        {"now", {{}}, false, now},
        {"today", {{}}, false, today},
        {"is", {{"value1?", "value2?"}}, false, is},
    };
    return all;
}

}
