#pragma once

#include "edition/edition.h"

namespace kenkei::edition {

// The shared list whose names are the days (2031-05-05) that DayCount::Business leaves out beside Saturdays and
// Sundays.
inline constexpr std::string_view holiday_list = "holidays";

inline constexpr std::int64_t longest_term = 99; // years; more is a slip of the pen

// How many years a certificate lasts that begins on the day: those of the exception for that very day, if there is one.
std::int64_t years_from(const Term&, base::Date first_day);
// Its last day: the day before the same day so many years later (民法第143条第2項). Of one that begins on 29 February
// that is 28 February where the year has no other.
base::Date last_day(const Term&, base::Date first_day);

}
