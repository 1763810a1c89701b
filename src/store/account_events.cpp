#include "store/accounts.h"

#include "store/failure.h"
#include "store/postgres_connection.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

constexpr std::int64_t longest_secret = 7 * 24 * 60 * 60 * std::int64_t{1000}; // an invitation's
constexpr std::int64_t a_day = 24 * 60 * 60 * std::int64_t{1000};              // how long an answer is remembered

base::Result<AccountEvent> read_event(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp at = TRY(time_in(row, 1));
    return AccountEvent{
        .id = row.integer(0), .at = at, .account = text(2), .by = text(3), .kind = text(4), .detail = text(5)};
}

base::Result<Remembered> read_remembered(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp at = TRY(time_in(row, 6));
    return Remembered{.account = text(0),
                      .key = text(1),
                      .request = text(2),
                      .status = row.integer(3),
                      .headers = text(4),
                      .body = text(5),
                      .at = at};
}

}

base::Result<void> Accounts::note(const AccountEvent& event)
{
    const std::string at = base::to_utc(event.at);
    auto inserted =
        m_connection.run("INSERT INTO account_events (at, account, actor, kind, detail) VALUES (?, ?, ?, ?, ?)",
                         {at, event.account, event.by, event.kind, event.detail});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "アカウントの記録");
    return {};
}

base::Result<std::vector<AccountEvent>> Accounts::events(const std::string& account, std::int64_t before,
                                                         std::int64_t limit)
{
    std::string condition;
    std::vector<Value> values;
    const auto add = [&](std::string_view sql, Value value) {
        condition += (condition.empty() ? " WHERE " : " AND ") + std::string(sql);
        values.push_back(value);
    };
    if (!account.empty())
        add("account = ?", std::string_view(account));
    if (before > 0)
        add("id < ?", before);
    values.emplace_back(limit);
    return read_all<AccountEvent>(m_connection,
                                  "SELECT id, at, account, actor, kind, detail FROM account_events" + condition +
                                      " ORDER BY id DESC LIMIT ?",
                                  std::span<const Value>(values), read_event);
}

base::Result<std::optional<Remembered>> Accounts::find_remembered(const std::string& account, const std::string& key)
{
    const Value values[] = {account, key};
    return read_one<Remembered>(m_connection,
                                "SELECT account, key, request, status, headers, body, at FROM remembered_answers "
                                "WHERE account = ? AND key = ?" +
                                    std::string(by_key),
                                values, read_remembered);
}

base::Result<void> Accounts::put(const Remembered& answer)
{
    const std::string at = base::to_utc(answer.at);
    // The errand is run again, and finds what the other one was answered.
    const auto in_words = [&connection = m_connection, key = answer.key](const base::Error& error) {
        return error.code == "store.unique" ? failure("store.conflict", connection.where(), key) : error;
    };
    auto inserted = m_connection.run_later(
        "INSERT INTO remembered_answers (account, key, request, status, headers, body, at) VALUES (?, ?, ?, ?, ?, ?, "
        "?)",
        {answer.account, answer.key, answer.request, answer.status, answer.headers, answer.body, at},
        {.explain = in_words});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "応答の控え");
    return {};
}

base::Result<std::int64_t> Accounts::sweep(base::Timestamp now)
{
    const std::string at = base::to_utc(now);
    const std::string yesterday = base::to_utc({now.milliseconds - a_day});
    const std::int64_t sessions = TRY(m_connection.run("DELETE FROM sessions WHERE expires_at <= ?", {at}));
    const std::int64_t secrets = TRY(m_connection.run("DELETE FROM one_time_secrets WHERE expires_at <= ?", {at}));
    const std::int64_t answers = TRY(m_connection.run("DELETE FROM remembered_answers WHERE at < ?", {yesterday}));
    // Mails about accounts hold secrets, used up or too old by now, and addresses of people.
    const std::int64_t mails =
        TRY(m_connection.run("UPDATE outbox SET content = '', recipient = '', state = 'erased' "
                             "WHERE case_id = '' AND state IN ('sent', 'failed', 'bounced') AND created_at < ?",
                             {base::to_utc({now.milliseconds - longest_secret})}));
    return sessions + secrets + answers + mails;
}

}
