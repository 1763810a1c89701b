#pragma once

#include "feel/expression.h"

#include <gtest/gtest.h>

#include <span>

namespace kenkei::feel::testing {

// The tree of the text, which the test knows to be right.
inline NodePtr tree_of(std::string_view text, const Names& names = {}, UnknownNames unknown = UnknownNames::Refuse)
{
    auto tree = parse_expression(text, names, unknown);
    if (!tree) {
        ADD_FAILURE() << text << "\n" << base::describe(tree.error());
        return std::make_shared<const Node>();
    }
    return *tree;
}

inline NodePtr tests_of(std::string_view text, const Names& names = {})
{
    auto tree = parse_unary_tests(text, names);
    if (!tree) {
        ADD_FAILURE() << text << "\n" << base::describe(tree.error());
        return std::make_shared<const Node>();
    }
    return *tree;
}

inline Value value_of(std::string_view text, const Names& names = {}, std::vector<Value> slots = {})
{
    Environment environment{.slots = slots};
    return evaluate(*tree_of(text, names), environment);
}

// The value as FEEL text.
inline std::string result_of(std::string_view text, const Names& names = {}, std::vector<Value> slots = {})
{
    return to_feel(value_of(text, names, std::move(slots)));
}

// An expression and its value as FEEL text.
struct Case {
    std::string_view expression;
    std::string_view expected;
};

inline void expect_all(std::span<const Case> cases)
{
    for (const Case& c : cases)
        EXPECT_EQ(result_of(c.expression), c.expected) << c.expression;
}

inline std::string test_result(std::string_view tests, const Value& input)
{
    Environment environment{};
    environment.input = &input;
    return to_feel(evaluate(*tests_of(tests), environment));
}

inline base::Error error_of(std::string_view text, const Names& names = {})
{
    auto tree = parse_expression(text, names);
    if (tree) {
        ADD_FAILURE() << text << " was read as " << to_text(**tree);
        return {};
    }
    return tree.error();
}

}
