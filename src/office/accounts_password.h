#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// A new password: by a link in a mail, or by the old one.
namespace kenkei::office {

// Writes a mail in either case; `mail` is access::account_mail.
base::Result<void> ask_for_reset(const Desk&, const std::string& mail, const std::string& url);
// Whose password the secret would set; it is not used up. Error access.secret.
base::Result<store::Account> account_of_reset(store::Transaction&, const std::string& secret, base::Timestamp now);
// Uses this secret and all others of the account up, and ends all sessions; tokens for machines stay. Error
// access.secret.
base::Result<void> reset_password(const Desk&, const std::string& secret, const std::string& hash,
                                  const std::string& url);

// Of whoever is at the desk; all other sessions end. `fitted` is the hash that the old password fitted. Error
// access.wrong-password: it is another by now.
base::Result<void> change_password(const Desk&, const std::string& fitted, const std::string& hash,
                                   const std::string& session, const std::string& url);
base::Error wrong_password();

}
