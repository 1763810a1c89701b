#include "feel/feel_testing.h"
#include "feel/lexer.h"

namespace kenkei::feel {

using testing::result_of;
using testing::test_result;
using testing::tests_of;
using testing::tree_of;

namespace {

std::string repeated(std::string_view piece, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += piece;
    return text;
}

}

TEST(Parser, OperatorsBindAsTheStandardSays)
{
    EXPECT_EQ(result_of("1 + 2 * 3"), "7");
    EXPECT_EQ(result_of("(1 + 2) * 3"), "9");
    EXPECT_EQ(result_of("10 - 4 - 3"), "3");
    EXPECT_EQ(result_of("2 * 3 ** 2"), "18");
    EXPECT_EQ(result_of("2 ** 3 ** 2"), "64");
    EXPECT_EQ(result_of("-3 ** 2"), "9");
    EXPECT_EQ(result_of("10 ** -1"), "0.1");
    EXPECT_EQ(result_of("-10--5"), "-5");
    EXPECT_EQ(result_of("1 + 1 = 2 and 3 > 2 or false"), "true");
    EXPECT_EQ(result_of("true or false and false"), "true");
    EXPECT_EQ(result_of("2 between 1 and 3 and true"), "true");
    EXPECT_EQ(result_of("if true then 1 else 2 + 3"), "1");
    EXPECT_EQ(result_of("(if false then 1 else 2) + 3"), "5");
    EXPECT_EQ(result_of("1 + 2 instance of number"), "null");
    EXPECT_EQ(result_of("(1 + 2) instance of number"), "true");
}

TEST(Parser, AndAndOrAreOneNodeWithAllTheirOperands)
{
    const auto tree = tree_of("true and false and true");
    EXPECT_EQ(tree->kind, NodeKind::And);
    EXPECT_EQ(tree->children.size(), 3U);
    EXPECT_EQ(tree_of("true or (false or true)")->children.size(), 2U);
}

TEST(Parser, NumbersAreReadAsWritten)
{
    EXPECT_EQ(result_of(".5"), "0.5");
    EXPECT_EQ(result_of("1.2e3"), "1200");
    EXPECT_EQ(result_of("12E-1"), "1.2");
    EXPECT_EQ(result_of("[1..3].end"), "3");
    EXPECT_EQ(result_of("-.872"), "-0.872");
}

TEST(Parser, StringsKnowTheEscapesOfTheStandard)
{
    EXPECT_EQ(testing::value_of(R"("a\"b\\c\n\t\u3042")").as_string(), "a\"b\\c\n\tあ");
    EXPECT_EQ(testing::value_of(R"("\U01F40E\ud83d\udc0e")").as_string(), "🐎🐎");
    EXPECT_EQ(testing::value_of(R"("\s\ud83d")").as_string(), R"(\s\ud83d)");
}

TEST(Parser, CommentsAreBlanks)
{
    EXPECT_EQ(result_of("1 + // 一\n 2 /* 二 \n */ + 3"), "6");
}

TEST(Parser, JapaneseNamesAreNames)
{
    const Names names({"受診者数", "対象人数", "健診受診率（％）"});
    EXPECT_EQ(result_of("受診者数 / 対象人数", names, {Value::number(19), Value::number(20)}), "0.95");
    EXPECT_EQ(tree_of("健診受診率（％）", names)->slot, 2);
    EXPECT_EQ(result_of("{ 受診者数: 3, 倍: 受診者数 * 2 }.倍"), "6");
}

TEST(Parser, TheLongestKnownNameIsTaken)
{
    const Names names({"a", "b", "a-b", "Monthly", "Monthly Fee", "in list", "Student's name"});
    EXPECT_EQ(tree_of("a-b", names)->slot, 2);
    EXPECT_EQ(tree_of("a - b", names)->kind, NodeKind::Arithmetic);
    EXPECT_EQ(tree_of("Monthly   Fee", names)->slot, 4);
    EXPECT_EQ(tree_of("Monthly + 1", names)->children[0]->slot, 3);
    EXPECT_EQ(tree_of("Student's name + a", names)->children[0]->slot, 6);
    EXPECT_EQ(tree_of("some x in in list satisfies x = 1", names)->children[0]->slot, 5);
}

TEST(Parser, NamesWithAndAreFunctionsOnlyWhereTheyAreCalled)
{
    const Names names({"date", "time"});
    EXPECT_EQ(tree_of("date and time", names)->kind, NodeKind::And);
    EXPECT_EQ(result_of(R"(date and time("2024-08-19T10:00:00").hour)", names), "10");
}

TEST(Parser, InnerVariablesHideSlots)
{
    const Names names({"x", "y"});
    EXPECT_EQ(result_of("for x in [1, 2] return x + y", names, {Value::number(10), Value::number(20)}), "[21, 22]");
    EXPECT_EQ(slots_read(*tree_of("(for x in [y] return x) = x", names)), (std::vector<int>{0, 1}));
    EXPECT_EQ(slots_read(*tree_of("for x in [y] return x", names)), (std::vector<int>{1}));
}

TEST(Parser, RangesMayBeOpenOnEitherSide)
{
    auto closed = [](std::string_view text) {
        const auto tree = tree_of(text);
        return std::pair(tree->low_closed, tree->high_closed);
    };
    EXPECT_EQ(closed("[1..3]"), std::pair(true, true));
    EXPECT_EQ(closed("(1..3]"), std::pair(false, true));
    EXPECT_EQ(closed("]1..3["), std::pair(false, false));
    EXPECT_EQ(closed("[1..3)"), std::pair(true, false));
    EXPECT_EQ(result_of("[1..10[.end included"), "false");
    EXPECT_EQ(result_of("3 in ]1..3[ or 2 in ]1..3["), "true");
    EXPECT_EQ(result_of("[[1..3[, (< 5)][2].end"), "5");
}

TEST(Parser, InTakesOneTestOrAList)
{
    EXPECT_EQ(result_of("5 in (< 3, 5)"), "true");
    EXPECT_EQ(result_of("5 in >= 6"), "false");
    EXPECT_EQ(result_of("5 in (1..5)"), "false");
    EXPECT_EQ(result_of("5 in (2 + 3)"), "true");
    EXPECT_EQ(result_of("5 in (1 + 4) * 1"), "true");
    EXPECT_EQ(result_of("5 in (? > 3 and ? < 6)"), "true");
    EXPECT_EQ(result_of("5 in [1..3] or true"), "true");
    EXPECT_EQ(result_of("5 in ([1..3], [5..6])"), "true");
}

TEST(Parser, UnaryTestsAreAlternatives)
{
    EXPECT_EQ(test_result("-", Value::number(1)), "true");
    EXPECT_EQ(test_result("< 5, [7..9]", Value::number(8)), "true");
    EXPECT_EQ(test_result("< 5, [7..9]", Value::number(6)), "false");
    EXPECT_EQ(test_result(R"(not("a", "b"))", Value::string("c")), "true");
    EXPECT_EQ(test_result(R"(not("a", "b"))", Value::string("b")), "false");
    EXPECT_EQ(test_result("? > 3 and ? < 9", Value::number(6)), "true");
    EXPECT_EQ(test_result("not(true) and ? = 1", Value::number(1)), "false");
    EXPECT_EQ(test_result("null", Value()), "true");
    EXPECT_EQ(test_result("-5", Value::number(-5)), "true");
    EXPECT_TRUE(tests_of("not(1, 2)")->negated);
}

TEST(Parser, ErrorsShowThePlaceAndWhatWasExpected)
{
    const auto error = testing::error_of("1 +\n  (2 * ]");
    EXPECT_EQ(error.code, "feel.syntax");
    EXPECT_EQ(error.at, (base::SourcePosition{2, 9}));
    EXPECT_EQ(error.message, "式が必要ですが、ここで終わっています");

    const auto bracket = testing::error_of("[1, 2");
    EXPECT_EQ(bracket.message, "「,」か「]」が必要ですが、ここで終わっています");
    EXPECT_EQ(bracket.at, (base::SourcePosition{1, 6}));

    const auto word = testing::error_of("if true then 1");
    EXPECT_EQ(word.message, "「else」が必要ですが、ここで終わっています");

    const auto operators = testing::error_of("1 2");
    EXPECT_EQ(operators.message, "演算子か式の終わりが必要ですが、「2」があります");
    EXPECT_EQ(operators.excerpt, "1 2\n  ^");

    EXPECT_EQ(testing::error_of("\"abc").message, "式が必要ですが、文字列を閉じる「\"」がありません");
    EXPECT_EQ(testing::error_of("1 # 2").message, "演算子か式の終わりが必要ですが、使えない文字「#」があります");
    EXPECT_EQ(testing::error_of("").message, "式が必要ですが、ここで終わっています");
    EXPECT_EQ(testing::error_of("1 and and 2").message, "式が必要ですが、「and」があります");
    EXPECT_EQ(testing::error_of(R"(@"2024-13-01")").message, "「2024-13-01」は日付・時刻・期間として読めません");
}

TEST(Parser, CaretsStandUnderFullWidthNames)
{
    const auto error = testing::error_of("受診者数 >= 95 and 対象者数 > 0", Names({"受診者数", "対象人数"}));
    EXPECT_EQ(error.code, "feel.unknown-name");
    EXPECT_EQ(error.message, "「対象者数」という名前はありません");
    EXPECT_EQ(error.at, (base::SourcePosition{1, 16}));
    EXPECT_EQ(error.excerpt, "受診者数 >= 95 and 対象者数 > 0\n                   ^");
    EXPECT_EQ(error.way_out, "近い名前: 「対象人数」");
}

TEST(Parser, UnknownNamesBringTheNearestOnes)
{
    const Names names({"q11_x", "q11_y", "q12_1"});
    EXPECT_EQ(testing::error_of("q11_z > 3", names).way_out, "近い名前: 「q11_x」、「q11_y」");
    EXPECT_EQ(testing::error_of("string lenght(\"a\")", names).way_out, "近い名前: 「string length」");
    EXPECT_EQ(testing::error_of("q11_x x", names).message, "「q11_x x」という名前はありません");
    EXPECT_EQ(testing::error_of("１００ > q11_x", names).way_out,
              "全角の数字・英字・記号は半角で「100」と書いてください");
}

TEST(Parser, UnknownNamesReadAsNullOnlyWhereAskedFor)
{
    const auto tree = testing::tree_of("a b + 1", {}, UnknownNames::ReadNull);
    EXPECT_TRUE(evaluate(*tree, {}).is_null());
}

TEST(Parser, NestingIsLimited)
{
    EXPECT_EQ(testing::error_of(std::string(100'000, '(')).code, "feel.depth");
    EXPECT_EQ(testing::error_of(std::string(100'000, '[')).code, "feel.depth");
    EXPECT_EQ(testing::error_of(repeated("-", 100'000) + "(1)").code, "feel.depth");
    EXPECT_EQ(testing::error_of("1" + repeated("+1", 100'000)).code, "feel.depth");
    EXPECT_EQ(testing::error_of("{}" + repeated(".a", 100'000)).code, "feel.depth");
    EXPECT_EQ(result_of("true" + repeated(" and true", 5'000)), "true");
    EXPECT_EQ(result_of(repeated("(", 150) + "1" + repeated(")", 150)), "1");
}

TEST(Parser, TextThatIsNotUtf8IsRefused)
{
    const auto error = testing::error_of("1 + \xFF");
    EXPECT_EQ(error.code, "feel.syntax");
    EXPECT_EQ(error.at, (base::SourcePosition{1, 5}));
}

TEST(Lexer, NamesOfEntriesAreQuotedUnlessTheyArePlain)
{
    EXPECT_TRUE(is_plain_name("受診 率"));
    EXPECT_FALSE(is_plain_name("a-b"));
    EXPECT_FALSE(is_plain_name(""));
    EXPECT_FALSE(is_plain_name("a  b"));
    EXPECT_FALSE(is_plain_name("1a"));
}

}
