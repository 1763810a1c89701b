#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kenkei::access {

// From OpenSSL's generator, which the operating system seeds. Where there is no randomness the program ends with a
// message: a secret that can be guessed is worse than none.
std::string random_bytes(std::size_t count);
// `count` characters, each of the alphabet (1 to 256 characters) as likely as any other.
std::string random_characters(std::string_view alphabet, std::size_t count);

// For sessions, links and interfaces: the prefix and 32 random bytes as base64url ("kk_" + 43 characters).
std::string new_token(std::string_view prefix);
// What a database keeps of a token: SHA-256, 64 lower-case hexadecimal digits. For random secrets only; what people
// choose goes to hash_password.
std::string digest_of(std::string_view secret);
// Takes the same time wherever they differ, and however long they are by comparison.
bool same_secret(std::string_view one, std::string_view other);
// HMAC-SHA-256 (RFC 2104), 64 lower-case hexadecimal digits: form tokens, signatures of webhooks. Whoever knows the key
// can sign; an empty key protects nothing.
std::string keyed_digest(std::string_view key, std::string_view text);

// RFC 4648, without padding. Base32 is read in either case and with blanks anywhere, as people copy it; base64url only
// as it is written. Nothing where it is not whole bytes of that alphabet.
std::string to_base32(std::string_view bytes);
std::optional<std::string> from_base32(std::string_view text);
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

// A code that a person types from a paper letter, XXXX-XXXX-XXXX: 12 of 20 characters that are not taken for one
// another, 51.8 bits. That is enough behind a TryLimit, and too little for a digest that strangers may see.
std::string new_letter_code();
// Its 12 characters without hyphens, whatever width, case, blanks and hyphens it was typed with; "" if it can be none.
std::string read_letter_code(std::string_view typed);

// Digits, each as likely as any other: six of them confirm a mail address. One in a million; TryLimit must stand
// before.
std::string new_number_code(std::size_t digits);

// What was typed as a code, without blanks and hyphens and in half width; "" for what is not UTF-8.
std::string folded_code(std::string_view typed);

}
