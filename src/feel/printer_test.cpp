#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::tree_of;

namespace {

const Names& known()
{
    static const Names names({"a", "b", "c", "受診者数", "Monthly Fee", "f"});
    return names;
}

constexpr std::string_view expressions[] = {
    "1 + 2 * 3 - 4",
    "(1 + 2) * 3",
    "1 - (2 - 3)",
    "a ** b ** c",
    "a ** (b ** c)",
    "-a ** 2",
    "-(a ** 2)",
    "-(5)",
    "-5",
    "--5",
    "-(-5)",
    "-(5.x)",
    "3 - -5",
    "a and b and c",
    "(a and b) and c",
    "a or b and c",
    "(a or b) and c",
    "a = b = c",
    "a = (b = c)",
    "(a < b) = true",
    "a between 1 and 2 and c",
    "(a between 1 and 2) = b",
    "a in [1..3]",
    "a in (1..3)",
    "a in (1..3).start",
    "a in < 5",
    "a in (< 5)",
    "a in ((< 5))",
    "a in (< 5, > 7, 6)",
    "a in (b)",
    "a in (b or c)",
    "a in (b + 1) * 2",
    "a in ((< 5)[1])",
    "a in (? > 3 and ? < 9)",
    "not(a in b)",
    "a in (b, c) = true",
    "a in = 5",
    "a in != 5",
    "[1..3]",
    "(1..3)",
    "]1..3[",
    "[a + 1..b * 2)",
    "(< 5)",
    "(>= a)",
    "(= 10)",
    "[]",
    "[1, [2, 3], (< 4)]",
    "{}",
    "{a: 1, b: a + 1}",
    "{\"a-b\": 1, \"\": 2, 数 え: 3}.数 え",
    "{f: function(n) if n = 0 then 1 else n * f(n - 1)}.f(3)",
    "if a then b else c",
    "(if a then b else c) + 1",
    "1 + (if a then b else c)",
    "if if a then b else c then 1 else 2",
    "for x in a, y in x return x + y + partial[1]",
    "for i in 1..10 return i",
    "for i in [1..10] return i",
    "for i in (1..10) return i",
    "(for i in a return i)[1]",
    "some x in a satisfies x > 1 and b",
    "(some x in a satisfies x > 1) and b",
    "every x in a, y in b satisfies x = y",
    "a[1]",
    "a[item > 1]",
    "a[x = 1 and y z = 2].name",
    "a[-1].b.c",
    "f(1, 2)",
    "f(x: 1, y z: 2)",
    "f()()",
    "(a + b)(1)",
    "(function(x) x)(1)",
    "function(x: number, y: list<string>, z) x",
    "function() function() 1",
    "a instance of number",
    "(a + b) instance of list<context<x: number, y: Any>>",
    "a instance of function<number, string>->Any",
    "a instance of date and time",
    "@\"2024-08-19\"",
    "@\"2024-08-19T10:00:00+09:00\".time offset",
    "@\"P1Y2M\" + @\"PT5H\"",
    "@\"10:00:00\"",
    "\"a\\\"b\\\\c\\n\\t\" + \"\\s\"",
    "null",
    "true",
    "1.50",
    ".5",
    "1e3",
    "Monthly Fee * 12",
    "受診者数 >= 95",
    "date and time(\"2024-08-19T10:00:00\").year",
    "a != b",
    "a / b / c",
    "a / (b / c)",
    "a.time offset",
    "sort(a, function(x, y) x < y)",
    "not(a)",
    "(not(a))",
};

constexpr std::string_view unary[] = {
    "-",
    "1",
    "< 5",
    "< 5, [7..9]",
    "not(1, 2)",
    "not(< 5)",
    "(not(a))",
    "(not(a)), 1",
    "not(a), b",
    "? > 3",
    "\"a\", \"b\"",
    "(1..3)",
    "(< 5)",
    "-5",
    "= 3, != a",
    "[a..b]",
    "null, > today()",
    "not(a) and b",
    "a + 1, if b then c else 1",
    "!= null",
};

}

TEST(Printer, WhatIsPrintedParsesToTheSameTree)
{
    for (const auto text : expressions) {
        const auto tree = tree_of(text, known());
        const auto printed = to_text(*tree);
        EXPECT_TRUE(same(*tree, *tree_of(printed, known()))) << text << " was printed as " << printed;
    }
}

TEST(Printer, UnaryTestsPrintToTheSameTests)
{
    for (const auto text : unary) {
        const auto tree = testing::tests_of(text, known());
        const auto printed = to_text(*tree);
        EXPECT_TRUE(same(*tree, *testing::tests_of(printed, known()))) << text << " was printed as " << printed;
    }
}

TEST(Printer, OnlyNeededParenthesesArePrinted)
{
    auto printed = [](std::string_view text) { return to_text(*tree_of(text, known())); };
    EXPECT_EQ(printed("((a)+((b)*(c)))"), "a + b * c");
    EXPECT_EQ(printed("(a-b)-c"), "a - b - c");
    EXPECT_EQ(printed("a-(b-c)"), "a - (b - c)");
    EXPECT_EQ(printed("((a and b)) or (c)"), "a and b or c");
    EXPECT_EQ(printed("a in ([1..3])"), "a in [1..3]");
    EXPECT_EQ(printed("a in (<5)"), "a in < 5");
    EXPECT_EQ(printed("{ \"b\" : 1 , \"x-y\":2}"), "{b: 1, \"x-y\": 2}");
    EXPECT_EQ(printed("受診者数/100 >=0.95"), "受診者数 / 100 >= 0.95");
    EXPECT_EQ(printed("for i in [1..3] return i"), "for i in 1..3 return i");
    EXPECT_EQ(printed("function ( x:list< number > ) x"), "function(x: list<number>) x");
}

TEST(Printer, TreesThatDifferAreNotTheSame)
{
    EXPECT_FALSE(same(*tree_of("a + b", known()), *tree_of("a + c", known())));
    EXPECT_FALSE(same(*tree_of("[1..3]"), *tree_of("[1..3)")));
    EXPECT_FALSE(same(*tree_of("(< 3)"), *tree_of("(> 3)")));
    EXPECT_FALSE(same(*tree_of("(a and b) and c", known()), *tree_of("a and b and c", known())));
    EXPECT_TRUE(same(*tree_of("a  +  b", known()), *tree_of("a+b", known())));
}

}
