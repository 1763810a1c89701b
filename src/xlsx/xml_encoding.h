#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kenkei::xlsx {

// What is wrong with an XML text, and at which byte.
struct XmlFault {
    std::size_t offset = 0;
    std::string what; // 「…です。」
    std::string code = "xlsx.xml";
};

// Whether the text is UTF-8 without characters that XML 1.0 forbids, and says so if it says anything. Zero bytes of
// PartBytes::padding stand behind it. On success `begin` is where the first tag may stand: behind the byte order mark
// and the XML declaration.
std::optional<XmlFault> check_encoding(std::string_view text, std::size_t& begin);

// A text in UTF-16, which parts may be in, too (ECMA-376 part 2, 6.2.5), as UTF-8; nothing if it is in another encoding
// or not well-formed.
std::optional<std::string> utf8_of_utf16(std::string_view text);

// XML 1.0, production Char.
bool is_xml_character(char32_t);

}
