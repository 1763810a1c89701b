#include "feel/whole_number.h"

namespace kenkei::feel {

std::optional<__int128> truncated(const base::Decimal& number)
{
    if (!number.finite())
        return std::nullopt;
    base::Decimal whole = number.round(0, base::Rounding::Down);
    if (auto small = whole.to_int64())
        return *small;
    std::string digits = whole.abs().to_text();
    if (digits.size() > 37 || digits.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    __int128 result = 0;
    for (char digit : digits)
        result = result * 10 + (digit - '0');
    return whole.is_negative() ? -result : result;
}

std::optional<std::int64_t> truncated_to_int64(const base::Decimal& number)
{
    return number.finite() ? number.round(0, base::Rounding::Down).to_int64() : std::nullopt;
}

base::Decimal decimal_of(__int128 number)
{
    constexpr std::int64_t step = 1'000'000'000'000'000'000;
    __int128 high = number / step;
    auto low = base::Decimal(static_cast<std::int64_t>(number % step));
    if (high == 0)
        return low;
    return decimal_of(high) * base::Decimal(step) + low;
}

}
