#pragma once

#include "base/date.h"
#include "edition/edition.h"
#include "feel/regex.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace kenkei::judge {

// A block of applications is judged at once: one bit, or one place of an array, is one application's ("lane").
inline constexpr unsigned block_size = 64;
using Mask = std::uint64_t;
using Register = std::uint32_t; // of a mask, of numbers, of texts or of values: each kind counts for itself

// Masks that always stand.
inline constexpr Register no_lane = 0;
inline constexpr Register every_lane = 1;

// No number in a block is larger than this; a larger one is judged by itself.
inline constexpr std::int64_t largest_number = 1'000'000'000'000;

// A value of every lane, as the program holds it. What a lane does not know (null) is not in `known`.
struct Column {
    enum class Kind {
        Finite, // one of few values: `values` says in which lanes it is which
        Set,    // a list of options: `values` says in which lanes an option is among them
        Number, // numbers[reg]: whole numbers
        Date,   // numbers[reg]: year * 10000 + month * 100 + day
        Text,   // texts[reg]
        Boxed,  // boxes[reg]: any value
    };
    Kind kind = Kind::Finite;
    std::vector<std::pair<feel::Value, Register>> values = {};
    Register known = no_lane;
    Register reg = 0;
    std::int64_t bound = 0; // Number: none is further from 0
    bool filled = false;    // Text: never empty where it is known
};

// yes and no are apart; what is neither is null.
struct Truth {
    Register yes = no_lane;
    Register no = no_lane;
};

struct Instruction {
    enum class Op : std::uint8_t {
        All,         // target = and of operands
        Any,         // target = or of operands
        Without,     // target = first and not second
        AtLeast,     // target = at least `first operand` of the other operands
        Less,        // target = numbers a < numbers b, in all lanes
        LessEqual,   //
        SameNumber,  //
        Add,         // numbers
        Subtract,    //
        Multiply,    //
        Choose,      // numbers: where the mask holds the first, else the second
        SameText,    // target = texts a = texts b
        TextTest,    // target = tests[second](text), where it is known (third)
        TextLength,  // numbers: code points, where it is known (second)
        ChooseText,  // texts: where the mask holds the first, else the second
        JoinText,    // texts: the first and behind it the second, where both are known (third)
        PartOfText,  // texts: of the first, where it is known (second), from the start (third, less 100,000)
                     // at most so many code points (fourth)
        Digit,       // numbers: of the text, at that place (second), where it is known (third); the fourth tells
                     // where there is one
        FloorDivide, // numbers, by a number above 0
        Modulo,      //
        Call,        // calls[first operand], lane by lane
    };
    Op op = Op::All;
    Register target = 0;
    std::uint32_t first = 0; // its operands, in Program::operands
    std::uint32_t count = 0;
};

// matches, starts with …: what a text is asked, with everything but the text fixed.
struct TextTest {
    enum class What { Matches, StartsWith, EndsWith, Contains, InList } what = What::Matches;
    std::string text;
    std::optional<feel::Regex> regex;
    std::shared_ptr<const std::vector<std::string>> list; // sorted
};

// An expression, or the table of a value, that is evaluated for each lane by itself.
struct LaneCall {
    const feel::Node* node = nullptr;
    const edition::Table* table = nullptr;
    std::vector<std::pair<int, Column>> inputs; // slot and what stands in it
    Register demand = no_lane;                  // where any of the inputs is known
    feel::Value otherwise;                      // what it gives everywhere else
    // Where the result is one of few values: `masks[i]` for `values[i]`. A lane with another result leaves the block.
    std::vector<feel::Value> values;
    std::vector<Register> masks;
    // Else the result goes there, and its lanes into `known`.
    std::optional<Register> box;
    std::optional<Register> text;
    Register known = no_lane;
    bool by_text = false; // one input, a text: results are kept and looked up
};

// Where the scanner of lines puts an answer.
struct AnswerPlan {
    bool derived = false;
    bool presence_read = false;  // it counts whether there is an answer
    Register answered = no_lane; // there is a value
    Register refused = no_lane;  // there is an answer, but it cannot be read
    // Choice, choices, boolean: options[n - lowest] holds the lanes with option n. They follow `refused`.
    std::vector<Register> options = {};
    std::int64_t lowest = 0;
    Mask option_numbers = 0;        // bit n: there is an option n + lowest
    std::optional<Register> number; // numbers and dates
    bool number_read = false;       // the rules read what it is, not only whether there is one
    std::optional<Register> text;
    bool text_read = false;

    Register option(std::int64_t number) const { return options[static_cast<std::size_t>(number - lowest)]; }
};

// Something the judgement of a line prints as a code, in the order of printing.
struct CodePlan {
    std::string code;
    Register mask = no_lane;
    std::size_t question = 0;
    const edition::FindingRule* rule = nullptr; // none: the finding that the question is not asked, or unanswered
};

// An edition, compiled to be run over blocks. Refers to the edition, which must outlive it.
struct Program {
    const edition::Edition* edition = nullptr;
    base::Date as_of;

    Register sources_end = 2; // masks 2 … sources_end are written by the scanner
    Register masks = 2;
    Register numbers = 0;
    Register texts = 0;
    Register boxes = 0;
    std::vector<std::pair<Register, std::int64_t>> number_constants;
    std::vector<std::pair<Register, std::string>> text_constants;
    std::vector<Instruction> instructions;
    std::vector<std::uint32_t> operands;
    std::vector<TextTest> tests;
    std::vector<LaneCall> calls;

    std::vector<feel::NodePtr> written; // expressions that the compiler has made
    std::vector<feel::Value> slots;     // what no application changes: as_of, period_from …
    std::optional<Register> known;      // box that holds each lane's `known`, where a rule reads it
    Register known_given = no_lane;     // a source: lanes whose document brings facts
    feel::Value nothing_known;          // `known` where it does not

    std::vector<AnswerPlan> answers;               // by question
    std::vector<std::optional<Column>> columns;    // by slot: what the rules see; only what is read
    std::vector<Truth> asked;                      // by question
    std::vector<Register> not_asked;               // by question: answered, though not asked
    std::vector<std::vector<Register>> table_rows; // by value: lanes whose value the row decided
    std::vector<Truth> items;
    std::vector<std::pair<std::size_t, Column>> facts; // value, what it is
    std::vector<CodePlan> codes;
    std::vector<std::size_t> first_code;                 // by question: index of its first code
    std::unordered_map<const feel::Node*, Truth> truths; // conditions that stand in a mask each
};

// Leaves out what nobody asks for: neither the judgement nor the columns of slots.
void drop_unused(Program&);

// Nothing where the edition's rules cannot be run over blocks (docs/performance.md says which); every application is
// then judged by itself.
enum class Purpose {
    Judge,
    Explain, // keeps what every question and value is worth, also where no rule asks
    Compare, // keeps what items stand on, and the slots that are named; no codes
};
std::optional<Program> compile_program(const edition::Edition&, base::Date as_of, Purpose = Purpose::Judge,
                                       std::span<const int> slots = {});

}
