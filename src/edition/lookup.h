#pragma once

#include "edition/edition.h"

#include <span>

namespace kenkei::edition {

struct LookupResult {
    feel::Value value;
    std::vector<std::size_t> rows; // that decided it
};

// A table by the null rule of editions: a test of a blank input is unknown (unless it is `-` or asks for null itself),
// and the table gives null as long as a row that is still unknown could decide (U and A: none matches surely; P:
// always; F: a row before the first sure match).
LookupResult look_up(const Table&, std::span<const feel::Value> slots);

}
