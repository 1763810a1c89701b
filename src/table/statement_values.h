#pragma once

#include "base/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Values as they stand in statements of banks.
namespace kenkei::table {

// YYMMDD, the year by era as the 全銀協 formats have it (061231 = 令和6年12月31日), of older banks' programs by the
// western calendar. Of the readings the one within five years before `today` and 31 days after it; they lie at least 12
// years apart, so there is one at most. A lost leading zero (61231) is given back.
struct ShortDate {
    base::Date date;
    bool western = false;
};
std::optional<ShortDate> read_short_date(std::string_view digits, base::Date today);

// 16500, 16,500, ¥16,500, 16,500円, full-width digits, +/- and ▲ before it. Nothing if it is no whole number of yen, or
// more than 10^15.
std::optional<std::int64_t> read_yen(std::string_view text);

// 15:00, 15:00:01, 15時00分01秒, 150001. Seconds since midnight.
std::optional<std::int32_t> read_time_of_day(std::string_view text);

std::string in_yen(std::int64_t amount); // 16,500円
std::string in_quotes(std::string_view text); // 「ｶ)ﾐﾎﾝ」 for a message, shortened and printable; 空欄 if it is empty

// Only digits, at least one.
bool is_digits(std::string_view text);
// Nothing but zeros and blanks, or empty.
bool is_zero_or_blank(std::string_view text);

}
