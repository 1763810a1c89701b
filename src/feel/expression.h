#pragma once

#include "base/result.h"
#include "feel/node.h"
#include "feel/type.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenkei::feel {

// The names an expression may read; the index of a name is its slot. FEEL names may hold spaces and operators
// ("Monthly Fee", "a-b"): the parser takes the longest known name.
class Names {
public:
    Names() = default;
    explicit Names(std::vector<std::string> names);
    int add(std::string name);             // its slot; the old one if it is there already
    int find(std::string_view name) const; // -1 if unknown
    const std::string& name(int slot) const { return m_names[static_cast<std::size_t>(slot)]; }
    std::size_t size() const { return m_names.size(); }
    const std::vector<std::string>& all() const { return m_names; }

private:
    std::vector<std::string> m_names;
    std::vector<int> m_sorted; // slots in order of their names, for find
};

// What an evaluation may see.
struct Environment {
    std::span<const Value> slots;               // by slot; a slot beyond the end reads as null
    std::optional<DateTime> now = {};           // for now() and today(): null without it
    const Value* input = nullptr;               // `?` and the input of unary tests
    std::span<const TypeDefinition> types = {}; // what `instance of` and typed parameters may name
};

enum class UnknownNames {
    Refuse,   // a name that is neither in Names nor bound nor built in is an error (editions)
    ReadNull, // it reads as null (what the standard does at run time)
};

// A textual FEEL expression. Errors carry position and caret and the codes feel.syntax, feel.unknown-name, feel.depth.
// Nesting is limited to 200.
base::Result<NodePtr> parse_expression(std::string_view text, const Names& names, UnknownNames = UnknownNames::Refuse);

// Unary tests of a decision table's input entry: `-`, `< 5, [7..9]`, `not("a","b")`, `? > 3`. Gives a UnaryTests node.
base::Result<NodePtr> parse_unary_tests(std::string_view text, const Names& names, UnknownNames = UnknownNames::Refuse);

// Never fails: what goes wrong at run time gives null with its reason (DMN 1.5, 10.3). For UnaryTests nodes the result
// is true, false or null for env.input. Work is limited (lists of at most a million items, a million steps of a loop,
// call depth 200); beyond that the value is null with that reason.
Value evaluate(const Node&, const Environment&);

}
