#include "feel/builtins.h"

#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::Case;
using testing::expect_all;
using testing::result_of;
using testing::value_of;

TEST(ListBuiltins, PositionsCountFromOneAndBackwardsFromMinusOne)
{
    const Case cases[] = {
        {"sublist([1, 2, 3], 2)", "[2, 3]"},
        {"sublist([1, 2, 3], 1, 2)", "[1, 2]"},
        {"sublist([1, 2, 3], -1, 1)", "[3]"},
        {"sublist([1, 2, 3], 3, 5)", "[3]"},
        {"sublist([1, 2, 3], 0)", "null"},
        {"sublist([1, 2, 3], 4)", "null"},
        {"sublist([1, 2, 3], -4)", "null"},
        {"sublist([], 1)", "null"},
        {"insert before([1, 3], 2, 2)", "[1, 2, 3]"},
        {"insert before([1, 3], 3, 2)", "null"},
        {"remove([1, 2, 3], -3)", "[2, 3]"},
        {"remove([1, 2, 3], 4)", "null"},
        {"list replace([1, 2, 3], 2.5, 4)", "[1, 4, 3]"},
        {"list replace([1, 2, 3], function(item, newItem) item < newItem, 3)", "[3, 3, 3]"},
        {"list replace([1, 2], function(item, newItem) item, 3)", "null"},
        {"append([1], 2, [3])", "[1, 2, [3]]"},
        {"append(1, 2)", "[1, 2]"},
        {"append(null, 2)", "null"},
        {"concatenate([1], [2, 3], 4)", "[1, 2, 3, 4]"},
        {"reverse([1, 2, 3])", "[3, 2, 1]"},
        {"index of([1, 2, 1.0, \"1\"], 1)", "[1, 3]"},
        {"index of([1, null], null)", "[2]"},
        {"list contains([1, null], null)", "true"},
        {"list contains([1, \"a\"], \"b\")", "false"},
        {"union([1, 2], [2.0, 3])", "[1, 2, 3]"},
        {"distinct values([1, \"1\", 1.0, null, null, [1], [1.0]])", "[1, \"1\", null, [1]]"},
        {"distinct values([@\"2024-08-19T12:00:00Z\", @\"2024-08-19T21:00:00+09:00\"])",
         "[date and time(\"2024-08-19T12:00:00Z\")]"},
        {"flatten([[1, [2]], 3, []])", "[1, 2, 3]"},
        {"sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]"},
        {"sort([{k: 1, v: 1}, {k: 0, v: 2}, {k: 1, v: 3}], function(a, b) a.k < b.k).v", "[2, 1, 3]"},
        {"sort([3, 1, 2], function(a, b) true)", "[2, 1, 3]"},
        {"sort([3, 1], function(a, b) null)", "null"},
        {"sort([3, 1], function(a) true)", "null"},
        {"sort([3, 1], 1)", "null"},
        {"sort([], function(a, b) a < b)", "[]"},
    };
    expect_all(cases);
}

TEST(ListBuiltins, HundredsOfThousandsOfItemsAreStillQuick)
{
    EXPECT_EQ(result_of("count(distinct values(for i in 1..100000 return i))"), "100000");
    EXPECT_EQ(result_of("union(for i in 1..1000 return 1, [1])"), "[1]");
}

TEST(AggregateBuiltins, EmptyListsAndOtherKindsAreNull)
{
    const Case cases[] = {
        {"count([])", "0"},
        {"count([null])", "1"},
        {"count(null)", "null"},
        {"count(5)", "1"},
        {"min([])", "null"},
        {"min([3, 1, 2])", "1"},
        {"max(\"a\", \"b\")", "\"b\""},
        {"max([@\"2024-08-19\", @\"2024-08-20\"])", "date(\"2024-08-20\")"},
        {"max([1, null])", "null"},
        {"max([null])", "null"},
        {"max([1, \"a\"])", "null"},
        {"sum([])", "null"},
        {"sum([0.1, 0.2])", "0.3"},
        {"sum([1, null])", "null"},
        {"mean(11, 2, 10) = 23 / 3", "true"},
        {"product(2, 3, 4)", "24"},
        {"median([8, 2, 5, 7])", "6"},
        {"median([1])", "1"},
        {"mode([3, 6, 1, 9, 6, 1, 3])", "[1, 3, 6]"},
        {"mode([])", "[]"},
        {"stddev([1])", "null"},
        {"stddev([2, 2])", "0"},
        {"all([true, null])", "null"},
        {"all([false, null])", "false"},
        {"all([])", "true"},
        {"any([false, null])", "null"},
        {"any([true, null])", "true"},
        {"any([])", "false"},
        {"any(false, 1)", "null"},
    };
    expect_all(cases);
}

