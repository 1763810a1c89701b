#pragma once

#include "feel/value.h"

#include <string_view>

namespace kenkei::feel {

// value.name for dates, times, durations and ranges (DMN 1.5, table 65: year, weekday, time offset, start included …)
// and for entries of contexts; null with its reason where there is no such property.
Value property_of(const Value&, std::string_view name);

}
