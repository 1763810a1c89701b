#pragma once

#include <optional>
#include <string_view>

namespace kenkei::server {

// What a code means to who asked. The Japanese title is its family's: the error itself says more.
struct ProblemWords {
    int status = 500;
    std::string_view title;
    std::string_view title_english;
    std::string_view detail_english;
    std::string_view way_out_english; // what to do next
    std::string_view way_out = {};    // instead of the error's own, where that is for the command line
};

// By the code itself, else by its family ("case."). Nothing for a code of no family: nobody thought of it yet.
std::optional<ProblemWords> find_problem_words(std::string_view code);

}
