#pragma once

#include "casework/event_json.h"
#include "store/store.h"

namespace kenkei::store {

// A value for `CAST(? AS TEXT)`: a text as the database gave it. What was damaged may be no UTF-8 any more, which is
// refused as a text; SQLite takes it as bytes.
Value bound_text(const Connection&, const std::string& text);

// An event as the columns have it, nothing read into it yet.
struct StoredEvent {
    std::int64_t number = 0;
    std::string at;
    std::string role;
    std::string actor;
    std::string kind;
    std::string body;
    std::string payload_hash;
    std::string previous;
    std::string hash;
    bool has_payload = false;
    std::string salt;
    std::string payload;
};

// A line of `cases` as the columns have it.
struct StoredRow {
    std::int64_t row_number = 0;
    std::vector<std::string> columns; // all but row_number, projected_columns
};
std::vector<std::string> columns_of(const struct Projection&);

struct StoredCase {
    CaseId id;
    std::vector<StoredEvent> events; // by number
    std::optional<StoredRow> row;
};

// Case ids behind `after` up to `until`, or to the end. Ranges side by side leave no id out, known or not.
struct Range {
    std::string after;
    std::optional<std::string> until;
};
// The range behind `after` that holds about `cases` cases with events.
base::Result<Range> next_range(Connection&, const std::string& after, std::int64_t cases);

// Everything in a range: cases with events, and lines of `cases` without; sorted by id.
base::Result<std::vector<StoredCase>> read_cases(Connection&, const Range&);

// The event, checked to be written in the one way it is written. Errors: those of casework::read_record.
base::Result<casework::EventRecord> record_of(const StoredEvent&);

}
