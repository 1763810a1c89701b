#pragma once

#include "server/id_token.h"
#include "server/oidc_provider.h"

#include <memory>
#include <mutex>

namespace kenkei::server {

struct Outgoing;
struct Incoming;

// One log-in that has begun. The URL is for the browser; the rest is kept here, bound to that browser, until it comes
// back, and used once.
struct OidcStart {
    std::string url;
    std::string state;
    std::string nonce;
    std::string verifier;
};

// Log-in with one provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636). Keeps what the provider
// publishes, and its keys, for an hour. May be used by several threads; each waits for its own questions.
class Oidc {
public:
    explicit Oidc(OidcProvider);

    const OidcProvider& provider() const { return m_provider; }

    // `redirect_uri` is to be one of this provider alone, so that no other can send a browser to it. Errors
    // oidc.unreachable, oidc.provider.
    base::Result<OidcStart> begin(const std::string& redirect_uri, base::Timestamp now);

    // `code` and `state` as the browser brought them. Errors oidc.state; oidc.code (used, too old, another's);
    // oidc.client (it does not know us); oidc.key, oidc.keys; those of begin, read_jwt, check_signature and person_in.
    base::Result<OidcPerson> finish(const OidcStart&, const std::string& redirect_uri, const std::string& code,
                                    const std::string& state, base::Timestamp now);

private:
    using Keys = std::shared_ptr<const std::vector<Jwk>>;
    struct Tokens {
        std::string id_token;
        std::string access_token;
    };
    base::Result<Incoming> ask(Outgoing) const;
    base::Result<std::string> read(const std::string& url) const;
    base::Result<OidcDocument> document(base::Timestamp now);
    base::Result<Tokens> redeem(const OidcDocument&, const OidcStart&, const std::string& redirect_uri,
                                const std::string& code) const;
    base::Result<Keys> keys(const OidcDocument&, base::Timestamp now);
    base::Result<Keys> fetch_keys(const OidcDocument&, base::Timestamp now);
    base::Result<Jwk> key_of(const Jwt&, const OidcDocument&, base::Timestamp now);
    base::Result<void> complete(OidcPerson&, const OidcDocument&, const std::string& access_token) const;

    OidcProvider m_provider;
    std::mutex m_mutex; // of what follows; never held while the provider is asked
    std::shared_ptr<const OidcDocument> m_document;
    base::Timestamp m_document_read;
    Keys m_keys;
    base::Timestamp m_keys_read;
    std::mutex m_looking_for_key; // held while it is asked for keys again: the others then find theirs here
    std::optional<base::Timestamp> m_looked_for_key;
};

}
