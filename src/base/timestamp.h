#pragma once

#include "base/date.h"

namespace kenkei::base {

// An instant, to the millisecond. Legal times are those of Japan (+09:00, no summer time); what is stored is UTC.
struct Timestamp {
    std::int64_t milliseconds = 0; // since 1970-01-01T00:00:00Z, negative before

    auto operator<=>(const Timestamp&) const = default;
};

// The instant of a time of day in Japan. `hour` may be 24 (the end of the day).
Timestamp in_japan(Date, int hour = 0, int minute = 0, int second = 0, int millisecond = 0);
// The day it is in Japan.
Date date_in_japan(Timestamp);

std::string to_utc(Timestamp);      // 2024-10-18T08:00:00.000Z: always this long, so that texts sort in time
std::string to_legal(Timestamp);    // 2024-10-18T17:00:00.000+09:00
std::string to_japanese(Timestamp); // 2024年10月18日 17:00, with :SS or :SS.mmm where they are not zero

// Reads `DAYThh:mm[:ss[.mmm]]`, a blank in the place of the T allowed, with Z, +hh:mm or -hh:mm behind it; without one
// it is a time in Japan. DAY alone is its first instant; DAY is read as read_date reads it. hh may be 24 where all else
// is zero. Codes: those of read_date, and timestamp.form.
Result<Timestamp> read_timestamp(std::string_view text);

}
