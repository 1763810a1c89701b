#pragma once

#include "answers/finding.h"
#include "form/layout.h"

#include <string>

namespace kenkei::form {

// Findings in words that fit cells: the judge speaks of JSON where an answer cannot be read at all.

// An answer that cannot be read: what stands before and behind the answer itself, and what to do.
struct Unreadable {
    std::string before;
    std::string behind;
    std::string next;
};
Unreadable unreadable_words(const edition::Question&, CellForm);

// A finding's message with what to do, as the message column shows it. `raw` is what stands in the cell; only a finding
// on an unreadable answer quotes it.
std::string message_of(const edition::Edition&, const Layout&, const answers::Finding&, const std::string& raw);

// How a cell is filled in: the words of the column 記入のしかた, without the question's own help.
std::string how_to_fill(const edition::Question&, CellForm);

}
