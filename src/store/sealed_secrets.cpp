#include "store/sealed_secrets.h"

#include "store/erasure.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

struct Place {
    std::string_view kind;
    std::string_view table;
    std::string_view column;
};
constexpr Place places[] = {{"totp", "accounts", "totp"}, {"hook", "hooks", "secret"}};

}

base::Result<std::vector<std::string>> SealedSecrets::keys()
{
    return read_all<std::string>(m_connection, "SELECT id FROM secret_keys ORDER BY id", {},
                                 [](const Row& row) -> base::Result<std::string> { return std::string(row.text(0)); });
}

base::Result<void> SealedSecrets::put_key(const std::string& id, base::Timestamp since)
{
    const std::string at = base::to_utc(since);
    TRY(m_connection.run("INSERT INTO secret_keys (id, since) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", {id, at}));
    return {};
}

base::Result<void> SealedSecrets::drop_key(const std::string& id)
{
    TRY(m_connection.run("DELETE FROM secret_keys WHERE id = ?", {id}));
    return {};
}

base::Result<std::vector<SealedSecrets::Secret>> SealedSecrets::not_beginning(const std::string& prefix)
{
    std::vector<Secret> all;
    for (const Place& place : places) {
        const std::string column(place.column);
        const std::int64_t length = static_cast<std::int64_t>(prefix.size());
        const Value values[] = {length, prefix};
        const std::vector<Secret> found = TRY(read_all<Secret>(
            m_connection,
            "SELECT id, " + column + " FROM " + std::string(place.table) + " WHERE " + column + " <> '' AND substr(" +
                column + ", 1, ?) <> ? ORDER BY id" + m_to_change,
            values, [&](const Row& row) -> base::Result<Secret> {
                return Secret{std::string(place.kind), std::string(row.text(0)), std::string(row.text(1))};
            }));
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

base::Result<void> SealedSecrets::put(const Secret& secret)
{
    for (const Place& place : places) {
        if (place.kind == secret.kind)
            TRY(m_connection.run("UPDATE " + std::string(place.table) + " SET " + std::string(place.column) +
                                     " = ? WHERE id = ?",
                                 {secret.text, secret.id}));
    }
    return {};
}

base::Result<void> sweep_secrets(Store& store)
{
    Connection& connection = store.connection();
    if (connection.backend() == Backend::Sqlite)
        return truncate_log(connection);
    for (const char* table : {"accounts", "hooks"})
        TRY(connection.run_script("VACUUM " + std::string(table)));
    return {};
}

}
