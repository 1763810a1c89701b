#pragma once

#include "feel/regex_matcher.h"

#include <string>
#include <string_view>
#include <variant>

namespace kenkei::feel {

struct CachedRegex {
    Regex regex;
    Regex::Matcher matcher;
};

// The regex of Regex::create, kept for the next time this thread asks for it. It may be used until then.
std::variant<CachedRegex*, std::string> find_or_create_regex(std::string_view pattern, std::string_view flags);

}
