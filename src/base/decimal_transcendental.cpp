#include "base/decimal_pair.h"
#include "base/decimal_words.h"

// Own series instead of the library's bid128_exp, _log and _pow: those go through binary128 (which does not build for
// wasm32) and are not always right in the last digit.

namespace kenkei::base {

namespace {

// ln 10 to 68 digits.
DecimalPair logarithm_of_ten()
{
    static_assert(decimal_digits == 34);
    constexpr auto digits = [](std::uint64_t high, std::uint64_t low) {
        return static_cast<unsigned __int128>(high) * 100'000'000'000'000'000u + low;
    };
    return {DecimalAccess::pack({.coefficient = digits(23025850929940456, 84017991454684364), .exponent = -33}),
            DecimalAccess::pack({.coefficient = digits(20760110148862877, 29760333279009675), .exponent = -67})};
}

Decimal times_power_of_ten(Decimal value, std::int64_t exponent)
{
    // In two steps, since 10^exponent itself may be out of range.
    auto first = static_cast<int>(exponent / 2);
    auto second = static_cast<int>(exponent - first);
    return value * DecimalAccess::pack({.coefficient = 1, .exponent = first}) *
           DecimalAccess::pack({.coefficient = 1, .exponent = second});
}

// Beyond these the result is no decimal128, or zero.
constexpr std::int64_t largest_argument = 14'200;

struct Scaled {
    DecimalPair value; // about 1
    std::int64_t power_of_ten = 0;
};

// e^x = value × 10^power_of_ten; |x| at most largest_argument.
Scaled exponential_of(const DecimalPair& x)
{
    DecimalPair ten = logarithm_of_ten();
    std::int64_t power = (x.high / ten.high).round(0, Rounding::HalfEven).to_int64().value_or(0);
    DecimalPair rest = x + -(DecimalPair{Decimal(power)} * ten);

    // e^rest = (e^(rest / 256))^256: a small argument makes the series short.
    constexpr std::int64_t division = 256;
    rest = rest / DecimalPair{Decimal(division)};
    DecimalPair sum{Decimal(1)};
    DecimalPair term{Decimal(1)};
    constexpr std::int64_t terms = 24; // |rest| < 0.005: 0.005^24 / 24! < 10^-78
    for (std::int64_t n = 1; n <= terms; ++n) {
        term = term * rest / DecimalPair{Decimal(n)};
        sum = sum + term;
    }
    return {integer_power(sum, division), power};
}

// 2 × artanh((x - 1) / (x + 1)) for x near 1.
DecimalPair logarithm_near_one(const DecimalPair& x)
{
    DecimalPair one{Decimal(1)};
    DecimalPair z = (x + -one) / (x + one);
    DecimalPair square = z * z;
    DecimalPair power = z;
    DecimalPair sum = z;
    constexpr std::int64_t terms = 18; // |z| < 0.006: 0.006^37 < 10^-82
    for (std::int64_t n = 1; n <= terms; ++n) {
        power = power * square;
        sum = sum + power / DecimalPair{Decimal(2 * n + 1)};
    }
    return sum + sum;
}

// ln x for x > 0.
DecimalPair logarithm_of(Decimal x)
{
    DecimalParts parts = DecimalAccess::unpack(x);
    int digits = digits_of(parts.coefficient);
    std::int64_t power = parts.exponent + digits - 1;
    Decimal m = DecimalAccess::pack({.coefficient = parts.coefficient, .exponent = 1 - digits});
    if (m > Decimal(3)) { // m from 0.3 to 3, so that nothing is lost to cancellation near 1
        m = m / Decimal(10);
        ++power;
    }

    // A first value y (Padé), then ln m = y + ln(m / e^y).
    Decimal y = Decimal(3) * (m * m - Decimal(1)) / (m * m + Decimal(4) * m + Decimal(1));
    y = y.round(3, Rounding::HalfEven);
    DecimalPair near_one{m};
    if (!y.is_zero()) {
        Scaled inverse = exponential_of({-y});
        near_one = near_one * inverse.value;
        near_one = {times_power_of_ten(near_one.high, inverse.power_of_ten),
                    times_power_of_ten(near_one.low, inverse.power_of_ten)};
    }
    return DecimalPair{Decimal(power)} * logarithm_of_ten() + DecimalPair{y} + logarithm_near_one(near_one);
}

Decimal exponential_as_decimal(const DecimalPair& x)
{
    if (x.high > Decimal(largest_argument))
        return DecimalAccess::not_a_number();
    if (x.high < Decimal(-largest_argument))
        return Decimal(0);
    Scaled result = exponential_of(x);
    return times_power_of_ten(result.value.high, result.power_of_ten);
}

bool is_even(Decimal integer)
{
    return Decimal::modulo(integer, Decimal(2)).is_zero();
}

// Right in all 34 digits, and exact where the power has no more than those.
Decimal power_by_squaring(Decimal base, std::int64_t exponent)
{
    if (exponent >= 0)
        return integer_power({base}, static_cast<std::uint64_t>(exponent)).high;
    DecimalPair inverse = DecimalPair{Decimal(1)} / DecimalPair{base};
    return integer_power(inverse, 0 - static_cast<std::uint64_t>(exponent)).high;
}

}

Decimal Decimal::power(Decimal base, Decimal exponent)
{
    if (!base.finite() || !exponent.finite())
        return DecimalAccess::not_a_number();
    if (auto integer = exponent.to_int64())
        return power_by_squaring(base, *integer);
    if (base.is_zero())
        return exponent.is_negative() ? DecimalAccess::not_a_number() : Decimal(0);
    if (base.is_negative() && !exponent.is_integer())
        return DecimalAccess::not_a_number();
    DecimalPair logarithm = DecimalPair{exponent} * logarithm_of(base.abs());
    if (!logarithm.high.finite())
        return logarithm.high;
    Decimal magnitude = exponential_as_decimal(logarithm);
    return base.is_negative() && !is_even(exponent) ? -magnitude : magnitude;
}

Decimal Decimal::natural_logarithm() const
{
    if (!finite() || is_zero() || is_negative())
        return DecimalAccess::not_a_number();
    return logarithm_of(*this).high;
}

Decimal Decimal::exponential() const
{
    if (!finite())
        return *this;
    return exponential_as_decimal({*this});
}

}
