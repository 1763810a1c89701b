#pragma once

#include "base/source_position.h"
#include "feel/value.h"

#include <memory>
#include <string>
#include <vector>

namespace kenkei::feel {

using NodePtr = std::shared_ptr<const Node>;
struct Builtin;

// What a node is and what its `children` are.
enum class NodeKind {
    Literal,    // `value`: null, boolean, number, string, @"temporal"
    Name,       // `text`; `slot` when it is one of the names the parser was given
    Path,       // child 0 . `text`
    List,       // the items
    Context,    // `names[i]` : child i
    Range,      // child 0 .. child 1 with `low_closed`, `high_closed`; an open side of a unary range is a null pointer
    Negate,     // - child 0
    Arithmetic, // child 0 `op` child 1
    Comparison, // child 0 `op` child 1
    And,        // all of its children, in order (a and b and c is one node)
    Or,         // any of its children
    Between,    // child 0 between child 1 and child 2
    In,         // child 0 in any of children 1…n, each a unary test
    If,         // if child 0 then child 1 else child 2
    For,        // for names[i] in child i … return last child; child i may be a Range (ascending or descending)
    Some,       // some names[i] in child i … satisfies last child
    Every,      // every names[i] in child i … satisfies last child
    Filter,     // child 0 [ child 1 ]
    Call,       // child 0 ( children 1…n ); `names` holds the parameter names of a named invocation, else empty
    Function,   // function(names…) last child; `types` holds the written types ("" where none)
    InstanceOf, // child 0 instance of `text` (the type as written)
    UnaryTests, // alternatives of unary tests: true if any child is; negated when `negated` (not(…)); no child: `-`
    UnaryCompare, // `op` child 0 against the input (`< 5`; `=` and `!=` too)
    UnaryValue,   // child 0 against the input: equal, inside the range or list, or the test itself if it uses `?`
};

enum class Operator {
    None,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual
};

std::string_view symbol_of(Operator); // "+", "<=" …

// A node of the syntax tree. Never changes once made; rewriting makes new nodes that share what they keep.
struct Node {
    NodeKind kind = NodeKind::Literal;
    base::SourcePosition at = {};
    Operator op = Operator::None;
    std::string text = {};
    Value value = {};
    int slot = -1;
    const Builtin* builtin = nullptr; // a Name that is a built-in function's and nothing else's
    bool low_closed = false;
    bool high_closed = false;
    bool negated = false;
    std::vector<NodePtr> children = {};
    std::vector<std::string> names = {};
    std::vector<std::string> types = {};
};

// The tree as FEEL text, with just the parentheses it needs; parses back to the same tree.
std::string to_text(const Node&);

// Same tree, positions aside.
bool same(const Node&, const Node&);

// The slots of all names the tree reads (ascending, each once). Variables bound inside (for, some, functions) are not
// slots.
std::vector<int> slots_read(const Node&);

}
