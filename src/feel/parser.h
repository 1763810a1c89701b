#pragma once

#include "feel/expression.h"
#include "feel/lexer.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kenkei::feel {

// How tightly operators bind, loosest first (DMN 1.5, grammar rules 2 to 4). Negation binds tighter than `**`.
enum class Binding { Whole, Or, And, Comparison, Sum, Product, Power, Negation, InstanceOf, Postfix, Primary };

// A recursive-descent parser over one text. Functions give nullptr after an error, which is kept once; nothing is tried
// twice, so the work is linear in the text.
class Parser {
public:
    Parser(std::string_view text, const Names& names, UnknownNames unknown);

    base::Result<NodePtr> expression();
    base::Result<NodePtr> unary_tests();

private:
    static constexpr int deepest_nesting = 200;
    static constexpr int tallest_tree = 1000;
    enum class AtRangeEnd { No, Yes }; // whether `[` may close a range

    // parser.cpp: tokens, nodes, errors
    void advance() { go_to(m_token.end); }
    void go_to(std::size_t offset);
    bool at_symbol(std::string_view) const;
    bool at_word(std::string_view) const;
    bool accept_symbol(std::string_view);
    bool accept_word(std::string_view);
    bool expect_symbol(std::string_view);
    bool expect_word(std::string_view);
    std::string found() const;
    std::nullptr_t fail(std::size_t offset, std::string code, std::string message, std::string way_out = {});
    std::nullptr_t fail_expecting(std::string_view what);
    NodePtr make(Node node, std::size_t begin);
    int height_of(const Node*) const;
    base::Result<NodePtr> finish(NodePtr);

    // parser.cpp: operators
    NodePtr parse_whole();
    NodePtr parse_binary(Binding least, AtRangeEnd = AtRangeEnd::No);
    NodePtr continue_binary(NodePtr left, Binding least, std::size_t begin, AtRangeEnd = AtRangeEnd::No);
    NodePtr parse_logical(NodePtr left, NodeKind kind, std::size_t begin);
    NodePtr parse_between(NodePtr left, std::size_t begin);
    NodePtr parse_instance_of(NodePtr left, std::size_t begin);
    NodePtr parse_unary(AtRangeEnd = AtRangeEnd::No);

    // parser_primary.cpp
    NodePtr parse_primary();
    NodePtr parse_word();
    NodePtr parse_number(std::size_t begin, bool negative);
    NodePtr parse_temporal();
    NodePtr parse_bracket();
    NodePtr parse_parenthesis();
    NodePtr parse_context();
    NodePtr finish_range(NodePtr low, bool low_closed, std::size_t begin);
    NodePtr parse_unary_range(std::size_t begin);
    NodePtr parse_item(); // an expression or a range such as `< 5`
    bool closes_range() const;

    // parser_postfix.cpp
    NodePtr continue_postfix(NodePtr base, std::size_t begin, AtRangeEnd = AtRangeEnd::No);
    NodePtr parse_filter(NodePtr base, std::size_t begin);
    NodePtr parse_call(NodePtr callee, std::size_t begin);
    bool at_named_argument() const;

    // parser_words.cpp: if, for, some, every, function
    NodePtr parse_if();
    NodePtr parse_iteration(NodeKind);
    NodePtr parse_domain();
    NodePtr parse_function();

    // parser_unary.cpp
    NodePtr parse_in(NodePtr left, std::size_t begin);
    NodePtr parse_in_parenthesis(NodePtr left, std::size_t begin);
    NodePtr parse_unary_test();
    NodePtr parse_unary_compare();
    NodePtr parse_test_list(Node node, std::size_t begin);

    // parser_names.cpp
    struct Match {
        std::size_t end = 0;
        std::string_view name = {};
        int slot = -1;
        const Builtin* builtin = nullptr;
    };
    std::optional<Match> match_known(std::size_t offset) const;
    bool longer_name_at(std::size_t offset, std::size_t end) const;
    NodePtr parse_name();
    NodePtr unknown_name(const std::string& name, std::size_t begin);
    std::string read_words();                           // words up to an operator or keyword
    std::string read_name_until(std::string_view ends); // any name tokens up to one of the symbols
    std::string nearest_names(const std::string& name) const;

    std::string_view m_text;
    const Names& m_names;
    UnknownNames m_unknown;
    Token m_token;
    std::size_t m_behind = 0; // end of the token before m_token
    std::vector<std::string> m_locals;
    int m_filters = 0; // how many filters we are in: names of their items are not known
    int m_depth = 0;
    std::optional<base::Error> m_error;
    std::unordered_map<const Node*, int> m_heights;
    std::vector<base::SourcePosition> m_positions; // of each byte

    friend class Nesting;
};

// One level of nesting for as long as it lives.
class Nesting {
public:
    explicit Nesting(Parser& parser) : m_parser(parser) { ++m_parser.m_depth; }
    ~Nesting() { --m_parser.m_depth; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    bool too_deep() const { return m_parser.m_depth > Parser::deepest_nesting; }

private:
    Parser& m_parser;
};

bool is_keyword(std::string_view word); // a word that ends a name nobody knows

}
