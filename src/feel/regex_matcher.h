#pragma once

#include "feel/regex.h"

#include <memory>
#include <optional>
#include <string_view>

namespace kenkei::feel {

class RegexAutomaton;

// Says whether texts have a match, in time that grows with the text alone: an automaton grows from the pattern as the
// texts need it, and is kept from text to text. So a matcher belongs to one thread, and is worth keeping; making one
// costs some microseconds. Its answers do not depend on what it was asked before.
//
// It searches by backtracking where there is no automaton: patterns with back-references, with more than 1,000 kinds of
// characters or more than 200 class escapes; and where bytes of the text × (instructions of the pattern + 64) are
// beyond 100,000,000.
class Regex::Matcher {
public:
    explicit Matcher(const Regex&); // shares the program, not the object
    ~Matcher();
    Matcher(Matcher&&) noexcept;
    Matcher& operator=(Matcher&&) noexcept;

    // The text must be valid UTF-8. Nothing if the search by backtracking gave up.
    std::optional<bool> found_in(std::string_view text);

private:
    Regex m_regex;
    std::unique_ptr<RegexAutomaton> m_automaton;
};

}
