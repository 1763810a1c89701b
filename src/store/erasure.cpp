#include "store/erasure.h"

#include "casework/event_json.h"
#include "store/failure.h"

#include <set>

namespace kenkei::store {

namespace {

base::Result<void> unlink_files(Connection& connection, const CaseId& id, std::int64_t event,
                                std::set<std::string>& files)
{
    TRY(connection.run("SELECT sha256 FROM event_files WHERE case_id = ? AND number = ?", {id.text, event},
                       [&](const Row& row) { files.emplace(row.text(0)); }));
    TRY(connection.run("DELETE FROM event_files WHERE case_id = ? AND number = ?", {id.text, event}));
    return {};
}

base::Result<void> delete_unneeded(Connection& connection, const CaseId& id, const std::string& file)
{
    auto deleted = connection.run("DELETE FROM files WHERE sha256 = ? AND NOT EXISTS "
                                  "(SELECT 1 FROM event_files WHERE event_files.sha256 = files.sha256)",
                                  {file});
    // Another case was given the same file in this moment: it is looked at again.
    if (!deleted.ok() && deleted.error().code == "store.foreign-key")
        return failure("store.conflict", connection.where(), id.text);
    if (!deleted.ok())
        return deleted.error();
    return {};
}

}

std::vector<std::string> files_of(const casework::Event& event)
{
    std::set<std::string> files;
    for (const casework::FileRef& file : casework::files_of(event.what))
        files.insert(file.sha256);
    files.erase(""); // handed in without a file
    return {files.begin(), files.end()};
}

base::Result<void> link_files(Connection& connection, const CaseId& id, const casework::Event& event)
{
    for (const std::string& file : files_of(event)) {
        const auto in_words = [&connection, file](const base::Error& error) {
            return error.code == "store.foreign-key" ? failure("store.no-file", connection.where(), file) : error;
        };
        TRY(connection.run_later("INSERT INTO event_files (case_id, number, sha256) VALUES (?, ?, ?)",
                                 {id.text, event.number, file}, {.explain = in_words}));
    }
    return {};
}

base::Result<void> erase_payloads(Connection& connection, const CaseId& id, const std::vector<std::int64_t>& events)
{
    std::set<std::string> files;
    for (std::int64_t event : events) {
        TRY(connection.run("DELETE FROM payloads WHERE case_id = ? AND number = ?", {id.text, event}));
        TRY(unlink_files(connection, id, event, files));
    }
    for (const std::string& file : files)
        TRY(delete_unneeded(connection, id, file));
    // A server's answer often repeats the address.
    TRY(connection.run("UPDATE outbox SET recipient = '', subject = '', content = '', answer = '', "
                       "state = CASE WHEN state = 'waiting' THEN 'erased' ELSE state END WHERE case_id = ?",
                       {id.text}));
    return {};
}

base::Result<void> truncate_log(Connection& connection)
{
    std::int64_t busy = 0;
    TRY(connection.run("PRAGMA wal_checkpoint(TRUNCATE)", {}, [&](const Row& row) { busy = row.integer(0); }));
    if (busy != 0)
        return failure("store.busy", connection.where());
    return {};
}

base::Result<void> sweep(Connection& connection)
{
    if (connection.backend() == Backend::Sqlite) {
        TRY(connection.run("INSERT INTO search (search) VALUES ('optimize')"));
        return truncate_log(connection);
    }
    for (const char* table : {"payloads", "event_files", "files", "outbox", "cases", "search"})
        TRY(connection.run_script("VACUUM " + std::string(table)));
    return {};
}

}
