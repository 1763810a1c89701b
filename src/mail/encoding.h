#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kenkei::mail {

std::string to_base64(std::string_view bytes);
// In lines of 76 characters, each with its CR LF.
std::string to_base64_lines(std::string_view bytes);

// A text as RFC 2047 encoded-words (UTF-8, B), folded: no word is longer than 75 characters, no line than 76 with
// `column` characters standing before the first word, and no character is cut in two.
std::string encoded_words(std::string_view utf8, std::size_t column);

// A parameter of a header as RFC 2231 writes it: `; name=value` or, where needed, `;\r\n name*0*=UTF-8''%E8…`.
std::string header_parameter(std::string_view name, std::string_view utf8);

// As strangers write them: what is no character of the encoding is passed over.
std::string from_base64(std::string_view text);
std::string from_quoted_printable(std::string_view text);

}
