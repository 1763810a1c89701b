#pragma once

#include "edition/read_edition.h"

namespace kenkei::edition {

// The compiled edition as JSON text: keys in a fixed order, no blanks, expressions as standard FEEL. Two editions with
// the same rules and words have the same text; the digest is its SHA-256.
std::string to_canonical_json(const Edition&);

// Whether anything in the edition names `as_of`. Where nothing does, what is judged is the same on every day.
bool asks_for_the_day(const Edition&);

// Reads what to_canonical_json wrote (a compiled edition file) and sets its digest. Errors: edition.format with the
// place in the JSON, and whatever is wrong with an expression.
base::Result<Edition> read_canonical_json(std::string_view text);

// The same in two steps: the parts as trees, for read_edition with read_as_written.
base::Result<Parts> canonical_parts(std::string_view text);

}
