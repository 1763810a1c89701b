#pragma once

#include "feel/regex_tree.h"

#include <cstdint>
#include <vector>

namespace kenkei::feel {

// What the matcher runs. Registers hold positions: where a group began, where a turn of a loop began.
struct RegexProgram {
    enum class Code : std::uint8_t {
        Character,     // the character `character`
        Class,         // one of classes[a]
        Any,           // any character but line ends
        AnyAtAll,      // any character
        Start,         // ^
        End,           // $
        Mark,          // registers[a] = here
        Capture,       // group a stands from registers[b] to here
        Progress,      // goes on only if here is not registers[a]
        BackReference, // what group a holds
        Split,         // goes on at a; if that leads nowhere, at b
        Jump,          // goes on at a
        Match,
    };
    struct Instruction {
        Code code;
        char32_t character = 0;
        std::uint32_t a = 0;
        std::uint32_t b = 0;
    };

    std::vector<Instruction> instructions;
    std::vector<CharacterClass> classes;
    std::vector<std::size_t> class_costs; // steps to ask each of the classes
    std::size_t registers = 0;
    std::size_t groups = 0;
    RegexFlags flags;
};

}
