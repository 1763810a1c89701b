#include "table/statement_values.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::table {

namespace {

constexpr std::int64_t most_yen = 1'000'000'000'000'000;

int number_of(std::string_view digits)
{
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

void remove_all(std::string& text, std::string_view part)
{
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
}

bool take_prefix(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

// Digits, or groups of three with commas behind a first group of one to three.
std::optional<std::string> without_commas(std::string_view text)
{
    const std::size_t first = text.find(',');
    if (first == std::string_view::npos)
        return std::string(text);
    if (first == 0 || first > 3 || (text.size() - first) % 4 != 0)
        return std::nullopt;
    std::string digits(text.substr(0, first));
    for (std::size_t at = first; at < text.size(); at += 4) {
        if (text[at] != ',')
            return std::nullopt;
        digits += text.substr(at + 1, 3);
    }
    return digits;
}

}

std::string in_yen(std::int64_t amount)
{
    std::string digits = std::to_string(amount < 0 ? -amount : amount);
    for (std::size_t at = digits.size(); at > 3;)
        digits.insert(at -= 3, ",");
    return (amount < 0 ? "-" : "") + digits + "円";
}

std::string in_quotes(std::string_view text)
{
    constexpr std::size_t longest = 60;
    return text.empty() ? "空欄" : "「" + base::printable(base::shortened(text, longest)) + "」";
}

bool is_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_zero_or_blank(std::string_view text)
{
    return text.find_first_not_of("0 ") == std::string_view::npos;
}

std::optional<ShortDate> read_short_date(std::string_view written, base::Date today)
{
    std::string digits(written);
    if (digits.size() == 5)
        digits.insert(digits.begin(), '0');
    if (digits.size() != 6 || !is_digits(digits))
        return std::nullopt;
    const int year = number_of(std::string_view(digits).substr(0, 2));
    const int month = number_of(std::string_view(digits).substr(2, 2));
    const int day = number_of(std::string_view(digits).substr(4, 2));
    constexpr struct {
        int before_first; // the year before the era's first
        bool western;
    } readings[] = {{2018, false}, {1988, false}, {2000, true}};
    constexpr std::int64_t days_back = 5 * 366;
    constexpr std::int64_t days_ahead = 31;
    for (const auto& reading : readings) {
        const auto date = base::Date::create(reading.before_first + year, month, day);
        if (!date)
            continue;
        const std::int64_t distance = date->to_days() - today.to_days();
        if (distance >= -days_back && distance <= days_ahead)
            return ShortDate{*date, reading.western};
    }
    return std::nullopt;
}

std::optional<std::int64_t> read_yen(std::string_view written)
{
    std::string folded = base::fold_width(base::trim(written));
    remove_all(folded, " ");
    std::string_view text = folded;
    bool negative = false;
    for (bool more = true; more;) {
        more = take_prefix(text, "+") || take_prefix(text, "¥") || take_prefix(text, "\\");
        if (!negative &&
            (take_prefix(text, "-") || take_prefix(text, "−") || take_prefix(text, "▲") || take_prefix(text, "△")))
            more = negative = true;
    }
    if (text.ends_with("円"))
        text.remove_suffix(std::string_view("円").size());
    if (text.ends_with(".00"))
        text.remove_suffix(3);
    const auto digits = without_commas(text);
    if (!digits || !is_digits(*digits))
        return std::nullopt;
    std::int64_t value = 0;
    for (const char c : *digits) {
        value = value * 10 + (c - '0');
        if (value > most_yen)
            return std::nullopt;
    }
    return negative ? -value : value;
}

std::optional<std::int32_t> read_time_of_day(std::string_view written)
{
    std::string text = base::fold_width(base::trim(written));
    for (const std::string_view unit : {"時", "分"}) {
        if (const std::size_t at = text.find(unit); at != std::string::npos)
            text.replace(at, unit.size(), ":");
    }
    remove_all(text, "秒");
    if (text.ends_with(':'))
        text.pop_back();
    if (text.size() == 6 && is_digits(text))
        text = text.substr(0, 2) + ":" + text.substr(2, 2) + ":" + text.substr(4);
    std::int32_t parts[3] = {};
    std::size_t count = 0;
    for (std::string_view rest = text; count < 3;) {
        const std::string_view part = rest.substr(0, rest.find(':'));
        if (!is_digits(part) || part.size() > 2)
            return std::nullopt;
        parts[count++] = number_of(part);
        if (part.size() == rest.size())
            break;
        rest.remove_prefix(part.size() + 1);
        if (count == 3)
            return std::nullopt;
    }
    if (count < 2 || parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
        return std::nullopt;
    return parts[0] * 3600 + parts[1] * 60 + parts[2];
}

}
