#include "store/keeping.h"

#include "store/failure.h"
#include "store/new_file.h"
#include "store/rebuild.h"
#include "store/schema.h"
#include "store/sqlite_connection.h"
#include "store/tables.h"

#include <filesystem>

namespace kenkei::store {

namespace {

// One file without companions, which can be read where nothing can be written.
base::Result<void> close_journal(const std::string& file)
{
    auto connection = TRY(SqliteConnection::open(file, Opening::Existing));
    std::string mode;
    TRY(connection->run("PRAGMA journal_mode = DELETE", {}, [&](const Row& row) { mode = row.text(0); }));
    if (mode != "delete")
        return failure("store.busy", file);
    return {};
}

base::Result<void> copy_pages(const std::string& where, const std::string& file)
{
    auto connection = TRY(SqliteConnection::open(where, Opening::ReadOnly));
    if (TRY(version_of(*connection)) == 0)
        return failure("store.foreign", where, "空のデータベース");
    TRY(connection->copy_to(file));
    auto copy = TRY(SqliteConnection::open(file, Opening::Existing));
    return clear_passing_tables(*copy);
}

// Both in one transaction each: what is read is one moment, what is written is all of it.
base::Result<void> copy_rows(Connection& from, Connection& to)
{
    TRY(to.run("BEGIN"));
    auto copied = copy_tables(from, to);
    if (!copied.ok()) {
        (void)to.run("ROLLBACK");
        return copied;
    }
    TRY(to.run("COMMIT"));
    return {};
}

base::Result<void> copy_server(const std::string& where, const std::string& file)
{
    Store store = TRY(Store::open(where, Opening::ReadOnly));
    TRY(migrate(file));
    Store copy = TRY(Store::open(file, Opening::Existing));
    TRY(store.read([&](Transaction& transaction) -> base::Result<void> {
        if (!TRY(is_empty(copy.connection())))
            return failure("store.failed", file, "写しの途中でやり直しになりました");
        return copy_rows(transaction.connection(), copy.connection());
    }));
    TRY(rebuild(copy)); // the index of the search
    return {};
}

base::Error not_empty(const std::string& where)
{
    return {.code = "store.not-empty",
            .message = "戻す先のデータベースが空ではありません。何も書き込んでいません。",
            .way_out = "まだないファイルか、空のデータベースを指定してください。",
            .file = shown(where)};
}

base::Result<void> refuse_damaged(Store& backup, const std::string& file)
{
    const AuditReport report = TRY(verify(backup));
    if (report.damage.empty())
        return {};
    const Damage& first = report.damage.front();
    std::string where = first.case_id.text.empty() ? "" : "案件 " + first.case_id.text + " ";
    if (first.event > 0)
        where += "出来事 " + std::to_string(first.event) + " ";
    return base::Error{.code = "store.damaged",
                       .message = "写しに、書かれたときと違う所が " + std::to_string(report.damage.size()) +
                                  " か所あります。最初は " + where + "(" + first.code + "): " + first.message,
                       .way_out =
                           "ほかの写しから戻してください。kenkei audit verify で写しのすべての違いを見られます。",
                       .file = file};
}

// An older copy is brought up to date where it is restored to, never where it is kept.
base::Result<void> copy_and_check(const std::string& file, const std::string& part)
{
    auto source = TRY(SqliteConnection::open(file, Opening::ReadOnly));
    if (TRY(version_of(*source)) == 0)
        return failure("store.foreign", file, "空のファイル");
    TRY(source->copy_to(part));
    Store store = TRY(Store::open(part, Opening::Existing));
    TRY(refuse_damaged(store, file));
    TRY(clear_passing_tables(store.connection())); // it may be a copy of another making
    TRY(rebuild(store));
    return {};
}

base::Result<void> restore_file(const std::string& file, const std::string& where)
{
    auto target = NewFile::create(where);
    if (!target.ok() && target.error().code == "store.exists")
        return not_empty(where);
    if (!target.ok())
        return target.error();
    TRY(copy_and_check(file, target->part()));
    TRY(close_journal(target->part()));
    return target->put();
}

base::Result<void> restore_server(const std::string& file, const std::string& where)
{
    Store backup = TRY(Store::open(file, Opening::ReadOnly));
    auto server = TRY(connect(where, Opening::Existing));
    if (TRY(version_of(*server)) != 0 && !TRY(is_empty(*server)))
        return not_empty(where);
    TRY(refuse_damaged(backup, file));
    Store store = TRY(Store::open(where));
    return backup.read([&](Transaction& from) -> base::Result<void> {
        return store.write([&](Transaction& to) -> base::Result<void> {
            if (!TRY(is_empty(to.connection())))
                return not_empty(where);
            TRY(copy_tables(from.connection(), to.connection()));
            TRY(rebuild_in(to));
            return {};
        });
    });
}

}

base::Result<void> back_up(const std::string& where, const std::string& file)
{
    NewFile copy = TRY(NewFile::create(file));
    TRY(backend_of(where) == Backend::Sqlite ? copy_pages(where, copy.part()) : copy_server(where, copy.part()));
    TRY(close_journal(copy.part()));
    return copy.put();
}

base::Result<void> restore(const std::string& file, const std::string& where)
{
    if (std::error_code ignored; !std::filesystem::exists(file, ignored))
        return failure("store.failed", file, "ファイルがありません");
    return backend_of(where) == Backend::Sqlite ? restore_file(file, where) : restore_server(file, where);
}

}
