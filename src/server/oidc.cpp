#include "server/oidc.h"

#include "access/secret.h"
#include "base/utf8.h"
#include "server/http_client.h"

#include <array>
#include <openssl/evp.h>

namespace kenkei::server {

namespace {

namespace json = base::json;

constexpr std::int64_t kept_for = 3'600'000;      // milliseconds
constexpr std::int64_t between_searches = 60'000; // for keys we do not know
constexpr std::size_t most_code = 4096;
constexpr std::size_t secret_size = 32; // bytes; in base64url the 43 characters that RFC 7636 asks for

constexpr const char* again = "もう一度ログインしてください。続くときは、運営者に連絡してください。";

base::Error error(const char* code, std::string message, const char* way_out = again)
{
    return {.code = code, .message = std::move(message), .way_out = way_out};
}

bool is_fresh(base::Timestamp read, base::Timestamp now, std::int64_t most)
{
    const std::int64_t age = now.milliseconds - read.milliseconds;
    return age >= 0 && age < most;
}

// application/x-www-form-urlencoded (RFC 6749 appendix B).
std::string form_encoded(std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
            c == '_')
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

std::string form_of(std::initializer_list<std::pair<std::string_view, std::string_view>> fields)
{
    std::string out;
    for (const auto& [name, value] : fields)
        out += (out.empty() ? "" : "&") + std::string(name) + "=" + form_encoded(value);
    return out;
}

std::string sha256_bytes(std::string_view text)
{
    std::array<unsigned char, 32> digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        std::abort(); // SHA-256 is part of every OpenSSL
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string base64(std::string_view text)
{
    std::string out(4 * ((text.size() + 2) / 3), '\0');
    std::string with_end(out.size() + 1, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(with_end.data()),
                    reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    return with_end.substr(0, out.size());
}

std::string text_of(const json::Value& object, std::string_view name)
{
    const json::Value* value = object.find(name);
    return value && value->kind == json::Kind::String ? value->text : "";
}

// An OAuth error as RFC 6749 §5.2 spells it: nothing else of a refusal is worth showing.
std::string oauth_error(const std::string& body)
{
    const auto object = json::parse(body);
    const std::string text = object.ok() ? text_of(*object, "error") : "";
    const bool plain = text.size() <= 40 && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    return plain ? text : "";
}

base::Error refusal_of(const Incoming& incoming, const std::string& name)
{
    const std::string why = oauth_error(incoming.body);
    if (why == "invalid_grant")
        return error("oidc.code",
                     "ログイン先「" + name +
                         "」が、このログインの引換番号を認めませんでした。すでに使われたか、時間がたちすぎています。");
    if (why == "invalid_client" || why == "unauthorized_client")
        return error("oidc.client",
                     "ログイン先「" + name + "」が、このサービスの登録（client_id と秘密）を認めませんでした。",
                     "運営者は、client_id と client_secret の設定を確認してください。");
    return error("oidc.unreachable", "ログイン先「" + name + "」がログインを断りました（" +
                                         (why.empty() ? "" : why + "、") + "HTTP " + std::to_string(incoming.status) +
                                         "）。");
}

}

Oidc::Oidc(OidcProvider provider) : m_provider(std::move(provider)) {}

base::Result<Incoming> Oidc::ask(Outgoing outgoing) const
{
    outgoing.time = m_provider.time;
    outgoing.private_addresses = m_provider.private_addresses;
    outgoing.authorities = m_provider.authorities;
    outgoing.headers.add("Accept", "application/json");
    auto answer = call(outgoing);
    if (answer.ok())
        return answer;
    return base::Error{.code = "oidc.unreachable",
                       .message = "ログイン先「" + base::printable(m_provider.name) +
                                  "」と通信できません: " + answer.error().message,
                       .way_out = answer.error().way_out};
}

base::Result<std::string> Oidc::read(const std::string& url) const
{
    Incoming incoming = TRY(ask({.url = url}));
    if (incoming.status != 200)
        return error("oidc.unreachable", "ログイン先「" + base::printable(m_provider.name) +
                                             "」の公開情報を読めません（HTTP " + std::to_string(incoming.status) +
                                             "）。");
    return std::move(incoming.body);
}

base::Result<OidcDocument> Oidc::document(base::Timestamp now)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_document && is_fresh(m_document_read, now, kept_for))
            return *m_document;
    }
    const std::string text = TRY(read(document_url(m_provider)));
    OidcDocument document = TRY(read_document(text, m_provider));
    const std::lock_guard lock(m_mutex);
    m_document = std::make_shared<const OidcDocument>(document);
    m_document_read = now;
    return document;
}

base::Result<Oidc::Keys> Oidc::keys(const OidcDocument& document, base::Timestamp now)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_keys && is_fresh(m_keys_read, now, kept_for))
            return m_keys;
    }
    return fetch_keys(document, now);
}

base::Result<Oidc::Keys> Oidc::fetch_keys(const OidcDocument& document, base::Timestamp now)
{
    const std::string text = TRY(read(document.keys));
    auto read_keys = TRY(read_key_set(text));
    auto keys = std::make_shared<const std::vector<Jwk>>(std::move(read_keys));
    const std::lock_guard lock(m_mutex);
    m_keys = keys;
    m_keys_read = now;
    return Keys(std::move(keys));
}

