#pragma once

#include "feel/node.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::feel {

struct Environment;

// A FEEL type as `instance of` and the parameters of functions write it (DMN 1.5, 10.3.2.9, grammar rule 57).
struct Type {
    enum class Form { Any, Null, Simple, List, Range, Context, Function, Named };
    Form form = Form::Any;
    Kind kind = Kind::Null;       // Simple
    std::string name = {};        // Named: a type definition of the environment
    std::vector<Type> parts = {}; // List, Range: the items; Context: the entries; Function: parameters, then the result
    std::vector<std::string> names = {}; // Context: the names of the entries
};

// A type with a name (an item definition of DMN): its structure and, where there are some, unary tests for its values.
// A list type's tests apply to each item.
struct TypeDefinition {
    std::string name;
    Type type = {};
    NodePtr allowed = nullptr;
};

// "list<number>", "date and time", "context<a: string>", "function<number> -> string"; nothing for any other text.
std::optional<Type> read_type(std::string_view text);

// Reads a type that stands in `text` at `offset`, which moves behind it.
std::optional<Type> read_type(std::string_view text, std::size_t& offset);

std::string to_text(const Type&);

// `value instance of type`. Null conforms to nothing but Null. Names are looked up in the environment's types; their
// unary tests do not count.
bool conforms(const Value&, const Type&, const Environment&);

// What becomes of a value where the type is asked for (DMN 1.5, 10.3.2.9.4): itself if it conforms (unary tests count),
// the item of a list with one item, the list of one item, a date as date and time; otherwise null with its reason. Null
// stays null.
Value coerce(const Value&, const Type&, const Environment&);

}
