#pragma once

#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace kenkei::store {

enum class Backend { Sqlite, Postgres };

struct Bytes {
    std::string_view bytes;
};
// What a statement is given; texts and bytes must live until it has run. std::monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Bytes>;

// One row of a result; views live until the next row.
class Row {
public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual std::string_view bytes(int column) const = 0;

protected:
    ~Row() = default;
};

// What is to be made of a statement that may be run later. What it holds is its own: the caller's values may be gone.
struct Later {
    std::optional<std::int64_t> rows = {};                       // that it must have changed; else store.conflict
    std::function<base::Error(const base::Error&)> explain = {}; // its error in the caller's words
    std::function<void(const Row&)> visit = {};                  // its rows; what it refers to must live until then
};

// What came of it, where it has run.
base::Result<void> settle(const Later&, const std::string& where, const base::Result<std::int64_t>& changed);

// One connection to one database, used by one thread. The same SQL on both backends, with `?` for values.
// Error codes: store.unique, store.foreign-key, store.not-null, store.check, store.busy, store.serialization,
// store.lost (the server went away), store.full (disk), store.damaged, store.text (NUL or no UTF-8 in a text),
// store.encoding (of a PostgreSQL database, when connecting), store.failed. After an error inside a transaction nothing
// but ROLLBACK (to a savepoint) works; a connection that was lost is made anew by the next BEGIN.
class Connection {
public:
    using Visit = std::function<void(const Row&)>;

    virtual ~Connection() = default;
    virtual Backend backend() const = 0;
    virtual const std::string& where() const = 0;
    virtual bool is_read_only() const { return false; } // nothing can be written whatever is run
    // How many statements may have changed something, or failed.
    virtual std::int64_t touched() const = 0;
    // Runs one statement, kept prepared. Gives the number of rows changed.
    virtual base::Result<std::int64_t> run(std::string_view sql, std::span<const Value> values, const Visit& = {}) = 0;
    base::Result<std::int64_t> run(std::string_view sql, std::initializer_list<Value> values = {},
                                   const Visit& visit = {})
    {
        return run(sql, std::span(values.begin(), values.size()), visit);
    }
    // Runs a statement whose outcome is not needed for what comes next: at once, or with the next statement of the
    // transaction that is run, which then gives this one's error. Every way to end a transaction waits for it.
    base::Result<void> run_later(std::string_view sql, std::initializer_list<Value> values, const Later& later = {})
    {
        return run_later(sql, std::span(values.begin(), values.size()), later);
    }
    virtual base::Result<void> run_later(std::string_view sql, std::span<const Value> values, const Later& = {});
    virtual bool has_waiting() const { return false; } // statements run later
    // Runs several statements without values or results, not kept.
    virtual base::Result<void> run_script(std::string_view sql) = 0;
};

// `where` is a file, or postgresql://…. A file is made if it is not there, unless `Existing`.
enum class Opening { Create, Existing, ReadOnly };
base::Result<std::unique_ptr<Connection>> connect(const std::string& where, Opening);

Backend backend_of(const std::string& where);
// `where` as messages may show it: a file as it is, a server without its password.
std::string shown(const std::string& where);

}
