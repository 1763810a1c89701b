#include "feel/arguments.h"
#include "feel/builtin_groups.h"
#include "feel/compare.h"
#include "feel/distinct.h"

#include <algorithm>
#include <map>

namespace kenkei::feel {

namespace {

using base::Decimal;
using Span = std::span<const Value>;

// The values of a function that takes one list or any number of values.
class Values {
public:
    Values(std::string_view name, Span arguments) : m_read(name, arguments, 1, max_list_items)
    {
        m_items = arguments.size() == 1 ? Span(m_read.list(0)) : arguments;
    }

    bool ok() const { return m_read.ok(); }
    Value failure() const { return m_read.failure(); }
    Span items() const { return m_items; }

private:
    Arguments m_read;
    Span m_items;
};

// The same as numbers; not ok() when there are none or one is no number.
class Numbers {
public:
    Numbers(std::string_view name, Span arguments)
    {
        Values values(name, arguments);
        if (!values.ok())
            m_failure = values.failure();
        else if (values.items().empty())
            m_failure = Value::null(std::string(name) + " のリストが空です");
        for (const Value& item : values.items()) {
            if (item.kind() != Kind::Number) {
                m_failure = Value::null(std::string(name) + " のリストに" + std::string(japanese_name_of(item.kind())) +
                                        "があります（数値だけにしてください）");
                return;
            }
            m_numbers.push_back(item.as_number());
        }
    }

    bool ok() const { return !m_failure; }
    const Value& failure() const { return *m_failure; }
    std::vector<Decimal>& numbers() { return m_numbers; }
    Decimal count() const { return Decimal(static_cast<std::int64_t>(m_numbers.size())); }

    Decimal sum() const
    {
        Decimal total;
        for (const Decimal& number : m_numbers)
            total = total + number;
        return total;
    }

private:
    std::vector<Decimal> m_numbers;
    std::optional<Value> m_failure;
};

Value count(Span arguments, const CallContext&)
{
    Arguments read("count", arguments, 1);
    const List& list = read.list(0);
    return read.ok() ? Value::number(static_cast<std::int64_t>(list.size())) : read.failure();
}

// The first of the items such that none stands on the `wanted` side of it.
Value extreme(std::string_view name, Span arguments, std::partial_ordering wanted)
{
    Values values(name, arguments);
    if (!values.ok())
        return values.failure();
    if (values.items().empty())
        return Value::null(std::string(name) + " のリストが空です");
    const Value* best = &values.items().front();
    for (const Value& item : values.items()) {
        auto ordering = order(item, *best);
        if (!ordering)
            return Value::null(std::string(name) + " のリストに比べられない値があります");
        if (*ordering == wanted)
            best = &item;
    }
    return *best;
}

Value minimum(Span arguments, const CallContext&)
{
    return extreme("min", arguments, std::partial_ordering::less);
}
Value maximum(Span arguments, const CallContext&)
{
    return extreme("max", arguments, std::partial_ordering::greater);
}

Value sum(Span arguments, const CallContext&)
{
    Numbers read("sum", arguments);
    return read.ok() ? Value::number(read.sum()) : read.failure();
}

Value mean(Span arguments, const CallContext&)
{
    Numbers read("mean", arguments);
    return read.ok() ? Value::number(read.sum() / read.count()) : read.failure();
}

Value product(Span arguments, const CallContext&)
{
    Numbers read("product", arguments);
    if (!read.ok())
        return read.failure();
    Decimal result(1);
    for (const Decimal& number : read.numbers())
        result = result * number;
    return Value::number(result);
}

Value median(Span arguments, const CallContext&)
{
    Numbers read("median", arguments);
    if (!read.ok())
        return read.failure();
    auto& numbers = read.numbers();
    std::sort(numbers.begin(), numbers.end());
    std::size_t middle = numbers.size() / 2;
    if (numbers.size() % 2 == 1)
        return Value::number(numbers[middle]);
    return Value::number((numbers[middle - 1] + numbers[middle]) / Decimal(2));
}

// Of the sample: the squares are divided by n - 1.
Value standard_deviation(Span arguments, const CallContext&)
{
    Numbers read("stddev", arguments);
    if (!read.ok())
        return read.failure();
    if (read.numbers().size() < 2)
        return Value::null("stddev には2個以上の数値が必要です");
    Decimal average = read.sum() / read.count();
    Decimal squares;
    for (const Decimal& number : read.numbers())
        squares = squares + (number - average) * (number - average);
    return Value::number((squares / (read.count() - Decimal(1))).square_root());
}

// All numbers that occur most often, ascending; an empty list of an empty one.
Value mode(Span arguments, const CallContext&)
{
    Values values("mode", arguments);
    if (values.ok() && values.items().empty())
        return Value::list({});
    Numbers read("mode", arguments);
    if (!read.ok())
        return read.failure();
    auto& numbers = read.numbers();
    std::sort(numbers.begin(), numbers.end());
    List most_frequent;
    std::size_t highest = 0;
    for (std::size_t i = 0, next = 0; i < numbers.size(); i = next) {
        while (next < numbers.size() && numbers[next] == numbers[i])
            ++next;
        if (next - i > highest) {
            highest = next - i;
            most_frequent.clear();
        }
        if (next - i == highest)
            most_frequent.push_back(Value::number(numbers[i]));
    }
    return Value::list(std::move(most_frequent));
}

// `all`: false as soon as one is false, true if all are true, otherwise null; `any` the other way round.
Value quantified(std::string_view name, Span arguments, bool deciding)
{
    Values values(name, arguments);
    if (!values.ok())
        return values.failure();
    bool unknown = false;
    for (const Value& item : values.items()) {
        if (item.kind() == Kind::Boolean && item.as_boolean() == deciding)
            return Value::boolean(deciding);
        unknown = unknown || item.kind() != Kind::Boolean;
    }
    return unknown ? Value::null(std::string(name) + " のリストに真偽値でないものがあります")
                   : Value::boolean(!deciding);
}

Value all_true(Span arguments, const CallContext&)
{
    return quantified("all", arguments, false);
}
Value any_true(Span arguments, const CallContext&)
{
    return quantified("any", arguments, true);
}

}

std::span<const Builtin> aggregate_builtins()
{
    static const std::vector<Builtin> all = {
        {"count", {{"list"}}, false, count},  {"min", {{"list"}}, true, minimum},
        {"max", {{"list"}}, true, maximum},   {"sum", {{"list"}}, true, sum},
        {"mean", {{"list"}}, true, mean},     {"product", {{"list"}}, true, product},
        {"median", {{"list"}}, true, median}, {"stddev", {{"list"}}, true, standard_deviation},
        {"mode", {{"list"}}, true, mode},     {"all", {{"list"}}, true, all_true},
        {"any", {{"list"}}, true, any_true},
    };
    return all;
}

}
