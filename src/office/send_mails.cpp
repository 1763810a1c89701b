#include "office/send_mails.h"

#include "mail/back_off.h"
#include "mail/bounce.h"

#include <algorithm>

namespace kenkei::office {

namespace {

constexpr std::int64_t mails_at_once = 100;

std::string domain_of(const std::string& address)
{
    return address.substr(std::min(address.size(), address.find('@') + 1));
}

mail::Message message_of(const store::Mail& mail, const Sender& sender)
{
    return {.message_id = mail.message_id + "@" + domain_of(sender.from.address),
            .from = sender.from,
            .to = mail.recipient,
            .subject = mail.subject,
            .text = mail.content,
            .date = mail.created};
}

// What the mail is after one attempt.
store::Mail after(store::Mail mail, const mail::Delivery& delivery, base::Timestamp now)
{
    mail.attempts += 1;
    mail.answer = delivery.answer;
    switch (delivery.outcome) {
    case mail::Delivery::Outcome::Accepted:
        mail.state = "sent";
        mail.sent = now;
        break;
    case mail::Delivery::Outcome::Refused:
        mail.state = "failed";
        break;
    case mail::Delivery::Outcome::TryAgain:
        if (const auto next = mail::next_attempt(mail.attempts, now))
            mail.due = *next;
        else
            mail.state = "failed";
        break;
    }
    return mail;
}

base::Result<bool> claim(store::Store& store, const store::Mail& mail, base::Timestamp now)
{
    bool ours = false;
    TRY(store.write([&](store::Transaction& kept) -> base::Result<void> {
        ours = TRY(kept.claim_mail(mail, base::Timestamp{now.milliseconds + held_minutes * 60'000}));
        return {};
    }));
    return ours;
}

void count(Sending& done, const store::Mail& mail)
{
    (mail.state == "sent" ? done.sent : mail.state == "failed" ? done.failed : done.again) += 1;
}

}

base::Result<Sending> send_mails(store::Store& store, const Sender& sender, base::Timestamp now,
                                 const std::function<base::Timestamp()>& clock, const TellMail& tell,
                                 const std::function<bool()>& go_on)
{
    Sending done;
    for (;;) {
        std::vector<store::Mail> due;
        TRY(store.read([&](store::Transaction& kept) -> base::Result<void> {
            due = TRY(kept.mails_due(now, mails_at_once));
            return {};
        }));
        bool any = false;
        for (const store::Mail& mail : due) {
            if (go_on && !go_on())
                return done;
            if (!TRY(claim(store, mail, std::max(now, clock()))))
                continue;
            any = true;
            const mail::Delivery delivery = mail::send(sender.server, message_of(mail, sender));
            const store::Mail told = after(mail, delivery, std::max(now, clock()));
            TRY(store.write([&](store::Transaction& kept) { return kept.set_mail(told); }));
            count(done, told);
            tell(told);
        }
        if (!any)
            return done;
    }
}

base::Result<store::Mail> resend_mail(store::Transaction& kept, const std::string& message_id, base::Timestamp now)
{
    std::optional<store::Mail> found = TRY(kept.find_mail(message_id));
    if (!found)
        return base::Error{.code = "mail.unknown",
                           .message = "メール「" + message_id + "」はありません。",
                           .way_out = "番号は kenkei mail list 案件番号 でご覧になれます。"};
    if (found->state != "failed" && found->state != "bounced")
        return base::Error{.code = "mail.state",
                           .message = "メール「" + message_id + "」は、送れなかったメールではありません。",
                           .way_out = "送り直せるのは「送信できず」と「不達」のメールです。"};
    found->state = "waiting";
    found->attempts = 0;
    found->due = now;
    TRY(kept.set_mail(*found));
    return *found;
}

base::Result<store::Mail> record_bounce(store::Transaction& kept, std::string_view bytes)
{
    const mail::Bounce bounce = TRY(mail::read_bounce(bytes));
    const std::string id = bounce.message_id.substr(0, bounce.message_id.find('@'));
    std::optional<store::Mail> found = TRY(kept.find_mail(id));
    if (!found)
        return base::Error{.code = "mail.unknown",
                           .message = "不達の知らせが指すメール（" + bounce.message_id + "）は、この台帳にありません。",
                           .way_out = "ほかのシステムから送ったメールの知らせではないか確かめてください。"};
    found->answer = bounce.status;
    if (!bounce.diagnostic.empty() && !found->recipient.empty()) // else it would bring back an address that was erased
        found->answer += " " + bounce.diagnostic;
    if (bounce.action == mail::Bounce::Action::Failed)
        found->state = "bounced";
    TRY(kept.set_mail(*found));
    return *found;
}

}
