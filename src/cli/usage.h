#pragma once

#include "base/date.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class ParseError;
}

namespace kenkei::cli {

// A complaint about the command line, with where help is.
base::Error usage_error(std::string code, std::string message, std::string_view verb);

// The library's complaints in our words.
base::Error in_our_words(const CLI::ParseError&, std::string_view verb);

base::Result<std::optional<base::Date>> read_day(const std::optional<std::string>& written, std::string_view option,
                                                 std::string_view verb);
std::vector<std::string> words_between_commas(std::string_view text);
// A whole number from 0 to `most`.
std::optional<std::int64_t> number_up_to(const std::string& text, std::int64_t most);

}
