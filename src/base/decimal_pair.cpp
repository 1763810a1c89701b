#include "base/decimal_pair.h"

#include "base/decimal_words.h"

namespace kenkei::base {

namespace {

// Knuth's TwoSum (The Art of Computer Programming 2, 4.2.2): the sum and its rounding error.
DecimalPair two_sum(Decimal a, Decimal b)
{
    Decimal sum = a + b;
    Decimal part_of_b = sum - a;
    Decimal part_of_a = sum - part_of_b;
    return {sum, (a - part_of_a) + (b - part_of_b)};
}

}

DecimalPair operator+(const DecimalPair& a, const DecimalPair& b)
{
    DecimalPair sum = two_sum(a.high, b.high);
    return two_sum(sum.high, sum.low + (a.low + b.low));
}

DecimalPair operator-(const DecimalPair& a)
{
    return {-a.high, -a.low};
}

DecimalPair operator*(const DecimalPair& a, const DecimalPair& b)
{
    Decimal product = a.high * b.high;
    Decimal rest = multiply_add(a.high, b.high, -product);
    return two_sum(product, rest + (a.high * b.low + a.low * b.high));
}

DecimalPair operator/(const DecimalPair& a, const DecimalPair& b)
{
    Decimal quotient = a.high / b.high;
    DecimalPair rest = a + -(DecimalPair{quotient} * b);
    Decimal next = rest.high / b.high;
    rest = rest + -(DecimalPair{next} * b);
    return two_sum(quotient, next) + DecimalPair{rest.high / b.high};
}

DecimalPair integer_power(DecimalPair base, std::uint64_t exponent)
{
    DecimalPair power{Decimal(1)};
    while (true) {
        if (exponent % 2 == 1)
            power = power * base;
        exponent /= 2;
        if (exponent == 0 || !power.high.finite())
            return power;
        base = base * base;
    }
}

}
