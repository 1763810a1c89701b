#include "desk/payment_time.h"

namespace kenkei::desk {

Timing timing_of(const table::StatementLine& line, std::optional<base::Timestamp> due)
{
    if (!due)
        return Timing::InTime;
    constexpr std::int64_t second = 1000;
    const std::int64_t day = base::in_japan(line.date).milliseconds;
    std::int64_t first = day;
    std::int64_t last = base::in_japan(line.date, 24).milliseconds - second;
    if (line.second_of_day) {
        first = day + *line.second_of_day * second;
        last = first + (line.to_the_minute ? 59 * second : 0);
    }
    if (last <= due->milliseconds)
        return Timing::InTime;
    return first > due->milliseconds ? Timing::Late : Timing::NotTold;
}

std::string arrival_in_words(const table::StatementLine& line, base::Timestamp due)
{
    std::string words = "入金は " + base::to_japanese(line.date);
    if (line.second_of_day)
        words += " " + time_in_words(*line.second_of_day);
    words += "、期限は " + base::to_japanese(due) + " で、";
    if (line.value_date)
        words += "起算日は " + base::to_iso(*line.value_date) + " です。";
    return words;
}

std::string time_in_words(std::int32_t second_of_day)
{
    const auto two_digits = [](std::int32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two_digits(second_of_day / 3600) + ":" + two_digits(second_of_day / 60 % 60) + ":" +
           two_digits(second_of_day % 60);
}

}
