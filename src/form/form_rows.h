#pragma once

#include "edition/edition.h"
#include "form/answer_cells.h"
#include "xlsx/workbook_reader.h"

#include <string>
#include <string_view>
#include <vector>

namespace kenkei::form {

// A row of a form: what stands in the columns that matter.
struct Row {
    std::string number;
    std::string label;
    CellText answer;
    bool formula = false;
};

// The rows of a sheet, by their number; up to the 20,000th.
base::Result<std::vector<Row>> rows_of(xlsx::WorkbookReader&, std::size_t sheet);

// Labels are compared by their first line: below it stands what only helps.
bool same_label(std::string_view written, std::string_view label);
const edition::Option* option_labelled(const edition::Question&, std::string_view label);
bool is_ticked_by_option(const edition::Question&);

// Which rows hold the answer cells: by question, by option for choices.
using RowsOfQuestions = std::vector<std::vector<std::size_t>>;
inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// Follows the rows from top to bottom: the questions stand in their order, options below their question.
RowsOfQuestions rows_by_labels(const edition::Edition&, const std::vector<Row>&);
std::size_t count_found(const RowsOfQuestions&);

// Where the labels were rewritten and rows inserted, too: a question between two that have moved by the same number of
// rows has moved with them.
void move_with_neighbours(const RowsOfQuestions& told, RowsOfQuestions& found);

}
