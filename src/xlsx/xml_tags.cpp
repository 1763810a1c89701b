#include "xlsx/xml_classes.h"
#include "xlsx/xml_scanner.h"

#include <algorithm>
#include <array>

namespace kenkei::xlsx {

namespace {

using namespace xml_class;

constexpr std::size_t attributes_at_most = 64;

std::string_view between(const char* begin, const char* end)
{
    return {begin, static_cast<std::size_t>(end - begin)};
}

}

// A name with at most one prefix. False, and no fault noted, if there is none.
bool XmlScanner::scan_name(const char*& at, std::string_view& name, std::string_view& local)
{
    const char* const begin = at;
    const char* start_of_local = begin;
    const char* end = begin;
    while (is(*end, LocalName))
        ++end;
    if (*end == ':') {
        start_of_local = ++end;
        while (is(*end, LocalName))
            ++end;
    }
    at = end;
    name = between(begin, end);
    local = between(start_of_local, end);
    return is(*begin, NameStart) && *begin != ':' && !local.empty() && *end != ':';
}

XmlScanner::Event XmlScanner::scan_start()
{
    const char* at = m_at + 1;
    std::string_view written;
    if (!scan_name(at, written, m_name))
        return fail("タグの書き方が正しくありません。");
    if (m_open.empty() && m_root_seen)
        return fail("いちばん外の要素の後に別の要素があります。");
    if (m_open.size() == m_most_depth)
        return fail("要素の入れ子が、上限の" + std::to_string(m_most_depth) + "段を超えています。", "xlsx.too-big");
    m_attributes.clear();
    m_store.clear();
    if (!scan_attributes(at, m_is_empty))
        return Event::Failed;
    if (m_attributes.size() > 1 && has_repeated_attribute())
        return fail("要素" + quoted_name(written) + "に同じ属性が2つあります。");
    m_root_seen = true;
    m_open.push_back({written, m_name});
    m_at = at;
    return Event::Start;
}

bool XmlScanner::scan_attributes(const char*& at, bool& empty)
{
    for (;;) {
        const char* const before = at;
        while (is(*at, Blank))
            ++at;
        if (*at == '>') {
            ++at;
            empty = false;
            return true;
        }
        if (*at == '/' && at[1] == '>') {
            at += 2;
            empty = true;
            return true;
        }
        if (at == before || !scan_attribute(at)) {
            fail_at(at, at >= m_end ? "タグが閉じないまま終わっています。" : "タグの書き方が正しくありません。");
            return false;
        }
    }
}

// Notes a fault itself only where it can say more than that the tag is malformed.
bool XmlScanner::scan_attribute(const char*& at)
{
    Attribute attribute;
    std::string_view local;
    if (!scan_name(at, attribute.name, local))
        return false;
    while (is(*at, Blank))
        ++at;
    if (*at != '=')
        return false;
    ++at;
    while (is(*at, Blank))
        ++at;
    if ((*at != '"' && *at != '\'') || !scan_value(at, attribute))
        return false;
    if (m_attributes.size() == attributes_at_most) {
        fail_at(at, "1つの要素に属性が多すぎます。");
        return false;
    }
    m_attributes.push_back(attribute);
    return true;
}

bool XmlScanner::scan_value(const char*& at, Attribute& attribute)
{
    const char quote = *at++;
    const char* const begin = at;
    bool plain = true;
    for (;; ++at) {
        while (!is(*at, EndsValue))
            ++at;
        if (*at == quote)
            break;
        if (*at == '<' || *at == '\0')
            return false;
        if (*at != '"' && *at != '\'')
            plain = false;
    }
    attribute.raw = between(begin, at);
    ++at;
    if (plain)
        return true;
    attribute.decoded = m_store.size();
    if (const auto fault = append_decoded(m_store, attribute.raw, XmlPlace::AttributeValue)) {
        fail_at(begin + *fault, "「&」で始まる、読めない書き方があります。");
        return false;
    }
    attribute.decoded_length = m_store.size() - attribute.decoded;
    return true;
}

bool XmlScanner::has_repeated_attribute() const
{
    constexpr std::size_t worth_sorting = 12;
    if (m_attributes.size() > worth_sorting) {
        std::array<std::string_view, attributes_at_most> names;
        const auto end = std::transform(m_attributes.begin(), m_attributes.end(), names.begin(),
                                        [](const Attribute& attribute) { return attribute.name; });
        std::sort(names.begin(), end);
        return std::adjacent_find(names.begin(), end) != end;
    }
    for (std::size_t i = 1; i < m_attributes.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (m_attributes[i].name == m_attributes[j].name)
                return true;
        }
    }
    return false;
}

XmlScanner::Event XmlScanner::scan_end()
{
    if (m_open.empty())
        return fail("始まりのない終了タグがあります。");
    const auto [open, name] = m_open.back();
    const char* at = m_at + 2;
    if (!rest().substr(2).starts_with(open) || is(at[open.size()], Name))
        return fail("要素" + quoted_name(open) + "が閉じないうちに、別の終了タグがあります。");
    at += open.size();
    while (is(*at, Blank))
        ++at;
    if (*at != '>')
        return fail("終了タグの書き方が正しくありません。");
    m_name = name;
    m_open.pop_back();
    m_at = at + 1;
    return Event::End;
}

std::string_view XmlScanner::value(const Attribute& attribute) const
{
    if (attribute.decoded == Attribute::in_raw)
        return attribute.raw;
    return std::string_view(m_store).substr(attribute.decoded, attribute.decoded_length);
}

std::optional<std::string_view> XmlScanner::find(std::string_view name) const
{
    for (const Attribute& attribute : m_attributes) {
        if (attribute.name == name)
            return value(attribute);
    }
    return {};
}

std::optional<std::string_view> XmlScanner::find_with_prefix(std::string_view local_name) const
{
    for (const Attribute& attribute : m_attributes) {
        const std::size_t colon = attribute.name.find(':');
        if (colon != std::string_view::npos && attribute.name.substr(colon + 1) == local_name)
            return value(attribute);
    }
    return {};
}

}
