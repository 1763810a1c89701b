#pragma once

#include "access/permissions.h"
#include "server/http.h"
#include "store/accounts.h"

namespace kenkei::server {

// Who a request says it is from, and whether that holds.
struct Known {
    access::Caller caller;
    std::string session;                 // digest
    std::optional<base::Timestamp> seen; // when the session or token was used before: to be written where it is old
    base::Timestamp began;               // of the session
    std::string token;                   // id
};

// By the cookie of a session or a token for machines; nobody where there is neither. Errors: access.session (unknown or
// over), access.token-unknown (unknown, revoked or over), access.suspended, access.csrf (a write in a session without
// its own header, or from another site).
base::Result<Known> recognise(const Request&, store::Transaction&, base::Timestamp now);

// The cookie's name: bound to the host where the client speaks TLS.
std::string_view session_cookie(bool secure);
std::optional<std::string> find_cookie(const Request&, std::string_view name);
// What a page or program sends as Kenkei-CSRF with every write.
std::string csrf_of(std::string_view session_secret);
void set_session_cookie(Response&, bool secure, std::string_view secret, std::int64_t seconds); // 0: take it away

// Error store.newer: a role that this program does not know; what it would let its account do is not for us to guess.
base::Result<access::Grant> to_grant(const store::GrantRow&);

}
