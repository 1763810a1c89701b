#pragma once

#include "feel/value.h"

#include <compare>
#include <optional>

namespace kenkei::feel {

// FEEL `a = b` (DMN 1.5, table 42): true, false, or nothing (null) for values of different kinds that are not null.
// null = null is true, null = anything else false.
std::optional<bool> equal(const Value&, const Value&);

// Order of two values; nothing where FEEL has none (different kinds, null, booleans).
std::optional<std::partial_ordering> order(const Value&, const Value&);

// Three-valued logic with nothing = unknown.
std::optional<bool> logical_and(std::optional<bool>, std::optional<bool>);
std::optional<bool> logical_or(std::optional<bool>, std::optional<bool>);
std::optional<bool> logical_not(std::optional<bool>);

}
