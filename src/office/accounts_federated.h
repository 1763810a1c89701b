#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// Accounts of people whom another server knows (OpenID Connect).
namespace kenkei::office {

struct Federated {
    std::string issuer;
    std::string subject;
    std::string mail = {}; // access::account_mail; "" where the other server does not vouch for it
    std::string name = {};
};
// By issuer and subject; made where there is none. A mail address makes no account one with another: where it belongs
// to one, its owner logs in there first and links the two. Errors: access.oidc-link, access.suspended.
base::Result<store::Account> account_of_person(const Desk&, const Federated&);
// To the account of whoever is at the desk, told by mail. `service` is the other server as people know it. Errors:
// access.taken (the person has another account, or this one is linked to another).
base::Result<void> link_person(const Desk&, const Federated&, const std::string& service, const std::string& url);

// Only who has a password, and is linked to this issuer. Errors: access.only-way, api.no-such.
base::Result<void> check_unlinking(const store::Account&, const std::string& issuer, const std::string& service);
// Of whoever is at the desk, told by mail; all sessions but this one end, those that came by the other server too.
base::Result<void> unlink_person(const Desk&, const std::string& issuer, const std::string& service,
                                 const std::string& session, const std::string& url);

}