// A key we do not know may be a new one: then they are read again, but not as often as somebody may want us to.
base::Result<Jwk> Oidc::key_of(const Jwt& jwt, const OidcDocument& document, base::Timestamp now)
{
    const Keys known = TRY(keys(document, now));
    if (const Jwk* key = find_key(jwt, *known))
        return *key;
    const std::lock_guard looking(m_looking_for_key);
    const Keys known_by_now = TRY(keys(document, now)); // another thread may have looked
    if (const Jwk* key = find_key(jwt, *known_by_now))
        return *key;
    if (!m_looked_for_key || !is_fresh(*m_looked_for_key, now, between_searches)) {
        m_looked_for_key = now;
        const Keys fetched = TRY(fetch_keys(document, now));
        if (const Jwk* key = find_key(jwt, *fetched))
            return *key;
    }
    return error("oidc.key", "ログイン先の証明（ID トークン）に署名した鍵が、公開鍵の一覧にありません。");
}

base::Result<OidcStart> Oidc::begin(const std::string& redirect_uri, base::Timestamp now)
{
    const OidcDocument published = TRY(document(now));
    const auto secret = [] { return access::to_base64url(access::random_bytes(secret_size)); };
    OidcStart start{.url = {}, .state = secret(), .nonce = secret(), .verifier = secret()};
    start.url = published.authorization_endpoint;
    start.url += start.url.find('?') == std::string::npos ? '?' : '&';
    start.url += form_of({{"response_type", "code"},
                          {"client_id", m_provider.client_id},
                          {"redirect_uri", redirect_uri},
                          {"scope", "openid email profile"},
                          {"state", start.state},
                          {"nonce", start.nonce},
                          {"code_challenge", access::to_base64url(sha256_bytes(start.verifier))},
                          {"code_challenge_method", "S256"}});
    return start;
}

base::Result<Oidc::Tokens> Oidc::redeem(const OidcDocument& published, const OidcStart& start,
                                        const std::string& redirect_uri, const std::string& code) const
{
    Outgoing outgoing{.method = "POST", .url = published.token_endpoint};
    outgoing.headers.add("Content-Type", "application/x-www-form-urlencoded");
    outgoing.body = form_of({{"grant_type", "authorization_code"},
                             {"code", code},
                             {"redirect_uri", redirect_uri},
                             {"code_verifier", start.verifier}});
    if (m_provider.client_secret.empty())
        outgoing.body += "&client_id=" + form_encoded(m_provider.client_id);
    else
        outgoing.headers.add("Authorization", "Basic " + base64(form_encoded(m_provider.client_id) + ":" +
                                                                form_encoded(m_provider.client_secret)));
    const Incoming incoming = TRY(ask(std::move(outgoing)));
    if (incoming.status != 200)
        return refusal_of(incoming, base::printable(m_provider.name));
    const auto answer = json::parse(incoming.body);
    Tokens tokens;
    if (answer.ok())
        tokens = {.id_token = text_of(*answer, "id_token"), .access_token = text_of(*answer, "access_token")};
    if (tokens.id_token.empty())
        return error("oidc.token", "ログイン先「" + base::printable(m_provider.name) +
                                       "」の答えに、証明（ID トークン）がありません。");
    return tokens;
}

// Many providers say mail and name only there (OpenID Connect Core 1.0 §5.3).
base::Result<void> Oidc::complete(OidcPerson& person, const OidcDocument& published,
                                  const std::string& access_token) const
{
    if (!person.mail.empty() || access_token.empty() || published.userinfo_endpoint.empty())
        return {};
    Outgoing outgoing{.url = published.userinfo_endpoint};
    outgoing.headers.add("Authorization", "Bearer " + access_token);
    const Incoming incoming = TRY(ask(std::move(outgoing)));
    const auto claims = json::parse(incoming.body);
    if (incoming.status != 200 || !claims.ok() || text_of(*claims, "sub") != person.subject)
        return error("oidc.userinfo", "ログイン先「" + base::printable(m_provider.name) +
                                          "」から、利用者の情報を読めません（HTTP " + std::to_string(incoming.status) +
                                          "）。");
    read_profile(*claims, person);
    return {};
}

base::Result<OidcPerson> Oidc::finish(const OidcStart& start, const std::string& redirect_uri, const std::string& code,
                                      const std::string& state, base::Timestamp now)
{
    if (start.state.empty() || !access::same_secret(start.state, state))
        return error("oidc.state", "このブラウザーで始めたログインではないか、始めてから時間がたちすぎています。",
                     "ログインのページから、もう一度始めてください。");
    if (code.empty() || code.size() > most_code)
        return error("oidc.code", "ログイン先から、引換番号が届いていません。");
    const OidcDocument published = TRY(document(now));
    const Tokens tokens = TRY(redeem(published, start, redirect_uri, code));
    const Jwt jwt = TRY(read_jwt(tokens.id_token));
    const Jwk key = TRY(key_of(jwt, published, now));
    TRY(check_signature(jwt, key));
    OidcPerson person = TRY(person_in(jwt, {.issuer = m_provider.issuer,
                                            .client_id = m_provider.client_id,
                                            .nonce = start.nonce,
                                            .access_token = tokens.access_token,
                                            .now = now}));
    TRY(complete(person, published, tokens.access_token));
    return person;
}

}