TEST(NumericBuiltins, RoundingStandsOnTheHalf)
{
    const Case cases[] = {
        {"decimal(2.5, 0)", "2"},
        {"decimal(3.5, 0)", "4"},
        {"decimal(1234, -2)", "1200"},
        {"floor(-1.5)", "-2"},
        {"floor(-1.56, 1)", "-1.6"},
        {"ceiling(-1.5)", "-1"},
        {"ceiling(1.51, 1)", "1.6"},
        {"round up(-5.1, 0)", "-6"},
        {"round down(-5.9, 0)", "-5"},
        {"round half up(-5.5, 0)", "-6"},
        {"round half up(5.4999, 0)", "5"},
        {"round half down(-5.5, 0)", "-5"},
        {"round half down(5.51, 0)", "6"},
        {"round up(5.5, 6176)", "5.5"},
        {"round up(5.5, -6112)", "null"},
        {"abs(-1)", "1"},
        {"abs(@\"-P1D\")", "duration(\"P1D\")"},
        {"abs(\"1\")", "null"},
        {"modulo(-12, 5)", "3"},
        {"modulo(12, -5)", "-3"},
        {"modulo(10.1, 4.5)", "1.1"},
        {"modulo(1, 0)", "null"},
        {"sqrt(16)", "4"},
        {"sqrt(-1)", "null"},
        {"log(0)", "null"},
        {"exp(0)", "1"},
        {"exp(1e6)", "null"},
        {"odd(-1)", "true"},
        {"odd(2.5)", "false"},
        {"even(-2)", "true"},
        {"even(2.5)", "false"},
    };
    expect_all(cases);
}

TEST(TemporalBuiltins, WeeksAreOfIso8601)
{
    const Case cases[] = {
        {"week of year(@\"2005-01-01\")", "53"},
        {"week of year(@\"2005-01-03\")", "1"},
        {"week of year(@\"2003-12-29\")", "1"},
        {"week of year(@\"2020-12-31\")", "53"},
        {"day of year(@\"2024-12-31\")", "366"},
        {"day of week(@\"2024-08-19\")", "\"Monday\""},
        {"month of year(@\"2024-08-19T00:00:00\")", "\"August\""},
        {"day of year(\"2024-08-19\")", "null"},
        {"now()", "null"}, // no clock was given
        {"is(@\"23:00:50Z\", @\"23:00:50+00:00\")", "true"},
        {"is(@\"20:00:50Z\", @\"21:00:50+01:00\")", "false"},
        {"is(@\"P0Y\", @\"P0D\")", "false"},
        {"is([1], [1.0])", "true"},
        {"is(null, null)", "true"},
    };
    expect_all(cases);
}

TEST(TemporalBuiltins, TheClockIsAnArgument)
{
    Environment environment;
    environment.now = value_of("@\"2024-04-01T09:00:00+09:00\"").as_date_time();
    EXPECT_EQ(to_feel(evaluate(*testing::tree_of("today()"), environment)), "date(\"2024-04-01\")");
    EXPECT_EQ(to_feel(evaluate(*testing::tree_of("now()"), environment)),
              "date and time(\"2024-04-01T09:00:00+09:00\")");
}

