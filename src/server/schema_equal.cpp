#include "server/schema_tree.h"

#include <algorithm>

namespace kenkei::server {

using base::json::Kind;
using base::json::Value;

namespace {

// A Decimal rounds to 34 digits; longer texts are compared as they stand.
std::optional<base::Decimal> exact(const std::string& number)
{
    constexpr std::size_t longest_exact = 34;
    return number.size() <= longest_exact ? base::Decimal::parse(number) : std::nullopt;
}

}

bool is_integer(const Value& number)
{
    if (number.text.find_first_of(".eE") == std::string::npos)
        return true;
    const auto decimal = exact(number.text);
    return decimal && decimal->is_integer();
}

bool equal(const Value& a, const Value& b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case Kind::Null:
        return true;
    case Kind::Boolean:
        return a.boolean == b.boolean;
    case Kind::String:
        return a.text == b.text;
    case Kind::Number: {
        const auto left = exact(a.text), right = exact(b.text);
        return left && right ? *left == *right : a.text == b.text;
    }
    case Kind::Array:
        return std::ranges::equal(a.items, b.items, equal);
    case Kind::Object:
        return a.members.size() == b.members.size() && std::ranges::all_of(a.members, [&](const auto& member) {
                   const Value* other = b.find(member.first);
                   return other && equal(member.second, *other);
               });
    }
    return false;
}

void append_key(std::string& key, const Value& value)
{
    key += static_cast<char>('0' + static_cast<int>(value.kind));
    switch (value.kind) {
    case Kind::String:
        key.append(std::to_string(value.text.size())).append(":").append(value.text);
        break;
    case Kind::Number: {
        const auto decimal = exact(value.text);
        key.append(decimal ? decimal->to_text() : value.text).append(";");
        break;
    }
    case Kind::Boolean:
        key += value.boolean ? 't' : 'f';
        break;
    case Kind::Null:
        break;
    case Kind::Array:
        for (const Value& item : value.items)
            append_key(key, item);
        key += ']';
        break;
    case Kind::Object: {
        std::vector<const base::json::Member*> members;
        for (const base::json::Member& member : value.members)
            members.push_back(&member);
        std::ranges::sort(members, {}, [](const auto* member) -> const std::string& { return member->first; });
        for (const auto* member : members) {
            key.append(std::to_string(member->first.size())).append(":").append(member->first);
            append_key(key, member->second);
        }
        key += '}';
    }
    }
}

}
