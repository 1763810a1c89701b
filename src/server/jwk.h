#pragma once

#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace kenkei::server {

// A public key that signs tokens (JSON Web Key, RFC 7517): RSA from 2048 bits, P-256, or Ed25519.
struct Jwk {
    std::string id;        // kid; may be ""
    std::string algorithm; // the only one it is for; "": any that fits it
    std::shared_ptr<evp_pkey_st> key;
};

// Keys of a JWK Set. Those that are not for signing, of another kind or too weak are left out; a set without one left
// is no error. Error oidc.keys: this is no JWK Set, or a key of a kind we know is broken.
base::Result<std::vector<Jwk>> read_key_set(std::string_view json);

// RS256, PS256, ES256, EdDSA; never none, never HS*.
bool is_allowed_algorithm(std::string_view algorithm);
// Whether such a signature can be made with such a key.
bool fits(const Jwk&, std::string_view algorithm);
// False for a wrong signature as for one that does not fit (RFC 7518 §3, RFC 8037).
bool is_signed(const Jwk&, std::string_view algorithm, std::string_view text, std::string_view signature);

}
