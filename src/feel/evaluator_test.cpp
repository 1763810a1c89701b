#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::result_of;
using testing::test_result;
using testing::value_of;

TEST(Evaluator, AndOrAreThreeValued)
{
    const std::string words[] = {"true", "false", "null"};
    const std::string conjunction[3][3] = {
        {"true", "false", "null"}, {"false", "false", "false"}, {"null", "false", "null"}};
    const std::string disjunction[3][3] = {
        {"true", "true", "true"}, {"true", "false", "null"}, {"true", "null", "null"}};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            EXPECT_EQ(result_of(words[i] + " and " + words[j]), conjunction[i][j]) << words[i] << ' ' << words[j];
            EXPECT_EQ(result_of(words[i] + " or " + words[j]), disjunction[i][j]) << words[i] << ' ' << words[j];
        }
    }
}

TEST(Evaluator, WhatIsNoBooleanIsUnknownToAndAndOr)
{
    EXPECT_EQ(result_of("1 and false"), "false");
    EXPECT_EQ(result_of("1 and true"), "null");
    EXPECT_EQ(result_of("\"true\" or true"), "true");
    EXPECT_EQ(result_of("\"true\" or false"), "null");
    EXPECT_EQ(result_of("null and true and false"), "false");
}

TEST(Evaluator, OrderWithNullIsNullAndEqualityIsNot)
{
    EXPECT_EQ(result_of("null < 1"), "null");
    EXPECT_EQ(result_of("1 >= null"), "null");
    EXPECT_EQ(result_of("null between 1 and 2"), "null");
    EXPECT_EQ(result_of("5 between 7 and null"), "false");
    EXPECT_EQ(result_of("100 = null"), "false");
    EXPECT_EQ(result_of("null = null"), "true");
    EXPECT_EQ(result_of("100 != null"), "true");
    EXPECT_EQ(result_of("\"a\" < 1"), "null");
    EXPECT_EQ(result_of("null in [1..10]"), "null");
    EXPECT_EQ(result_of("100 in [1, null]"), "false");
}

TEST(Evaluator, NullSaysWhy)
{
    EXPECT_NE(value_of("1 / 0").null_reason(), "");
    EXPECT_EQ(value_of("1 + {a: 1, a: 2}").null_reason(), "項目「a」が二つあります");
    EXPECT_EQ(value_of("1 > {a: 1, a: 2}").null_reason(), "項目「a」が二つあります");
    EXPECT_EQ(value_of("{a: 1, a: 2}").null_reason(), "項目「a」が二つあります");
    EXPECT_EQ(value_of("[1, 2][5]").null_reason(), "リストに 5 番目の要素はありません");
    EXPECT_EQ(value_of("\"abs\"(1)").null_reason(), "関数ではない値は呼び出せません");
    EXPECT_EQ(value_of("[1..null]").null_reason(), "範囲の端が null です");
    EXPECT_EQ(value_of("(function(a) a)(1, 2)").null_reason(), "関数に合わない引数の数です");
    EXPECT_EQ(value_of("abs(m: 1)").null_reason(), "関数「abs」に合わない引数の名前です");
    EXPECT_EQ(value_of("? > 1").null_reason(), "「?」は単項テストの中でだけ使えます");
}

TEST(Evaluator, IfTakesTheSecondWayUnlessTheConditionIsTrue)
{
    EXPECT_EQ(result_of("if true then 1 else 2"), "1");
    EXPECT_EQ(result_of("if false then 1 else 2"), "2");
    EXPECT_EQ(result_of("if null then 1 else 2"), "2");
    EXPECT_EQ(result_of("if 1 then 1 else 2"), "2");
}

TEST(Evaluator, FiltersPickByNumberAndKeepByCondition)
{
    EXPECT_EQ(result_of("[1, 2, 3][1]"), "1");
    EXPECT_EQ(result_of("[1, 2, 3][-1]"), "3");
    EXPECT_EQ(result_of("[1, 2, 3][0]"), "null");
    EXPECT_EQ(result_of("[1, 2, 3][item >= 2]"), "[2, 3]");
    EXPECT_EQ(result_of("[1, null, 3][item >= 2]"), "[3]");
    EXPECT_EQ(result_of("[{部署: 1, 名: \"甲\"}, {部署: 2, 名: \"乙\"}][部署 = 2].名"), "[\"乙\"]");
    EXPECT_EQ(result_of("[][item > 1]"), "[]");
    EXPECT_EQ(result_of("[][1]"), "null");
    EXPECT_EQ(result_of("5[1]"), "5");
    EXPECT_EQ(result_of("5[item > 6]"), "[]");
    EXPECT_EQ(result_of("for i in 1..3 return [10, 20, 30][i]"), "[10, 20, 30]");
}

