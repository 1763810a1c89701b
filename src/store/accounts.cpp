#include "store/accounts.h"

#include "store/failure.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

constexpr std::string_view state_names[] = {"unconfirmed", "active", "suspended"};

const std::string select_accounts = "SELECT id, mail, name, password, state, issuer, subject, totp, totp_confirmed, "
                                    "totp_step, created_at, seen_at, strange_until FROM accounts ";

base::Result<Account> read_account(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const auto state = read_account_state(row.text(4));
    if (!state)
        return failure("store.newer", "", "アカウント " + text(0) + " の状態 " + text(4));
    const base::Timestamp created = TRY(time_in(row, 10));
    const std::optional<base::Timestamp> seen = TRY(time_or_none(row, 11));
    const std::optional<base::Timestamp> strange_until = TRY(time_or_none(row, 12));
    return Account{.id = text(0),
                   .mail = text(1),
                   .name = text(2),
                   .password = text(3),
                   .state = *state,
                   .issuer = text(5),
                   .subject = text(6),
                   .totp = text(7),
                   .totp_confirmed = row.integer(8) != 0,
                   .totp_step = row.integer(9),
                   .created = created,
                   .seen = seen,
                   .strange_until = strange_until};
}

base::Result<std::optional<Account>> find(Connection& connection, const std::string& condition,
                                          std::initializer_list<Value> values)
{
    return read_one<Account>(connection, select_accounts + condition, std::span(values.begin(), values.size()),
                             read_account);
}

base::Error refusal(Connection& connection, const base::Error& error)
{
    return about(error, connection.where(), "アカウントのメールアドレスまたは名前");
}

}

std::string_view name_of(Account::State state)
{
    return state_names[static_cast<std::size_t>(state)];
}

std::optional<Account::State> read_account_state(std::string_view word)
{
    for (const auto state : {Account::State::Unconfirmed, Account::State::Active, Account::State::Suspended})
        if (name_of(state) == word)
            return state;
    return {};
}

base::Result<void> Accounts::put(const Account& account)
{
    const std::string created = base::to_utc(account.created);
    const std::optional<std::string> seen = utc_of(account.seen);
    const std::optional<std::string> strange_until = utc_of(account.strange_until);
    auto inserted = m_connection.run(
        "INSERT INTO accounts (id, mail, name, password, state, issuer, subject, totp, totp_confirmed, totp_step, "
        "created_at, seen_at, strange_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {account.id, account.mail, account.name, account.password, name_of(account.state), account.issuer,
         account.subject, account.totp, std::int64_t{account.totp_confirmed}, account.totp_step, created, or_null(seen),
         or_null(strange_until)});
    if (!inserted.ok())
        return refusal(m_connection, inserted.error());
    return {};
}

base::Result<void> Accounts::change(const Account& account)
{
    const std::optional<std::string> seen = utc_of(account.seen);
    const std::optional<std::string> strange_until = utc_of(account.strange_until);
    auto changed =
        m_connection.run("UPDATE accounts SET mail = ?, name = ?, password = ?, state = ?, issuer = ?, subject = ?, "
                         "totp = ?, totp_confirmed = ?, totp_step = ?, seen_at = ?, strange_until = ? WHERE id = ?",
                         {account.mail, account.name, account.password, name_of(account.state), account.issuer,
                          account.subject, account.totp, std::int64_t{account.totp_confirmed}, account.totp_step,
                          or_null(seen), or_null(strange_until), account.id});
    if (!changed.ok())
        return refusal(m_connection, changed.error());
    return {};
}

base::Result<void> Accounts::one_at_a_time()
{
    constexpr std::int64_t lock = 0x6b656e6b6570; // any number that is nobody else's
    if (m_connection.backend() == Backend::Postgres)
        TRY(m_connection.run("SELECT pg_advisory_xact_lock(?)", {lock}));
    return {};
}

base::Result<std::optional<Account>> Accounts::find(const std::string& id)
{
    return store::find(m_connection, "WHERE id = ?" + m_to_change, {id});
}

base::Result<std::optional<Account>> Accounts::find_mail(const std::string& mail)
{
    return store::find(m_connection, "WHERE mail = ? AND mail <> ''" + m_to_change, {mail});
}

base::Result<std::optional<Account>> Accounts::find_subject(const std::string& issuer, const std::string& subject)
{
    return store::find(m_connection, "WHERE issuer = ? AND subject = ? AND issuer <> ''" + m_to_change,
                       {issuer, subject});
}

base::Result<std::vector<Account>> Accounts::list(const std::string& after, std::int64_t limit)
{
    const Value values[] = {after, limit};
    return read_all<Account>(m_connection, select_accounts + "WHERE id > ? ORDER BY id LIMIT ?", values, read_account);
}

}
