#pragma once

#include "desk/refusal_statistics.h"

#include <string_view>

namespace kenkei::desk {

// What a judgement's reasons have before the id of what they are about (judge::Final).
inline constexpr std::string_view reason_words[] = {"unanswered:", "not_met:", "too_few:"};

// not_met:plan → plan; other grounds as they are.
inline std::string_view without_reason_word(std::string_view ground)
{
    for (const std::string_view word : reason_words) {
        if (ground.starts_with(word))
            return ground.substr(word.size());
    }
    return ground;
}

// Ids of rows and tables, and that precedence has each main row once.
base::Result<void> check_form(const RefusalForm&);

}
