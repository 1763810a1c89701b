#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// From a mail address to an account.
namespace kenkei::office {

// Writes a mail in either case: with a secret to a new address, that there is an account to one that has it. Nothing
// else of it shows, and nothing but the address waits for the secret: name and password are given by whoever opens the
// mail, so that who registers somebody else's address has no part in the account. `mail` is access::account_mail.
base::Result<void> register_account(const Desk&, const std::string& mail, const std::string& url);

// The address that the secret confirms; it is not used up. Error access.secret.
base::Result<std::string> mail_of_registration(store::Transaction&, const std::string& secret, base::Timestamp now);

struct Registration {
    std::string secret;
    std::string name;
    std::string password; // access::hash_password
};
// The account, active; no other link to its address works any more. Error access.secret: also where the address got an
// account in the meantime.
base::Result<store::Account> confirm_mail(const Desk&, const Registration&);

}
