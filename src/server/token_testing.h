#pragma once

#include "access/secret.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <cstdlib>
#include <memory>
#include <string>

// Somebody who signs tokens, for tests: keys are made anew each time.
namespace kenkei::server::testing {

class Signer {
public:
    // RS256, PS256, ES256 or EdDSA. `size`: bits of an RSA key.
    Signer(std::string algorithm, std::string id, std::size_t size = 2048)
        : m_algorithm(std::move(algorithm))
        , m_id(std::move(id))
    {
        EVP_PKEY* key = m_algorithm == "ES256"   ? EVP_EC_gen("P-256")
                        : m_algorithm == "EdDSA" ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                                 : EVP_RSA_gen(static_cast<unsigned>(size));
        m_key = std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
        if (!m_key)
            std::abort();
    }

    // Its public half as a JWK; `more` are further members, with a comma before.
    std::string jwk(const std::string& more = ",\"use\":\"sig\"") const
    {
        std::string text = "{\"kid\":\"" + m_id + "\"" + more;
        if (m_algorithm == "ES256") {
            const std::string point = octets(OSSL_PKEY_PARAM_PUB_KEY);
            text += R"(,"kty":"EC","crv":"P-256","x":")" + access::to_base64url(point.substr(1, 32)) + R"(","y":")" +
                    access::to_base64url(point.substr(33)) + "\"";
        } else if (m_algorithm == "EdDSA") {
            text +=
                R"(,"kty":"OKP","crv":"Ed25519","x":")" + access::to_base64url(octets(OSSL_PKEY_PARAM_PUB_KEY)) + "\"";
        } else {
            text += R"(,"kty":"RSA","n":")" + access::to_base64url(number(OSSL_PKEY_PARAM_RSA_N)) + R"(","e":")" +
                    access::to_base64url(number(OSSL_PKEY_PARAM_RSA_E)) + "\"";
        }
        return text + "}";
    }
    std::string jwk_set() const { return "{\"keys\":[" + jwk() + "]}"; }
    std::string header() const { return R"({"alg":")" + m_algorithm + R"(","kid":")" + m_id + R"("})"; }

    std::string token(const std::string& claims) const { return token(header(), claims); }
    std::string token(const std::string& header_text, const std::string& claims) const
    {
        const std::string text = access::to_base64url(header_text) + "." + access::to_base64url(claims);
        return text + "." + access::to_base64url(signature_of(text));
    }

    // `salt`: of PSS, in bytes; -1: as long as the digest.
    std::string signature_of(const std::string& text, int salt = RSA_PSS_SALTLEN_DIGEST) const
    {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_PKEY_CTX* settings = nullptr;
        const EVP_MD* digest = m_algorithm == "EdDSA" ? nullptr : EVP_sha256();
        if (EVP_DigestSignInit(context.get(), &settings, digest, nullptr, m_key.get()) != 1)
            std::abort();
        if (m_algorithm == "PS256" && (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) != 1 ||
                                       EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, salt) != 1))
            std::abort();
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        std::size_t size = 0;
        EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
        std::string out(size, '\0');
        if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size()) != 1)
            std::abort();
        out.resize(size);
        return m_algorithm == "ES256" ? side_by_side(out) : out;
    }

private:
    static std::string side_by_side(const std::string& der)
    {
        const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
        ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
        std::string out(64, '\0');
        auto* to = reinterpret_cast<unsigned char*>(out.data());
        BN_bn2binpad(ECDSA_SIG_get0_r(pair), to, 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(pair), to + 32, 32);
        ECDSA_SIG_free(pair);
        return out;
    }
    std::string octets(const char* name) const
    {
        std::string out(200, '\0');
        std::size_t size = 0;
        if (EVP_PKEY_get_octet_string_param(m_key.get(), name, reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                            &size) != 1)
            std::abort();
        out.resize(size);
        return out;
    }
    std::string number(const char* name) const
    {
        BIGNUM* value = nullptr;
        if (EVP_PKEY_get_bn_param(m_key.get(), name, &value) != 1)
            std::abort();
        std::string out(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
        BN_bn2bin(value, reinterpret_cast<unsigned char*>(out.data()));
        BN_free(value);
        return out;
    }
    std::string m_algorithm;
    std::string m_id;
    std::shared_ptr<EVP_PKEY> m_key;
};

}
