#pragma once

#include "form/calculation.h"

namespace kenkei::form {

// How the calculation sheet reads the answer cells of one question, as answers_from_workbook and answers::normalise do.
struct AnswerFormulas {
    Holds holds = Holds::Text;
    std::string value;      // before defaults; unreadable is blank
    std::string blank;      // an Excel condition: nothing is answered
    std::string unreadable; // … something is, but no value can be read from it; "" if that cannot happen
    std::string no_option;  // … it is a number, but no option; ""
    std::string exclusive;  // … 「特に行っていない」 together with others; ""
    std::string shown;      // the answer as messages quote it, an Excel text
    std::string number;     // the number that is no option, an Excel value; ""
};

// What an answer cell holds for the rules.
Holds holds_of(const edition::Question&);

// `part` puts a part of the work into a row of its own, with what it stores, and gives its reference.
using Part = std::function<std::string(Holds, std::string formula, std::function<Stored(const Filled&)> value)>;
AnswerFormulas read_answer(const edition::Edition&, std::size_t question, const Layout&, const Lists&,
                           const Part& part);

}
