#pragma once

#include "answers/answers.h"
#include "edition/edition.h"
#include "feel/regex.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kenkei::desk {

// Words or patterns that are looked for in the answers to some questions, after folding (hints.yaml).
struct TextTest {
    std::vector<std::size_t> questions; // empty: in the sentence of the cause
    std::vector<feel::Regex> patterns;  // one of them
};

// One sign of a ground. What it is besides its kind must hold too.
struct Clue {
    enum class Kind {
        Present, // one of the patterns stands in an answer
        Missing, // an answer is there, and none of the patterns stands in it
        Number,  // a number with one of the units, that passes the test
    };
    Kind kind = Kind::Present;
    TextTest cause;
    std::vector<std::string> units;           // folded; of Number
    std::optional<std::size_t> unit_question; // its answer is the unit of a number that has none
    feel::NodePtr test;                       // unary tests of the number
    std::optional<TextTest> with;
    std::optional<TextTest> unless;
};

// A ground on which applications were refused, and how a text shows it. A hint is for the reviewer: it says where to
// look, and changes nothing.
struct HintRule {
    std::string id;
    std::string label;
    std::string ground; // what the scheme says, in our words
    edition::Source source;
    std::vector<Clue> clues; // one is enough
};

// What of an edition helps the office to read applications: which texts are compared between firms, and hints.
struct ReviewAids {
    std::vector<std::size_t> compared; // questions
    std::vector<HintRule> hints;
};

// The words of an answer that caused a hint.
struct HintCause {
    std::size_t question = 0;
    std::uint32_t begin = 0; // in code points of the answer; an empty range for what is missing
    std::uint32_t end = 0;
    std::string words;
};

struct PlanHint {
    std::size_t rule = 0; // of ReviewAids::hints
    std::vector<HintCause> causes;
};

// The hints that the answers give, in the order of the rules, each once. Questions that are not asked or not answered
// give none.
std::vector<PlanHint> find_hints(const edition::Edition&, const std::vector<HintRule>&, const answers::Answers&);

}
