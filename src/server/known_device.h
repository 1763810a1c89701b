#pragma once

#include "server/http.h"
#include "store/accounts.h"

// A browser in which somebody has logged in to an account before. Its tries are counted by themselves, so that
// strangers who try the account's password keep nobody out who has been in. It proves nothing else: password and code
// are asked for all the same. Nothing is kept of it: its cookie is signed with what the account keeps of its password,
// and so is worth nothing any more when that is another.
namespace kenkei::server {

// What its cookie is told apart by; "" where it has none for this account.
std::string known_device(const Request&, const store::Account&);

// At a log-in by password: the same again, or a new one.
void set_device_cookie(Response&, const Request&, const store::Account&);

}