TEST(RangeBuiltins, EachRelationAsTheTableOfTheStandardHasIt)
{
    const Case cases[] = {
        {"before(1, 10)", "true"},
        {"before(10, 1)", "false"},
        {"before(1, [1..10])", "false"},
        {"before(1, (1..10])", "true"},
        {"before([1..10], 10)", "false"},
        {"before([1..10), 10)", "true"},
        {"before([1..10), [10..20])", "true"},
        {"before([1..10], [10..20])", "false"},
        {"before([1..10], (10..20])", "true"},
        {"after((10..20], [1..10])", "true"},
        {"after(12, [1..10])", "true"},
        {"meets([1..5], [5..10])", "true"},
        {"meets([1..5), [5..10])", "false"},
        {"met by([5..10], [1..5])", "true"},
        {"meets(5, [5..10])", "null"},
        {"overlaps([1..5], [3..8])", "true"},
        {"overlaps([1..5], [6..8])", "false"},
        {"overlaps([1..5], [5..8])", "true"},
        {"overlaps([1..5), [5..8])", "false"},
        {"overlaps before([1..5], [3..8])", "true"},
        {"overlaps before([1..5], [5..8])", "true"},
        {"overlaps before([1..5], (5..8])", "false"},
        {"overlaps before([1..5), (1..5])", "true"},
        {"overlaps before([1..5], (1..5])", "true"},
        {"overlaps before([1..5), [1..5])", "false"},
        {"overlaps before([1..5], [1..5])", "false"},
        {"overlaps after([3..8], [1..5])", "true"},
        {"overlaps after((1..5], [1..5))", "true"},
        {"overlaps after([1..5], [1..5])", "false"},
        {"finishes(10, [1..10])", "true"},
        {"finishes(10, [1..10))", "false"},
        {"finishes([5..10], [1..10])", "true"},
        {"finishes([1..10], (1..10])", "false"},
        {"finished by([1..10], (5..10])", "true"},
        {"includes([1..10], 10)", "true"},
        {"includes([1..10), 10)", "false"},
        {"includes([1..10], (1..10))", "true"},
        {"includes((1..10], [1..10])", "false"},
        {"during((1..10), [1..10])", "true"},
        {"during(5, [1..10])", "true"},
        {"starts(1, [1..10])", "true"},
        {"starts(1, (1..10])", "false"},
        {"starts([1..5], [1..10])", "true"},
        {"starts((1..5], [1..10])", "false"},
        {"started by([1..10], [1..5))", "true"},
        {"coincides([1..5], [1..5])", "true"},
        {"coincides([1..5), [1..5])", "false"},
        {"coincides(3, 3)", "true"},
        {"coincides(3, [3..3])", "null"},
        {"before(1, \"a\")", "null"},
        {"before(null, 1)", "null"},
        {"includes((< 5), 4)", "true"},
        {"includes((< 5), 5)", "false"},
        {"includes((>= 5), 5)", "true"},
        {"before((< 5), 5)", "true"},
        {"overlaps((< 5), (>= 5))", "false"},
    };
    expect_all(cases);
}

TEST(RangeBuiltins, RangesAreReadFromTextsWithConstantEnds)
{
    const Case cases[] = {
        {"range(\"[1..3]\")", "[1..3]"},
        {"range(\"]-1..3[\")", "(-1..3)"},
        {"range(\"[@\\\"2024-01-01\\\"..date(\\\"2024-12-31\\\")]\").end.month", "12"},
        {"range(\"[3..1]\")", "null"},
        {"range(\"[1..1+1]\")", "null"},
        {"range(\"[1..\\\"a\\\"]\")", "null"},
        {"range(\">= 10\")", "null"},
        {"range(\"[a..b]\")", "null"},
        {"range(\"\")", "null"},
    };
    expect_all(cases);
}

TEST(ContextBuiltins, EntriesKeepTheirOrderAndLaterOnesWin)
{
    const Case cases[] = {
        {"get value({a: 1}, \"a\")", "1"},
        {"get value({a: 1}, \"b\")", "null"},
        {"get entries({b: 1, a: 2})", "[{key: \"b\", value: 1}, {key: \"a\", value: 2}]"},
        {"context([{key: \"a\", value: 1}, {key: \"b\", value: null}])", "{a: 1, b: null}"},
        {"context([{key: \"a\", value: 1}, {key: \"a\", value: 1}])", "null"},
        {"context([{key: 1, value: 1}])", "null"},
        {"context([])", "{}"},
        {"context put({a: 1, b: 2}, \"a\", 3)", "{a: 3, b: 2}"},
        {"context put({a: {b: 1}}, [\"a\", \"c\"], 2)", "{a: {b: 1, c: 2}}"},
        {"context put({a: 1}, [\"a\", \"c\"], 2)", "null"},
        {"context put({a: {b: 1}}, [\"a\", null], 2)", "null"},
        {"context put({}, [], 2)", "null"},
        {"context put(context: {a: {b: 1}}, keys: [\"a\", \"b\"], value: 2)", "{a: {b: 2}}"},
        {"context put(context: {a: {b: 1}}, key: [\"a\", \"b\"], value: 2)", "null"},
        {"context merge([{a: 1, b: 2}, {a: {c: 3}}])", "{a: {c: 3}, b: 2}"},
        {"context merge([{a: 1}, 2])", "null"},
    };
    expect_all(cases);
}

}
