#pragma once

#include "base/date.h"

#include <span>

namespace kenkei::base {

// 元号: its first and last day. Inside base/ only.
struct Era {
    std::string_view name;
    char letter;
    Date first;
    Date last;
    int year_before; // Gregorian year = year_before + year of the era
};

// Oldest first, without gaps.
std::span<const Era> eras();
const Era* find_era(Date); // nullptr before 1873

// 「平成31」「令和元」 for a Gregorian year, in the given era.
std::string era_year_text(const Era&, int gregorian_year);

}
