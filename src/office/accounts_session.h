#pragma once

#include "access/secret_keys.h"
#include "office/desk.h"
#include "store/accounts.h"

// Logging in: what is looked at, and written, at the moment the session is given.
namespace kenkei::office {

// A password was typed and fits; that costs a core for a while and is done before, elsewhere.
struct LogIn {
    std::string account;
    std::string fitted;   // the hash that it fitted: an account whose password is another by now stays closed
    std::string anew;     // hash of today's parameters; "" where it is one
    std::string code;     // of the second step; "" if none was typed
    std::string replaces; // digest of the session that the browser had; "" for none
};

struct Entered {
    enum class Fate { In, Closed, NeedsCode, WrongCode } fate = Fate::Closed;
    store::Account account = {};
    std::string secret = {}; // of the session; only In
};

// How long a session is good that is not used, and how people reach us.
struct Welcome {
    std::int64_t idle = 7200; // seconds
    std::string url;
};

// A wrong code is a value, not an error: that it was tried stays written, and the owner is told by mail, once a day:
// who typed it knows the password. A code works once, also for two who send it at the same moment.
base::Result<Entered> log_in(const Desk&, const access::SecretKeys&, const LogIn&, const Welcome&);

// Whoever is at the desk shows once more that the account is theirs, before what a stolen session shall not do.
// `fitted` as for LogIn. In: it was shown; a wrong code is treated as at a log-in.
base::Result<Entered::Fate> show_again(const Desk&, const access::SecretKeys&, const std::string& fitted,
                                       const std::string& code, const std::string& url);

// Without a password, for those whom another server knows. The account is active.
base::Result<Entered> enter(const Desk&, store::Account, const std::string& by_what, const std::string& replaces,
                            const Welcome&);

base::Result<void> log_out(const Desk&, const std::string& session);
// All of the account but this one; "" for all. No browser is known to it any more (server/known_device.h).
base::Result<void> end_sessions(const Desk&, const std::string& account, const std::string& but);

}
