#pragma once

#include "feel/node.h"
#include "form/excel_part.h"

#include <map>
#include <set>

namespace kenkei::form {

// Turns the tree of a rule into parts of a formula. The first reason why Excel cannot say it is kept; what is compiled
// after it means nothing.
class ExcelCompiler {
public:
    explicit ExcelCompiler(const FormulaContext&);

    // What the tree gives, as far as can be told beforehand; nothing where it is null for everybody.
    std::optional<Holds> holds_of(const feel::Node&);

    // A whole cell: never an error, "" or 0.5 for null.
    std::string cell_of(const feel::NodePtr&);
    std::string truth_of(const feel::NodePtr&); // 1, 0.5, 0
    Part value_of(const feel::NodePtr&);

    // Puts it into a cell of its own.
    Part spill(const feel::NodePtr&);

    void refuse(std::string what);
    const std::string& refusal() const { return m_refusal; }

private:
    // excel_expression.cpp
    bool is_fixed(const feel::Node&) const;
    feel::Value evaluate_fixed(const feel::Node&) const;
    Part slot_of(const feel::Node&);
    bool may_be_empty(const feel::Node&) const;
    Part literal_of(const feel::Value&);
    bool is_open(const Part&) const;
    std::vector<std::string> open_blanks(const Part&) const;
    Part guarded(const feel::NodePtr&);

    // excel_condition.cpp
    Part judge(const feel::NodePtr&);
    std::string as_truth(const Part&);
    std::string is_true(const feel::NodePtr&); // a condition of Excel, never an error
    std::string is_null(const Part&) const;
    Part judge_all_or_any(const feel::Node&);
    Part judge_not(const feel::Node&);
    Part judge_comparison(const feel::Node&);
    Part judge_equality(const feel::Node&);
    Part judge_if(const feel::Node&);
    std::string text_of_if(const feel::Node&, bool truth);
    bool may_be_null(const feel::NodePtr&, const Part&) const;

    // excel_membership.cpp
    Part judge_in(const feel::Node&);
    Part judge_fixed_tests(const feel::Node& in);
    Part judge_test(const feel::NodePtr& input, const feel::NodePtr& test);
    std::string fixed_test(const Part& input, const feel::Node& test);
    std::string equal_to(const Part& input, const feel::Value&);

    // excel_list.cpp
    Part judge_quantified(const feel::Node&);
    Part judge_list_contains(const feel::Node&);
    Part count_of(const feel::Node&);
    std::optional<std::vector<feel::NodePtr>> items_of(const feel::Node& list);
    std::optional<Part> choices_of(const feel::NodePtr&);
    std::vector<std::int64_t> options_of(const feel::Node&) const;

    // excel_number.cpp
    Part arithmetic(const feel::Node&);
    Part moved_date(const feel::Node&);
    Part call_of(const feel::NodePtr&);
    Part numeric_call(std::string_view name, const feel::Node&);
    Part half_even(const feel::Node&);
    Part aggregate(std::string_view function, const feel::Node&);
    Part number_of_text(const feel::NodePtr& text);

    // excel_string.cpp
    Part text_call(std::string_view name, const feel::Node&);
    Part substring(const feel::Node&);
    Part replaced(const feel::Node&);
    Part kept_characters(const feel::Node& replacing, const std::vector<char32_t>& characters);
    Part judge_text(std::string_view name, const feel::Node&);
    Part judge_matches(const feel::Node&);

    const FormulaContext& m_context;
    std::vector<feel::Value> m_fixed;      // by slot: what is the same for everybody
    std::set<std::string> m_sure;          // blanks that are known not to hold here
    std::set<std::string> m_sure_values;   // trees (as text) whose null makes the whole null, or is excluded
    std::map<std::string, Part> m_spilled; // by tree (as text)
    std::string m_refusal;
    int m_depth = 0;
};

// excel_tree.cpp
std::string_view builtin_of(const feel::Node&); // the name of a called built-in function; empty for anything else
feel::NodePtr literal_node(feel::Value);
feel::NodePtr node_of(feel::NodeKind, std::vector<feel::NodePtr> children);
// The tree with a variable (or `?`, `item`) replaced.
feel::NodePtr with(const feel::NodePtr&, std::string_view variable, const feel::NodePtr& replacement);
bool is_condition(const feel::Node&);

}
