#include "store/store.h"

#include "store/failure.h"

namespace kenkei::store {

namespace {

const std::string select_mails = "SELECT id, message_id, case_id, kind, recipient, subject, content, state, attempts, "
                                 "created_at, due_at, sent_at, answer FROM outbox WHERE ";

base::Result<Mail> read_mail(const Row& row)
{
    auto text = [&](int column) { return std::string(row.text(column)); };
    const base::Timestamp created = TRY(base::read_timestamp(row.text(9)));
    const base::Timestamp due = TRY(base::read_timestamp(row.text(10)));
    Mail mail{.id = row.integer(0),
              .message_id = text(1),
              .case_id = {text(2)},
              .kind = text(3),
              .recipient = text(4),
              .subject = text(5),
              .content = text(6),
              .state = text(7),
              .attempts = row.integer(8),
              .created = created,
              .due = due,
              .answer = text(12)};
    if (!row.is_null(11))
        mail.sent = TRY(base::read_timestamp(row.text(11)));
    return mail;
}

base::Result<std::vector<Mail>> mails(Connection& connection, std::string_view condition,
                                      std::initializer_list<Value> values)
{
    std::vector<Mail> found;
    std::optional<base::Error> wrong;
    TRY(connection.run(select_mails + std::string(condition), values, [&](const Row& row) {
        auto mail = read_mail(row);
        if (mail.ok())
            found.push_back(std::move(*mail));
        else
            wrong = mail.error();
    }));
    if (wrong)
        return *wrong;
    return found;
}

Value or_null(const std::optional<std::string>& text)
{
    if (!text)
        return std::monostate();
    return std::string_view(*text);
}

std::optional<std::string> sent_at(const Mail& mail)
{
    if (!mail.sent)
        return {};
    return base::to_utc(*mail.sent);
}

}

base::Result<void> Transaction::put_mail(const Mail& mail)
{
    std::string created = base::to_utc(mail.created);
    std::string due = base::to_utc(mail.due);
    std::optional<std::string> sent = sent_at(mail);
    auto inserted = m_connection.run_later(
        "INSERT INTO outbox (message_id, case_id, kind, recipient, subject, content, state, attempts, created_at, "
        "due_at, "
        "sent_at, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {mail.message_id, mail.case_id.text, mail.kind, mail.recipient, mail.subject, mail.content,
         mail.state.empty() ? std::string_view("waiting") : std::string_view(mail.state), mail.attempts, created, due,
         or_null(sent), mail.answer});
    if (!inserted.ok())
        return about(inserted.error(), m_connection.where(), "メールの宛先、件名または本文");
    return {};
}

base::Result<std::vector<Mail>> Transaction::mails_due(base::Timestamp now, std::int64_t limit)
{
    return mails(m_connection, "state = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT ?",
                 {base::to_utc(now), limit});
}

// Who claims moves the instant at which it is due: whoever still knows the old one comes too late.
base::Result<bool> Transaction::claim_mail(const Mail& mail, base::Timestamp until)
{
    std::string due = base::to_utc(until);
    std::string seen = base::to_utc(mail.due);
    return 1 == TRY(m_connection.run("UPDATE outbox SET due_at = ? WHERE id = ? AND state = 'waiting' AND due_at = ?",
                                     {due, mail.id, seen}));
}

// What was erased stays so, even if it was on its way.
base::Result<void> Transaction::set_mail(const Mail& mail)
{
    std::string due = base::to_utc(mail.due);
    std::optional<std::string> sent = sent_at(mail);
    TRY(m_connection.run("UPDATE outbox SET state = ?, attempts = ?, due_at = ?, sent_at = ?, answer = ? "
                         "WHERE id = ? AND state <> 'erased'",
                         {mail.state, mail.attempts, due, or_null(sent), mail.answer, mail.id}));
    return {};
}

base::Result<std::optional<Mail>> Transaction::find_mail(const std::string& message_id)
{
    std::vector<Mail> found = TRY(mails(m_connection, "message_id = ?", {message_id}));
    if (found.empty())
        return std::optional<Mail>();
    return std::optional<Mail>(std::move(found.front()));
}

base::Result<std::vector<Mail>> Transaction::mails_of(const CaseId& id)
{
    return mails(m_connection, "case_id = ? ORDER BY id", {id.text});
}

}
