#pragma once

#include "feel/regex_alphabet.h"
#include "feel/regex_program.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kenkei::feel {

// A deterministic automaton for "has this text a match?". A state is the set of places where the program may be after
// what was read. States are made when a text first leads to them; when too many have come together, it starts afresh.
class RegexAutomaton {
public:
    // None for a program with back-references or with too many kinds of characters. The program must outlive it.
    static std::unique_ptr<RegexAutomaton> create(const RegexProgram&);

    bool found_in(std::string_view text);
    std::size_t states() const { return m_contents.size(); }

private:
    using Symbol = RegexAlphabet::Symbol;
    using State = std::uint32_t; // where its row of transitions begins in m_transitions, or one of these:
    static constexpr State unknown = 0;
    static constexpr State matched = 1;
    static constexpr State hopeless = 2;
    static constexpr State first_state = 3; // rows begin behind these

    // What stands before the characters to come; it matters only to ^ and $ that these decide.
    enum class Before : char32_t { NoMatter, TextStart, LineStart, Elsewhere };
    enum class After { NotYetRead, LineFeed, TextEnd, Elsewhere };

    RegexAutomaton(const RegexProgram&, RegexAlphabet);

    std::size_t row_size() const { return m_alphabet.size() + 1; } // the last one is for the end of the text
    Symbol text_end() const { return static_cast<Symbol>(m_alphabet.size()); }

    void begin();
    State find_start();
    State grow(State from, Symbol symbol);
    std::vector<std::uint32_t> places_before(const std::u32string& content, Symbol symbol);
    bool accepts(std::uint32_t place, Symbol symbol) const;
    void forget_places();
    void follow(std::uint32_t place, Before before, After after);
    std::vector<std::uint32_t> places() const;
    State settle(Before before);
    State state_of(std::u32string content);
    bool is_full() const;
    State start_afresh(State kept);

    const RegexProgram& m_program;
    RegexAlphabet m_alphabet;

    std::vector<State> m_transitions;
    std::unordered_map<std::u32string, State> m_states; // by content: what stands before, then the places in order
    std::vector<const std::u32string*> m_contents;      // by number of the state
    std::size_t m_content_size = 0;
    State m_start = unknown;

    // While a state is made: places that were come by, and those of them to stay at, one bit each.
    std::vector<std::uint64_t> m_seen;
    std::vector<std::uint64_t> m_kept;
    std::vector<std::uint32_t> m_to_follow;
    bool m_matched = false;
    bool m_open = false; // ^ or $ among those kept
};

}
