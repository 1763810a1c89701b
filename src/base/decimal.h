#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kenkei::base {

enum class Rounding { HalfEven, HalfUp, HalfDown, Up, Down, Ceiling, Floor };

// An exact decimal number: IEEE 754-2008 decimal128 (34 digits), computed by Intel's decimal library. Results that need
// more than 34 digits are rounded half even. An operation without a finite result (division by zero, overflow, root of
// a negative number) gives a Decimal that is not finite, and every operation on such a one does too (there is no
// infinity to come back from); callers test finite() once at the end of a computation.
class Decimal {
public:
    Decimal() : Decimal(0) {}
    explicit Decimal(std::int64_t value);

    // Digits with an optional sign, point and exponent ("-12.50", ".5", "1e3"); nothing for any other text and for
    // numbers whose exponent does not fit.
    static std::optional<Decimal> parse(std::string_view text);

    // Plain notation, shortest form: no exponent, no zeros at the end of a fraction, never "-0"; "NaN" if not finite.
    std::string to_text() const;

    bool finite() const;
    bool is_zero() const;
    bool is_negative() const; // below zero
    bool is_integer() const;
    std::optional<std::int64_t> to_int64() const; // only for integers that fit

    Decimal operator-() const;
    friend Decimal operator+(Decimal, Decimal);
    friend Decimal operator-(Decimal, Decimal);
    friend Decimal operator*(Decimal, Decimal);
    friend Decimal operator/(Decimal, Decimal);
    friend bool operator==(Decimal, Decimal); // by value: 1.0 == 1.00
    friend std::partial_ordering operator<=>(Decimal, Decimal);

    Decimal abs() const;
    Decimal floor() const;
    Decimal ceiling() const;
    Decimal round(int scale, Rounding) const; // scale = digits behind the point, may be negative
    // Remainder with the sign of the divisor (FEEL modulo): dividend - divisor * floor(dividend / divisor).
    static Decimal modulo(Decimal dividend, Decimal divisor);
    static Decimal power(Decimal base, Decimal exponent); // exact where 34 digits suffice; 0^0 = 1
    Decimal square_root() const;
    Decimal natural_logarithm() const;
    Decimal exponential() const;

private:
    struct Words {
        std::uint64_t low, high;
    };
    explicit Decimal(Words words) : m_words(words) {}
    friend struct DecimalAccess;
    Words m_words;
};

}
