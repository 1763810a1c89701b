#include "access/hmac.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <openssl/evp.h>

namespace kenkei::access {

namespace {

// An empty view may point nowhere, which OpenSSL takes for "no key yet".
const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.empty() ? "" : text.data());
}

}

std::string hmac(HashOfHmac hash, std::string_view key, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    std::size_t size = 0;
    const char* name = hash == HashOfHmac::Sha1 ? "SHA1" : "SHA256";
    if (EVP_Q_mac(nullptr, "HMAC", nullptr, name, nullptr, bytes_of(key), key.size(), bytes_of(text), text.size(),
                  out.data(), out.size(), &size) == nullptr) {
        // It is part of every OpenSSL; without it, or without memory, no signature can be trusted and nothing goes on.
        std::fputs("kenkei: OpenSSL の HMAC を計算できません。OpenSSL の設定と空きメモリを確かめてください。\n",
                   stderr);
        std::abort();
    }
    return std::string(reinterpret_cast<const char*>(out.data()), size);
}

}
