#pragma once

#include "feel/node.h"

namespace kenkei::feel {

// left `op` right for Add … Power (DMN 1.5, tables 45 to 49): numbers, strings (+), dates, times and durations.
// Operands that do not fit, division by zero, overflow: null with its reason.
Value calculate(Operator op, const Value& left, const Value& right);

// - value, for numbers and durations; null for the rest.
Value negate(const Value&);

}
