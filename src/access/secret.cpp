#include "access/secret.h"

#include "access/hmac.h"
#include "base/fold.h"
#include "base/sha256.h"
#include "base/utf8.h"

#include <cstdio>
#include <cstdlib>
#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace kenkei::access {

namespace {

// Without 0 O D Q, 1 I L, 2 Z, 5 S, 6's neighbour G, 8 B and U V, which handwriting, print and fonts confuse.
constexpr std::string_view letter_alphabet = "34679ACEFHJKMNPRTWXY";
constexpr std::size_t letter_code_length = 12;
constexpr std::size_t letter_group = 4;
constexpr std::size_t token_bytes = 32;

std::string to_hexadecimal(std::string_view bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += {digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

}

std::string random_bytes(std::size_t count)
{
    std::string out(count, '\0');
    if (RAND_bytes_ex(nullptr, reinterpret_cast<unsigned char*>(out.data()), out.size(), 0) != 1) {
        std::fputs("kenkei: 乱数を得られないため終了します。OpenSSL の設定（openssl.cnf）と /dev/urandom を"
                   "確かめてください。\n",
                   stderr);
        std::abort();
    }
    return out;
}

std::string random_characters(std::string_view alphabet, std::size_t count)
{
    // Bytes beyond the last whole multiple of the alphabet would favour its first characters: they are thrown away.
    const std::size_t fair = 256 - 256 % alphabet.size();
    std::string out;
    while (out.size() < count) {
        for (const char c : random_bytes(count - out.size())) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < fair)
                out += alphabet[byte % alphabet.size()];
        }
    }
    return out;
}

std::string new_token(std::string_view prefix)
{
    return std::string(prefix) + to_base64url(random_bytes(token_bytes));
}

std::string digest_of(std::string_view secret)
{
    return base::sha256_hex(secret);
}

bool same_secret(std::string_view one, std::string_view other)
{
    const std::string first = digest_of(one);
    const std::string second = digest_of(other);
    return CRYPTO_memcmp(first.data(), second.data(), first.size()) == 0;
}

std::string keyed_digest(std::string_view key, std::string_view text)
{
    return to_hexadecimal(hmac(HashOfHmac::Sha256, key, text));
}

std::string new_letter_code()
{
    std::string code = random_characters(letter_alphabet, letter_code_length);
    for (std::size_t at = letter_code_length - letter_group; at > 0; at -= letter_group)
        code.insert(at, 1, '-');
    return code;
}

std::string read_letter_code(std::string_view typed)
{
    std::string code = folded_code(typed);
    for (char& c : code)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const bool is_code =
        code.size() == letter_code_length && code.find_first_not_of(letter_alphabet) == std::string::npos;
    return is_code ? code : "";
}

std::string new_number_code(std::size_t digits)
{
    return random_characters("0123456789", digits);
}

std::string folded_code(std::string_view typed)
{
    return base::is_utf8(typed) ? base::fold_code(typed) : "";
}

}
