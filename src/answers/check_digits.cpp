#include "answers/check_digits.h"

#include <algorithm>
#include <array>
#include <string>

namespace kenkei::answers {

namespace {

bool all_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int digit(char c)
{
    return c - '0';
}

}

bool is_corporate_number(std::string_view digits)
{
    if (digits.size() != 13 || !all_digits(digits))
        return false;
    // 第2条: P_n is the n-th digit from the right of the basic number, Q_n 1 for odd and 2 for even n.
    int sum = 0;
    for (std::size_t n = 1; n <= 12; ++n)
        sum += digit(digits[13 - n]) * (n % 2 == 1 ? 1 : 2);
    return digit(digits[0]) == 9 - sum % 9;
}

bool is_municipality_code(std::string_view digits)
{
    if (digits.size() != 6 || !all_digits(digits))
        return false;
    constexpr std::array<int, 5> weights{6, 5, 4, 3, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += digit(digits[i]) * weights[i];
    return digit(digits[5]) == (11 - sum % 11) % 10;
}

bool is_insurer_number(std::string_view digits)
{
    if ((digits.size() != 6 && digits.size() != 7 && digits.size() != 8) || !all_digits(digits))
        return false;
    std::string number(digits);
    if (number.size() == 7)
        number.insert(0, "0");
    int sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        const int value = digit(number[number.size() - 1 - i]) * (i % 2 == 1 ? 2 : 1);
        sum += value / 10 + value % 10;
    }
    return sum % 10 == 0;
}

}
