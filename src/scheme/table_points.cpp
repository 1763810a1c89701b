#include "base/date.h"
#include "scheme/table_column.h"

#include <algorithm>

namespace kenkei::scheme {

using base::Decimal;
using feel::Kind;
using feel::Value;
using Form = Domain::Form;
using Grain = Domain::Grain;

namespace {

constexpr auto in_order = [](Decimal a, Decimal b) { return a < b; };

void sort_once(std::vector<Decimal>& numbers)
{
    std::sort(numbers.begin(), numbers.end(), in_order);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

// Each constant and one number in each gap between them and beyond both ends: a whole one where there is one.
std::vector<Point> points_of_numbers(const Domain& domain, const std::vector<Value>& constants)
{
    std::vector<Decimal> ends;
    for (const Value& constant : constants) {
        if (constant.kind() == Kind::Number && constant.as_number().finite())
            ends.push_back(constant.as_number());
    }
    for (const auto& bound : {domain.low, domain.high}) {
        if (bound && bound->finite())
            ends.push_back(*bound);
    }
    if (ends.empty())
        ends.push_back(Decimal(1));
    sort_once(ends);

    std::vector<Decimal> numbers{ends.front().ceiling() - Decimal(1), ends.back().floor() + Decimal(1)};
    for (std::size_t i = 0; i < ends.size(); ++i) {
        numbers.push_back(ends[i]);
        if (i + 1 == ends.size())
            break;
        const Decimal next = ends[i].floor() + Decimal(1);
        numbers.push_back(next < ends[i + 1] ? next : (ends[i] + ends[i + 1]) / Decimal(2));
    }
    sort_once(numbers);

    std::vector<Point> points;
    for (const Decimal& number : numbers) {
        const bool inside = (!domain.low || !(number < *domain.low)) && (!domain.high || !(*domain.high < number));
        if (domain.grain != Grain::Whole || number.is_integer())
            points.push_back(
                {.value = Value::number(number),
                 .certain = domain.certain && inside && (number.is_integer() || domain.grain == Grain::Fractional)});
    }
    return points;
}

base::Date first_of_month(base::Date date, int months_on)
{
    const int months = date.year * 12 + date.month - 1 + months_on;
    return {months / 12, months % 12 + 1, 1};
}

// Each constant, the day (or month) before and the one after.
std::vector<Point> points_of_dates(const Domain& domain, const std::vector<Value>& constants)
{
    std::vector<base::Date> dates;
    for (const Value& constant : constants) {
        if (constant.kind() != Kind::Date)
            continue;
        const feel::CalendarDate& written = constant.as_date();
        if (written.year < 2 || written.year > 9998)
            return {};
        const base::Date date{static_cast<int>(written.year), written.month, written.day};
        for (int step : {-1, 0, 1})
            dates.push_back(domain.months ? first_of_month(date, step) : base::Date::from_days(date.to_days() + step));
    }
    if (dates.empty())
        dates.push_back({2000, 1, 1});
    std::sort(dates.begin(), dates.end());
    dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
    std::vector<Point> points;
    for (const base::Date& date : dates)
        points.push_back({.value = Value::date(date), .certain = domain.certain});
    return points;
}

// One text that is not mentioned, and each that is.
std::vector<Point> points_of_texts(const Domain& domain, std::vector<Value> constants)
{
    std::erase_if(constants, [](const Value& constant) { return constant.kind() != Kind::String; });
    std::string other = "見本";
    while (std::find(constants.begin(), constants.end(), Value::string(other)) != constants.end())
        other += "見本";
    constants.insert(constants.begin(), Value::string(other));
    std::vector<Point> points;
    for (const Value& text : constants)
        points.push_back({.value = text, .certain = domain.certain});
    return points;
}

// A few of the many lists of options: each alone, and all that may stand together.
std::vector<Point> points_of_choices(const Domain& domain)
{
    std::vector<Point> points;
    feel::List all;
    for (const Value& option : domain.values) {
        points.push_back({.value = Value::list({option}), .certain = domain.certain});
        if (option != domain.exclusive)
            all.push_back(option);
    }
    if (all.size() > 1)
        points.push_back({.value = Value::list(std::move(all)), .certain = domain.certain});
    return points;
}

}

std::vector<Point> points_of(const Domain& domain, std::vector<Value> constants)
{
    if (domain.form == Form::Choices)
        return points_of_choices(domain);
    if (domain.listed()) {
        std::vector<Point> points;
        for (const Value& value : domain.values)
            points.push_back({.value = value, .certain = domain.certain});
        return points;
    }
    switch (domain.form) {
    case Form::Number:
        return points_of_numbers(domain, constants);
    case Form::Date:
        return points_of_dates(domain, constants);
    case Form::String:
        return points_of_texts(domain, std::move(constants));
    default:
        return {};
    }
}

}
