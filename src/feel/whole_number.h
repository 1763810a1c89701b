#pragma once

#include "base/decimal.h"

#include <cstdint>
#include <optional>

namespace kenkei::feel {

// The whole part of a number, cut off towards zero; nothing if it is not finite or reaches 10^37.
std::optional<__int128> truncated(const base::Decimal&);
// The same as an ordinary integer, as positions and lengths are given; nothing if it does not fit.
std::optional<std::int64_t> truncated_to_int64(const base::Decimal&);

// Rounded to 34 digits where it has more.
base::Decimal decimal_of(__int128);

}
