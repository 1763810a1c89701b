#pragma once

#include "base/utf8.h"

#include <string>
#include <string_view>

namespace kenkei::answers {

// Of an answer, as much as a message quotes: enough to recognise it.
inline std::string in_message(std::string_view answer)
{
    constexpr std::size_t longest = 60;
    return base::shortened(answer, longest);
}

}
