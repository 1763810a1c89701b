#pragma once

#include "answers/answers.h"
#include "form/answers_from_workbook.h"

#include <string>
#include <vector>

namespace kenkei::form {

// Findings of an application that came in a workbook, in words that fit cells.
void put_in_cells(const edition::Edition&, const Layout&, const FormReading&, std::vector<answers::Finding>&);

// By question: 「申請内容記載表 D12」, or "" where the file has no such cell.
std::vector<std::string> cells_of(const FormReading&);

// The normalised answers: an object by question id, in the order of the questions; what is unanswered or cannot be read
// is left out. Reading a form that was filled with it gives it again.
base::json::Value normalised_answers(const edition::Edition&, const answers::AsRead&);

// What was read from a file, for people and programs to check: edition, how it was found, answers as normalised, and
// for each of them the cell and what stands there, and the findings. Indented JSON with a line end.
std::string to_json(const edition::Edition&, const FormReading&, const answers::Answers&);

// The same for people.
std::string to_text(const edition::Edition&, const FormReading&, const answers::Answers&);

}
