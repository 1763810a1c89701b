#include "base/utf8.h"

#if __has_include(<simdjson.h>)

#include <simdjson.h>

namespace kenkei::base {

bool is_utf8(std::string_view text)
{
    return simdjson::validate_utf8(text.data(), text.size());
}

}

#else

namespace kenkei::base {

bool is_utf8(std::string_view text)
{
    return !find_invalid_utf8(text);
}

}

#endif
