#pragma once

#include "edition/edition.h"

#include <optional>
#include <string>
#include <string_view>

namespace kenkei::edition {

// An edition for people to read: dates and fee, then each item, requirement, title, class, fact, value and finding with
// its rule as a Japanese sentence and its source, last the breakdowns.
std::string describe(const Edition&);

// The same for one question, value, table, item, requirement, title, class, finding or breakdown, in full, with what
// uses it; by its id, questions and items by their printed number too (Q11, ①). Nothing if the edition has no such id.
// What names several things (an item and a requirement) tells all.
std::optional<std::string> describe(const Edition&, std::string_view id);

// Every id that the other `describe` knows, in the order of the edition.
std::vector<std::string> ids_of(const Edition&);

}
