#include "store/accounts.h"

#include "store/postgres_connection.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

const std::string select_sessions = "SELECT digest, account, created_at, seen_at, expires_at FROM sessions WHERE ";

base::Result<SessionRow> read_session(const Row& row)
{
    const base::Timestamp created = TRY(time_in(row, 2));
    const base::Timestamp seen = TRY(time_in(row, 3));
    const base::Timestamp expires = TRY(time_in(row, 4));
    return SessionRow{.digest = std::string(row.text(0)),
                      .account = std::string(row.text(1)),
                      .created = created,
                      .seen = seen,
                      .expires = expires};
}

}

base::Result<void> Accounts::put(const SessionRow& session)
{
    const std::string created = base::to_utc(session.created);
    const std::string seen = base::to_utc(session.seen);
    const std::string expires = base::to_utc(session.expires);
    TRY(m_connection.run(
        "INSERT INTO sessions (digest, account, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?)",
        {session.digest, session.account, created, seen, expires}));
    return {};
}

base::Result<std::optional<SessionRow>> Accounts::find_session(const std::string& digest, base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    const Value values[] = {digest, at};
    return read_one<SessionRow>(m_connection, select_sessions + "digest = ? AND expires_at > ?" + std::string(by_key),
                                values, read_session);
}

base::Result<std::vector<SessionRow>> Accounts::sessions_of(const std::string& account, base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    const Value values[] = {account, at};
    return read_all<SessionRow>(m_connection,
                                select_sessions + "account = ? AND expires_at > ? ORDER BY created_at, digest", values,
                                read_session);
}

base::Result<void> Accounts::see_session(const std::string& digest, base::Timestamp seen, base::Timestamp expires)
{
    const std::string at = base::to_utc(seen);
    const std::string until = base::to_utc(expires);
    TRY(m_connection.run("UPDATE sessions SET seen_at = ?, expires_at = ? WHERE digest = ?", {at, until, digest}));
    return {};
}

base::Result<void> Accounts::end_session(const std::string& digest)
{
    TRY(m_connection.run("DELETE FROM sessions WHERE digest = ?", {digest}));
    return {};
}

base::Result<void> Accounts::end_sessions(const std::string& account, const std::string& but)
{
    TRY(m_connection.run("DELETE FROM sessions WHERE account = ? AND digest <> ?", {account, but}));
    return {};
}

}
