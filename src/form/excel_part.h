#pragma once

#include "form/excel_expression.h"

#include <optional>
#include <string>
#include <vector>

namespace kenkei::form {

// How tightly the outermost operator of a formula binds: what stands around it decides whether it needs parentheses.
enum class Binding { Comparison, Joining, Sum, Product, Sign, Whole };

// A piece of a formula, with what makes it 未回答.
struct Part {
    std::optional<Holds> holds = {}; // nothing: null for everybody
    std::string text = {};
    Binding binding = Binding::Whole;
    // Conditions of Excel; where one is true, the part is null and its text means nothing (it may even be an error).
    std::vector<std::string> blanks = {};
    bool fails = false;   // an error of its text is null too
    bool boolean = false; // a Truth whose text is TRUE or FALSE, not yet a number
};

// The text, in parentheses if it binds less tightly than `least`.
std::string within(const Part&, Binding least);
inline std::string operand(const Part& part)
{
    return within(part, Binding::Whole);
}

std::string call(std::string_view function, const std::vector<std::string>& arguments);
// TRUE where one is (all are); just the one condition if there is only one.
std::string any_of(const std::vector<std::string>& conditions);
std::string all_of(const std::vector<std::string>& conditions);

void add_once(std::vector<std::string>& all, const std::vector<std::string>& more);

// Of a part that is null where any of `operands` is.
Part part_of(Holds, std::string text, Binding, std::initializer_list<const Part*> operands);
Part boolean_of(std::string text, Binding, std::initializer_list<const Part*> operands);
Part sure_truth(std::optional<bool>);              // 1, 0 or 0.5 for everybody
Part nothing();                                    // null for everybody
std::string opposite_of(const std::string& truth); // 1-x
// How tightly a number 1, 0.5, 0 binds, as conditions write it.
Binding binding_of_truth(const std::string& truth);

// {1,2} or {"a","b"}
std::string array_of(const std::vector<std::string>& items);
std::string excel_number(const base::Decimal&); // as a formula writes it; empty if Excel cannot hold it

// Levels of parentheses, outside of texts.
std::size_t depth_of(std::string_view formula);

}
