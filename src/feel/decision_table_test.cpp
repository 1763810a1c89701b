#include "feel/decision_table.h"

#include "feel/feel_testing.h"

namespace kenkei::feel {

using testing::tests_of;
using testing::tree_of;

namespace {

struct Written {
    std::vector<std::string_view> tests;
    std::vector<std::string_view> outputs;
};

const Names& names()
{
    static const Names known({"年齢", "危険"});
    return known;
}

DecisionTable table_of(std::string_view policy, const std::vector<Written>& rows, std::size_t outputs = 1)
{
    DecisionTable table{.policy = *read_policy(policy), .inputs = {}, .outputs = {}, .rows = {}};
    table.inputs = {{.expression = tree_of("年齢", names()), .label = "年齢"},
                    {.expression = tree_of("危険", names()), .label = "危険"}};
    for (std::size_t i = 0; i < outputs; ++i)
        table.outputs.push_back({.name = i == 0 ? "区分" : "率"});
    for (const auto& written : rows) {
        DecisionTable::Row row;
        for (const auto text : written.tests)
            row.tests.push_back(tests_of(text, names()));
        for (const auto text : written.outputs)
            row.outputs.push_back(tree_of(text, names()));
        table.rows.push_back(std::move(row));
    }
    return table;
}

TableResult decided(const DecisionTable& table, Value age, std::string_view risk)
{
    const std::vector<Value> slots = {std::move(age), Value::string(std::string(risk))};
    return decide(table, {.slots = slots});
}

std::string text_of(const DecisionTable& table, std::int64_t age, std::string_view risk = "低")
{
    return to_feel(decided(table, Value::number(age), risk).value);
}

const std::vector<Written> overlapping = {
    {{">= 18", "-"}, {"1"}}, {{">= 20", "-"}, {"3"}}, {{">= 30", "\"低\""}, {"2"}}};

}

TEST(DecisionTable, PoliciesAreReadByLetterAndWord)
{
    for (const auto* text : {"U", "A", "P", "F", "C", "C+", "C#", "C<", "C>", "R", "O"})
        EXPECT_EQ(to_text(*read_policy(text)), text);
    EXPECT_EQ(read_policy("COLLECT SUM"), read_policy("C+"));
    EXPECT_EQ(read_policy("RULE ORDER"), read_policy("R"));
    EXPECT_FALSE(read_policy("X").has_value());
    EXPECT_FALSE(read_policy("").has_value());
}

TEST(DecisionTable, AUniqueTableWithTwoMatchesGivesNullAndNamesTheRows)
{
    const auto table = table_of("U", overlapping);
    EXPECT_EQ(text_of(table, 17), "null");
    EXPECT_EQ(text_of(table, 18), "1");
    const auto result = decided(table, Value::number(30), "低");
    EXPECT_TRUE(result.value.is_null());
    EXPECT_NE(result.value.null_reason().find("1、2、3 行目"), std::string::npos);
    EXPECT_EQ(result.rows, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(DecisionTable, EachPolicyChoosesItsRows)
{
    EXPECT_EQ(text_of(table_of("F", overlapping), 30), "1");
    EXPECT_EQ(text_of(table_of("C", overlapping), 30), "[1, 3, 2]");
    EXPECT_EQ(text_of(table_of("R", overlapping), 30), "[1, 3, 2]");
    EXPECT_EQ(text_of(table_of("C+", overlapping), 30), "6");
    EXPECT_EQ(text_of(table_of("C#", overlapping), 30), "3");
    EXPECT_EQ(text_of(table_of("C<", overlapping), 30), "1");
    EXPECT_EQ(text_of(table_of("C>", overlapping), 30), "3");
    EXPECT_EQ(text_of(table_of("A", overlapping), 30), "null");
    EXPECT_EQ(text_of(table_of("A", {{{"-", "-"}, {"1"}}, {{"> 1", "-"}, {"1.0"}}}), 30), "1");
}

TEST(DecisionTable, PriorityFollowsTheOrderOfAllowedOutputs)
{
    auto table = table_of("P", overlapping);
    table.outputs[0].allowed = {Value::number(2), Value::number(3), Value::number(1)};
    EXPECT_EQ(text_of(table, 30), "2");
    EXPECT_EQ(text_of(table, 30, "高"), "3");
    table.policy = *read_policy("O");
    const auto result = decided(table, Value::number(30), "低");
    EXPECT_EQ(to_feel(result.value), "[2, 3, 1]");
    EXPECT_EQ(result.rows, (std::vector<std::size_t>{2, 1, 0}));
}

TEST(DecisionTable, PriorityOfSeveralOutputsIsComparedColumnByColumn)
{
    auto table = table_of("P", {{{"-", "-"}, {"\"可\"", "1"}}, {{"-", "-"}, {"\"可\"", "2"}}}, 2);
    table.outputs[0].allowed = {Value::string("不可"), Value::string("可")};
    table.outputs[1].allowed = {Value::number(2), Value::number(1)};
    EXPECT_EQ(text_of(table, 1), "{区分: \"可\", 率: 2}");
}

TEST(DecisionTable, NoMatchGivesTheDefaultOutput)
{
    auto table = table_of("U", overlapping);
    EXPECT_EQ(decided(table, Value::number(1), "低").value.null_reason(), "当てはまる行がありません");
    table.outputs[0].fallback = tree_of("0");
    EXPECT_EQ(text_of(table, 1), "0");
    EXPECT_EQ(text_of(table_of("C", overlapping), 1), "[]");
    EXPECT_EQ(text_of(table_of("C#", overlapping), 1), "0");
    EXPECT_EQ(text_of(table_of("C+", overlapping), 1), "null");
}

TEST(DecisionTable, ValuesOutsideTheAllowedOnesMakeTheResultNull)
{
    auto table = table_of("F", overlapping);
    table.inputs[1].allowed = tests_of("\"低\", \"高\"");
    EXPECT_EQ(text_of(table, 30), "1");
    EXPECT_EQ(decided(table, Value::number(30), "中").value.null_reason(),
              "入力「危険」の \"中\" は許された値ではありません");
    table.outputs[0].allowed = {Value::number(7)};
    EXPECT_EQ(decided(table, Value::number(30), "低").value.null_reason(),
              "出力「区分」の 1 は許された値ではありません");
}

TEST(DecisionTable, ARowWithAnUnknownTestDoesNotMatchUnlessAnotherTestFails)
{
    const auto table = table_of("F", overlapping);
    const std::vector<Value> slots = {Value(), Value::string("高")};
    const auto matches = match_rows(table, {.slots = slots});
    EXPECT_EQ(matches, (std::vector<std::optional<bool>>{std::nullopt, std::nullopt, false}));
    EXPECT_TRUE(decide(table, {.slots = slots}).value.is_null());
    EXPECT_EQ(to_feel(result_of(table, {1}, {.slots = slots}).value), "3");
}

}
