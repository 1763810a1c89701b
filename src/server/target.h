#pragma once

#include "server/http.h"

// The target of a request (RFC 9112 §3.2, RFC 3986), strictly. Pure: text in, values out.
namespace kenkei::server {

struct Target {
    std::string path;                  // decoded
    std::vector<std::string> segments; // decoded; "/a/" has the segments "a" and ""
    std::vector<Parameter> query;
    std::string authority = {}; // of the absolute form; else ""
    bool whole_server = false;  // the asterisk form of OPTIONS
};

// Origin form, absolute form with http or https, or `*`. Nothing where it is none of them, where an escape is broken,
// where the decoded text is no UTF-8, or where a segment holds `/`, a control character, or is `.` or `..`.
std::optional<Target> read_target(std::string_view text);

// a=1&b=x+y as forms write it. Nothing for broken escapes, texts that are no UTF-8, NUL, or more than 1,000 of them.
std::optional<std::vector<Parameter>> read_form(std::string_view text);

// %E5%81%A5 → 健; nothing for a broken escape. What is no escape stays as it is.
std::optional<std::string> percent_decode(std::string_view text);

// A host with an optional port as it may stand in Host: letters, digits, `-._`, or [IPv6].
bool is_authority(std::string_view text);

}
