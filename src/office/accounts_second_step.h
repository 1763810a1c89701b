#pragma once

#include "access/secret_keys.h"
#include "office/desk.h"
#include "store/accounts.h"

// The second step of a log-in: codes of an authenticator app, and codes on paper for the day when the phone is lost.
namespace kenkei::office {

enum class SecondStep { App, Recovery, Wrong };
// Uses the code up: its step is in `account` and in the store, or the code on paper is crossed out. Error
// access.second-step-sealed: no code of the app can be checked here, and it is none on paper.
base::Result<SecondStep> take_second_step(const Desk&, const access::SecretKeys&, store::Account& account,
                                          const std::string& code);

// A new secret for the app, of whoever is at the desk; asked for from the first confirmation on. Errors
// access.second-step-state: it is on already, or the account has no password.
base::Result<std::string> offer_second_step(const Desk&, const access::SecretKeys&);
// Ten codes on paper, shown this once. Errors access.second-step-state (nothing was offered), access.code,
// access.second-step-sealed.
base::Result<std::vector<std::string>> confirm_second_step(const Desk&, const access::SecretKeys&,
                                                           const std::string& code);
// By the owner, who has shown it (show_again).
base::Result<void> drop_second_step(const Desk&);
// By an administrator, for who lost the app and the codes on paper, or whose app's secret cannot be opened any more;
// all sessions end. Errors: access.reason, api.no-such, access.denied (the own one), access.second-step-state (there is
// none).
base::Result<void> take_second_step_away(const Desk&, const std::string& account, const std::string& reason);

}
