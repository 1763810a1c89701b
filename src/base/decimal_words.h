#pragma once

#include "base/decimal.h"

#include <cstdint>

namespace kenkei::base {

// A finite decimal128 taken apart: coefficient × 10^exponent. Inside base/ only.
struct DecimalParts {
    bool negative = false;
    unsigned __int128 coefficient = 0; // below 10^34
    int exponent = 0;                  // lowest_exponent … highest_exponent
};

constexpr int decimal_digits = 34;
constexpr int lowest_exponent = -6176;
constexpr int highest_exponent = 6111;

// 10^exponent for 0 … 34.
unsigned __int128 power_of_ten(int exponent);
// Decimal digits of `coefficient`; 0 for zero.
int digits_of(unsigned __int128 coefficient);

// The binary integer encoding of IEEE 754-2008 (3.5.2), the only place that knows its bits.
struct DecimalAccess {
    static Decimal pack(DecimalParts);
    static DecimalParts unpack(Decimal); // only for finite ones
    static Decimal not_a_number();
    static Decimal from_words(std::uint64_t low, std::uint64_t high) { return Decimal(Decimal::Words{low, high}); }
    static std::uint64_t low(Decimal decimal) { return decimal.m_words.low; }
    static std::uint64_t high(Decimal decimal) { return decimal.m_words.high; }
};

// a * b + c, rounded once.
Decimal multiply_add(Decimal a, Decimal b, Decimal c);

}