TEST(Evaluator, EntriesOfAFilteredItemHideSlots)
{
    const Names names({"dept", "limit"});
    EXPECT_EQ(result_of("[{dept: 1}, {dept: 2}][dept = limit]", names, {Value::number(9), Value::number(2)}),
              "[{dept: 2}]");
    EXPECT_EQ(result_of("[{x: 1}, {x: 2}][x = limit and dept = 9]", names, {Value::number(9), Value::number(2)}),
              "[{x: 2}]");
}

TEST(Evaluator, PathsReachIntoContextsListsAndTemporals)
{
    EXPECT_EQ(result_of("{a: {b: 1}}.a.b"), "1");
    EXPECT_EQ(result_of("[{a: 1}, {a: 2}].a"), "[1, 2]");
    EXPECT_EQ(result_of("{a: 1}.b"), "null");
    EXPECT_EQ(result_of("@\"2024-08-19\".month"), "8");
    EXPECT_EQ(result_of("[1..3).end included"), "false");
}

TEST(Evaluator, ForWalksListsNumbersAndDays)
{
    EXPECT_EQ(result_of("for x in [1, 2], y in [x, 10] return x * y"), "[1, 10, 4, 20]");
    EXPECT_EQ(result_of("for i in 3..1 return i"), "[3, 2, 1]");
    EXPECT_EQ(result_of("for i in (1..4) return i"), "[2, 3]");
    EXPECT_EQ(result_of("for i in 1..5 return if i = 1 then 1 else i * partial[-1]"), "[1, 2, 6, 24, 120]");
    EXPECT_EQ(result_of("(for d in @\"2024-02-28\"..@\"2024-03-01\" return d.day)"), "[28, 29, 1]");
    EXPECT_EQ(result_of("for x in null return x"), "null");
    EXPECT_EQ(result_of("for x in 5 return x"), "[5]");
    EXPECT_EQ(result_of("for x in 1.5..3 return x"), "null");
}

TEST(Evaluator, SomeAndEveryAreThreeValued)
{
    EXPECT_EQ(result_of("some x in [1, 2, 3] satisfies x > 2"), "true");
    EXPECT_EQ(result_of("some x in [1, null] satisfies x > 2"), "null");
    EXPECT_EQ(result_of("some x in [3, null] satisfies x > 2"), "true");
    EXPECT_EQ(result_of("every x in [3, null] satisfies x > 2"), "null");
    EXPECT_EQ(result_of("every x in [1, null] satisfies x > 2"), "false");
    EXPECT_EQ(result_of("every x in [] satisfies x > 2"), "true");
    EXPECT_EQ(result_of("some x in [] satisfies x > 2"), "false");
    EXPECT_EQ(result_of("some x in null satisfies x > 2"), "null");
    EXPECT_EQ(result_of("some x in [1, 2], y in [2, 3] satisfies x = y"), "true");
}

TEST(Evaluator, FunctionsKeepWhatStoodAroundThem)
{
    const Names names({"base"});
    EXPECT_EQ(result_of("{f: function(x) x + base, r: f(1)}.r", names, {Value::number(10)}), "11");
    EXPECT_EQ(result_of("(for k in [1, 2] return function(x) x + k)[2](10)"), "12");
    EXPECT_EQ(result_of("{fact: function(n) if n = 0 then 1 else n * fact(n - 1), r: fact(5)}.r"), "120");
    EXPECT_EQ(result_of("(function(a, b) a - b)(b: 1, a: 5)"), "4");
    EXPECT_EQ(result_of("(function(a: number) a)(\"x\")"), "null");
    EXPECT_EQ(result_of("(function(a: number) a)([5])"), "5");
    EXPECT_EQ(result_of("(function(a) external {java: {class: \"x\"}})(1)"), "null");
    EXPECT_EQ(result_of("sort([3, 1, 2], function(x, y) x > y)"), "[3, 2, 1]");
    EXPECT_EQ(result_of("[abs, floor][1](-3)"), "3");

    // What a function reads stays with it where other slots apply.
    const std::vector<Value> outer = {Value::number(10)};
    const auto function = evaluate(*testing::tree_of("function(x) x + base", names), {.slots = outer});
    EXPECT_EQ(result_of("f(1)", Names({"f"}), {function}), "11");
}

