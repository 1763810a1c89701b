#pragma once

#include "base/result.h"
#include "feel/expression.h"

#include <optional>
#include <string>
#include <vector>

namespace kenkei::feel {

enum class HitPolicy { Unique, Any, Priority, First, Collect, RuleOrder, OutputOrder };
enum class Aggregator { None, Sum, Count, Minimum, Maximum };

// "U", "UNIQUE", "C", "C+", "C<", "C>", "C#", "COLLECT" …; nothing for any other text.
struct Policy {
    HitPolicy hit = HitPolicy::Unique;
    Aggregator aggregator = Aggregator::None;
    bool operator==(const Policy&) const = default;
};
std::optional<Policy> read_policy(std::string_view text);
std::string to_text(Policy);

// A compiled decision table (DMN 1.5, chapter 8).
struct DecisionTable {
    struct Input {
        NodePtr expression;
        std::string label;
        NodePtr allowed = nullptr; // UnaryTests; an input value outside them makes the result null
    };
    struct Output {
        std::string name;                // empty if there is only one
        std::vector<Value> allowed = {}; // in order of priority, for P and O
        NodePtr fallback = nullptr;      // default output
    };
    struct Row {
        std::vector<NodePtr> tests;   // one UnaryTests per input
        std::vector<NodePtr> outputs; // one expression per output
        base::SourcePosition at = {};
    };
    Policy policy;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<Row> rows;
};

struct TableResult {
    Value value;                   // one output: its value; several: a context. With C, R, O: a list (or the aggregate)
    std::vector<std::size_t> rows; // the rows that matched, from 0, in the order the result uses them
};

// Per row whether it matches: true, false, or nothing where a test is null and none is false.
std::vector<std::optional<bool>> match_rows(const DecisionTable&, const Environment&);

// What the table gives when just these rows (ascending) match, by its hit policy. A U table with two matches, an A
// table whose matches differ: null with its reason.
TableResult result_of(const DecisionTable&, std::vector<std::size_t> rows, const Environment&);

// By the standard: rows that are not surely matched do not match.
TableResult decide(const DecisionTable&, const Environment&);

}
