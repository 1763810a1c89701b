#include "feel/builtins.h"

#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::Case;
using testing::expect_all;
using testing::result_of;
using testing::value_of;

namespace {

std::string reason_of(std::string_view expression)
{
    return value_of(expression).null_reason();
}

}

TEST(Builtins, AllOfTheStandardAreThere)
{
    const std::string_view names[] = {"date",
                                      "time",
                                      "date and time",
                                      "number",
                                      "string",
                                      "duration",
                                      "years and months duration",
                                      "not",
                                      "substring",
                                      "string length",
                                      "upper case",
                                      "lower case",
                                      "substring before",
                                      "substring after",
                                      "replace",
                                      "contains",
                                      "starts with",
                                      "ends with",
                                      "matches",
                                      "split",
                                      "string join",
                                      "list contains",
                                      "count",
                                      "min",
                                      "max",
                                      "sum",
                                      "mean",
                                      "all",
                                      "any",
                                      "sublist",
                                      "append",
                                      "concatenate",
                                      "insert before",
                                      "remove",
                                      "list replace",
                                      "reverse",
                                      "index of",
                                      "union",
                                      "distinct values",
                                      "flatten",
                                      "product",
                                      "median",
                                      "stddev",
                                      "mode",
                                      "decimal",
                                      "floor",
                                      "ceiling",
                                      "round up",
                                      "round down",
                                      "round half up",
                                      "round half down",
                                      "abs",
                                      "modulo",
                                      "sqrt",
                                      "log",
                                      "exp",
                                      "odd",
                                      "even",
                                      "day of year",
                                      "day of week",
                                      "month of year",
                                      "week of year",
                                      "now",
                                      "today",
                                      "is",
                                      "before",
                                      "after",
                                      "meets",
                                      "met by",
                                      "overlaps",
                                      "overlaps before",
                                      "overlaps after",
                                      "finishes",
                                      "finished by",
                                      "includes",
                                      "during",
                                      "starts",
                                      "started by",
                                      "coincides",
                                      "range",
                                      "sort",
                                      "get value",
                                      "get entries",
                                      "context",
                                      "context put",
                                      "context merge"};
    for (auto name : names)
        EXPECT_NE(find_builtin(name), nullptr) << name;
    EXPECT_EQ(builtins().size(), std::size(names));
    EXPECT_EQ(find_builtin("dat"), nullptr);
    EXPECT_EQ(find_builtin(""), nullptr);
}

