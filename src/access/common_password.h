#pragma once

#include <string_view>

namespace kenkei::access {

// Whether a password is among the first that are tried: made of nothing but words that many people take (with @ for a,
// 0 for o and the like), years, repetitions and runs along the alphabet, the digits, the kana or a keyboard, and so
// little else that it stays below 36 bits by our estimate. Twelve random characters, digits even, are above it.
// Takes valid UTF-8; case and width do not count.
bool is_common_password(std::string_view password);

}
