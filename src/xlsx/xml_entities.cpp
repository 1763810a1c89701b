#include "base/utf8.h"
#include "xlsx/xml_scanner.h"

#include <charconv>

namespace kenkei::xlsx {

namespace {

constexpr std::pair<std::string_view, char> entities[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
constexpr std::size_t longest_reference = 16; // between & and ; also with some leading zeros

// &#NNN; and &#xHHH; without their & and ;
std::optional<char32_t> read_reference(std::string_view reference)
{
    reference.remove_prefix(1);
    int base = 10;
    if (reference.starts_with('x')) {
        reference.remove_prefix(1);
        base = 16;
    }
    std::uint32_t code_point = 0;
    const auto [end, fault] = std::from_chars(reference.data(), reference.data() + reference.size(), code_point, base);
    if (fault != std::errc() || end != reference.data() + reference.size() || !is_xml_character(code_point))
        return {};
    return code_point;
}

bool append_entity(std::string& out, std::string_view name)
{
    if (name.starts_with('#')) {
        const auto code_point = read_reference(name);
        if (code_point)
            base::append_utf8(out, *code_point);
        return code_point.has_value();
    }
    for (const auto& [known, character] : entities) {
        if (known == name) {
            out += character;
            return true;
        }
    }
    return false;
}

}

std::optional<std::size_t> append_decoded(std::string& out, std::string_view raw, XmlPlace place)
{
    const std::string_view special = place == XmlPlace::AttributeValue ? "&\r\n\t" : "&\r";
    for (std::size_t at = 0; at < raw.size();) {
        const std::size_t next = std::min(raw.find_first_of(special, at), raw.size());
        out += raw.substr(at, next - at);
        at = next;
        if (at == raw.size())
            break;
        if (raw[at] == '&') {
            const std::size_t length = raw.substr(at + 1, longest_reference).find(';');
            if (length == std::string_view::npos || !append_entity(out, raw.substr(at + 1, length)))
                return at;
            at += length + 2;
        } else {
            // XML 1.0, 2.11 End-of-Line Handling; 3.3.3 Attribute-Value Normalization
            at += raw.substr(at).starts_with("\r\n") ? 2U : 1U;
            out += place == XmlPlace::AttributeValue ? ' ' : '\n';
        }
    }
    return {};
}

}
