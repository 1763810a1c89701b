#pragma once

#include "casework/event.h"

namespace kenkei::casework {

// An event as it is kept: its own frozen format (docs/events.md), which outlives every other format of the program.
// `body` and `payload` are JSON objects in canonical form: members in the order of docs/events.md, no blanks.
struct EventRecord {
    std::int64_t number = 0;
    base::Timestamp at;
    Actor actor;
    std::string kind;    // draft_opened, saved, …
    std::string body;    // ids, codes, dates, amounts
    std::string payload; // what is personal; "" if there is none or it was erased
};

EventRecord to_record(const Event&);
// Errors: event.kind, event.body, event.payload (with the member that is wrong). Members that are not known are an
// error too: a newer program wrote them. An empty payload gives an event whose personal members are empty.
base::Result<Event> read_record(const EventRecord&);

std::string_view kind_of(const Happening&);  // draft_opened
std::string_view label_of(const Happening&); // 申請を開始

// The files that it names, as they were handed in; without a hash where there was none or it was erased.
std::vector<FileRef> files_of(const Happening&);

}
