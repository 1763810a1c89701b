#include "server/id_token.h"

#include "access/secret.h"
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <openssl/evp.h>

namespace kenkei::server {

namespace {

namespace json = base::json;

constexpr std::int64_t leeway = 60; // seconds
constexpr std::size_t most_subject = 255;
constexpr std::size_t most_profile = 320; // a mail address has at most 254

base::Error error(const char* code, const char* message)
{
    return {.code = code,
            .message = message,
            .way_out = "もう一度ログインしてください。続くときは、ログイン先の運営者に連絡してください。"};
}

std::string text_of(const json::Value& claims, std::string_view name)
{
    const json::Value* value = claims.find(name);
    return value && value->kind == json::Kind::String ? value->text : "";
}

// NumericDate (RFC 7519): seconds, perhaps with a fraction.
std::optional<std::int64_t> seconds_of(const json::Value& claims, std::string_view name)
{
    const json::Value* value = claims.find(name);
    if (!value || value->kind != json::Kind::Number)
        return std::nullopt;
    const auto number = base::Decimal::parse(value->text);
    return number && number->finite() ? number->floor().to_int64() : std::nullopt;
}

bool is_one_line(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

base::Result<void> check_audience(const json::Value& claims, const std::string& client_id)
{
    const auto wrong = [] {
        return error("oidc.audience", "ログイン先の証明（ID トークン）は、このサービス宛てではありません。");
    };
    const json::Value* audience = claims.find("aud");
    if (!audience)
        return wrong();
    const auto is_us = [&](const json::Value& one) { return one.kind == json::Kind::String && one.text == client_id; };
    const bool is_list = audience->kind == json::Kind::Array;
    if (is_list ? std::ranges::none_of(audience->items, is_us) : !is_us(*audience))
        return wrong();
    const json::Value* authorized = claims.find("azp");
    if (authorized ? !is_us(*authorized) : is_list && audience->items.size() > 1)
        return wrong();
    return {};
}

base::Result<void> check_times(const json::Value& claims, base::Timestamp now)
{
    const std::int64_t seconds = now.milliseconds / 1000;
    const auto expires = seconds_of(claims, "exp");
    const auto issued = seconds_of(claims, "iat");
    if (!expires || *expires <= seconds - leeway)
        return error("oidc.expired",
                     "ログイン先の証明（ID トークン）の有効期限が切れているか、期限が書かれていません。");
    if (!issued || *issued > seconds + leeway || *issued > *expires)
        return error("oidc.issued-at",
                     "ログイン先の証明（ID トークン）の発行時刻が正しくありません。時計のずれが考えられます。");
    const auto not_before = seconds_of(claims, "nbf");
    if (claims.find("nbf") && (!not_before || *not_before > seconds + leeway))
        return error("oidc.issued-at",
                     "ログイン先の証明（ID トークン）はまだ有効になっていません。時計のずれが考えられます。");
    return {};
}

// The left half of the access token's digest, by the digest of the signature (Ed25519: SHA-512).
base::Result<void> check_access_token(const Jwt& jwt, const std::string& access_token)
{
    const json::Value* said = jwt.claims.find("at_hash");
    if (!said)
        return {};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const EVP_MD* kind = jwt.algorithm == "EdDSA" ? EVP_sha512() : EVP_sha256();
    const bool digested =
        EVP_Digest(access_token.data(), access_token.size(), digest.data(), &size, kind, nullptr) == 1;
    const std::string half(reinterpret_cast<const char*>(digest.data()), size / 2);
    if (access_token.empty() || !digested || said->kind != json::Kind::String ||
        !access::same_secret(said->text, access::to_base64url(half)))
        return error("oidc.access-token",
                     "ログイン先の証明（ID トークン）が、一緒に届いたアクセストークンと合いません。");
    return {};
}

}

void read_profile(const json::Value& claims, OidcPerson& person)
{
    const auto usable = [](const std::string& text) { return text.size() <= most_profile && is_one_line(text); };
    if (const std::string mail = text_of(claims, "email"); !mail.empty() && usable(mail)) {
        const json::Value* verified = claims.find("email_verified");
        person.mail = mail;
        person.mail_verified = verified && verified->kind == json::Kind::Boolean && verified->boolean;
    }
    if (const std::string name = text_of(claims, "name"); usable(name) && !name.empty())
        person.name = name;
}

base::Result<OidcPerson> person_in(const Jwt& jwt, const IdTokenTerms& terms)
{
    OidcPerson person{.issuer = text_of(jwt.claims, "iss"), .subject = text_of(jwt.claims, "sub")};
    if (person.issuer != terms.issuer)
        return error("oidc.issuer", "ログイン先の証明（ID トークン）の発行者が、設定されたログイン先と違います。");
    if (person.subject.empty() || person.subject.size() > most_subject || !is_one_line(person.subject))
        return error("oidc.subject", "ログイン先の証明（ID トークン）に、利用者の番号（sub）がありません。");
    TRY(check_audience(jwt.claims, terms.client_id));
    TRY(check_times(jwt.claims, terms.now));
    if (terms.nonce.empty() || !access::same_secret(text_of(jwt.claims, "nonce"), terms.nonce))
        return error("oidc.nonce",
                     "ログイン先の証明（ID トークン）は、このログインのために出されたものではありません。");
    TRY(check_access_token(jwt, terms.access_token));
    read_profile(jwt.claims, person);
    return person;
}

}
