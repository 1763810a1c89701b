#pragma once

#include "base/json.h"
#include "server/jwk.h"

namespace kenkei::server {

// A signed token (JWS in compact form, RFC 7515) as it was read; that it can be read says nothing about who wrote it.
struct Jwt {
    std::string algorithm;
    std::string key_id; // "" where it names none
    base::json::Value claims;
    std::string signed_text;
    std::string signature;
};

// Strict: three parts in canonical base64url, objects of JSON without duplicate members, an algorithm we allow, no
// `crit`, a `typ` that is JWT or absent. Errors oidc.token, oidc.algorithm.
base::Result<Jwt> read_jwt(std::string_view compact);

// The key that must have signed it: the one with its id, or, where it names none, the only one that fits. nullptr if
// there is none.
const Jwk* find_key(const Jwt&, const std::vector<Jwk>&);

// Error oidc.signature.
base::Result<void> check_signature(const Jwt&, const Jwk&);

}
