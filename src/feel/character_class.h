#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace kenkei::feel {

// General categories of Unicode, one bit each (tables generated from ICU by tools/generate_characters.cpp).
using Categories = std::uint32_t;
Categories category_of(char32_t);
// "Lu", or all of a kind: "L". Nothing for any other text.
std::optional<Categories> find_categories(std::string_view name);

using CharacterRange = std::pair<char32_t, char32_t>;

// A block by its Unicode name without blanks ("BasicLatin", "CJKUnifiedIdeographs").
std::optional<CharacterRange> find_block(std::string_view name);

// What a class escape such as \d, \P{Lu} or \p{IsHiragana} stands for.
struct ClassEscape {
    enum class Kind { Categories, Block, Space, NameStart, NameCharacter };
    Kind kind = Kind::Categories;
    bool negated = false;
    Categories categories = 0;
    CharacterRange block = {};

    bool matches(char32_t) const;
    // Adds every character for which matches() is not what it is for the one before, and perhaps some others.
    void add_edges(std::vector<char32_t>&) const;
};

// \s \S \i \I \c \C \d \D \w \W by their letter; nothing for any other.
std::optional<ClassEscape> find_class_escape(char32_t letter);

// A set of characters: [a-z\d], [^…], and [A-Z-[OI]] with its subtracted set behind it.
struct CharacterClass {
    std::vector<CharacterRange> ranges; // sorted by seal()
    std::vector<ClassEscape> escapes;
    bool negated = false;
    std::vector<CharacterClass> subtracted; // none or one

    // Sorts and joins the ranges, once they are complete; matches() needs it.
    void seal();
    bool matches(char32_t) const;
    void add_edges(std::vector<char32_t>&) const; // as those of an escape
    std::size_t cost() const;                     // how many sets matches() may have to look into
};

}
