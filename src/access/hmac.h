#pragma once

#include <string>
#include <string_view>

namespace kenkei::access {

enum class HashOfHmac { Sha1, Sha256 };

// HMAC (RFC 2104): 20 or 32 bytes. SHA-1 is for one-time codes only, whose standard asks for it.
std::string hmac(HashOfHmac, std::string_view key, std::string_view text);

}
