#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::form {

using Words = std::vector<std::u32string>;

inline constexpr std::size_t most_words = 300;
inline constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

// A step of a regular expression.
struct Piece {
    enum class Kind { Words, Outside, Any };
    Kind kind = Kind::Words;
    Words words; // one of these; Outside: one character that is none of these
    std::size_t least = 1;
    std::size_t most = 1;

    bool is_set() const; // all of its words are single characters
    std::vector<char32_t> characters() const;
};

// Words, and how many other characters stand before them.
struct Stretch {
    std::size_t least = 0;
    std::size_t most = 0;
    Words words;
};

// One way of matching: its pieces one behind the other.
struct Alternative {
    bool start = false; // from the beginning of the text
    bool end = false;   // to its end
    std::vector<Piece> pieces;
    // The same as words with gaps, and how many characters follow the last; empty if it cannot be seen so.
    std::vector<Stretch> stretches;
    std::size_t trailing = 0;

    std::optional<Words> words() const; // all texts it matches, if they are few
};

// Nothing for what has no such form: repeated groups, back-references, classes of very many characters.
enum class OpenEdges {
    Shortest, // whether there is a match: at an open edge the fewest repetitions do
    AsWritten
};
std::optional<std::vector<Alternative>> alternatives_of(std::string_view pattern, OpenEdges = OpenEdges::Shortest);

// ^[a-z]+@[a-z]+([.][a-z]+)+$, the form of addresses, as a condition of Excel.
std::optional<std::string> address_pattern(std::string_view pattern, const std::string& text);

}
