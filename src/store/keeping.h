#pragma once

#include "store/audit.h"

namespace kenkei::store {

// A copy of the database as an SQLite file, whichever database it is, taken while others write; what it holds is one
// moment. Written beside `file` and moved there when whole; an existing file is an error (store.exists).
base::Result<void> back_up(const std::string& where, const std::string& file);
// Makes the database at `where` from such a file: it must be empty or not there yet (store.not-empty). The file's
// chains are verified first.
base::Result<void> restore(const std::string& file, const std::string& where);

// Makes all projections again from the events, in one transaction.
struct Rebuilt {
    std::int64_t cases = 0;
    std::int64_t events = 0;
    std::int64_t different = 0; // rows that were not as they are now
};
base::Result<Rebuilt> rebuild(Store&);

// Cases whose personal content may be erased: withdrawn, refused or ended before `before`, and whatever else nobody
// touched since, decided or not, but for certificates that still run (casework refuses those whose retention has not
// passed). A list is made first and kept; erasing does exactly what it lists, in one errand a case, and skips a case
// that has changed since.
struct RetentionList {
    std::string id;
    base::Date before;
    std::vector<CaseRow> cases;
};
// Error case.value: `before` is later than the day of `now` in Japan.
base::Result<RetentionList> make_retention_list(Store&, base::Date before, base::Timestamp now);
base::Result<RetentionList> load_retention_list(Store&, const std::string& id);
// After the cases of a list were erased: what was taken away is also gone from the pages of the database (sweep(),
// erasure.h), and the list is noted as done. Outside of an errand; may be done again. Errors: store.no-list,
// store.busy (somebody reads what was there before; again later).
base::Result<void> finish_erasing(Store&, const std::string& list, base::Timestamp now);

}
