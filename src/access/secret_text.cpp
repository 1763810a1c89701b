#include "access/secret.h"

#include <cstdint>

// Base32 and base64url are the same walk over bits with another alphabet and width.

namespace kenkei::access {

namespace {

struct Alphabet {
    std::string_view characters;
    unsigned bits; // of each character
};
constexpr Alphabet base32{"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5};
constexpr Alphabet base64url{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6};

std::string encoded(std::string_view bytes, const Alphabet& alphabet)
{
    const std::uint32_t mask = (1u << alphabet.bits) - 1;
    std::string out;
    std::uint32_t waiting = 0;
    unsigned count = 0; // of bits that wait
    for (const char c : bytes) {
        waiting = (waiting << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
        for (count += 8; count >= alphabet.bits; count -= alphabet.bits)
            out += alphabet.characters[waiting >> (count - alphabet.bits) & mask];
    }
    if (count > 0)
        out += alphabet.characters[waiting << (alphabet.bits - count) & mask];
    return out;
}

std::optional<std::string> decoded(std::string_view text, const Alphabet& alphabet)
{
    std::string out;
    std::uint32_t waiting = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto value = alphabet.characters.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        waiting = (waiting << alphabet.bits | static_cast<std::uint32_t>(value)) & 0xFFFF;
        count += alphabet.bits;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(waiting >> count & 0xFF);
        }
    }
    // What is left over only fills up the last character: less than one, and zeros (RFC 4648 3.5), so that no two texts
    // are the same bytes.
    const bool is_whole = count < alphabet.bits && (waiting & ((1u << count) - 1)) == 0;
    return is_whole ? std::optional(out) : std::nullopt;
}

}

std::string to_base32(std::string_view bytes)
{
    return encoded(bytes, base32);
}

std::optional<std::string> from_base32(std::string_view text)
{
    std::string plain;
    for (const char c : text) {
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return decoded(plain, base32);
}

std::string to_base64url(std::string_view bytes)
{
    return encoded(bytes, base64url);
}

std::optional<std::string> from_base64url(std::string_view text)
{
    return decoded(text, base64url);
}

}
