#pragma once

#include "feel/regex_program.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kenkei::feel {

// The kinds of characters that a pattern tells apart, numbered from 0: its symbols. For "[a-z]株" there are five: a
// line feed, a carriage return, 株, a letter, and all else.
class RegexAlphabet {
public:
    using Symbol = std::uint16_t;

    // Nothing if there are too many symbols.
    static std::optional<RegexAlphabet> create(const RegexProgram&);

    std::size_t size() const { return m_characters.size(); }

    // One character of the kind; the character itself if the pattern or its meaning names it: a, line feed.
    char32_t character(Symbol symbol) const { return m_characters[symbol]; }
    // Whether the kind lies in one of the program's classes; it never lies half in it.
    bool is_in(Symbol symbol, std::size_t class_number) const { return m_membership[symbol][class_number]; }

    // The symbol of the character at `at` of a valid UTF-8 text, inside it; `at` moves behind the character.
    Symbol next(std::string_view text, std::size_t& at) const
    {
        const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
        const unsigned char lead = byte(0);
        if (lead < 0x80) {
            ++at;
            return m_ascii[lead];
        }
        if ((lead & 0xF0) != 0xE0 || text.size() - at < 3)
            return next_of_two_or_four(text, at);
        const Symbol symbol = symbol_at(lead & 0xFu, byte(1), byte(2));
        at += 3;
        return symbol;
    }

private:
    using Row = std::array<Symbol, 64>;          // symbols of 64 neighbours
    using Block = std::array<std::uint32_t, 64>; // places of 64 rows

    // Neighbours of one kind: from `first` until the next run.
    struct Run {
        char32_t first;
        Symbol symbol;
    };
    class Builder;

    // By the bits above the last 12, then 6 bits, then 6 bits.
    Symbol symbol_at(std::size_t block, unsigned row, unsigned column) const
    {
        return m_rows[m_blocks[m_block_places[block]][row & 0x3F]][column & 0x3F];
    }
    Symbol next_of_two_or_four(std::string_view text, std::size_t& at) const;

    std::vector<char32_t> m_characters;
    std::vector<std::vector<bool>> m_membership;
    std::array<Symbol, 128> m_ascii = {};
    std::vector<Row> m_rows;
    std::vector<Block> m_blocks;
    std::array<std::uint16_t, 512> m_block_places = {}; // more than there are: 4-byte leads have 9 bits
};

}
