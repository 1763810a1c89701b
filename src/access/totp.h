#pragma once

#include "base/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::access {

// One-time codes of an authenticator app (RFC 6238): HMAC-SHA-1, six digits, a step of 30 seconds.

// 20 random bytes in base32, as an app takes them.
std::string new_totp_secret();
// What the QR code holds that an app reads. A colon in the issuer would end it there and becomes a blank.
std::string otpauth_uri(std::string_view secret, std::string_view account_mail, std::string_view issuer);

// What the app shows in this step (seconds since 1970 / 30); "" where the secret is none.
std::string totp_code(std::string_view secret, std::int64_t step);
// The step whose code was typed: the present one or a neighbour, for clocks that differ, and later than `last_step`,
// the step of the last code that was taken (-1 before the first), because a code works once. Nothing if it is none.
std::optional<std::int64_t> totp_step_of(std::string_view secret, std::string_view code, base::Timestamp now,
                                         std::int64_t last_step);

// Ten codes for the day when the phone is lost, xxxxx-xxxxx, each of 45.2 bits; to be kept as digest_of what
// read_recovery_code gives.
std::vector<std::string> new_recovery_codes();
// Its 10 characters without the hyphen, whatever width, case, blanks and hyphens it was typed with; "" if it can be
// none.
std::string read_recovery_code(std::string_view typed);

}
