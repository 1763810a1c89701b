#pragma once

#include "feel/temporal.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace kenkei::feel {

// Named time zones without the operating system's tables. zone.cpp holds the offsets and summer-time rules of the zones
// that matter here, each with the years for which they are right; a zone or year it does not hold has no known offset.

// Whether it can be a name of the IANA database: UTC, GMT …, or Area/Place with one of that database's areas.
bool is_zone_name(std::string_view);

// Seconds east of UTC, for a moment given by the clock on the wall or by UTC, in nanoseconds since 1970-01-01. An hour
// that occurs twice is the first one; an hour that summer time skips is read by standard time.
std::optional<std::int32_t> offset_by_wall_clock(const Zone&, __int128 nanoseconds);
std::optional<std::int32_t> offset_by_instant(const Zone&, __int128 nanoseconds);

// Seconds east of UTC where they are the same in all years: fixed offsets, UTC and the Etc zones.
std::optional<std::int32_t> constant_offset(const Zone&);

}
