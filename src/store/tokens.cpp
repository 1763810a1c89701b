#include "store/accounts.h"

#include "store/failure.h"
#include "store/postgres_connection.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

const std::string select_tokens =
    "SELECT id, digest, account, name, scopes, created_at, expires_at, revoked_at, used_at FROM api_tokens WHERE ";

base::Result<TokenRow> read_token(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp created = TRY(time_in(row, 5));
    const base::Timestamp expires = TRY(time_in(row, 6));
    const std::optional<base::Timestamp> revoked = TRY(time_or_none(row, 7));
    const std::optional<base::Timestamp> used = TRY(time_or_none(row, 8));
    return TokenRow{.id = text(0),
                    .digest = text(1),
                    .account = text(2),
                    .name = text(3),
                    .scopes = split_words(row.text(4)),
                    .created = created,
                    .expires = expires,
                    .revoked = revoked,
                    .used = used};
}

}

base::Result<void> Accounts::put(const TokenRow& token)
{
    const std::string scopes = joined_words(token.scopes);
    const std::string created = base::to_utc(token.created);
    const std::string expires = base::to_utc(token.expires);
    const std::optional<std::string> revoked = utc_of(token.revoked);
    const std::optional<std::string> used = utc_of(token.used);
    auto inserted = m_connection.run(
        "INSERT INTO api_tokens (id, digest, account, name, scopes, created_at, expires_at, "
        "revoked_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {token.id, token.digest, token.account, token.name, scopes, created, expires, or_null(revoked), or_null(used)});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "トークンの名前");
    return {};
}

base::Result<std::optional<TokenRow>> Accounts::find_token(const std::string& digest)
{
    const Value values[] = {digest};
    return read_one<TokenRow>(m_connection, select_tokens + "digest = ?" + std::string(by_key), values, read_token);
}

base::Result<std::vector<TokenRow>> Accounts::tokens_of(const std::string& account)
{
    const Value values[] = {account};
    return read_all<TokenRow>(m_connection, select_tokens + "account = ? ORDER BY id", values, read_token);
}

base::Result<bool> Accounts::revoke_token(const std::string& account, const std::string& id, base::Timestamp at)
{
    const std::string revoked = base::to_utc(at);
    return 1 == TRY(m_connection.run(
                    "UPDATE api_tokens SET revoked_at = ? WHERE id = ? AND account = ? AND revoked_at IS NULL",
                    {revoked, id, account}));
}

base::Result<void> Accounts::see_token(const std::string& id, base::Timestamp used)
{
    const std::string at = base::to_utc(used);
    TRY(m_connection.run("UPDATE api_tokens SET used_at = ? WHERE id = ?", {at, id}));
    return {};
}

}
