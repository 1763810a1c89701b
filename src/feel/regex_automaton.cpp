#include "feel/regex_automaton.h"

#include <algorithm>
#include <bit>

namespace kenkei::feel {

namespace {

using Code = RegexProgram::Code;

constexpr std::size_t most_states = 2'000;
constexpr std::size_t most_transitions = 100'000; // 400 KB
constexpr std::size_t most_content = 100'000;

bool is_anchor(Code code)
{
    return code == Code::Start || code == Code::End;
}

}

std::unique_ptr<RegexAutomaton> RegexAutomaton::create(const RegexProgram& program)
{
    const auto& all = program.instructions;
    if (std::any_of(all.begin(), all.end(), [](auto& instruction) { return instruction.code == Code::BackReference; }))
        return nullptr;
    auto alphabet = RegexAlphabet::create(program);
    if (!alphabet)
        return nullptr;
    return std::unique_ptr<RegexAutomaton>(new RegexAutomaton(program, std::move(*alphabet)));
}

RegexAutomaton::RegexAutomaton(const RegexProgram& program, RegexAlphabet alphabet)
    : m_program(program)
    , m_alphabet(std::move(alphabet))
    , m_seen((program.instructions.size() + 63) / 64)
    , m_kept(m_seen.size())
{
    begin();
}

void RegexAutomaton::begin()
{
    m_transitions.assign(row_size(), unknown); // so that no state has the number of unknown, matched or hopeless
    m_states.clear();
    m_contents.clear();
    m_content_size = 0;
    m_start = unknown;
}

bool RegexAutomaton::found_in(std::string_view text)
{
    State state = m_start != unknown ? m_start : find_start();
    for (std::size_t at = 0; at < text.size() && state >= first_state;) {
        const Symbol symbol = m_alphabet.next(text, at);
        const State next = m_transitions[state + symbol];
        if (next == state) [[likely]]
            continue; // so that a processor need not wait for the next state
        state = next != unknown ? next : grow(state, symbol);
    }
    if (state >= first_state) {
        const State next = m_transitions[state + text_end()];
        state = next != unknown ? next : grow(state, text_end());
    }
    return state == matched;
}

RegexAutomaton::State RegexAutomaton::find_start()
{
    forget_places();
    follow(0, Before::TextStart, After::NotYetRead);
    return m_start = settle(Before::TextStart);
}

// The state behind `from` when `symbol` is read. What is searched may begin anywhere, so the program's beginning is
// among the places of every state.
RegexAutomaton::State RegexAutomaton::grow(State from, Symbol symbol)
{
    if (is_full())
        from = start_afresh(from);
    const auto before = places_before(*m_contents[from / row_size() - 1], symbol);
    State next = hopeless;
    if (m_matched) {
        next = matched;
    } else if (symbol != text_end()) {
        const bool line_start = m_program.flags.multiline && m_alphabet.character(symbol) == U'\n';
        const Before here = line_start ? Before::LineStart : Before::Elsewhere;
        forget_places();
        for (std::uint32_t place : before) {
            if (accepts(place, symbol))
                follow(place + 1, here, After::NotYetRead);
        }
        follow(0, here, After::NotYetRead);
        next = settle(here);
    }
    return m_transitions[from + symbol] = next;
}

// The places of a state, now that the symbol behind it decides its ^ and $.
std::vector<std::uint32_t> RegexAutomaton::places_before(const std::u32string& content, Symbol symbol)
{
    const auto before = static_cast<Before>(content.front());
    m_matched = false;
    if (before == Before::NoMatter)
        return {content.begin() + 1, content.end()};
    const After after = symbol == text_end()                    ? After::TextEnd
                        : m_alphabet.character(symbol) == U'\n' ? After::LineFeed
                                                                : After::Elsewhere;
    forget_places();
    for (std::size_t i = 1; i < content.size(); ++i)
        follow(content[i], before, after);
    return places();
}

bool RegexAutomaton::accepts(std::uint32_t place, Symbol symbol) const
{
    const auto& instruction = m_program.instructions[place];
    const char32_t character = m_alphabet.character(symbol);
    switch (instruction.code) {
    case Code::Character:
        return instruction.character == character;
    case Code::Class:
        return m_alphabet.is_in(symbol, instruction.a);
    case Code::Any:
        return character != U'\n' && character != U'\r';
    case Code::AnyAtAll:
        return true;
    default:
        return false;
    }
}

void RegexAutomaton::forget_places()
{
    std::fill(m_seen.begin(), m_seen.end(), 0);
    std::fill(m_kept.begin(), m_kept.end(), 0);
    m_matched = false;
    m_open = false;
}

// Goes from a place to wherever the program can be without reading on. A turn of a loop that reads nothing leads where
// the loop began, which has been seen: Progress need not be asked.
void RegexAutomaton::follow(std::uint32_t first, Before before, After after)
{
    const bool multiline = m_program.flags.multiline;
    m_to_follow.assign(1, first);
    while (!m_to_follow.empty()) {
        const std::uint32_t place = m_to_follow.back();
        m_to_follow.pop_back();
        const std::uint64_t bit = std::uint64_t{1} << place % 64;
        if ((m_seen[place / 64] & bit) != 0)
            continue;
        m_seen[place / 64] |= bit;
        const auto& instruction = m_program.instructions[place];
        const auto keep = [&] { m_kept[place / 64] |= bit; };
        const auto pass = [&](bool holds) {
            if (holds)
                m_to_follow.push_back(place + 1);
            else if (after == After::NotYetRead)
                keep();
        };
        switch (instruction.code) {
        case Code::Split:
            m_to_follow.push_back(instruction.b);
            m_to_follow.push_back(instruction.a);
            break;
        case Code::Jump:
            m_to_follow.push_back(instruction.a);
            break;
        case Code::Mark:
        case Code::Capture:
        case Code::Progress:
            m_to_follow.push_back(place + 1);
            break;
        case Code::Start:
            // F&O 3.1, 5.6.1: no line begins behind the last line feed of a text.
            if (before == Before::TextStart || before == Before::LineStart)
                pass(before == Before::TextStart || (after != After::NotYetRead && after != After::TextEnd));
            break;
        case Code::End:
            pass(after == After::TextEnd || (multiline && after == After::LineFeed));
            break;
        case Code::Match:
            m_matched = true;
            return;
        default:
            keep();
        }
        m_open = m_open || (is_anchor(instruction.code) && (m_kept[place / 64] & bit) != 0);
    }
}

std::vector<std::uint32_t> RegexAutomaton::places() const
{
    std::vector<std::uint32_t> kept;
    for (std::size_t word = 0; word < m_kept.size(); ++word) {
        for (std::uint64_t bits = m_kept[word]; bits != 0; bits &= bits - 1)
            kept.push_back(static_cast<std::uint32_t>(word * 64) + static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
    return kept;
}

// The state of the places kept.
RegexAutomaton::State RegexAutomaton::settle(Before before)
{
    if (m_matched)
        return matched;
    const auto kept = places();
    if (kept.empty() && !m_program.flags.multiline)
        return hopeless; // where no line begins, nothing more can
    std::u32string content = {static_cast<char32_t>(m_open ? before : Before::NoMatter)};
    content.append(kept.begin(), kept.end());
    return state_of(std::move(content));
}

RegexAutomaton::State RegexAutomaton::state_of(std::u32string content)
{
    const auto [entry, added] = m_states.emplace(std::move(content), static_cast<State>(m_transitions.size()));
    if (added) {
        m_transitions.resize(m_transitions.size() + row_size(), unknown);
        m_contents.push_back(&entry->first);
        m_content_size += entry->first.size();
    }
    return entry->second;
}

bool RegexAutomaton::is_full() const
{
    return m_contents.size() >= most_states || m_transitions.size() >= most_transitions ||
           m_content_size >= most_content;
}

// Forgets all states but one.
RegexAutomaton::State RegexAutomaton::start_afresh(State kept)
{
    std::u32string content = *m_contents[kept / row_size() - 1];
    begin();
    return state_of(std::move(content));
}

}
