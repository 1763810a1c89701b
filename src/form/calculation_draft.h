#pragma once

#include "form/answer_formulas.h"

#include <map>

namespace kenkei::form {

// A calculation while it is made: its rows, and what rules may read of them.
struct CalculationDraft {
    CalculationDraft(const edition::Edition&, const Layout&, const Lists&);
    CalculationDraft(const CalculationDraft&) = delete; // `context` points to it
    CalculationDraft& operator=(const CalculationDraft&) = delete;

    // A new row; gives its number.
    std::size_t add(std::string what, Holds, std::string formula, std::function<Stored(const Filled&)> value);
    // The same for a value that the slots of the answers give.
    static std::function<Stored(const Filled&)> of_slots(Holds, SlotValue);
    // What stands in a slot of the edition's names.
    void set_slot(int slot, std::size_t row);
    const SlotCell& cell_of(int slot) const { return context.slots[static_cast<std::size_t>(slot)]; }

    // A rule as a formula. Why not, if Excel cannot say it or if it reads what Excel cannot compute.
    base::Result<ExcelFormula> formula_of(const feel::NodePtr& rule);
    // The row of a condition; 0.5 where Excel cannot say it, and then `why`, if given, tells why.
    std::size_t condition(std::string what, const feel::NodePtr& rule, std::string* why);

    const edition::Edition& edition;
    const Layout& layout;
    const Lists& lists;
    FormulaContext context;
    Calculation result;
    std::string what;                      // is being computed, for rows of its parts
    std::vector<std::string> unsaid_slots; // by slot: why Excel cannot compute it
    std::vector<AnswerFormulas> reads;     // by question
    std::map<std::string, std::size_t> spilled;

private:
    std::string spill(Holds, std::string formula, SlotValue);
};

// The rows of messages, by question, and how many there are: calculation_messages.cpp.
void add_messages(CalculationDraft&);

}
