#pragma once

#include "base/json.h"
#include "form/layout.h"
#include "xlsx/book.h"
#include "xlsx/workbook_reader.h"

#include <optional>
#include <variant>

namespace kenkei::form {

// What a cell of a book contains.
using Content = decltype(xlsx::Cell::content);

// How an answer stands in its cells: one content for each of Layout::inputs. Nothing if the cells cannot show it
// (a list where there is one cell, an option that the question does not have, more than Excel's 32,767 characters).
std::optional<std::vector<Content>> cells_of_answer(const edition::Edition&, std::size_t question, const Layout&,
                                                    const base::json::Value& answer);

// What stands in an answer's cell, as a person sees it.
struct CellText {
    xlsx::CellKind kind = xlsx::CellKind::Blank;
    std::string text;
    double number = 0;
    std::optional<base::Date> date;
};

// The raw answer of a question from its cells (by option for choices, else one), as an application document has it.
// Null if nothing is there; what cannot be read as the question's type is a JSON string with what stands there, so that
// the judge says so.
base::json::Value answer_of_cells(const edition::Edition&, std::size_t question, CellForm,
                                  const std::vector<CellText>& cells);

// A number of a cell in decimal digits, as a person sees it: 0.1, not 0.1000000000000000055.
std::string digits_of(double number);

// The contents put together as a person would say them: 「1、3」 for ticks.
std::string raw_of_cells(const edition::Question&, const std::vector<CellText>& cells);

}
