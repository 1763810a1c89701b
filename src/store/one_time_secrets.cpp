#include "store/accounts.h"

#include "store/failure.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

const std::string select_secrets =
    "SELECT digest, kind, account, content, created_at, expires_at, used_at FROM one_time_secrets WHERE ";

base::Result<OneTime> read_secret(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp created = TRY(time_in(row, 4));
    const base::Timestamp expires = TRY(time_in(row, 5));
    const std::optional<base::Timestamp> used = TRY(time_or_none(row, 6));
    return OneTime{.digest = text(0),
                   .kind = text(1),
                   .account = row.is_null(2) ? "" : text(2),
                   .content = text(3),
                   .created = created,
                   .expires = expires,
                   .used = used};
}

}

base::Result<void> Accounts::put(const OneTime& secret)
{
    const std::string created = base::to_utc(secret.created);
    const std::string expires = base::to_utc(secret.expires);
    const std::optional<std::string> used = utc_of(secret.used);
    auto inserted = m_connection.run(
        "INSERT INTO one_time_secrets (digest, kind, account, content, created_at, "
        "expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {secret.digest, secret.kind, or_null(secret.account), secret.content, created, expires, or_null(used)});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "確認の内容");
    return {};
}

// Whoever marks it as used has it: of two at once the second finds it marked.
base::Result<std::optional<OneTime>> Accounts::take(const std::string& kind, const std::string& digest,
                                                    base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    const std::int64_t taken =
        TRY(m_connection.run("UPDATE one_time_secrets SET used_at = ? WHERE digest = ? AND kind = ? AND "
                             "used_at IS NULL AND expires_at > ?",
                             {at, digest, kind, at}));
    if (taken != 1)
        return std::optional<OneTime>();
    const Value values[] = {digest};
    return read_one<OneTime>(m_connection, select_secrets + "digest = ?", values, read_secret);
}

base::Result<std::optional<OneTime>> Accounts::find_once(const std::string& kind, const std::string& digest,
                                                         base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    const Value values[] = {digest, kind, at};
    return read_one<OneTime>(m_connection,
                             select_secrets + "digest = ? AND kind = ? AND used_at IS NULL AND expires_at > ?", values,
                             read_secret);
}

base::Result<std::int64_t> Accounts::count_once(const std::string& kind, const std::string& account,
                                                base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    std::int64_t count = 0;
    TRY(m_connection.run("SELECT count(*) FROM one_time_secrets WHERE account = ? AND kind = ? AND used_at IS NULL AND "
                         "expires_at > ?",
                         {account, kind, at}, [&](const Row& row) { count = row.integer(0); }));
    return count;
}

base::Result<void> Accounts::drop_once(const std::string& kind, const std::string& account)
{
    TRY(m_connection.run("DELETE FROM one_time_secrets WHERE account = ? AND kind = ? AND used_at IS NULL",
                         {account, kind}));
    return {};
}

}
