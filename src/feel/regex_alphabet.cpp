#include "feel/regex_alphabet.h"

#include <algorithm>
#include <limits>
#include <map>

namespace kenkei::feel {

namespace {

using Code = RegexProgram::Code;

constexpr std::size_t most_symbols = 1'000;
constexpr std::size_t most_escapes = 200;
constexpr std::size_t most_questions = 1'000'000; // to classes, while the symbols are found
constexpr char32_t behind_all = 0x110000;

// Characters that are a kind of their own: those that the pattern names, and line ends for the sake of . ^ $
std::vector<char32_t> find_named(const RegexProgram& program)
{
    std::vector<char32_t> named = {U'\n', U'\r'};
    for (const auto& instruction : program.instructions) {
        if (instruction.code == Code::Character)
            named.push_back(instruction.character);
    }
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    return named;
}

// Between two neighbours here all characters are of one kind.
std::vector<char32_t> find_edges(const RegexProgram& program, const std::vector<char32_t>& named)
{
    std::vector<char32_t> edges = {0};
    for (char32_t c : named) {
        edges.push_back(c);
        edges.push_back(c + 1);
    }
    for (const CharacterClass& set : program.classes)
        set.add_edges(edges);
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    edges.erase(std::lower_bound(edges.begin(), edges.end(), behind_all), edges.end());
    return edges;
}

// What the classes have inside: escapes, and subtracted classes.
std::size_t count_escapes(const RegexProgram& program)
{
    std::size_t escapes = 0;
    for (std::size_t cost : program.class_costs)
        escapes += cost - 1;
    return escapes;
}

}

class RegexAlphabet::Builder {
public:
    explicit Builder(RegexAlphabet& alphabet) : m_alphabet(alphabet) {}

    // False if there are too many symbols.
    bool build(const RegexProgram& program)
    {
        const auto named = find_named(program);
        const std::size_t escapes = count_escapes(program);
        if (named.size() > most_symbols || escapes > most_escapes)
            return false;
        const auto edges = find_edges(program, named);
        if (program.classes.size() + escapes > most_questions / edges.size() ||
            !number_the_kinds(program, named, edges))
            return false;
        write_tables();
        return true;
    }

private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    bool number_the_kinds(const RegexProgram& program, const std::vector<char32_t>& named,
                          const std::vector<char32_t>& edges)
    {
        std::map<std::vector<bool>, Symbol> kinds; // of characters without a name, by the classes they lie in
        for (char32_t first : edges) {
            std::vector<bool> membership;
            for (const CharacterClass& set : program.classes)
                membership.push_back(set.matches(first));
            const auto added = static_cast<Symbol>(m_alphabet.size());
            Symbol symbol = added;
            if (!std::binary_search(named.begin(), named.end(), first))
                symbol = kinds.emplace(membership, added).first->second;
            if (symbol == added) {
                m_alphabet.m_characters.push_back(first);
                m_alphabet.m_membership.push_back(std::move(membership));
            }
            m_runs.push_back({first, symbol});
            if (m_alphabet.size() > most_symbols)
                return false;
        }
        return true;
    }

    void write_tables()
    {
        m_rows_of_one_kind.assign(m_alphabet.size(), none);
        m_blocks_of_one_kind.assign(m_alphabet.size(), none);
        for (char32_t half = 0; half < m_alphabet.m_ascii.size(); half += 64) {
            const Row& row = m_alphabet.m_rows[place_of_row(half)];
            std::copy(row.begin(), row.end(), m_alphabet.m_ascii.data() + half);
        }
        for (char32_t block = 0; block < behind_all >> 12; ++block)
            m_alphabet.m_block_places[block] = static_cast<std::uint16_t>(place_of_block(block << 12));
    }

    using Place = std::vector<Run>::const_iterator;

    // The last run that begins at `c` or before.
    Place run_of(char32_t c) const
    {
        return std::prev(std::upper_bound(m_runs.begin(), m_runs.end(), c,
                                          [](char32_t wanted, const Run& run) { return wanted < run.first; }));
    }

    bool ends_before(Place run, char32_t c) const
    {
        return std::next(run) != m_runs.end() && std::next(run)->first < c;
    }

    std::uint32_t place_of_block(char32_t first)
    {
        const Place run = run_of(first);
        std::uint32_t unused = none;
        std::uint32_t& known = ends_before(run, first + 64 * 64) ? unused : m_blocks_of_one_kind[run->symbol];
        if (known != none)
            return known;
        Block block;
        for (char32_t i = 0; i < block.size(); ++i)
            block[i] = place_of_row(first + i * 64);
        m_alphabet.m_blocks.push_back(block);
        return known = static_cast<std::uint32_t>(m_alphabet.m_blocks.size() - 1);
    }

    std::uint32_t place_of_row(char32_t first)
    {
        Place run = run_of(first);
        std::uint32_t unused = none;
        std::uint32_t& known = ends_before(run, first + 64) ? unused : m_rows_of_one_kind[run->symbol];
        if (known != none)
            return known;
        Row row;
        for (char32_t i = 0; i < row.size(); ++i) {
            if (ends_before(run, first + i + 1))
                ++run;
            row[i] = run->symbol;
        }
        m_alphabet.m_rows.push_back(row);
        return known = static_cast<std::uint32_t>(m_alphabet.m_rows.size() - 1);
    }

    RegexAlphabet& m_alphabet;
    std::vector<Run> m_runs;
    std::vector<std::uint32_t> m_rows_of_one_kind; // their places by symbol
    std::vector<std::uint32_t> m_blocks_of_one_kind;
};

RegexAlphabet::Symbol RegexAlphabet::next_of_two_or_four(std::string_view text, std::size_t& at) const
{
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
    const std::size_t length = byte(0) < 0xE0 ? 2 : 4;
    if (text.size() - at < length) { // cut off: not valid, but nothing is read beyond the end
        at = text.size();
        return m_ascii[0];
    }
    const Symbol symbol = length == 2 ? symbol_at(0, byte(0) & 0x1Fu, byte(1))
                                      : symbol_at((byte(0) & 7u) << 6 | (byte(1) & 0x3Fu), byte(2), byte(3));
    at += length;
    return symbol;
}

std::optional<RegexAlphabet> RegexAlphabet::create(const RegexProgram& program)
{
    RegexAlphabet alphabet;
    if (!Builder(alphabet).build(program))
        return std::nullopt;
    return alphabet;
}

}
