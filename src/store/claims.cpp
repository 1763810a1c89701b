#include "store/accounts.h"

#include "store/failure.h"
#include "store/reach.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

constexpr std::string_view state_names[] = {"waiting", "sent", "approved", "refused", "expired"};

const std::string select_claims =
    "SELECT id, account, firm, scheme, name, way, postal, address, person, code, tries, state, created_at, sent_at, "
    "decided_at, decided_by, reason, checked_how, checked_postal, checked_address, checked_by FROM firm_claims WHERE ";

base::Result<ClaimRow> read_claim(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const auto state = read_claim_state(row.text(11));
    if (!state)
        return failure("store.newer", "", "申請担当者の届出 " + text(0) + " の状態 " + text(11));
    const base::Timestamp created = TRY(time_in(row, 12));
    const std::optional<base::Timestamp> sent = TRY(time_or_none(row, 13));
    const std::optional<base::Timestamp> decided = TRY(time_or_none(row, 14));
    return ClaimRow{.id = text(0),
                    .account = text(1),
                    .firm = text(2),
                    .scheme = text(3),
                    .name = text(4),
                    .way = text(5),
                    .postal = text(6),
                    .address = text(7),
                    .person = text(8),
                    .checked = {.how = text(17), .postal = text(18), .address = text(19), .by = text(20)},
                    .code = text(9),
                    .tries = row.integer(10),
                    .state = *state,
                    .created = created,
                    .sent = sent,
                    .decided = decided,
                    .decided_by = text(15),
                    .reason = text(16)};
}

base::Error refusal(Connection& connection, const base::Error& error)
{
    return about(error, connection.where(), "法人の名称、住所または宛名");
}

}

std::string_view name_of(ClaimRow::State state)
{
    return state_names[static_cast<std::size_t>(state)];
}

std::optional<ClaimRow::State> read_claim_state(std::string_view word)
{
    for (const auto state : {ClaimRow::State::Waiting, ClaimRow::State::Sent, ClaimRow::State::Approved,
                             ClaimRow::State::Refused, ClaimRow::State::Expired})
        if (name_of(state) == word)
            return state;
    return {};
}

base::Result<void> Accounts::put(const ClaimRow& claim)
{
    const std::string created = base::to_utc(claim.created);
    const std::optional<std::string> sent = utc_of(claim.sent);
    const std::optional<std::string> decided = utc_of(claim.decided);
    auto inserted = m_connection.run(
        "INSERT INTO firm_claims (id, account, firm, scheme, name, way, postal, address, person, code, tries, state, "
        "created_at, sent_at, decided_at, decided_by, reason, checked_how, checked_postal, checked_address, "
        "checked_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {claim.id,         claim.account,        claim.firm,        claim.scheme,         claim.name,
         claim.way,        claim.postal,         claim.address,     claim.person,         claim.code,
         claim.tries,      name_of(claim.state), created,           or_null(sent),        or_null(decided),
         claim.decided_by, claim.reason,         claim.checked.how, claim.checked.postal, claim.checked.address,
         claim.checked.by});
    if (!inserted.ok())
        return refusal(m_connection, inserted.error());
    return {};
}

base::Result<void> Accounts::change(const ClaimRow& claim)
{
    const std::optional<std::string> sent = utc_of(claim.sent);
    const std::optional<std::string> decided = utc_of(claim.decided);
    auto changed = m_connection.run(
        "UPDATE firm_claims SET scheme = ?, name = ?, way = ?, postal = ?, address = ?, person = ?, code = ?, "
        "tries = ?, state = ?, sent_at = ?, decided_at = ?, decided_by = ?, reason = ?, checked_how = ?, "
        "checked_postal = ?, checked_address = ?, checked_by = ? WHERE id = ?",
        {claim.scheme, claim.name, claim.way, claim.postal, claim.address, claim.person, claim.code, claim.tries,
         name_of(claim.state), or_null(sent), or_null(decided), claim.decided_by, claim.reason, claim.checked.how,
         claim.checked.postal, claim.checked.address, claim.checked.by, claim.id});
    if (!changed.ok())
        return refusal(m_connection, changed.error());
    return {};
}

base::Result<std::optional<ClaimRow>> Accounts::find_claim(const std::string& id)
{
    const Value values[] = {id};
    return read_one<ClaimRow>(m_connection, select_claims + "id = ?" + m_to_change, values, read_claim);
}

base::Result<std::vector<ClaimRow>> Accounts::claims_of(const std::string& account)
{
    const Value values[] = {account};
    return read_all<ClaimRow>(m_connection, select_claims + "account = ? ORDER BY created_at, id", values, read_claim);
}

base::Result<std::vector<ClaimRow>> Accounts::claims(bool all, const std::vector<std::string>& schemes,
                                                     std::optional<ClaimRow::State> state, const std::string& after,
                                                     std::int64_t limit)
{
    std::string sql = select_claims + "id > ?";
    std::vector<Value> values{std::string_view(after)};
    OneOf one_of(m_connection.backend(), "scheme", schemes);
    if (!all && one_of.sql.empty())
        return std::vector<ClaimRow>();
    if (!all) {
        sql += " AND " + one_of.sql;
        values.insert(values.end(), one_of.values.begin(), one_of.values.end());
    }
    if (state) {
        sql += " AND state = ?";
        values.emplace_back(name_of(*state));
    }
    sql += " ORDER BY id LIMIT ?";
    values.emplace_back(limit);
    return read_all<ClaimRow>(m_connection, sql, std::span<const Value>(values), read_claim);
}

}
