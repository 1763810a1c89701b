#pragma once

#include "store/store.h"

namespace kenkei::store {

// The files that an event names, as they are kept: casework::FileRef with a hash.
std::vector<std::string> files_of(const casework::Event&);

// Says that an event needs its files. Error store.no-file: one was not put.
base::Result<void> link_files(Connection&, const CaseId&, const casework::Event&);

// Takes away the payloads of events, the files that no other event needs, and what mails about the case said to whom;
// mails that wait are not sent any more.
base::Result<void> erase_payloads(Connection&, const CaseId&, const std::vector<std::int64_t>& events);

// After erasures, outside of a transaction (finish_erasing(), keeping.h): what was taken away is also gone from the
// index's parts, from the write-ahead log (SQLite) and from the tables' dead rows (PostgreSQL). Reads the whole index:
// once for a retention list.
base::Result<void> sweep(Connection&);
// Of SQLite: old pages stand in the log until it is emptied, which waits for those who still read them (store.busy).
base::Result<void> truncate_log(Connection&);

}
