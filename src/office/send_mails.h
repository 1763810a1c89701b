#pragma once

#include "mail/smtp.h"
#include "store/store.h"

#include <functional>

namespace kenkei::office {

// Who the mails are from. The Message-ID is the outbox's id at the domain of this address.
struct Sender {
    mail::Server server;
    mail::Mailbox from;
};

// Sends what is due, one mail after the other: taken, sent, its fate recorded. A sender that dies in between leaves a
// mail that is tried again after `held_minutes`, with the same Message-ID: at least once, never lost.
struct Sending {
    std::int64_t sent = 0;
    std::int64_t again = 0;  // to be tried later
    std::int64_t failed = 0; // refused, or given up
};
inline constexpr std::int64_t held_minutes = 10;
using TellMail = std::function<void(const store::Mail&)>;
// `now` is the moment that mails are due by; `clock` says when each attempt was. `go_on`, where given, is asked before
// each mail: false leaves the rest for another time.
base::Result<Sending> send_mails(store::Store&, const Sender&, base::Timestamp now,
                                 const std::function<base::Timestamp()>& clock, const TellMail& tell,
                                 const std::function<bool()>& go_on = {});

// A mail that could not be sent waits again from `now` on. Errors: mail.unknown, mail.state (it was sent, or erased).
base::Result<store::Mail> resend_mail(store::Transaction&, const std::string& message_id, base::Timestamp now);

// A bounce that came back: the mail that it is about is marked. Error mail.unknown: none of ours.
base::Result<store::Mail> record_bounce(store::Transaction&, std::string_view bytes);

}