TEST(Evaluator, NamedArgumentsFindTheirPlace)
{
    EXPECT_EQ(result_of("substring(start position: 2, string: \"あいう\")"), "\"いう\"");
    EXPECT_EQ(result_of("substring(string: \"あいう\", start position: 2, length: 1)"), "\"い\"");
    EXPECT_EQ(result_of("substring(string: \"あいう\")"), "null");
    EXPECT_EQ(result_of("substring(\"あいう\")"), "null");
}

TEST(Evaluator, InstanceOfKnowsStructure)
{
    EXPECT_EQ(result_of("[1, 2] instance of list<number>"), "true");
    EXPECT_EQ(result_of("[1, \"a\"] instance of list<number>"), "false");
    EXPECT_EQ(result_of("{a: 1, b: \"x\"} instance of context<a: number>"), "true");
    EXPECT_EQ(result_of("[1..2] instance of range<number>"), "true");
    EXPECT_EQ(result_of("(function(x: number) x) instance of function<number>->Any"), "true");
    EXPECT_EQ(result_of("(function(x: string) x) instance of function<number>->Any"), "false");
    EXPECT_EQ(result_of("null instance of Any"), "false");
    EXPECT_EQ(result_of("@\"P1Y\" instance of years and months duration and true"), "true");
}

TEST(Evaluator, TypeDefinitionsAreLookedUpAndCoerce)
{
    const std::vector<TypeDefinition> types = {
        {.name = "級", .type = *read_type("string"), .allowed = testing::tests_of("\"A\", \"AA\"")},
        {.name = "級の列", .type = *read_type("list<級>")}};
    const Environment environment{.slots = {}, .types = types};
    const auto level = *read_type("級");
    EXPECT_EQ(to_feel(coerce(Value::string("A"), level, environment)), "\"A\"");
    EXPECT_EQ(to_feel(coerce(Value::list({Value::string("A")}), level, environment)), "\"A\"");
    EXPECT_TRUE(coerce(Value::string("B"), level, environment).is_null());
    EXPECT_EQ(to_feel(coerce(Value::string("AA"), *read_type("級の列"), environment)), "[\"AA\"]");
    EXPECT_TRUE(conforms(Value::string("B"), level, environment));
    EXPECT_EQ(to_feel(evaluate(*testing::tree_of("\"A\" instance of 級"), environment)), "true");
}

TEST(Evaluator, UnaryTestsAreThreeValued)
{
    EXPECT_EQ(test_result("< 5", Value()), "null");
    EXPECT_EQ(test_result("not(< 5)", Value()), "null");
    EXPECT_EQ(test_result("< 5, null", Value()), "true");
    EXPECT_EQ(test_result("-", Value()), "true");
    EXPECT_EQ(test_result("[1, 2]", Value::number(2)), "true");
    EXPECT_EQ(test_result("[[1..3], 9]", Value::number(2)), "true");
    EXPECT_EQ(test_result("? in [1..3]", Value::number(2)), "true");
    EXPECT_EQ(test_result("contains(?, \"健\")", Value::string("健康")), "true");
    EXPECT_EQ(test_result("true", Value::boolean(true)), "true");
    EXPECT_EQ(test_result("!= 3", Value::number(4)), "true");
}

TEST(Evaluator, WorkIsLimited)
{
    EXPECT_NE(value_of("for i in 1..2000000 return i").null_reason(), "");
    EXPECT_NE(value_of("for i in 1..2000, j in 1..2000 return i").null_reason(), "");
    EXPECT_NE(value_of("some i in 1..100000, j in 1..100000 satisfies false").null_reason(), "");
    EXPECT_NE(value_of("{f: function(n) f(n + 1), r: f(0)}.r").null_reason(), "");
    EXPECT_NE(value_of("{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(100)}.r").null_reason(), "");
    std::string variables = "for x in [1]";
    for (int i = 0; i < 100'000; ++i)
        variables += ",x in [1]";
    EXPECT_NE(value_of(variables + " return 1").null_reason(), "");
    EXPECT_NE(value_of("for i in 1..100000 return [partial]").null_reason(), "");
    EXPECT_NE(value_of("for i in 1..100000 return if i = 1 then [] else [partial[-1]]").null_reason(), "");
    EXPECT_NE(value_of("for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]").null_reason(), "");
    EXPECT_TRUE(value_of("(for i in 1..60 return if i = 1 then \"a\" else partial[-1] + partial[-1])[60]").is_null());
}

}
