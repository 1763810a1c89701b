#pragma once

#include "base/date.h"

#include <optional>
#include <string_view>

namespace kenkei::xlsx {

// From which day a workbook counts: 1 is 1900-01-01, and 60 the 29 February that 1900 did not have (a fault taken over
// from Lotus 1-2-3); or 0 is 1904-01-01, as on the Macintosh.
enum class Epoch { Y1900, Y1904 };

// The day of a serial number, without its time of day; nothing outside of 1900-01-01 … 9999-12-31 and for the day that
// was not.
std::optional<base::Date> date_of_serial(double, Epoch);

// The serial number of a day, with or without a time, or of a time alone, as t="d" has it (ISO 8601): 2024-08-19,
// 2024-08-19T09:30:00.000Z, T09:30, 09:30:00; of times alone also 1899-12-30T09:30 and 1899-12-31T09:30.
std::optional<double> serial_of_iso(std::string_view, Epoch);

}
