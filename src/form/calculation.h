#pragma once

#include "answers/answers.h"
#include "edition/group_outcome.h"
#include "form/answer_cells.h"
#include "form/excel_expression.h"
#include "form/layout.h"
#include "form/lists.h"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace kenkei::form {

// What a cell stores beside its formula.
using Stored = std::variant<double, std::string>;

struct Calculation;

// An application in the form.
struct Filled {
    const edition::Edition& edition;
    const Layout& layout;
    const Calculation& calculation;
    const answers::Answers& answers;                 // as they are read from the cells
    const std::vector<std::vector<CellText>>& cells; // by question: what stands in its cells
    std::vector<edition::Outcome> items;             // undetermined where Excel cannot say the rule, as in the formulas

    edition::GroupOutcome outcome_of(const edition::Group& group) const
    {
        return edition::outcome_of_group(group, items);
    }
};

// A row of the hidden sheet 計算: what it is in column A, its formula in column B.
struct CalculationRow {
    std::string what;
    Holds holds = Holds::Text;
    std::string formula;
    std::function<Stored(const Filled&)> value;
};

// A rule that Excel cannot say, and why.
struct Unsaid {
    std::size_t index = 0; // of the item or finding
    std::string reason;
};

// The edition's rules as cells: from the answer cells over values, facts, items and groups to the messages.
struct Calculation {
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    std::vector<CalculationRow> rows;
    std::vector<std::size_t> asked;  // by question; nowhere if it is always asked
    std::vector<std::size_t> values; // by slot; nowhere if no cell has it
    std::vector<std::size_t>
        messages;                   // by question: all of its messages, one below the other; nowhere if none can come
    std::vector<std::size_t> items; // by item
    std::vector<std::size_t> requirements, requirement_counts;
    std::vector<std::size_t> titles, title_counts;
    std::vector<std::size_t> classes; // each with those it adds to
    std::size_t outcome = nowhere;
    std::size_t message_count = nowhere;
    std::size_t needed = nowhere;   // deciding questions that are asked
    std::size_t answered = nowhere; // of them, those with an answer
    std::vector<Unsaid> unsaid_items;
    std::vector<Unsaid> unsaid_findings; // index into Edition::findings

    // A row's cell, as the sheet itself and as other sheets name it.
    static std::string here(std::size_t row);
    static std::string from_elsewhere(std::size_t row);
};

Calculation calculate(const edition::Edition&, const Layout&, const Lists&);

}
