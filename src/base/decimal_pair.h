#pragma once

#include "base/decimal.h"

namespace kenkei::base {

// high + low, |low| at most half a unit in the last place of high: about 66 digits, for results that must still be
// right in the 34th digit after many operations. Inside base/ only.
struct DecimalPair {
    Decimal high;
    Decimal low = Decimal(0);
};

DecimalPair operator+(const DecimalPair&, const DecimalPair&);
DecimalPair operator-(const DecimalPair&);
DecimalPair operator*(const DecimalPair&, const DecimalPair&);
DecimalPair operator/(const DecimalPair&, const DecimalPair&);

// base^exponent by repeated squaring.
DecimalPair integer_power(DecimalPair base, std::uint64_t exponent);

}
