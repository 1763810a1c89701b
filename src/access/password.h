#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kenkei::access {

// Argon2id (RFC 9106) as OWASP's cheat sheet has it. One hash takes 46 MiB while it is made or checked, and some 70 ms
// of a processor: whoever serves strangers puts a TryLimit before it and bounds how many run at once.
constexpr std::uint32_t password_memory_in_kib = 46 * 1024;
constexpr std::uint32_t password_passes = 1;
constexpr std::uint32_t password_lanes = 1;

constexpr std::size_t fewest_password_characters = 12;
constexpr std::size_t most_password_bytes = 256;

// The PHC string to keep: $argon2id$v=19$m=47104,t=1,p=1$salt$hash. Error access.password-hash: no memory.
base::Result<std::string> hash_password(std::string_view password);

// Whether it is the password. "" is the hash of an account without one: nothing fits it, nor what is no such hash, and
// to find that takes as long as with a hash.
bool password_fits(const std::string& hash, std::string_view password);
// A hash that nothing fits, made once, to be checked where there is no account, so that a try costs the same.
const std::string& hash_of_nobody();
// Whether it was made with other parameters than today's: hash the password anew when it was next typed. "" is not.
bool is_outdated(std::string_view hash);

// NIST SP 800-63B 5.1.1.2: length and what is not guessed at once; no rules of composition. The bytes count as they
// are typed (valid UTF-8, no control characters; nothing is trimmed or normalised). Refused are
// is_common_password and what holds the account's mail, its local part or its owner's name (four characters or more,
// without regard to case, width and punctuation). Codes: access.password-text, -long, -short, -mail, -common.
base::Result<void> check_new_password(std::string_view password, std::string_view mail, std::string_view name);

}
