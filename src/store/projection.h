#pragma once

#include "store/store.h"

namespace kenkei::store {

// What the lists and the search know of a case. Worked out from the case alone, so that a rebuild gives the same.
struct Projection {
    CaseRow row;
    std::string scheme;
    std::string searched; // 法人番号, code, name, kana, phones, persons: folded, with field_separator between them
};
Projection project(const casework::Case&, const std::string& head_hash);

// The values of projected_columns; they live as long as the projection.
std::vector<Value> values_of(const Projection&);

// Writes the projection of a new case, and puts it into the index of the search. Error case.certificate: another case
// of the scheme has that number.
base::Result<void> insert_projection(Connection&, const Projection&);
// The same for a case whose projection stands at event `head`. Error store.conflict: it does not, any more. `before` is
// the row as it was asked for in this transaction; it is read where that was not, or does not stand at `head`.
base::Result<void> update_projection(Connection&, const Projection&, std::int64_t head, const KeptRow& before = {});
// With the next statement that is run; `row` must live until then.
base::Result<void> ask_for_row(Connection&, const CaseId&, KeptRow& row);

// The columns of `cases` in the order in which case_row() reads them, from the first on.
extern const std::string_view case_columns;
// These, and what only the database needs to know.
extern const std::string_view projected_columns;
base::Result<CaseRow> case_row(const Row&);

}
