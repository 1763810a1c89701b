#include "office/same_place.h"

#include "base/fold.h"

#include <string>

namespace kenkei::office {

namespace {

constexpr std::string_view kanji_digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::string_view ten = "十";
constexpr std::string_view counters[] = {"丁目", "番地", "番", "号"};

// The digit that `text` begins with; 10 for 十, nothing (-1) for anything else.
int digit_at(std::string_view text)
{
    for (int digit = 0; digit < 10; ++digit) {
        if (text.starts_with(kanji_digits[digit]))
            return digit;
    }
    return text.starts_with(ten) ? 10 : -1;
}

std::string_view counter_at(std::string_view text)
{
    for (const std::string_view counter : counters) {
        if (text.starts_with(counter))
            return counter;
    }
    return {};
}

// 二十三丁目 → 23: a number in kanji counts as one only before a counter. Else 三田 would be 3田.
std::string with_plain_numbers(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        std::string_view rest = text;
        int number = 0;
        int ones = -1; // the digit that was read last
        for (int digit = digit_at(rest); digit >= 0; digit = digit_at(rest)) {
            rest.remove_prefix(digit == 10 ? ten.size() : kanji_digits[digit].size());
            if (digit == 10) {
                number += (ones < 0 ? 1 : ones) * 10;
                ones = -1;
            } else {
                ones = digit;
            }
        }
        if (rest.size() < text.size() && !counter_at(rest).empty()) {
            out += std::to_string(number + (ones < 0 ? 0 : ones));
            text = rest;
            continue;
        }
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

std::string key_of(std::string_view address)
{
    const std::string plain = with_plain_numbers(base::fold_hyphens(base::fold_width(address)));
    std::string key;
    for (std::string_view text = plain; !text.empty();) {
        const std::string_view counter = counter_at(text);
        const bool parts = !counter.empty() || text.front() == '-';
        if (parts && !key.empty() && key.back() != '-')
            key += '-';
        else if (!parts && text.front() != ' ')
            key += text.front();
        text.remove_prefix(counter.empty() ? 1 : counter.size());
    }
    while (key.ends_with('-'))
        key.pop_back();
    return key;
}

bool goes_on_with_a_number(std::string_view rest)
{
    return !rest.empty() && (rest.front() == '-' || (rest.front() >= '0' && rest.front() <= '9'));
}

}

bool is_same_place(std::string_view typed, std::string_view registered)
{
    const std::string one = key_of(typed);
    const std::string other = key_of(registered);
    return !other.empty() && one.starts_with(other) &&
           !goes_on_with_a_number(std::string_view(one).substr(other.size()));
}

}