TEST(Builtins, NoArgumentsOfAnyKindCrashOne)
{
    const Value kinds[] = {Value(),
                           Value::boolean(true),
                           Value::number(-1),
                           Value::number(*base::Decimal::parse("1e6000")),
                           Value::string("a("),
                           value_of("@\"2024-08-19\""),
                           value_of("@\"10:20:30@Europe/Paris\""),
                           value_of("@\"-999999999-01-01T00:00:00Z\""),
                           value_of("@\"P1Y\""),
                           value_of("@\"P1D\""),
                           value_of("[[], [1, null]]"),
                           value_of("[]"),
                           value_of("{key: \"a\", value: 1}"),
                           value_of("(< 5)"),
                           value_of("function(a, b) a")};
    const CallContext context{Environment{},
                              [](const Value&, std::span<const Value>, const CallContext&) { return Value(); }};
    for (const Builtin& builtin : builtins()) {
        builtin.run({}, context);
        for (const Value& first : kinds) {
            builtin.run(std::span(&first, 1), context);
            for (const Value& second : kinds) {
                const Value two[] = {first, second};
                builtin.run(std::span<const Value>(two, 2), context);
                for (const Value& third : kinds) {
                    const Value three[] = {first, second, third};
                    Value result = builtin.run(std::span<const Value>(three, 3), context);
                    EXPECT_LE(to_feel(result).size(), 20'000U) << builtin.name;
                }
            }
        }
    }
}

TEST(Builtins, ReasonsNameTheFunctionAndTheArgument)
{
    EXPECT_EQ(reason_of("substring(\"a\", \"b\")"), "substring の2番目の引数は数値です（文字列でした）");
    EXPECT_EQ(reason_of("round up(5.5, 6177)"), "round up の2番目の引数は-6111以上6176以下です");
    EXPECT_EQ(reason_of("date(\"2024/08/19\")"), "「2024/08/19」は日付として読めません");
    EXPECT_EQ(reason_of("matches(\"a\", \"(\")"), "正規表現が正しくありません: ( に対応する ) がありません");
}

TEST(ConversionBuiltins, DatesAndTimesAreMadeOfTheirParts)
{
    const Case cases[] = {
        {"date(2024, 2, 29)", "date(\"2024-02-29\")"},
        {"date(2023, 2, 29)", "null"},
        {"date(2024, 2.5, 1)", "null"},
        {"date(-999999999, 1, 1)", "date(\"-999999999-01-01\")"},
        {"date(1000000000, 1, 1)", "null"},
        {"date(1e300, 1, 1)", "null"},
        {"date(day: 1, month: 4, year: 2024)", "date(\"2024-04-01\")"},
        {"date(@\"2024-08-19T10:00:00\")", "date(\"2024-08-19\")"},
        {"time(12, 59, 1.3, @\"-PT1H\")", "time(\"12:59:01.3-01:00\")"},
        {"time(12, 59, 1)", "time(\"12:59:01\")"},
        {"time(12, 59, 59.9999999999)", "time(\"12:59:59.999999999\")"},
        {"time(12, 59, 60)", "null"},
        {"time(12, 59, -0.5)", "null"},
        {"time(24, 0, 0)", "null"},
        {"time(12, 0, 0, @\"PT14H\")", "time(\"12:00:00+14:00\")"},
        {"time(12, 0, 0, @\"PT14H1S\")", "null"},
        {"time(@\"2024-08-19\")", "time(\"00:00:00Z\")"},
        {"date and time(@\"2024-08-19\", @\"10:20:30+09:00\")", "date and time(\"2024-08-19T10:20:30+09:00\")"},
        {"date and time(\"2024-08-19\")", "date and time(\"2024-08-19T00:00:00\")"},
        {"date and time(@\"2024-08-19\")", "date and time(\"2024-08-19T00:00:00Z\")"},
        {"duration(\"P1Y\") = @\"P12M\"", "true"},
        {"duration(\"P1Y1D\")", "null"},
        {"years and months duration(@\"2024-01-31\", @\"2024-02-29\")", "duration(\"P0M\")"},
        {"years and months duration(@\"2024-01-31\", @\"2024-03-31\")", "duration(\"P2M\")"},
        {"years and months duration(@\"2024-03-31\", @\"2024-02-29\")", "duration(\"-P1M\")"},
        {"years and months duration(@\"2023-03-31\", @\"2024-04-01\")", "duration(\"P1Y\")"},
    };
    expect_all(cases);
}

TEST(ConversionBuiltins, NumbersAreReadWithTheSeparatorsOfAnyCountry)
{
    const Case cases[] = {
        {"number(\"12.5\")", "12.5"},
        {"number(\"-1e3\")", "-1000"},
        {"number(\"+1\")", "null"},
        {"number(\"\")", "null"},
        {"number(\"１\")", "null"},
        {"number(\"1.000.000,01\", \".\", \",\")", "1000000.01"},
        {"number(\"1 000,5\", \" \", \",\")", "1000.5"},
        {"number(\"1,000.5\", \",\", null)", "1000.5"},
        {"number(\"1.000\", \".\", null)", "1000"},
        {"number(\"1.5\", null, \",\")", "null"},
        {"number(\"1,000\", \",\", \",\")", "null"},
        {"number(\"1;000\", \";\", \".\")", "null"},
        {"number(\"1\", \",\")", "null"},
        {"string(1.50)", "\"1.5\""},
        {"string(null)", "null"},
        {"string([\"a\", @\"2024-08-19\"])", "\"[\\\"a\\\", date(\\\"2024-08-19\\\")]\""},
    };
    expect_all(cases);
}

TEST(StringBuiltins, PositionsCountCharactersNotBytes)
{
    const Case cases[] = {
        {"substring(\"健康経営\", 2)", "\"康経営\""},
        {"substring(\"健康経営\", 2, 2)", "\"康経\""},
        {"substring(\"健康経営\", -2)", "\"経営\""},
        {"substring(\"健康経営\", -4, 1)", "\"健\""},
        {"substring(\"健康経営\", -5, 2)", "\"健\""}, // begins before the first character
        {"substring(\"健康経営\", 5)", "\"\""},
        {"substring(\"健康経営\", 1, 0)", "\"\""},
        {"substring(\"健康経営\", 1, -1)", "null"},
        {"substring(\"健康経営\", 0)", "null"},
        {"substring(\"健康経営\", 2.9, 1.9)", "\"康\""},
        {"substring(\"健康経営\", 1, 1e18)", "\"健康経営\""},
        {"substring(\"健康経営\", -9e18, 8999999999999999998)", "\"健康\""},
        {"substring(\"健康経営\", -9e18, 9e18)", "\"健康経営\""},
        {"substring(\"健康経営\", 1e30)", "null"},
        {"string length(\"𠮷野家\")", "3"},
        {"substring([\"abc\"], 2)", "\"bc\""}, // a list of one item is the item
        {"substring([\"abc\", \"d\"], 2)", "null"},
        {"upper case(\"straße éλж ｱａ\")", "\"STRASSE ÉΛЖ ｱＡ\""},
        {"lower case(\"ÀΣЖＡ\")", "\"àσжａ\""},
        {"substring before(\"foobar\", \"bar\")", "\"foo\""},
        {"substring before(\"foobar\", \"x\")", "\"\""},
        {"substring after(\"foobar\", \"\")", "\"foobar\""},
        {"contains(\"健康経営\", \"康経\")", "true"},
        {"starts with(\"健康\", \"健\")", "true"},
        {"ends with(\"健康\", \"健\")", "false"},
        {"string join([\"a\", null, \"c\"], \"、\")", "\"a、c\""},
        {"string join([\"a\", \"c\"])", "\"ac\""},
        {"string join([], \",\")", "\"\""},
        {"string join([\"a\", 1], \",\")", "null"},
        {"not(true)", "false"},
        {"not(null)", "null"},
    };
    expect_all(cases);
}

TEST(StringBuiltins, LongTextsAreFoundInLinearTime)
{
    const auto contains = find_builtin("contains");
    const CallContext context{Environment{}, nullptr};
    Value text = Value::string(std::string(4'000'000, 'a'));
    std::string match(2'000'000, 'a');
    const std::vector<Value> inside{text, Value::string(match)};
    EXPECT_TRUE(contains->run(inside, context).is_true());
    match.push_back('b');
    const std::vector<Value> outside{text, Value::string(match)};
    EXPECT_TRUE(contains->run(outside, context).is_false());
    EXPECT_EQ(result_of("substring before(\"0123456789abcabcabcabcabcabcabcabcabcabcabcabd9\", "
                        "\"abcabcabcabcabcabcabcabcabcabcabd\")"),
              "\"0123456789abc\"");
}

TEST(StringBuiltins, PatternsAreSearchedReplacedAndSplitBy)
{
    const Case cases[] = {
        {R"~(matches("foobar", "^fo*b"))~", "true"},
        {R"~(matches("foobar", "FO", "i"))~", "true"},
        {R"~(matches("foobar", "fo", "p"))~", "null"},
        {R"~(matches("foofoo", "^(fo*)\1$"))~", "true"},
        {R"~(matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+$"))~", "false"},
        {R"~(replace("abcd", "(ab)|(a)", "[1=$1][2=$2]"))~", "\"[1=ab][2=]cd\""},
        {R"~(replace("123-4567", "(\d{3})-(\d{4})", "〒$1$2"))~", "\"〒1234567\""},
        {R"~(replace("a", "a", "$12"))~", "\"2\""}, // group 1 does not exist: nothing; 2 is itself
        {R"~(replace("a", "(a)", "$12"))~", "\"a2\""},
        {R"~(replace("a", "a", "\\$0"))~", "\"$0\""},
        {R"~(replace("a", "a", "$"))~", "null"},
        {R"~(replace("a", "a", "$x"))~", "null"},
        {R"~(replace("a", "a", "\\x"))~", "null"},
        {R"~(replace("a.b", ".", "$1", "q"))~", "\"a$1b\""},
        {R"~(replace("abc", "x*", "-"))~", "null"},
        {R"~(replace("abc", "x", "-"))~", "\"abc\""},
        {R"~(replace(["abc"], "x", "-"))~", "\"abc\""},
        {R"~(replace("abc", "x", "$"))~", "null"},
        {R"~(replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+$", "-"))~", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\""},
        {R"~(split("a;b;;c", ";"))~", R"~(["a", "b", "", "c"])~"},
        {R"~(split("", ";"))~", R"~([""])~"},
        {R"~(split("abc", ""))~", "null"},
        {R"~(split(["abc"], ";"))~", R"~(["abc"])~"},
        {R"~(split("a1b22c", "\d+"))~", R"~(["a", "b", "c"])~"},
    };
    expect_all(cases);
}

TEST(StringBuiltins, SearchesThatTakeTooLongAreNullAndSaySo)
{
    const std::vector<Value> arguments{Value::string(std::string(20'000, 'a')), Value::string("(a+)\\1b")};
    const CallContext context{Environment{}, nullptr};
    EXPECT_EQ(find_builtin("matches")->run(arguments, context).null_reason(), "正規表現の照合が長くかかりすぎます");
}

}
