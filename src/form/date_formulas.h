#pragma once

#include "form/formula_parts.h"

namespace kenkei::form {

// A day as people write it: 2024-08-01, 2024/8/1, 2024.8.1, 2024年8月1日（木）, 20240801, 令和6年8月1日, R6.8.1; of a
// month without the day (base::read_date, base::read_month).
// `raw` is what stands in the cell `at`.
AnswerFormulas read_date(const edition::Question&, std::size_t index, const TextFormula& raw, const std::string& at,
                         const Part&);

}
