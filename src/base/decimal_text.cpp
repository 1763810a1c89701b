#include "base/decimal_words.h"

#include <algorithm>

namespace kenkei::base {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Takes the sign at the start of `text`, if there is one.
bool take_minus(std::string_view& text)
{
    bool minus = text.starts_with('-');
    if (minus || text.starts_with('+'))
        text.remove_prefix(1);
    return minus;
}

// The coefficient as its digits are read: the first 34 that count, then what is needed to round them half even.
class Digits {
public:
    void append(int digit)
    {
        if (m_coefficient == 0 && digit == 0)
            return;
        if (m_count < decimal_digits) {
            m_coefficient = m_coefficient * 10 + static_cast<unsigned>(digit);
            ++m_count;
            return;
        }
        if (m_dropped == 0)
            m_first_dropped = digit;
        else if (digit != 0)
            m_more_dropped = true;
        ++m_dropped;
    }

    // The rounded coefficient; `exponent` is corrected by the digits that went.
    unsigned __int128 round(std::int64_t& exponent) const
    {
        exponent += m_dropped;
        bool odd = m_coefficient % 2 == 1;
        bool up = m_first_dropped > 5 || (m_first_dropped == 5 && (m_more_dropped || odd));
        unsigned __int128 rounded = m_coefficient + (up ? 1 : 0);
        if (rounded < power_of_ten(decimal_digits))
            return rounded;
        ++exponent;
        return rounded / 10;
    }

private:
    unsigned __int128 m_coefficient = 0;
    int m_count = 0;
    std::int64_t m_dropped = 0;
    int m_first_dropped = 0;
    bool m_more_dropped = false;
};

// Reads "e-12" to the end of the text. Exponents beyond any decimal are cut to one that is still beyond.
std::optional<std::int64_t> read_exponent(std::string_view text)
{
    text.remove_prefix(1);
    bool negative = take_minus(text);
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
        return {};
    constexpr std::int64_t beyond = 1'000'000'000'000;
    std::int64_t exponent = 0;
    for (char c : text)
        exponent = std::min(beyond, exponent * 10 + (c - '0'));
    return negative ? -exponent : exponent;
}

// Moves zeros between coefficient and exponent until the exponent is one that decimal128 has.
bool fit(unsigned __int128& coefficient, std::int64_t& exponent)
{
    if (coefficient == 0) {
        exponent = std::clamp<std::int64_t>(exponent, lowest_exponent, highest_exponent);
        return true;
    }
    while (exponent > highest_exponent && coefficient < power_of_ten(decimal_digits - 1)) {
        coefficient *= 10;
        --exponent;
    }
    while (exponent < lowest_exponent && coefficient % 10 == 0) {
        coefficient /= 10;
        ++exponent;
    }
    return exponent >= lowest_exponent && exponent <= highest_exponent;
}

std::string digits_as_text(unsigned __int128 coefficient)
{
    std::string text;
    do {
        text += static_cast<char>('0' + static_cast<int>(coefficient % 10));
        coefficient /= 10;
    } while (coefficient != 0);
    std::reverse(text.begin(), text.end());
    return text;
}

}

std::optional<Decimal> Decimal::parse(std::string_view text)
{
    bool negative = take_minus(text);
    Digits digits;
    std::size_t i = 0;
    for (; i < text.size() && is_digit(text[i]); ++i)
        digits.append(text[i] - '0');
    std::size_t digits_read = i;

    std::int64_t exponent = 0;
    if (i < text.size() && text[i] == '.') {
        std::size_t point = i++;
        for (; i < text.size() && is_digit(text[i]); ++i)
            digits.append(text[i] - '0');
        digits_read = i - point - 1;
        exponent = -static_cast<std::int64_t>(digits_read);
    }
    if (digits_read == 0)
        return {};

    if (i < text.size()) {
        if (text[i] != 'e' && text[i] != 'E')
            return {};
        auto written = read_exponent(text.substr(i));
        if (!written)
            return {};
        exponent += *written;
    }

    unsigned __int128 coefficient = digits.round(exponent);
    if (!fit(coefficient, exponent))
        return {};
    return DecimalAccess::pack(
        {.negative = negative, .coefficient = coefficient, .exponent = static_cast<int>(exponent)});
}

std::string Decimal::to_text() const
{
    if (!finite())
        return "NaN";
    DecimalParts parts = DecimalAccess::unpack(*this);
    if (parts.coefficient == 0)
        return "0";

    while (parts.exponent < 0 && parts.coefficient % 10 == 0) {
        parts.coefficient /= 10;
        ++parts.exponent;
    }
    std::string text = digits_as_text(parts.coefficient);
    if (parts.exponent >= 0) {
        text.append(static_cast<std::size_t>(parts.exponent), '0');
    } else {
        auto fraction = static_cast<std::size_t>(-parts.exponent);
        if (text.size() <= fraction)
            text.insert(0, fraction - text.size() + 1, '0');
        text.insert(text.size() - fraction, 1, '.');
    }
    return parts.negative ? '-' + text : text;
}

}
