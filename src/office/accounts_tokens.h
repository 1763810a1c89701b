#pragma once

#include "office/desk.h"
#include "store/accounts.h"

// Tokens for machines, of whoever is at the desk.
namespace kenkei::office {

struct NewToken {
    std::string name;
    std::vector<std::string> scopes; // access::name_of(Scope)
    base::Timestamp expires;
};
struct IssuedToken {
    store::TokenRow row;
    std::string secret; // shown this once
};
// Errors: access.until (past, or more than a year ahead), access.scope, access.too-many-tokens.
base::Result<IssuedToken> issue_token(const Desk&, const NewToken&);
// Error api.no-such: none of this account's that still works.
base::Result<void> revoke_token(const Desk&, const std::string& id);

// Between now and a year from now. Error access.until.
base::Result<void> check_until(base::Timestamp until, base::Timestamp now);

}
