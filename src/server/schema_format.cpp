#include "server/schema_tree.h"

#include "base/timestamp.h"
#include "mail/address.h"

#include <algorithm>

namespace kenkei::server {

namespace {

// Whether the text looks like the shape, where 0 is any digit and x any hexadecimal one.
bool has_shape(std::string_view text, std::string_view shape)
{
    return std::ranges::equal(text, shape, [](char c, char wanted) {
        const bool digit = c >= '0' && c <= '9';
        if (wanted == '0')
            return digit;
        if (wanted == 'x')
            return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        return c == wanted;
    });
}

// RFC 3339, full-date: 2024-08-19. Other ways to write a day are for people (base::read_date).
bool is_date(std::string_view text)
{
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = 0;
        for (const char digit : text.substr(at, size))
            value = value * 10 + (digit - '0');
        return value;
    };
    return has_shape(text, "0000-00-00") && base::Date::create(number(0, 4), number(5, 2), number(8, 2));
}

// RFC 3339, date-time, to the millisecond: 2024-10-18T08:00:00Z, 2024-10-18T17:00:00.000+09:00.
bool is_date_time(std::string_view text)
{
    constexpr std::string_view second = "0000-00-00T00:00:00";
    if (!has_shape(text.substr(0, second.size()), second) || text.substr(11, 2) == "24")
        return false;
    std::string_view rest = text.substr(second.size());
    if (rest.starts_with('.')) {
        std::size_t digits = 0;
        while (digits + 1 < rest.size() && rest[digits + 1] >= '0' && rest[digits + 1] <= '9')
            ++digits;
        if (digits == 0)
            return false;
        rest.remove_prefix(digits + 1);
    }
    return (rest == "Z" || has_shape(rest, "+00:00") || has_shape(rest, "-00:00")) && base::read_timestamp(text).ok();
}

}

bool has_format(std::string_view text, Format format)
{
    switch (format) {
    case Format::Any:
        return true;
    case Format::Date:
        return is_date(text);
    case Format::DateTime:
        return is_date_time(text);
    case Format::Email:
        return mail::checked_address(text).ok();
    case Format::Uuid:
        return has_shape(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    }
    return true;
}

}
