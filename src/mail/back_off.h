#pragma once

#include "base/timestamp.h"

#include <array>
#include <optional>

namespace kenkei::mail {

// A mail is tried at once, then after 1, 5, 15 and 60 minutes, and then every four hours; after that many attempts,
// about two days after the first, it is given up. Counted are attempts, not days: a mail that waited while the program
// was switched off has them all before it.
constexpr std::array<std::int64_t, 4> first_waits_in_minutes{1, 5, 15, 60};
constexpr std::int64_t later_wait_in_minutes = 4 * 60;
constexpr std::int64_t most_attempts = 16;

// When to try again after `attempts` that came to nothing, the last of them `now`; nothing if it is given up.
constexpr std::optional<base::Timestamp> next_attempt(std::int64_t attempts, base::Timestamp now)
{
    if (attempts >= most_attempts)
        return std::nullopt;
    const std::int64_t before = attempts < 1 ? 0 : attempts - 1;
    const std::int64_t minutes = before < static_cast<std::int64_t>(first_waits_in_minutes.size())
                                     ? first_waits_in_minutes[static_cast<std::size_t>(before)]
                                     : later_wait_in_minutes;
    return base::Timestamp{now.milliseconds + minutes * 60'000};
}

}
