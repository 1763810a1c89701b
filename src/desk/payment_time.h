#pragma once

#include "base/timestamp.h"
#include "table/bank_statement.h"

namespace kenkei::desk {

enum class Timing { InTime, Late, NotTold };

// Whether money was there by the last instant `due`. A line without a time may be of any second of its day, one to the
// minute of any second of it.
Timing timing_of(const table::StatementLine&, std::optional<base::Timestamp> due);

// 「入金は 2024年12月31日（令和6年） 15:00:01、期限は … で、」
std::string arrival_in_words(const table::StatementLine&, base::Timestamp due);

std::string time_in_words(std::int32_t second_of_day); // 15:00:01

}
