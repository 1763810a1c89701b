#pragma once

#include "xlsx/book.h"

namespace kenkei::form {

// How the cells of a form look. Indices into the book's styles.
struct Styles {
    explicit Styles(xlsx::Book&);

    std::size_t plain, title, subtitle, legend;
    std::size_t header, section; // column heads, section bars
    std::size_t star, number, label, option, option_number, unit, help;
    std::size_t text_input, integer_input, decimal_input, date_input, month_input, choice_input, wide_input,
        legend_input;
    std::size_t computed_integer, computed_decimal, computed_text; // locked results
    std::size_t message, message_count;                            // red
    std::size_t cell, cell_centre, cell_strong;                    // tables of the sheet of criteria
    std::size_t body, body_head;                                   // paragraphs of the guide
    std::size_t hidden, hidden_truth;                              // hidden sheets
    // For conditional formats.
    std::size_t not_asked, met, not_met, open, wrong;
};

}
