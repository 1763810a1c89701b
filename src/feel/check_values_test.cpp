#include "feel/check_testing.h"

namespace kenkei::feel {

using testing::checked;
using testing::checked_cell;
using testing::codes_of;
using testing::expect_clean;
using testing::expect_codes;
using testing::Expected;
using testing::told;

TEST(CheckValues, ValuesOfDifferentTypesAreNotCompared)
{
    const Expected cases[] = {
        {"staff >= \"100\"", "rule.incomparable"},
        {"\"100\" <= staff", "rule.incomparable"},
        {"name = 100", "rule.incomparable"},
        {"opened = \"2024-04-01\"", "rule.incomparable"},
        {"opened > 20240401", "rule.incomparable"},
        {"opened = date and time(\"2024-04-01T00:00:00\")", "rule.incomparable"},
        {"agreed = 1", "rule.incomparable"},
        {"agreed = \"true\"", "rule.incomparable"},
        {"agreed != name", "rule.incomparable"},
        {"q14 = 1", "rule.incomparable"},
        {"q14 > 1", "rule.incomparable"},
        {"q14 in [1..8]", "rule.incomparable"},
        {"q14 in (1, 2)", "rule.incomparable rule.incomparable"},
        {"q1 in (1, \"2\")", "rule.incomparable"},
        {"q1 in [1, \"2\"]", "rule.incomparable"},
        {"q1 in (< \"2\")", "rule.incomparable"},
        {"staff in [\"1\"..\"9\"]", "rule.incomparable"},
        {"staff in [1..\"9\"]", "rule.incomparable"},
        {"staff between 1 and \"9\"", "rule.incomparable"},
        {"staff = [1..5]", "rule.incomparable"},
        {"list contains(q14, \"1\")", "rule.incomparable"},
        {"list contains(lists.towns, 1)", "rule.incomparable"},
        {"list contains([1, \"2\"], q1)", "rule.incomparable"},
        {"list contains(q14, [1])", "rule.incomparable"},
        {"some m in q14 satisfies m = \"1\"", "rule.incomparable"},
        {"known.insurer.declared = \"yes\"", "rule.incomparable"},
        {"some a in known.awards satisfies a.class = 1", "rule.incomparable"},
        {"as_of - opened > 30", "rule.incomparable"},
        {"agreed > branch", "rule.incomparable"},
        {"staff > null", "rule.incomparable"},
        {"max(staff, name)", "rule.incomparable"},
        {"q1 in lists.towns", "rule.incomparable"},
        {"department = 1", "rule.incomparable"},
    };
    expect_codes(cases);
    const std::string_view clean[] = {
        "staff >= 100",
        "name = \"100\"",
        "opened >= date(\"2024-04-01\")",
        "agreed = true",
        "list contains(q14, 1)",
        "q1 in q14",
        "name in lists.towns",
        "q14 = [1, 2]",
        "name < \"b\"",
        "anything = 1 and anything = \"a\"",
        "as_of - opened > duration(\"P30D\")",
        "staff = null",
        "staff != null",
        "opened in [first_day..as_of]",
        "list contains(lists.towns, name)",
        "known.awards[class = \"A\"] = []",
        "name in (\"a\", lists.towns)",
        "q14 in [[1], [2]]",
    };
    expect_clean(clean);
}

TEST(CheckValues, AValueThatCannotBeIsRefusedWithTheNearestOne)
{
    const Expected cases[] = {
        {"q1 = 5", "rule.impossible"},
        {"5 = q1", "rule.impossible"},
        {"q1 != 5", "rule.impossible"},
        {"q1 > 4", "rule.impossible"},
        {"q1 >= 5", "rule.impossible"},
        {"q1 <= 9", "rule.impossible"},
        {"q1 in (1, 5)", "rule.impossible"},
        {"q1 in [1, 5]", "rule.impossible"},
        {"q1 in [1..9]", "rule.impossible"},
        {"q1 in [0..2]", "rule.impossible"},
        {"q1 in (4..9)", "rule.impossible"},
        {"q1 in > 4", "rule.impossible"},
        {"q1 between 5 and 9", "rule.impossible"},
        {"list contains(q14, 10)", "rule.impossible"},
        {"list contains([1, 5], q1)", "rule.impossible"},
        {"some m in q14 satisfies m in [1..10]", "rule.impossible"},
        {"every m in q14 satisfies m = 10", "rule.impossible"},
        {"department = \"smee\"", "rule.impossible"},
        {"department in (\"sme\", \"both\")", "rule.impossible"},
        {"(if branch then 1 else 2) = 3", "rule.impossible"},
        {"(if branch then q1 else 9) = 7", "rule.impossible"},
        {"limit > 300", "rule.impossible"},
        {"opened.month = 13", "rule.impossible"},
        {"day of week(opened) = \"Mon\"", "rule.impossible"},
        {"q1 = 1 and q1 = 2", "rule.impossible"},
        {"q1 = 1 and branch and q1 in [2..3]", "rule.impossible"},
        {"staff > 10 and staff < 5", "rule.impossible"},
        {"staff > 10 and staff = 5", "rule.impossible"},
        {"staff in [1..5] and staff > 5", "rule.impossible"},
        {"staff = 1 or staff = 1 and branch", "rule.impossible"},
        {"if q1 = null then null else if q1 = 1 then 1 else if q1 = 1 then 2 else 3", "rule.impossible"},
    };
    expect_codes(cases);
    const std::string_view clean[] = {
        "q1 = 4",
        "q1 in [1..4]",
        "q1 >= 1",
        "q1 <= 4",
        "q1 < 5",
        "q1 in (1..5)",
        "limit >= 200",
        "limit <= 1000",
        "limit in [1..100]",
        "staff <= limit",
        "q1 = q7",
        "q1 = 1 or q1 = 2 or q1 in [3..4]",
        "q1 = 1 and branch or q1 = 1 and agreed",
        "department in (\"sme\", \"either\")",
        "every m in q14 satisfies m = 9",
        "opened.month = 12",
        "staff > 5 and staff < 10",
        "if q1 = null then null else if q1 = 1 then 1 else if q1 in [1..2] then 2 else 3",
        "name = \"anything\"",
        "(if branch then 1 else 2) = 2",
        "list contains([1, 4], q1)",
        "q1 in q14",
        "if staff = null then null else if staff >= 100 then 1 else if staff >= 50 then 2 else if staff < 50 then 3 "
        "else 4",
    };
    expect_clean(clean);
}

TEST(CheckValues, DifferentUnitsAreNotMixed)
{
    const Expected cases[] = {
        {"staff + capital", "rule.unit"},
        {"staff - capital", "rule.unit"},
        {"staff > capital", "rule.unit"},
        {"staff = capital", "rule.unit"},
        {"staff between 1 and capital", "rule.unit"},
        {"staff in [1..capital]", "rule.unit"},
        {"staff in (capital, 3)", "rule.unit"},
        {"max(staff, capital)", "rule.unit"},
        {"sum([staff, 1, capital])", "rule.unit"},
        {"floor(staff) + abs(capital)", "rule.unit"},
        {"(if branch then staff else women) > capital", "rule.unit"},
        {"women + staff + capital", "rule.unit"},
        {"capital > limit", "rule.unit"},
    };
    expect_codes(cases);
    const std::string_view clean[] = {"staff + women",          "staff + 1",         "100 * staff >= 95 * capital",
                                      "capital / staff > 1000", "staff <= limit",    "goal + staff",
                                      "max(staff, 1, women)",   "count(q14) > staff"};
    expect_clean(clean);
}

TEST(CheckValues, WhatAnOperatorOrAFunctionCannotTakeIsRefused)
{
    const Expected cases[] = {
        {"name + 1", "rule.type"},
        {"name - name", "rule.type"},
        {"agreed + 1", "rule.type"},
        {"q14 + 1", "rule.type"},
        {"-name", "rule.type"},
        {"opened + 30", "rule.type"},
        {"opened + closed", "rule.type"},
        {"anything + agreed", "rule.type"},
        {"staff and branch", "rule.type"},
        {"branch or name", "rule.type"},
        {"not(staff)", "rule.type"},
        {"q14 and branch", "rule.type"},
        {"if staff then 1 else 2", "rule.type"},
        {"some m in q14 satisfies m", "rule.type"},
        {"some m in q1 satisfies m = 1", "rule.type"},
        {"for s in name return s", "rule.type"},
        {"string length(staff)", "rule.type"},
        {"string length(q14)", "rule.type"},
        {"string length(name, 3)", "rule.type"},
        {"substring(name)", "rule.type"},
        {"substring(name, \"1\")", "rule.type"},
        {"contains(name, 1)", "rule.type"},
        {"number(staff)", "rule.type"},
        {"count(q1)", "rule.type"},
        {"list contains(q1, 1)", "rule.type"},
        {"sum(q14, name)", "rule.type"},
        {"sum([staff, name])", "rule.type"},
        {"sum(lists.towns)", "rule.type"},
        {"all([agreed, staff])", "rule.type"},
        {"day of week(name)", "rule.type"},
        {"abs(name)", "rule.type"},
        {"floor(n: name)", "rule.type"},
        {"floor(x: staff)", "rule.type"},
        {"matches(name, \"(\")", "rule.type"},
        {"replace(name, \"a\", \"$x\")", "rule.type"},
        {"staff.year", "rule.type"},
        {"opened.hour", "rule.type"},
        {"opened.yeer", "rule.type"},
        {"known.insurer.declared.year", "rule.type"},
        {"q14[\"1\"]", "rule.type"},
        {"staff(1)", "rule.type"},
        {"{a: 1}.b", "rule.type"},
    };
    expect_codes(cases);
    const std::string_view clean[] = {
        "name + string(staff)",
        "opened + duration(\"P1Y\")",
        "closed - opened",
        "duration(\"P1D\") * 3",
        "-staff",
        "2 ** 3 + staff",
        "branch and agreed",
        "not(agreed)",
        "some m in q14 satisfies m in [1..3]",
        "every a in known.awards satisfies a.class = \"A\"",
        "for i in 1..8, p in [i * 2] return p",
        "modulo(sum(for i in 1..8, p in [number(substring(name, i, 1)) * (1 + modulo(i, 2))]"
        " return p - 9 * floor(p / 10)), 10) = 0",
        "substring(name, 1)",
        "substring(name, 1, 3)",
        "string join(lists.towns, \",\")",
        "sum(staff, women)",
        "sum([staff, women])",
        "max(opened, closed)",
        "count(q14)",
        "all([agreed, branch])",
        "any(agreed, branch)",
        "day of week(opened) = \"Monday\"",
        "date(opened)",
        "date(2024, 4, 1)",
        "q14[1]",
        "q14[item > 2]",
        "known.awards[class = \"A\"]",
        "known.awards.class",
        "opened.year",
        "{a: 1}.a",
        "{f: function(x) x + 1}.f(2)",
        "floor(n: staff)",
        "anything.field",
        "anything(1)",
        "anything + 1",
        "string length([name]) > 0",
        "sort(q14, function(a, b) a < b)",
        "years and months duration(opened, as_of) >= duration(\"P1Y\")",
        "before(opened, closed)",
        "is(staff, women)",
        "get value({a: 1}, \"a\")",
    };
    expect_clean(clean);
}

TEST(CheckValues, WhatIsNoDateAndWhatCanNeverHoldIsRefused)
{
    const Expected cases[] = {
        {"opened > date(\"2024-02-30\")", "rule.date"},
        {"opened > date(2024, 2, 30)", "rule.date"},
        {"opened + duration(\"1 year\") < as_of", "rule.date"},
        {"staff > number(\"abc\")", "rule.date"},
        {"opened > today()", "rule.date"},
        {"staff in [10..5]", "rule.date"},
        {"staff in (5..5]", "rule.date"},
        {"staff between 10 and 5", "rule.date"},
        {"opened in [date(\"2024-04-01\")..date(\"2023-04-01\")]", "rule.date"},
        {"opened > date(\"2024-04-01\") and opened < date(\"2023-04-01\")", "rule.date"},
        {"opened >= date(\"2024-04-01\") and opened < date(\"2024-04-01\")", "rule.date"},
        {"opened < first_day and branch and opened > date(\"2024-04-01\")", "rule.date"},
        {"opened < first_day and opened in [date(\"2024-04-01\")..date(\"2025-03-31\")]", "rule.date"},
        {"date(\"2024-04-01\") < opened and opened < date(\"2023-04-01\")", "rule.date"},
    };
    expect_codes(cases);
    const std::string_view clean[] = {
        "opened > date(\"2024-02-29\")",
        "staff in [5..5]",
        "for i in 3..1 return i",
        "for i in [3..1] return i",
        "opened >= date(\"2024-04-01\") and opened <= date(\"2024-04-01\")",
        "opened > date(\"2024-04-01\") or opened < date(\"2023-04-01\")",
        "opened >= first_day and opened < date(\"2024-04-01\")",
        "not(opened in [date(\"2023-04-01\")..date(\"2024-03-31\")])",
    };
    expect_clean(clean);
}

TEST(CheckValues, CellsOfATableAreComparedWithTheirInput)
{
    struct Cell {
        std::string_view tests;
        const char* input;
        std::string_view codes;
    };
    const Cell cells[] = {
        {"-", "q1", ""},
        {"1", "q1", ""},
        {"[1..4]", "q1", ""},
        {"5", "q1", "rule.impossible"},
        {"1, 5", "q1", "rule.impossible"},
        {"[1..9]", "q1", "rule.impossible"},
        {"> 4", "q1", "rule.impossible"},
        {"not(5)", "q1", "rule.impossible"},
        {"\"1\"", "q1", "rule.incomparable"},
        {"> \"1\"", "q1", "rule.incomparable"},
        {"null", "name", ""},
        {"\"a\", \"b\"", "name", ""},
        {"matches(?, \"^a\")", "name", ""},
        {"matches(?, \"(\")", "name", "rule.type"},
        {"string length(?)", "name", "rule.type"},
        {"? > 3", "name", "rule.incomparable"},
        {"true", "agreed", ""},
        {"1", "agreed", "rule.incomparable"},
        {"[10..1]", "staff", "rule.date"},
        {"<= limit", "staff", ""},
        {"<= capital", "staff", "rule.unit"},
        {"[1..limit]", "staff", ""},
        {"<= 1", "anything", ""},
        {"1", "q14", "rule.incomparable"},
        {"\"smee\"", "department", "rule.impossible"},
        {"< first_day", "opened", ""},
    };
    for (const Cell& cell : cells) {
        const Checked found = checked_cell(cell.tests, cell.input);
        EXPECT_EQ(codes_of(found), cell.codes) << cell.input << ": " << cell.tests << "\n" << told(found);
    }
}

}
