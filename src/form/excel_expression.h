#pragma once

#include "base/result.h"
#include "edition/edition.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace kenkei::form {

// What a cell of the calculation sheet (計算) holds.
//
// Rules are three-valued, Excel is not. So a condition is a number: 1 true, 0 false, 0.5 unknown; `and` is MIN, `or`
// MAX, `not` 1-x. A value is a number, a date (its serial number) or a text, and 未回答 is the empty text "". No cell
// ever holds an error or Excel's own TRUE and FALSE: programs that show stored values cannot be given those.
enum class Holds {
    Truth,   // 1, 0.5, 0
    Number,  // or ""
    Date,    // serial number (1900 epoch), or ""
    Text,    // or ""
    Choices, // the numbers of the ticked options in ascending order, as ",1,3,"; or ""
};

// A cell that holds the value of a name: a question's answer as the rules see it, or a computed value.
struct SlotCell {
    std::string reference; // "$B$12", in formulas of the same sheet; empty: no cell has it (known facts)
    Holds holds = Holds::Text;
};

// What a calculation cell gives for an application, from the slots of its answers: what is stored beside the formula.
using SlotValue = std::function<feel::Value(std::span<const feel::Value> slots)>;

// The calculation cells that a rule may read, and a way to make more of them for parts of a rule.
struct FormulaContext {
    const edition::Edition& edition;
    std::vector<SlotCell> slots; // by slot of edition.names
    // The range where the names of an edition's list stand ("$F$2:$F$48"); empty if nowhere.
    std::function<std::string(const edition::NameList&)> list_range;
    // Puts a part of a rule into a cell of its own and gives its reference. Called again with the same formula it may
    // give the same cell.
    std::function<std::string(Holds, std::string formula, SlotValue value)> spill;
};

// What a calculation cell contains: the formula without its =, never giving an error, at most `longest_formula`
// characters.
struct ExcelFormula {
    Holds holds = Holds::Truth;
    std::string text;
};
inline constexpr std::size_t longest_formula = 8'000; // Excel: 8,192 characters, 64 levels

// A rule of an edition (with the null rule written in) as a formula. Error form.inexpressible: Excel cannot say it; the
// message names the part in words for people (「正規表現 … はExcelの式では確かめられません」).
base::Result<ExcelFormula> excel_formula(const feel::NodePtr& rule, const FormulaContext&);

// The same for the table of a computed value, by edition::look_up.
base::Result<ExcelFormula> excel_table(const edition::ComputedValue&, const FormulaContext&);

// A text as a formula writes it: "…" with quotes doubled, in pieces of at most 255 characters joined by &.
std::string excel_text(std::string_view text);

// An Excel serial number of the 1900 epoch. Only from 1900-03-01 on, where Excel's calendar is right.
double serial_of(base::Date);

// What a cell that holds `holds` stores for a value of the rules.
std::variant<double, std::string> stored(Holds, const feel::Value&);

// The formula that turns a text cell into what it shows inside a message: "{q4_total}人" needs 52 as 52, dates as
// 2024年8月1日 — the same text as answers::fill_in gives.
std::string shown_in_message(const edition::Edition&, int slot, const SlotCell&);

}
