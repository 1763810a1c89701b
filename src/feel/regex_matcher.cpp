#include "feel/regex_matcher.h"

#include "base/utf8.h"
#include "feel/regex_automaton.h"

namespace kenkei::feel {

namespace {

constexpr std::size_t most_work = 100'000'000;
constexpr std::size_t work_for_any_state = 64;

}

Regex::Matcher::Matcher(const Regex& regex) : m_regex(regex), m_automaton(RegexAutomaton::create(*regex.m_program)) {}
Regex::Matcher::~Matcher() = default;
Regex::Matcher::Matcher(Matcher&&) noexcept = default;
Regex::Matcher& Regex::Matcher::operator=(Matcher&&) noexcept = default;

std::optional<bool> Regex::Matcher::found_in(std::string_view text)
{
    // At worst every character leads to a new state, as large as the program. What states there are must not matter:
    // the answer would depend on the texts before.
    const std::size_t work_for_state = m_regex.m_program->instructions.size() + work_for_any_state;
    if (m_automaton && text.size() <= most_work / work_for_state)
        return m_automaton->found_in(text);
    const std::u32string characters = base::to_code_points(text);
    Search search(m_regex, characters);
    if (search.next(0))
        return true;
    return search.exhausted() ? std::nullopt : std::optional(false);
}

}
