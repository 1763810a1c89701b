#pragma once

#include "feel/character_class.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kenkei::feel {

struct RegexFlags {
    bool dot_matches_all = false; // s
    bool multiline = false;       // m
    bool ignore_case = false;     // i
    bool ignore_blanks = false;   // x
    bool literal = false;         // q
};

// Nothing if a letter is none of these.
std::optional<RegexFlags> read_flags(std::string_view text);

// A regular expression as it is written.
struct RegexNode {
    enum class Kind {
        Character,     // `character`
        Class,         // `characters`
        Any,           // . (with flag s every character)
        Start,         // ^
        End,           // $
        BackReference, // \`group`
        Group,         // child 0, captured as `group`; not captured when that is 0
        Sequence,      // all children, one behind the other
        Choice,        // the first child that leads to a match
        Repeat,        // child 0, `least` to `most` times
    };
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

    Kind kind = Kind::Sequence;
    char32_t character = 0;
    CharacterClass characters = {};
    std::size_t group = 0;
    std::size_t least = 0;
    std::size_t most = unlimited;
    bool reluctant = false;
    std::vector<RegexNode> children = {};
};

struct RegexTree {
    RegexNode root;
    std::size_t groups = 0;
};

// The tree, or the reason in Japanese why the pattern is not valid.
std::variant<RegexTree, std::string> parse_regex(std::string_view pattern, RegexFlags);

}
