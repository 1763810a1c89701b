#pragma once

#include <span>
#include <string_view>

namespace kenkei::cli {

// What the program can be told to do. In `help`, {edition} stands for an edition of this installation.
struct Verb {
    std::string_view name;
    std::string_view summary;
    std::string_view help;
};

std::span<const Verb> verbs(); // in the order of the help
const Verb* find_verb(std::string_view name);

}
