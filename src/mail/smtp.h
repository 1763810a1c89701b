#pragma once

#include "mail/message.h"

namespace kenkei::mail {

// Whether the connection is encrypted: always, if the server offers it, or never (a server on the same machine).
enum class Tls { Required, Opportunistic, None };

struct Server {
    std::string url;  // smtp://host:port, or smtps://host:port for TLS from the first byte
    std::string user; // "" to send without logging in
    std::string password;
    Tls tls = Tls::Required; // with a user, Opportunistic is Required: a password does not travel in clear
    int timeout = 60;        // seconds, for one message
    std::string local_name;  // what EHLO calls us; "" for the machine's name
    std::string authorities; // a file of certificates (PEM) to trust instead of the system's; "" for those
};

// What became of one attempt. Refused: the server does not want this message or this recipient (5xx), or it cannot be
// written as a message; trying again is no use. TryAgain: anything else that went wrong, also where it cannot be known
// whether the server kept the message, which may then arrive twice with the same Message-ID.
struct Delivery {
    enum class Outcome { Accepted, TryAgain, Refused } outcome = Outcome::TryAgain;
    int code = 0;       // the server's; 0 if it said none
    std::string answer; // the server's text on one line, or what went wrong (Japanese); never a password
};

// Connects, encrypts and logs in as for a mail, and leaves: whether the settings are right. Accepted, or TryAgain with
// why not.
Delivery greet(const Server&);

// Blocks until the server has answered or `timeout` is over. Safe to call from several threads.
Delivery send(const Server&, const Message&);

}
