#pragma once

#include <string>
#include <string_view>

namespace kenkei::base {

enum class Sha256 {
    Quickest, // by the processor's own instructions where it has them
    Portable,
};

// SHA-256 (FIPS 180-4) of the bytes, 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes, Sha256 = Sha256::Quickest);

}
