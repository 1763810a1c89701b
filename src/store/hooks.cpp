#include "store/jobs.h"

#include "store/failure.h"
#include "store/row_reading.h"

namespace kenkei::store {

namespace {

const std::string select_hooks =
    "SELECT id, scheme, url, secret, kinds, active, owner, created_at, failures, answer FROM hooks ";
const std::string select_deliveries = "SELECT id, hook, message_id, case_id, event, body, state, attempts, created_at, "
                                      "due_at, answer FROM hook_deliveries WHERE ";

base::Result<Hook> read_hook(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp created = TRY(time_in(row, 7));
    return Hook{.id = text(0),
                .scheme = text(1),
                .url = text(2),
                .secret = text(3),
                .kinds = split_words(row.text(4)),
                .active = row.integer(5) != 0,
                .owner = row.is_null(6) ? "" : text(6),
                .created = created,
                .failures = row.integer(8),
                .answer = text(9)};
}

base::Result<HookDelivery> read_delivery(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp created = TRY(time_in(row, 8));
    const base::Timestamp due = TRY(time_in(row, 9));
    return HookDelivery{.id = row.integer(0),
                        .hook = text(1),
                        .message_id = text(2),
                        .case_id = {text(3)},
                        .event = row.integer(4),
                        .body = text(5),
                        .state = text(6),
                        .attempts = row.integer(7),
                        .created = created,
                        .due = due,
                        .answer = text(10)};
}

}

base::Result<void> Jobs::put(const Hook& hook)
{
    m_hooks.reset();
    const std::string kinds = joined_words(hook.kinds);
    const std::string created = base::to_utc(hook.created);
    auto inserted =
        m_connection.run("INSERT INTO hooks (id, scheme, url, secret, kinds, active, owner, created_at, failures, "
                         "answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                         {hook.id, hook.scheme, hook.url, hook.secret, kinds, std::int64_t{hook.active},
                          or_null(hook.owner), created, hook.failures, hook.answer});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "通知先");
    return {};
}

base::Result<void> Jobs::change(const Hook& hook)
{
    m_hooks.reset();
    const std::string kinds = joined_words(hook.kinds);
    auto changed = m_connection.run("UPDATE hooks SET scheme = ?, url = ?, secret = ?, kinds = ?, active = ?, "
                                    "owner = ?, failures = ?, answer = ? WHERE id = ?",
                                    {hook.scheme, hook.url, hook.secret, kinds, std::int64_t{hook.active},
                                     or_null(hook.owner), hook.failures, hook.answer, hook.id});
    if (!changed.ok())
        return about(changed.error(), m_connection.where(), "通知先、またはその応答");
    return {};
}

base::Result<std::optional<Hook>> Jobs::find_hook(const std::string& id)
{
    const Value values[] = {id};
    return read_one<Hook>(m_connection, select_hooks + "WHERE id = ?", values, read_hook);
}

base::Result<std::vector<Hook>> Jobs::hooks()
{
    if (!m_hooks)
        m_hooks = std::make_shared<const std::vector<Hook>>(
            TRY(read_all<Hook>(m_connection, select_hooks + "ORDER BY id", {}, read_hook)));
    return *m_hooks;
}

base::Result<void> Jobs::put(const HookDelivery& delivery)
{
    const std::string created = base::to_utc(delivery.created);
    const std::string due = base::to_utc(delivery.due);
    auto inserted = m_connection.run_later(
        "INSERT INTO hook_deliveries (hook, message_id, case_id, event, body, state, attempts, created_at, due_at, "
        "answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO NOTHING",
        {delivery.hook, delivery.message_id, delivery.case_id.text, delivery.event, delivery.body,
         delivery.state.empty() ? std::string_view("waiting") : std::string_view(delivery.state), delivery.attempts,
         created, due, delivery.answer});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "通知の本文");
    return {};
}

base::Result<std::vector<HookDelivery>> Jobs::deliveries_due(base::Timestamp now, std::int64_t limit)
{
    const std::string at = base::to_utc(now);
    const Value values[] = {at, limit};
    return read_all<HookDelivery>(m_connection,
                                  select_deliveries + "state = 'waiting' AND due_at <= ? AND hook IN (SELECT id FROM "
                                                      "hooks WHERE active = 1) ORDER BY due_at, id LIMIT ?",
                                  values, read_delivery);
}

// Who claims moves the instant at which it is due: whoever still knows the old one comes too late.
base::Result<bool> Jobs::claim(const HookDelivery& delivery, base::Timestamp until)
{
    const std::string due = base::to_utc(until);
    const std::string seen = base::to_utc(delivery.due);
    return 1 == TRY(m_connection.run(
                    "UPDATE hook_deliveries SET due_at = ? WHERE id = ? AND state = 'waiting' AND due_at = ?",
                    {due, delivery.id, seen}));
}

base::Result<void> Jobs::set(const HookDelivery& delivery)
{
    const std::string due = base::to_utc(delivery.due);
    auto changed =
        m_connection.run("UPDATE hook_deliveries SET state = ?, attempts = ?, due_at = ?, answer = ? WHERE id = ?",
                         {delivery.state, delivery.attempts, due, delivery.answer, delivery.id});
    if (!changed.ok())
        return about(changed.error(), m_connection.where(), "通知先の応答");
    return {};
}

base::Result<std::vector<HookDelivery>> Jobs::deliveries_of(const std::string& hook, std::int64_t limit)
{
    const Value values[] = {hook, limit};
    return read_all<HookDelivery>(m_connection, select_deliveries + "hook = ? ORDER BY id DESC LIMIT ?", values,
                                  read_delivery);
}

}
