#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace kenkei::edition {

// The same three words at every level. 未回答 is neither 0 nor false: it stays Undetermined up to the screen.
enum class Outcome { Met, NotMet, Undetermined };

std::string_view word_of(Outcome); // "met", "not_met", "undetermined"
std::optional<Outcome> read_outcome(std::string_view word);
Outcome outcome_of(std::optional<bool>);

// How many of a group have which outcome.
struct Tally {
    std::size_t met = 0;
    std::size_t not_met = 0;
    std::size_t undetermined = 0;

    void add(Outcome);
    bool operator==(const Tally&) const = default;
};

// At least `need` of the tallied: met as soon as `need` are met, not met as soon as `need` cannot be reached any more,
// undetermined otherwise. All of n is at_least(n).
Outcome at_least(std::size_t need, const Tally&);

// Three-valued and: not met as soon as one is lost, whatever is still blank.
Outcome both(Outcome, Outcome);

}
