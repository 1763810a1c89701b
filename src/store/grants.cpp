#include "store/accounts.h"

#include "store/failure.h"
#include "store/postgres_connection.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

const std::string select_grants = "SELECT id, account, role, scheme, firm, insurer, granted_by, granted_at, until_at, "
                                  "ended_at, ended_by, reason FROM account_grants WHERE ";

constexpr std::string_view applicant = "applicant"; // the role of whom a firm has one (schema.cpp)

base::Result<GrantRow> read_grant(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp granted = TRY(time_in(row, 7));
    const std::optional<base::Timestamp> until = TRY(time_or_none(row, 8));
    const std::optional<base::Timestamp> ended = TRY(time_or_none(row, 9));
    return GrantRow{.id = text(0),
                    .account = text(1),
                    .role = text(2),
                    .scheme = text(3),
                    .firm = text(4),
                    .insurer = text(5),
                    .granted_by = text(6),
                    .granted = granted,
                    .until = until,
                    .ended = ended,
                    .ended_by = text(10),
                    .reason = text(11)};
}

base::Result<std::vector<GrantRow>> grants(Connection& connection, const std::string& condition,
                                           std::initializer_list<Value> values)
{
    return read_all<GrantRow>(connection, select_grants + condition, std::span(values.begin(), values.size()),
                              read_grant);
}

// That hold now, with the time said twice. What ended has ended: the clock of another server may be ahead of ours. A
// hand that an applicant lent holds as long as that one is active and the firm's; one that was given without any
// applicant (by an administrator) holds by itself.
const std::string stands =
    "ended_at IS NULL AND (until_at IS NULL OR until_at >= ?) AND (role NOT IN ('delegate', 'representative') OR NOT "
    "EXISTS (SELECT 1 FROM account_grants p WHERE p.account = account_grants.granted_by AND p.firm = "
    "account_grants.firm AND p.role = 'applicant') OR EXISTS (SELECT 1 FROM account_grants p JOIN accounts a ON a.id = "
    "p.account WHERE p.account = account_grants.granted_by AND p.firm = account_grants.firm AND p.role = 'applicant' "
    "AND p.ended_at IS NULL AND (p.until_at IS NULL OR p.until_at >= ?) AND a.state = 'active'))";

// An applicant whose time has passed without anybody saying so must not keep the firm from having another one.
base::Result<void> end_outlived(Connection& connection, const GrantRow& next)
{
    const std::string now = base::to_utc(next.granted);
    TRY(connection.run("UPDATE account_grants SET ended_at = until_at, ended_by = 'system' WHERE firm = ? AND "
                       "role = 'applicant' AND ended_at IS NULL AND until_at < ?",
                       {next.firm, now}));
    return {};
}

}

base::Result<void> Accounts::put(const GrantRow& grant)
{
    const std::string granted = base::to_utc(grant.granted);
    const std::optional<std::string> until = utc_of(grant.until);
    const std::optional<std::string> ended = utc_of(grant.ended);
    if (grant.role == applicant)
        TRY(end_outlived(m_connection, grant));
    auto inserted = m_connection.run(
        "INSERT INTO account_grants (id, account, role, scheme, firm, insurer, granted_by, granted_at, until_at, "
        "ended_at, ended_by, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {grant.id, grant.account, grant.role, grant.scheme, grant.firm, grant.insurer, grant.granted_by, granted,
         or_null(until), or_null(ended), grant.ended_by, grant.reason});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "権限の理由");
    return {};
}

base::Result<bool> Accounts::end_grant(const std::string& id, base::Timestamp at, const std::string& by,
                                       const std::string& reason)
{
    const std::string ended = base::to_utc(at);
    auto changed =
        m_connection.run("UPDATE account_grants SET ended_at = ?, ended_by = ?, "
                         "reason = CASE WHEN ? = '' THEN reason ELSE ? END WHERE id = ? AND ended_at IS NULL",
                         {ended, by, reason, reason, id});
    if (!changed.ok())
        return about(changed.error(), m_connection.where(), "権限の理由");
    return *changed == 1;
}

base::Result<std::optional<GrantRow>> Accounts::find_grant(const std::string& id)
{
    const Value values[] = {id};
    return read_one<GrantRow>(m_connection, select_grants + "id = ?", values, read_grant);
}

base::Result<std::vector<GrantRow>> Accounts::grants_of(const std::string& account, base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    return grants(m_connection, "account = ? AND " + stands + " ORDER BY id" + std::string(by_key), {account, at, at});
}

base::Result<std::optional<std::vector<GrantRow>>> Accounts::grants_if_active(const std::string& account,
                                                                              base::Timestamp now)
{
    const std::string active(name_of(Account::State::Active));
    bool is_active = false;
    TRY(m_connection.run_later("SELECT 1 FROM accounts WHERE id = ? AND state = ?" + std::string(by_key),
                               {account, active}, {.visit = [&](const Row&) { is_active = true; }}));
    std::vector<GrantRow> grants = TRY(grants_of(account, now));
    if (!is_active)
        return std::optional<std::vector<GrantRow>>();
    return std::optional(std::move(grants));
}

base::Result<std::vector<GrantRow>> Accounts::all_grants_of(const std::string& account)
{
    return grants(m_connection, "account = ? ORDER BY granted_at, id", {account});
}

base::Result<std::vector<GrantRow>> Accounts::grants_for_firm(const std::string& firm)
{
    return grants(m_connection, "firm = ? AND firm <> '' ORDER BY granted_at, id", {firm});
}

base::Result<std::optional<GrantRow>> Accounts::applicant_of(const std::string& firm, base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    const Value values[] = {firm, at};
    return read_one<GrantRow>(m_connection,
                              select_grants + "firm = ? AND role = 'applicant' AND ended_at IS NULL AND "
                                              "(until_at IS NULL OR until_at >= ?)",
                              values, read_grant);
}

base::Result<std::vector<GrantRow>> Accounts::standing_grants(const std::string& role, base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    return grants(m_connection, "role = ? AND " + stands + " ORDER BY id", {role, at, at});
}

}
