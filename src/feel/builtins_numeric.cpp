#include "feel/arguments.h"
#include "feel/arithmetic.h"
#include "feel/builtin_groups.h"

namespace kenkei::feel {

namespace {

using base::Decimal;
using base::Rounding;
using Span = std::span<const Value>;

// DMN 1.5, table 77: a scale is from -6111 to 6176, the exponents of a decimal128.
int scale_of(Arguments& read, std::size_t index)
{
    std::int64_t scale = read.whole(index);
    if (scale < -6111 || scale > 6176) {
        read.refuse(index, "-6111以上6176以下です");
        return 0;
    }
    return static_cast<int>(scale);
}

Value rounded(std::string_view name, Span arguments, std::size_t least, Rounding rounding)
{
    Arguments read(name, arguments, least, 2);
    const Decimal& number = read.number(0);
    int scale = arguments.size() == 2 ? scale_of(read, 1) : 0;
    if (!read.ok())
        return read.failure();
    return Value::number(number.round(scale, rounding));
}

Value decimal(Span arguments, const CallContext&)
{
    return rounded("decimal", arguments, 2, Rounding::HalfEven);
}
Value floor(Span arguments, const CallContext&)
{
    return rounded("floor", arguments, 1, Rounding::Floor);
}
Value ceiling(Span arguments, const CallContext&)
{
    return rounded("ceiling", arguments, 1, Rounding::Ceiling);
}
Value round_up(Span arguments, const CallContext&)
{
    return rounded("round up", arguments, 2, Rounding::Up);
}
Value round_down(Span arguments, const CallContext&)
{
    return rounded("round down", arguments, 2, Rounding::Down);
}
Value round_half_up(Span arguments, const CallContext&)
{
    return rounded("round half up", arguments, 2, Rounding::HalfUp);
}
Value round_half_down(Span arguments, const CallContext&)
{
    return rounded("round half down", arguments, 2, Rounding::HalfDown);
}

Value absolute(Span arguments, const CallContext&)
{
    Arguments read("abs", arguments, 1);
    const Value& value = read.single(0);
    if (!read.ok())
        return read.failure();
    switch (value.kind()) {
    case Kind::Number:
        return Value::number(value.as_number().abs());
    case Kind::YearsMonthsDuration:
        return value.as_years_months().months < 0 ? negate(value) : value;
    case Kind::DaysTimeDuration:
        return value.as_days_time().nanoseconds < 0 ? negate(value) : value;
    default:
        read.refuse(0, "数値か期間です");
        return read.failure();
    }
}

Value modulo(Span arguments, const CallContext&)
{
    Arguments read("modulo", arguments, 2);
    const Decimal& dividend = read.number(0);
    const Decimal& divisor = read.number(1);
    if (read.ok() && divisor.is_zero())
        read.refuse(1, "0 にできません");
    if (!read.ok())
        return read.failure();
    return Value::number(Decimal::modulo(dividend, divisor));
}

Value square_root(Span arguments, const CallContext&)
{
    Arguments read("sqrt", arguments, 1);
    const Decimal& number = read.number(0);
    if (number.is_negative())
        read.refuse(0, "0以上です");
    if (!read.ok())
        return read.failure();
    return Value::number(number.square_root());
}

Value natural_logarithm(Span arguments, const CallContext&)
{
    Arguments read("log", arguments, 1);
    const Decimal& number = read.number(0);
    if (number.is_negative() || number.is_zero())
        read.refuse(0, "0より大きい数値です");
    if (!read.ok())
        return read.failure();
    return Value::number(number.natural_logarithm());
}

Value exponential(Span arguments, const CallContext&)
{
    Arguments read("exp", arguments, 1);
    const Decimal& number = read.number(0);
    if (!read.ok())
        return read.failure();
    return Value::number(number.exponential());
}

Value has_remainder(std::string_view name, Span arguments, std::int64_t remainder)
{
    Arguments read(name, arguments, 1);
    const Decimal& number = read.number(0);
    if (!read.ok())
        return read.failure();
    return Value::boolean(Decimal::modulo(number, Decimal(2)) == Decimal(remainder));
}

Value odd(Span arguments, const CallContext&)
{
    return has_remainder("odd", arguments, 1);
}
Value even(Span arguments, const CallContext&)
{
    return has_remainder("even", arguments, 0);
}

}

std::span<const Builtin> numeric_builtins()
{
    static const std::vector<Builtin> all = {
        {"decimal", {{"n", "scale"}}, false, decimal},
        {"floor", {{"n"}, {"n", "scale"}}, false, floor},
        {"ceiling", {{"n"}, {"n", "scale"}}, false, ceiling},
        {"round up", {{"n", "scale"}}, false, round_up},
        {"round down", {{"n", "scale"}}, false, round_down},
        {"round half up", {{"n", "scale"}}, false, round_half_up},
        {"round half down", {{"n", "scale"}}, false, round_half_down},
        {"abs", {{"n"}}, false, absolute},
        {"modulo", {{"dividend", "divisor"}}, false, modulo},
        {"sqrt", {{"number"}}, false, square_root},
        {"log", {{"number"}}, false, natural_logarithm},
        {"exp", {{"number"}}, false, exponential},
        {"odd", {{"number"}}, false, odd},
        {"even", {{"number"}}, false, even},
    };
    return all;
}

}
