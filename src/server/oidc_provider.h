#pragma once

#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace kenkei::server {

// Where people log in with an account they have elsewhere, as the operator entered it.
struct OidcProvider {
    std::string id;   // as in our URL
    std::string name; // as people know it
    std::string issuer;
    std::string client_id;
    std::string client_secret = {};        // "": public client
    bool private_addresses = false;        // it stands in our own net; it may then speak http, too
    std::string authorities = {};          // PEM file of those who sign its certificate, instead of the system's
    std::chrono::milliseconds time{8'000}; // for each question to it
};

// What it publishes about itself, as far as we use it (OpenID Connect Discovery 1.0 §3).
struct OidcDocument {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string keys;                   // jwks_uri
    std::string userinfo_endpoint = {}; // "" where there is none
};

// Where that is published.
std::string document_url(const OidcProvider&);

// Error oidc.provider: the issuer is not exactly the one configured, an endpoint is missing or not https, or it does
// not do what we need: code flow, PKCE with S256, an algorithm we allow, our way to show the secret.
base::Result<OidcDocument> read_document(std::string_view json, const OidcProvider&);

}
