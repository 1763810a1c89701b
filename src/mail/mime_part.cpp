#include "mail/mime_part.h"

#include "mail/encoding.h"

#include <algorithm>

namespace kenkei::mail {

namespace {

constexpr std::size_t most_fields = 500;
constexpr std::size_t longest_field = 16 * 1024;
constexpr std::size_t most_parts = 50;
constexpr int deepest = 6;

std::string lower_case(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// One line without its end; `text` moves behind it.
std::string_view take_line(std::string_view& text)
{
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool is_continuation(std::string_view line)
{
    return !line.empty() && (line.front() == ' ' || line.front() == '\t');
}

void add_line(Fields& fields, std::string_view line)
{
    if (is_continuation(line)) {
        if (fields.all.empty() || fields.all.back().second.size() + line.size() > longest_field)
            return;
        fields.all.back().second += ' ';
        fields.all.back().second += trimmed(line);
        return;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || fields.all.size() >= most_fields)
        return;
    fields.all.emplace_back(lower_case(trimmed(line.substr(0, colon))),
                            trimmed(line.substr(colon + 1).substr(0, longest_field)));
}

std::string media_type(std::string_view content_type)
{
    const std::string type = lower_case(trimmed(content_type.substr(0, content_type.find(';'))));
    return type.empty() ? "text/plain" : type;
}

// The value of `boundary` in a Content-Type, with or without quotes.
std::string boundary_of(std::string_view content_type)
{
    const auto at = lower_case(content_type).find("boundary=");
    if (at == std::string::npos)
        return {};
    std::string_view value = content_type.substr(at + 9);
    if (value.starts_with('"')) {
        value.remove_prefix(1);
        return std::string(value.substr(0, value.find('"')));
    }
    return std::string(value.substr(0, value.find_first_of("; \t")));
}

std::string decoded(const Fields& fields, std::string_view body)
{
    const std::string encoding = lower_case(trimmed(fields.find("content-transfer-encoding")));
    if (encoding == "base64")
        return from_base64(body);
    if (encoding == "quoted-printable")
        return from_quoted_printable(body);
    return std::string(body);
}

enum class Line { Other, Boundary, End };

Line kind_of(std::string_view line, std::string_view boundary)
{
    if (!line.starts_with("--") || !line.substr(2).starts_with(boundary))
        return Line::Other;
    const std::string_view rest = trimmed(line.substr(2 + boundary.size()));
    return rest.empty() ? Line::Boundary : rest == "--" ? Line::End : Line::Other;
}

// The texts between the boundaries.
std::vector<std::string_view> split(std::string_view body, std::string_view boundary)
{
    std::vector<std::string_view> out;
    std::string_view rest = body;
    const char* start = nullptr;
    while (!rest.empty() && out.size() < most_parts) {
        const char* line_start = rest.data();
        const Line kind = kind_of(take_line(rest), boundary);
        if (kind == Line::Other)
            continue;
        if (start)
            out.emplace_back(start, static_cast<std::size_t>(line_start - start));
        start = kind == Line::Boundary ? rest.data() : nullptr;
        if (kind == Line::End)
            return out;
    }
    if (start && out.size() < most_parts) // the last boundary is missing: cut off on the way
        out.emplace_back(start, static_cast<std::size_t>(body.data() + body.size() - start));
    return out;
}

void read_parts(std::vector<Part>& out, std::string_view message, int depth)
{
    if (depth > deepest || out.size() >= most_parts)
        return;
    Part part;
    part.fields = read_fields(message);
    const std::string_view content_type = part.fields.find("content-type");
    part.type = media_type(content_type);
    const std::string boundary = part.type.starts_with("multipart/") ? boundary_of(content_type) : "";
    if (!boundary.empty()) {
        for (const std::string_view inner : split(message, boundary))
            read_parts(out, inner, depth + 1);
        return;
    }
    part.body = decoded(part.fields, message);
    out.push_back(std::move(part));
}

}

std::string_view Fields::find(std::string_view lower_case_name) const
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.first == lower_case_name; });
    return found == all.end() ? std::string_view{} : std::string_view(found->second);
}

Fields read_fields(std::string_view& text)
{
    Fields fields;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.empty())
            break;
        add_line(fields, line);
    }
    return fields;
}

std::vector<Part> read_parts(std::string_view message)
{
    std::vector<Part> out;
    read_parts(out, message, 0);
    return out;
}

}
