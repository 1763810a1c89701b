#pragma once

#include "feel/check.h"

namespace kenkei::feel {

// What a built-in function takes and gives, as far as a rule can be wrong about it.
struct Signature {
    enum class Null {
        Strict, // null only for null
        Maybe,  // may be null for other arguments, too: number("x")
        Never,
    };
    std::string_view name;
    // A letter for each parameter, the last one again for all that follow: s string, n number, b boolean, d date or
    // date and time, l list, m number or duration, * anything, _ anything and null is a value like any other. What
    // conversions read: D a date, T a time, U a duration, or a text of it. Of a function that takes one list or any
    // number of values: N numbers, V values with an order, B booleans.
    std::string_view takes;
    StaticType::Form gives = StaticType::Form::Unknown;
    Null null = Null::Strict;
    std::size_t arguments = 0; // counts for just so many; 0: for any other number
};

// nullptr where nothing is known of it.
const Signature* find_signature(std::string_view function, std::size_t arguments);
char letter_of(const Signature&, std::size_t argument);
bool needs_argument(const Signature&, std::size_t argument); // null where it is null

}
