#include "base/utf8.h"
#include "server/multipart.h"
#include "server/target.h"

#include <algorithm>

namespace kenkei::server {

namespace {

base::Error error(std::string code, std::string message)
{
    return {.code = "multipart." + std::move(code), .message = std::move(message)};
}

base::Error broken()
{
    return error("syntax", "送信された項目の見出しの形が正しくありません。");
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string_view trimmed(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// "…" at the beginning of `text`. Only \" is an escape: browsers that send C:\folder\file escape nothing else.
std::optional<std::string> take_quoted(std::string_view& text)
{
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"')
            ++i;
        value += text[i];
    }
    return std::nullopt;
}

std::optional<Parameter> take_parameter(std::string_view& text)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
        return std::nullopt;
    Parameter parameter{.name = lower(trimmed(text.substr(0, equals))), .value = {}};
    text = text.substr(equals + 1);
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    if (text.starts_with('"')) {
        auto value = take_quoted(text);
        if (!value)
            return std::nullopt;
        parameter.value = std::move(*value);
    } else {
        const std::size_t end = std::min(text.find(';'), text.size());
        parameter.value = trimmed(text.substr(0, end));
        text.remove_prefix(end);
    }
    return parameter.name.empty() ? std::nullopt : std::optional(std::move(parameter));
}

// UTF-8''%E3%81%82 (RFC 5987, RFC 8187); other character sets are of no use to us.
std::optional<std::string> read_extended(std::string_view text)
{
    const std::size_t first = text.find('\'');
    const std::size_t second = first == std::string_view::npos ? first : text.find('\'', first + 1);
    if (second == std::string_view::npos || lower(text.substr(0, first)) != "utf-8")
        return std::nullopt;
    return percent_decode(text.substr(second + 1));
}

// Browsers write " in names as %22 and line ends as %0D%0A (WHATWG, multipart/form-data encoding).
std::string without_escapes(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view three = text.substr(i, 3);
        const bool is_escape = three == "%22" || three == "%0D" || three == "%0A";
        out += !is_escape ? text[i] : three == "%22" ? '"' : three == "%0D" ? '\r' : '\n';
        i += is_escape ? 2 : 0;
    }
    return out;
}

// Controls, and what steers the direction of writing: `invoice<RLO>fdp.exe` reads as invoice.exe.pdf.
bool is_hidden(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0x061c;
}

base::Result<std::optional<std::string>> find_name(const std::vector<Parameter>& parameters, const std::string& name,
                                                   const MultipartLimits& limits)
{
    std::optional<std::string> found;
    if (const std::string* extended = find_parameter(parameters, name + "*"))
        found = read_extended(*extended);
    else if (const std::string* plain = find_parameter(parameters, name))
        found = without_escapes(*plain);
    else
        return std::optional<std::string>();
    if (!found || found->size() > limits.name || !base::is_utf8(*found))
        return error(name == "filename" ? "file-name" : "name",
                     "項目またはファイルの名前が長すぎるか、UTF-8 の文字として読めません。");
    return found;
}

base::Result<void> read_disposition(std::string_view text, const MultipartLimits& limits, Part& part)
{
    const auto disposition = read_parameters(text);
    if (!disposition || disposition->value != "form-data")
        return broken();
    const auto name = TRY(find_name(disposition->parameters, "name", limits));
    if (!name || name->empty() || name->find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
        return broken();
    part.name = *name;
    const auto file_name = TRY(find_name(disposition->parameters, "filename", limits));
    if (file_name) {
        part.file_name = base_name_of(*file_name);
        part.file_name_altered = *part.file_name != *file_name;
    }
    return {};
}

}

std::optional<HeaderWithParameters> read_parameters(std::string_view text)
{
    const std::size_t end = std::min(text.find(';'), text.size());
    HeaderWithParameters header{.value = lower(trimmed(text.substr(0, end))), .parameters = {}};
    text.remove_prefix(end);
    for (;;) {
        text = trimmed(text);
        if (text.empty())
            return header;
        if (text[0] != ';')
            return std::nullopt;
        text = trimmed(text.substr(1));
        if (text.empty())
            return header;
        auto parameter = take_parameter(text);
        // The same name twice would be read as the first by one and as the last by another.
        if (!parameter || find_parameter(header.parameters, parameter->name))
            return std::nullopt;
        header.parameters.push_back(std::move(*parameter));
    }
}

std::string base_name_of(std::string_view path)
{
    if (const std::size_t last = path.find_last_of("/\\"); last != std::string_view::npos)
        path.remove_prefix(last + 1);
    std::string name;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t before = at;
        if (!is_hidden(base::next_code_point(path, at)))
            name.append(path.substr(before, at - before));
    }
    return name == "." || name == ".." ? std::string() : name;
}

base::Result<Part> read_part_head(std::string_view text, const MultipartLimits& limits)
{
    Part part;
    bool has_disposition = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find("\r\n"), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 2, text.size()));
        const std::size_t colon = line.find(':');
        if (colon == 0 || colon == std::string_view::npos || line[0] == ' ' || line[0] == '\t')
            return broken();
        const std::string name = lower(line.substr(0, colon));
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (name == "content-disposition") {
            if (std::exchange(has_disposition, true))
                return broken();
            TRY(read_disposition(value, limits, part));
        } else if (name == "content-type") {
            part.media_type = value;
        } else if (name == "content-transfer-encoding" && lower(value) != "binary" && lower(value) != "8bit" &&
                   lower(value) != "7bit") {
            return broken(); // RFC 7578 §4.7 forbids it; its bytes would not be the file's
        }
    }
    if (!has_disposition)
        return broken();
    return part;
}

}
