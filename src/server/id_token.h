#pragma once

#include "base/timestamp.h"
#include "server/jwt.h"

namespace kenkei::server {

// Who logged in elsewhere. `issuer` and `subject` together name the person for ever; a mail address does not.
struct OidcPerson {
    std::string issuer;
    std::string subject;
    std::string mail = {};
    bool mail_verified = false;
    std::string name = {};
};

// What an ID token must say to be ours (OpenID Connect Core 1.0 §3.1.3.7).
struct IdTokenTerms {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string access_token; // that came with it; "" where none did
    base::Timestamp now;
};

// The person of a token whose signature was checked. Clocks may differ by 60 s. Errors oidc.issuer, oidc.subject,
// oidc.audience, oidc.expired, oidc.issued-at, oidc.nonce, oidc.access-token.
base::Result<OidcPerson> person_in(const Jwt&, const IdTokenTerms&);

// Mail and name as claims of an ID token or of the userinfo endpoint say them; what is no such text is left out.
void read_profile(const base::json::Value& claims, OidcPerson&);

}
