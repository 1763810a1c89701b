#pragma once

#include "form/answer_formulas.h"
#include "form/text_formula.h"

namespace kenkei::form {

// Whether a cell holds a number. Excel has TRUE and FALSE apart from numbers; LibreOffice takes them for numbers, too.
std::string is_number(const std::string& cell);

// Whether a text is one of these, written as Excel texts with commas between.
std::string is_one_of(const std::string& text, const std::string& words);

// A text formula in a row of its own.
TextFormula in_row(const Part&, const TextFormula&);

std::string join(const std::vector<std::string>& words, std::string_view between);

}
