#pragma once

#include <string>
#include <string_view>

namespace kenkei::office {

// A text as it stands in HTML, between tags or in an attribute's quotes.
std::string escaped(std::string_view text);

}
