#pragma once

#include "server/http.h"
#include "store/accounts.h"

// A browser in which somebody has logged in to an account before. Its tries are counted by themselves, so that
// strangers who try the account's password keep nobody out who has been in. It proves nothing else: password and code
// are asked for all the same. Nothing is kept of it: its cookie says when it came in, signed with what the account
// keeps of its password. It is worth nothing any more when that is another, half a year after the last log-in, or once
// the owner has logged out everywhere else.
namespace kenkei::server {

// What its cookie is told apart by; "" where it has none for this account, or one that is over.
std::string known_device(const Request&, const store::Account&, base::Timestamp now);

// At a log-in by password: the same again, or a new one, known from now on.
void set_device_cookie(Response&, const Request&, const store::Account&, base::Timestamp now);

}
