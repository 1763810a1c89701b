#include "base/decimal_words.h"

#include <array>

namespace kenkei::base {

namespace {

constexpr std::uint64_t sign_bit = std::uint64_t(1) << 63;
constexpr int exponent_shift = 49; // the exponent's 14 bits stand above 113 bits of coefficient
constexpr std::uint64_t coefficient_mask = (std::uint64_t(1) << exponent_shift) - 1;
constexpr std::uint64_t not_a_number_bits = 0x7C00'0000'0000'0000;

constexpr std::array<unsigned __int128, decimal_digits + 1> powers_of_ten = [] {
    std::array<unsigned __int128, decimal_digits + 1> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
    return powers;
}();

}

unsigned __int128 power_of_ten(int exponent)
{
    return powers_of_ten[static_cast<std::size_t>(exponent)];
}

int digits_of(unsigned __int128 coefficient)
{
    int digits = 0;
    while (digits < decimal_digits && coefficient >= power_of_ten(digits))
        ++digits;
    return digits;
}

Decimal DecimalAccess::pack(DecimalParts parts)
{
    auto biased = static_cast<std::uint64_t>(parts.exponent - lowest_exponent);
    auto high = static_cast<std::uint64_t>(parts.coefficient >> 64) | biased << exponent_shift;
    return from_words(static_cast<std::uint64_t>(parts.coefficient), parts.negative ? high | sign_bit : high);
}

// Only the form with a 113-bit coefficient occurs: the other one encodes values that are not canonical, which neither
// pack() nor the library makes.
DecimalParts DecimalAccess::unpack(Decimal decimal)
{
    std::uint64_t high = decimal.m_words.high;
    return {.negative = (high & sign_bit) != 0,
            .coefficient = static_cast<unsigned __int128>(high & coefficient_mask) << 64 | decimal.m_words.low,
            .exponent = static_cast<int>(high >> exponent_shift & 0x3FFF) + lowest_exponent};
}

Decimal DecimalAccess::not_a_number()
{
    return from_words(0, not_a_number_bits);
}

}
