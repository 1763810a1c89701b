#pragma once

#include "base/timestamp.h"

#include <string>

namespace kenkei::casework {

// An instant until which something may be done: what ends with a day ends at 24:00, as schemes print it, not at 00:00
// of the next one.
inline std::string limit_in_words(base::Timestamp limit)
{
    constexpr std::int64_t a_minute = 60'000;
    std::string words = base::to_japanese(limit);
    if (!words.ends_with(" 00:00"))
        return words;
    words = base::to_japanese(base::Timestamp{limit.milliseconds - a_minute});
    return words.replace(words.size() - 5, 5, "24:00");
}

}
