#include "xlsx/date_format.h"

#include <algorithm>

namespace kenkei::xlsx {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool starts_with_word(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

// [h], [mm], [ss]: hours, minutes or seconds that do not begin again after 24 or 60.
bool is_elapsed_time(std::string_view inside)
{
    if (inside.empty())
        return false;
    const char first = lower(inside.front());
    return (first == 'h' || first == 'm' || first == 's') &&
           std::all_of(inside.begin(), inside.end(), [&](char c) { return lower(c) == first; });
}

// Bytes at the start of `code` that are no letters of a format; 0 if there are none. `code` is not empty.
std::size_t literal_length(std::string_view code)
{
    const auto up_to = [&](char end) { return std::min(code.find(end, 1), code.size() - 1) + 1; };
    for (const std::string_view word : {"General", "G/標準"}) {
        if (starts_with_word(code, word))
            return word.size();
    }
    switch (code.front()) {
    case '"':
        return up_to('"');
    case '[':
        return up_to(']');
    case '\\':
    case '!': // as \ in Japanese files
    case '_': // as wide as the next character
    case '*': // filled with the next character
        return std::min<std::size_t>(2, code.size());
    default:
        return 0;
    }
}

}

bool is_built_in_date_format(std::uint32_t id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

bool is_date_format(std::string_view code)
{
    while (!code.empty()) {
        const std::size_t literal = literal_length(code);
        if (code.front() == '[' && literal > 2 && is_elapsed_time(code.substr(1, literal - 2)))
            return true;
        if (literal != 0) {
            code.remove_prefix(literal);
            continue;
        }
        switch (lower(code.front())) {
        case 'y':
        case 'm':
        case 'd':
        case 'h':
        case 's':
        case 'g':
        case 'b':
            return true;
        case 'a': // aaa, aaaa: the day of the week
            if (starts_with_word(code, "aaa"))
                return true;
            break;
        case 'e': // E+ is an exponent
            if (code.size() == 1 || (code[1] != '+' && code[1] != '-'))
                return true;
            break;
        default:
            break;
        }
        code.remove_prefix(1);
    }
    return false;
}

}
