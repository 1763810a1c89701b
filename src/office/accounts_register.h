#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// From a mail address to an account.
namespace kenkei::office {

struct Registration {
    std::string mail; // access::account_mail
    std::string name;
    std::string password; // access::hash_password
};

// Writes a mail in either case: with a secret to a new address, that there is an account to one that has it. Nothing
// else of it shows, and no account is made before the address is confirmed: what was registered waits with the secret,
// so that who registers somebody else's address gains nothing when the owner confirms a registration of their own.
base::Result<void> register_account(const Desk&, const Registration&, const std::string& url);

// The account, active. Error access.secret: also where the address got an account in the meantime.
base::Result<store::Account> confirm_mail(const Desk&, const std::string& secret);

}
