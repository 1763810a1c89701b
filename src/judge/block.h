#pragma once

#include "feel/regex_matcher.h"
#include "judge/program.h"

#include <deque>
#include <span>
#include <string_view>

namespace kenkei::judge {

struct alignas(64) Numbers {
    std::array<std::int64_t, block_size> of = {};
};

struct Texts {
    std::array<std::string_view, block_size> of = {};
};

using Values = std::array<feel::Value, block_size>;

// The registers of a program for up to 64 applications. One thread's.
struct Block {
    explicit Block(const Program&);

    // Forgets all applications.
    void clear();
    Mask lanes() const { return count == block_size ? ~Mask{0} : (Mask{1} << count) - 1; }
    bool holds(Register mask, unsigned lane) const { return (masks[mask] >> lane & 1) != 0; }
    // What the column holds for one application.
    feel::Value value(const Column&, unsigned lane) const;
    // A text that lives as long as the applications of the block do.
    std::string_view keep(std::string text) { return kept.emplace_back(std::move(text)); }

    const Program* program;
    unsigned count = 0;
    Mask escaped = 0; // lanes that must be judged by themselves
    std::vector<Mask> masks;
    std::vector<Numbers> numbers;
    std::vector<Texts> texts;
    std::vector<Values> boxes;
    std::deque<std::string> kept;
    std::vector<feel::Value> slots;                            // room for calls
    std::vector<std::optional<feel::Regex::Matcher>> matchers; // by test
    // What calls with one text have given: as the index of a value, or the value itself.
    struct Remembered {
        std::unordered_map<std::string, feel::Value> results;
    };
    std::vector<Remembered> remembered; // by call
};

// Computes all registers of a block from those that the scanner has written.
void run(const Program&, Block&);
// Only these of its instructions, in their order.
void run(const Program&, std::span<const Instruction>, Block&);

}
