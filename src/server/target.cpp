#include "server/target.h"

#include "base/utf8.h"

#include <algorithm>

namespace kenkei::server {

namespace {

constexpr std::size_t most_parameters = 1000;

int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Printable ASCII without what URLs must escape. Everything else is written as %XX by every browser.
bool is_plain(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '"' && c != '<' && c != '>'; });
}

// A `/` from %2F would be one name for us and two for a proxy; `..` has no meaning inside an address of ours.
bool is_segment(std::string_view text)
{
    return base::is_utf8(text) && text != "." && text != ".." &&
           std::ranges::none_of(text, [](char c) { return is_control(c) || c == '/' || c == '\\'; });
}

bool read_path(std::string_view text, Target& target)
{
    text.remove_prefix(1);
    for (;;) {
        const std::size_t end = text.find('/');
        auto segment = percent_decode(text.substr(0, end));
        if (!segment || !is_segment(*segment))
            return false;
        target.path += '/' + *segment;
        target.segments.push_back(std::move(*segment));
        if (end == std::string_view::npos)
            return true;
        text.remove_prefix(end + 1);
    }
}

std::optional<std::string> read_form_text(std::string_view text)
{
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    auto decoded = percent_decode(spaced);
    if (!decoded || !base::is_utf8(*decoded) || decoded->find('\0') != std::string::npos)
        return std::nullopt;
    return decoded;
}

// http://host/path → host, and the path stays; false where it is no such form.
bool take_authority(std::string_view& text, Target& target)
{
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos ||
        (!equal_ignoring_case(text.substr(0, colon), "http") && !equal_ignoring_case(text.substr(0, colon), "https")))
        return false;
    text.remove_prefix(colon + 3);
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    target.authority = text.substr(0, end);
    text.remove_prefix(end);
    return is_authority(target.authority);
}

bool is_port(std::string_view text)
{
    return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}

std::optional<std::string> percent_decode(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size())
            return std::nullopt;
        const int high = hexadecimal(text[i + 1]);
        const int low = hexadecimal(text[i + 2]);
        if (high < 0 || low < 0)
            return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::optional<std::vector<Parameter>> read_form(std::string_view text)
{
    std::vector<Parameter> parameters;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty())
            continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = read_form_text(pair.substr(0, equals));
        auto value = read_form_text(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value || parameters.size() == most_parameters)
            return std::nullopt;
        parameters.push_back({std::move(*name), std::move(*value)});
    }
    return parameters;
}

std::optional<Target> read_target(std::string_view text)
{
    Target target;
    if (text == "*") {
        target.whole_server = true;
        return target;
    }
    if (text.empty() || !is_plain(text) || (text[0] != '/' && !take_authority(text, target)))
        return std::nullopt;
    const std::size_t question = std::min(text.find('?'), text.size());
    const std::string_view path = question == 0 ? "/" : text.substr(0, question);
    auto query = read_form(text.substr(std::min(question + 1, text.size())));
    if (!query || !read_path(path, target))
        return std::nullopt;
    target.query = std::move(*query);
    return target;
}

bool is_authority(std::string_view text)
{
    if (text.empty() || text.size() > 255)
        return false;
    if (text[0] == '[') {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos || end < 3)
            return false;
        const std::string_view address = text.substr(1, end - 1);
        const std::string_view rest = text.substr(end + 1);
        return std::ranges::all_of(address, [](char c) { return hexadecimal(c) >= 0 || c == ':' || c == '.'; }) &&
               (rest.empty() || (rest[0] == ':' && is_port(rest.substr(1))));
    }
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
    }) && is_port(text.substr(std::min(colon + 1, text.size())));
}

}
