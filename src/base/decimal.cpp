#include "base/decimal.h"

#include "base/decimal_words.h"

#include <bit>

// How libbidgcc000 was built: values, rounding mode and flags are passed by the caller.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

namespace kenkei::base {

namespace {

BID_UINT128 to_library(Decimal decimal)
{
    return {{DecimalAccess::low(decimal), DecimalAccess::high(decimal)}};
}

// Infinity becomes NaN, so that a computation cannot come back to a finite value after a division by zero (1 / ∞ = 0).
Decimal from_library(BID_UINT128 words)
{
    Decimal decimal = DecimalAccess::from_words(words.w[0], words.w[1]);
    return decimal.finite() ? decimal : DecimalAccess::not_a_number();
}

template<BID_UINT128 (*operation)(BID_UINT128, BID_UINT128, _IDEC_round, _IDEC_flags*)>
Decimal rounded(Decimal left, Decimal right)
{
    _IDEC_flags flags = 0;
    return from_library(operation(to_library(left), to_library(right), BID_ROUNDING_TO_NEAREST, &flags));
}

template<int (*comparison)(BID_UINT128, BID_UINT128, _IDEC_flags*)>
bool holds(Decimal left, Decimal right)
{
    _IDEC_flags flags = 0;
    return comparison(to_library(left), to_library(right), &flags) != 0;
}

bool fits_64_bits(const DecimalParts& parts)
{
    return parts.coefficient >> 64 == 0;
}

__int128 signed_coefficient(const DecimalParts& parts)
{
    auto coefficient = static_cast<__int128>(parts.coefficient);
    return parts.negative ? -coefficient : coefficient;
}

// Whether the coefficient must grow by one when the digits behind it (`rest` of `unit`) are dropped.
bool rounds_up(Rounding rounding, bool negative, bool odd, unsigned __int128 rest, unsigned __int128 unit)
{
    if (rest == 0)
        return false;
    unsigned __int128 half = unit / 2; // unit is a power of ten above 1
    switch (rounding) {
    case Rounding::HalfEven:
        return rest > half || (rest == half && odd);
    case Rounding::HalfUp:
        return rest >= half;
    case Rounding::HalfDown:
        return rest > half;
    case Rounding::Up:
        return true;
    case Rounding::Down:
        return false;
    case Rounding::Ceiling:
        return !negative;
    case Rounding::Floor:
        return negative;
    }
    return false;
}

// 10^exponent, also where the exponent itself is beyond the field but the number is not (10^6144).
Decimal power_of_ten_as_decimal(std::int64_t exponent)
{
    if (exponent > highest_exponent + decimal_digits - 1)
        return DecimalAccess::not_a_number();
    int padding = exponent > highest_exponent ? static_cast<int>(exponent) - highest_exponent : 0;
    return DecimalAccess::pack(
        {.coefficient = power_of_ten(padding), .exponent = static_cast<int>(exponent) - padding});
}

}

Decimal::Decimal(std::int64_t value) : m_words()
{
    auto bits = static_cast<std::uint64_t>(value);
    *this = DecimalAccess::pack({.negative = value < 0, .coefficient = value < 0 ? 0 - bits : bits, .exponent = 0});
}

bool Decimal::finite() const
{
    constexpr std::uint64_t special = 0x7800'0000'0000'0000;
    return (m_words.high & special) != special;
}

bool Decimal::is_zero() const
{
    return finite() && DecimalAccess::unpack(*this).coefficient == 0;
}

bool Decimal::is_negative() const
{
    return finite() && DecimalAccess::unpack(*this).negative && !is_zero();
}

bool Decimal::is_integer() const
{
    if (!finite())
        return false;
    DecimalParts parts = DecimalAccess::unpack(*this);
    if (parts.exponent >= 0 || parts.coefficient == 0)
        return true;
    return -parts.exponent <= decimal_digits && parts.coefficient % power_of_ten(-parts.exponent) == 0;
}

std::optional<std::int64_t> Decimal::to_int64() const
{
    if (!is_integer())
        return {};
    DecimalParts parts = DecimalAccess::unpack(*this);
    unsigned __int128 magnitude = parts.coefficient;
    if (magnitude == 0)
        return 0;
    if (parts.exponent < 0)
        magnitude /= power_of_ten(-parts.exponent);
    else if (parts.exponent > 18)
        return {};
    else if (magnitude >> 64 == 0)
        magnitude *= power_of_ten(parts.exponent);
    else
        return {};

    unsigned __int128 limit = (static_cast<unsigned __int128>(1) << 63) - (parts.negative ? 0 : 1);
    if (magnitude > limit)
        return {};
    auto bits = static_cast<std::uint64_t>(magnitude);
    return std::bit_cast<std::int64_t>(parts.negative ? 0 - bits : bits);
}

Decimal Decimal::operator-() const
{
    return Decimal(Words{m_words.low, m_words.high ^ std::uint64_t(1) << 63});
}

Decimal Decimal::abs() const
{
    return Decimal(Words{m_words.low, m_words.high & ~(std::uint64_t(1) << 63)});
}

Decimal operator+(Decimal left, Decimal right)
{
    if (left.finite() && right.finite()) {
        DecimalParts a = DecimalAccess::unpack(left);
        DecimalParts b = DecimalAccess::unpack(right);
        if (a.exponent == b.exponent && fits_64_bits(a) && fits_64_bits(b)) {
            __int128 sum = signed_coefficient(a) + signed_coefficient(b);
            bool negative = sum < 0;
            return DecimalAccess::pack({.negative = negative,
                                        .coefficient = static_cast<unsigned __int128>(negative ? -sum : sum),
                                        .exponent = a.exponent});
        }
    }
    return rounded<bid128_add>(left, right);
}

Decimal operator-(Decimal left, Decimal right)
{
    return left + -right;
}

Decimal operator*(Decimal left, Decimal right)
{
    if (left.finite() && right.finite()) {
        DecimalParts a = DecimalAccess::unpack(left);
        DecimalParts b = DecimalAccess::unpack(right);
        int exponent = a.exponent + b.exponent;
        if (fits_64_bits(a) && fits_64_bits(b) && exponent >= lowest_exponent && exponent <= highest_exponent) {
            unsigned __int128 product = a.coefficient * b.coefficient;
            if (product < power_of_ten(decimal_digits))
                return DecimalAccess::pack(
                    {.negative = a.negative != b.negative, .coefficient = product, .exponent = exponent});
        }
    }
    return rounded<bid128_mul>(left, right);
}

Decimal operator/(Decimal left, Decimal right)
{
    return rounded<bid128_div>(left, right);
}

Decimal multiply_add(Decimal a, Decimal b, Decimal c)
{
    _IDEC_flags flags = 0;
    return from_library(bid128_fma(to_library(a), to_library(b), to_library(c), BID_ROUNDING_TO_NEAREST, &flags));
}

bool operator==(Decimal left, Decimal right)
{
    return (left <=> right) == std::partial_ordering::equivalent;
}

std::partial_ordering operator<=>(Decimal left, Decimal right)
{
    if (!left.finite() || !right.finite())
        return std::partial_ordering::unordered;
    DecimalParts a = DecimalAccess::unpack(left);
    DecimalParts b = DecimalAccess::unpack(right);
    if (a.exponent == b.exponent)
        return signed_coefficient(a) <=> signed_coefficient(b);
    if (holds<bid128_quiet_less>(left, right))
        return std::partial_ordering::less;
    return holds<bid128_quiet_equal>(left, right) ? std::partial_ordering::equivalent : std::partial_ordering::greater;
}

Decimal Decimal::floor() const
{
    return round(0, Rounding::Floor);
}

Decimal Decimal::ceiling() const
{
    return round(0, Rounding::Ceiling);
}

// By hand, because IEEE 754 has no half-down and refuses more digits than the coefficient holds.
Decimal Decimal::round(int scale, Rounding rounding) const
{
    if (!finite())
        return *this;
    DecimalParts parts = DecimalAccess::unpack(*this);
    std::int64_t exponent = -static_cast<std::int64_t>(scale);
    std::int64_t dropped = exponent - parts.exponent;
    if (dropped <= 0)
        return *this;

    if (dropped > decimal_digits) { // less than half a unit is left
        constexpr unsigned __int128 little = 1;
        bool up = parts.coefficient != 0 && rounds_up(rounding, parts.negative, false, little, power_of_ten(1));
        if (!up)
            return Decimal(0);
        Decimal unit = power_of_ten_as_decimal(exponent);
        return parts.negative ? -unit : unit;
    }

    unsigned __int128 unit = power_of_ten(static_cast<int>(dropped));
    unsigned __int128 kept = parts.coefficient / unit;
    if (rounds_up(rounding, parts.negative, kept % 2 == 1, parts.coefficient % unit, unit))
        ++kept;
    if (kept == 0)
        return Decimal(0);
    Decimal magnitude = DecimalAccess::pack({.coefficient = kept, .exponent = 0}) * power_of_ten_as_decimal(exponent);
    return parts.negative ? -magnitude : magnitude;
}

Decimal Decimal::modulo(Decimal dividend, Decimal divisor)
{
    if (!dividend.finite() || !divisor.finite())
        return DecimalAccess::not_a_number();
    _IDEC_flags flags = 0;
    Decimal remainder = from_library(bid128_fmod(to_library(dividend), to_library(divisor), &flags));
    if (!remainder.is_zero() && remainder.is_negative() != divisor.is_negative())
        remainder = remainder + divisor;
    return remainder;
}

Decimal Decimal::square_root() const
{
    _IDEC_flags flags = 0;
    return from_library(bid128_sqrt(to_library(*this), BID_ROUNDING_TO_NEAREST, &flags));
}

}
