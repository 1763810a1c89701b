#pragma once

#include "base/decimal.h"
#include "server/schema.h"

#include <deque>
#include <map>
#include <optional>

// Schemas as the checker walks them: pointers instead of names. Only schema_*.cpp look at this.
namespace kenkei::server {

enum class Format { Any, Date, DateTime, Email, Uuid };

using Kinds = unsigned; // one bit for each base::json::Kind
constexpr Kinds kind_bit(base::json::Kind kind)
{
    return 1U << static_cast<unsigned>(kind);
}
inline constexpr Kinds every_kind = 0b111111;

struct SchemaNode {
    struct Property {
        std::string_view name;
        const SchemaNode* node = nullptr;
    };

    const base::json::Value* source = nullptr;
    Kinds kinds = every_kind;
    bool integer = false;     // a number must have no fraction part
    Kinds possible_kinds = 0; // those that everything that holds at the same place allows; set when all is linked
    bool secret = false;      // writeOnly, here or in anything that holds at the same place

    const SchemaNode* reference = nullptr;
    std::vector<const SchemaNode*> all_of;
    std::vector<const SchemaNode*> one_of;

    std::vector<Property> properties;       // by name
    std::vector<std::string_view> required; // as written
    bool open = true;                       // other members may stand there …
    const SchemaNode* others = nullptr;     // … if they are like this

    const SchemaNode* items = nullptr;
    std::optional<std::size_t> least_items, most_items;
    bool unique = false;

    const base::json::Value* values = nullptr; // enum
    const base::json::Value* constant = nullptr;

    std::string pattern = {}; // for feel::Regex; "" is none
    std::optional<std::size_t> least_length, most_length;
    Format format = Format::Any;

    std::optional<base::Decimal> least, most;
    bool whole_bounds = true; // both are in these, too
    std::int64_t least_whole = 0, most_whole = 0;

    const Property* find(std::string_view name) const;
};

struct Schemas::Compiled {
    base::json::Value document;
    std::deque<SchemaNode> nodes; // do not move
    std::map<std::string_view, const SchemaNode*, std::less<>> by_name;
};

// The subset of ECMA-262 patterns that Schemas takes, as feel::Regex reads it; otherwise the reason (Japanese).
struct Translated {
    std::string pattern = {};
    std::string reason = {};
};
Translated translate_pattern(std::string_view ecma);

bool has_format(std::string_view text, Format);

// Equal by JSON Schema: numbers by value, objects without regard to order.
bool equal(const base::json::Value&, const base::json::Value&);
// Equal values, and only they, have equal keys.
void append_key(std::string& key, const base::json::Value&);
bool is_integer(const base::json::Value& number);

void check_value(const SchemaNode&, const base::json::Value&, std::vector<Violation>&);

}
