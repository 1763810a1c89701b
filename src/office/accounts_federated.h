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
// To the account of whoever is at the desk. Errors: access.taken (the person has another account, or this one is linked
// to another).
base::Result<void> link_person(const Desk&, const Federated&);

}
