#pragma once

#include "form/calculation.h"

#include <span>
#include <string>
#include <utility>

namespace kenkei::form {

// Spellings and what they become.
using Folds = std::vector<std::pair<std::string, std::string>>;

// An Excel text together with what it gives for an application, so that what a cell stores is what its formula says.
class TextFormula {
public:
    using Value = std::function<std::string(const Filled&)>;

    TextFormula(std::string formula, Value value) : m_formula(std::move(formula)), m_value(std::move(value)) {}

    const std::string& formula() const { return m_formula; }
    const Value& value() const { return m_value; }

    TextFormula substitute(std::string_view from, std::string_view to) const; // SUBSTITUTE
    TextFormula folded(std::span<const std::pair<std::string, std::string>>) const;
    TextFormula blanks_to_spaces() const; // every blank becomes one space
    TextFormula trimmed() const;          // TRIM: blanks at the ends go, runs of them become one

private:
    std::string m_formula;
    Value m_value;
};

std::string folded(std::string text, std::span<const std::pair<std::string, std::string>>);

// Full-width digits and the signs of numbers.
const Folds& number_folds();
// Full-width and circled digits, and the signs behind an option's number.
const Folds& choice_folds();
// Full-width digits, letters of eras and the signs of days.
const Folds& date_folds();
// Every full-width sign of ASCII, ㈱ and ㈲.
const Folds& width_folds();
// Half-width kana to full width; those with ﾞ and ﾟ first.
const Folds& half_kana_folds();
// Hiragana to katakana.
const Folds& hiragana_folds();
// Everything that is taken for a hyphen.
const std::vector<std::string>& hyphens();

// A text of all blanks that people type.
const std::vector<std::string>& blanks();

}
