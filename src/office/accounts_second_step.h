#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// The second step of a log-in: codes of an authenticator app, and codes on paper for the day when the phone is lost.
namespace kenkei::office {

enum class SecondStep { App, Recovery, Wrong };
// Uses the code up: its step is in `account` and in the store, or the code on paper is crossed out.
base::Result<SecondStep> take_second_step(const Desk&, store::Account& account, const std::string& code);

// A new secret for the app, of whoever is at the desk; asked for from the first confirmation on. Errors
// access.second-step-state: it is on already, or the account has no password.
base::Result<std::string> offer_second_step(const Desk&);
// Ten codes on paper, shown this once. Errors access.second-step-state (nothing was offered), access.code.
base::Result<std::vector<std::string>> confirm_second_step(const Desk&, const std::string& code);
// `fitted`: the hash that the typed password fitted. Error access.wrong-password: it is another by now.
base::Result<void> drop_second_step(const Desk&, const std::string& fitted);

}
