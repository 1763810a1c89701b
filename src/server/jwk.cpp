#include "server/jwk.h"

#include "access/secret.h"
#include "base/json.h"

#include <algorithm>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace kenkei::server {

namespace {

namespace json = base::json;

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template<typename T>
using Owned = std::unique_ptr<T, Free>;
using Key = std::shared_ptr<EVP_PKEY>;

constexpr std::size_t coordinate_size = 32; // P-256
constexpr std::size_t ed25519_size = 32;
constexpr int least_rsa_bits = 2048;
constexpr int most_rsa_bits = 8192; // more costs whoever checks, and nobody uses it
constexpr std::size_t most_keys = 100;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

Owned<BIGNUM> number_of(std::string_view bytes)
{
    return Owned<BIGNUM>(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

Key key_from(const char* kind, OSSL_PARAM_BLD* builder)
{
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Key(key, Free());
}

Key rsa_key(std::string_view modulus, std::string_view exponent)
{
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    const Owned<BIGNUM> n = number_of(modulus);
    const Owned<BIGNUM> e = number_of(exponent);
    if (!builder || !n || !e || !BN_is_odd(e.get()) || BN_is_one(e.get()) || BN_num_bits(e.get()) > 64 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return nullptr;
    return key_from("RSA", builder.get());
}

Key p256_key(std::string_view x, std::string_view y)
{
    const std::string point = "\x04" + std::string(x) + std::string(y);
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    if (x.size() != coordinate_size || y.size() != coordinate_size || !builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
        return nullptr;
    Key key = key_from("EC", builder.get());
    const Owned<EVP_PKEY_CTX> context(key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    return context && EVP_PKEY_public_check(context.get()) == 1 ? key : nullptr; // a point of the curve
}

Key ed25519_key(std::string_view x)
{
    if (x.size() != ed25519_size)
        return nullptr;
    EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x), x.size());
    return key ? Key(key, Free()) : nullptr;
}

std::string text_of(const json::Value& object, std::string_view name)
{
    const json::Value* value = object.find(name);
    return value && value->kind == json::Kind::String ? value->text : "";
}

std::string bytes_in(const json::Value& object, std::string_view name)
{
    return access::from_base64url(text_of(object, name)).value_or("");
}

bool is_for_signing(const json::Value& jwk)
{
    const json::Value* use = jwk.find("use");
    if (use && (use->kind != json::Kind::String || use->text != "sig"))
        return false;
    const json::Value* operations = jwk.find("key_ops");
    return !operations ||
           std::ranges::any_of(operations->items, [](const json::Value& o) { return o.text == "verify"; });
}

enum class Form { Rsa, P256, Ed25519, Other };

Form form_of(const json::Value& jwk)
{
    const std::string kind = text_of(jwk, "kty");
    const std::string curve = text_of(jwk, "crv");
    if (kind == "RSA")
        return Form::Rsa;
    if (kind == "EC" && curve == "P-256")
        return Form::P256;
    return kind == "OKP" && curve == "Ed25519" ? Form::Ed25519 : Form::Other;
}

Key key_of(const json::Value& jwk, Form form)
{
    switch (form) {
    case Form::Rsa:
        return rsa_key(bytes_in(jwk, "n"), bytes_in(jwk, "e"));
    case Form::P256:
        return p256_key(bytes_in(jwk, "x"), bytes_in(jwk, "y"));
    case Form::Ed25519:
        return ed25519_key(bytes_in(jwk, "x"));
    case Form::Other:
        break;
    }
    return nullptr;
}

bool has_fitting_size(const Key& key, Form form)
{
    return form != Form::Rsa ||
           (EVP_PKEY_get_bits(key.get()) >= least_rsa_bits && EVP_PKEY_get_bits(key.get()) <= most_rsa_bits);
}

base::Error bad_keys(const char* why)
{
    return {.code = "oidc.keys",
            .message = std::string("ログイン先の公開鍵の一覧（JWKS）を読めません: ") + why,
            .way_out = "ログイン先の運営者に連絡してください。"};
}

// DER of r and s, which JWS writes side by side.
std::string der_of(std::string_view signature)
{
    Owned<BIGNUM> r = number_of(signature.substr(0, coordinate_size));
    Owned<BIGNUM> s = number_of(signature.substr(coordinate_size));
    const Owned<ECDSA_SIG> pair(ECDSA_SIG_new());
    if (!r || !s || !pair || BN_is_zero(r.get()) || BN_is_zero(s.get()) ||
        ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1)
        return "";
    static_cast<void>(r.release());
    static_cast<void>(s.release());
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    std::string out = size > 0 ? std::string(reinterpret_cast<char*>(der), static_cast<std::size_t>(size)) : "";
    OPENSSL_free(der);
    return out;
}

bool is_verified(const Jwk& jwk, std::string_view algorithm, std::string_view text, std::string_view signature)
{
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* settings = nullptr; // belongs to the context
    const EVP_MD* digest = algorithm == "EdDSA" ? nullptr : EVP_sha256();
    if (!context || EVP_DigestVerifyInit(context.get(), &settings, digest, nullptr, jwk.key.get()) != 1)
        return false;
    if (algorithm == "PS256" && (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) != 1 ||
                                 EVP_PKEY_CTX_set_rsa_mgf1_md(settings, EVP_sha256()) != 1 ||
                                 EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) != 1))
        return false;
    return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
}

}

base::Result<std::vector<Jwk>> read_key_set(std::string_view text)
{
    const auto set = json::parse(text);
    const json::Value* keys = set.ok() ? set->find("keys") : nullptr;
    if (!keys || keys->kind != json::Kind::Array || keys->items.size() > most_keys)
        return bad_keys("keys という配列がありません。");
    std::vector<Jwk> out;
    for (const json::Value& jwk : keys->items) {
        const Form form = form_of(jwk);
        if (form == Form::Other || !is_for_signing(jwk))
            continue;
        Key key = key_of(jwk, form);
        if (!key)
            return bad_keys("鍵の値が壊れています。");
        if (has_fitting_size(key, form))
            out.push_back({text_of(jwk, "kid"), text_of(jwk, "alg"), std::move(key)});
    }
    return out;
}

bool is_allowed_algorithm(std::string_view algorithm)
{
    return algorithm == "RS256" || algorithm == "PS256" || algorithm == "ES256" || algorithm == "EdDSA";
}

bool fits(const Jwk& jwk, std::string_view algorithm)
{
    if (!jwk.key || (!jwk.algorithm.empty() && jwk.algorithm != algorithm))
        return false;
    switch (EVP_PKEY_get_base_id(jwk.key.get())) {
    case EVP_PKEY_RSA:
        return algorithm == "RS256" || algorithm == "PS256";
    case EVP_PKEY_EC:
        return algorithm == "ES256";
    case EVP_PKEY_ED25519:
        return algorithm == "EdDSA";
    default:
        return false;
    }
}

bool is_signed(const Jwk& jwk, std::string_view algorithm, std::string_view text, std::string_view signature)
{
    if (!fits(jwk, algorithm))
        return false;
    if (algorithm != "ES256")
        return is_verified(jwk, algorithm, text, signature);
    if (signature.size() != 2 * coordinate_size)
        return false;
    const std::string der = der_of(signature);
    return !der.empty() && is_verified(jwk, algorithm, text, der);
}

}
