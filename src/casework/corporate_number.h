#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace kenkei::casework {

// Whether the check digit must fit. An applicant's slip is no reason to turn its form away in the last hour: it is a
// finding; who enters a number for the office looks it up.
enum class CheckDigit { MustFit, NoMatter };

// 法人番号 as people write it (full-width digits, blanks and hyphens anywhere) → its 13 digits. Error: case.value, with
// what is wrong: empty, no digits, how many of them, or a check digit that does not fit.
base::Result<std::string> read_corporate_number(std::string_view written, CheckDigit = CheckDigit::MustFit);

}
