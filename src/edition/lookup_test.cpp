#include "edition/lookup.h"

#include "support/editions.h"

#include <algorithm>
#include <set>

namespace kenkei::edition {

using feel::Value;

namespace {

const feel::Names& names()
{
    static const feel::Names known({"a", "b", "limit"});
    return known;
}

feel::NodePtr tests_of(const std::string& text)
{
    auto tree = feel::parse_unary_tests(text, names());
    EXPECT_TRUE(tree.ok()) << text;
    return tree.ok() ? *tree : nullptr;
}

struct Written {
    std::string a;
    std::string b;
    std::string output;
};

Table table_of(feel::HitPolicy policy, const std::vector<Written>& rows)
{
    Table table;
    table.rules.policy = {.hit = policy};
    for (const auto* name : {"a", "b"})
        table.rules.inputs.push_back({.expression = *feel::parse_expression(name, names()), .label = name});
    table.rules.outputs.push_back({.name = "r", .allowed = {}});
    if (policy == feel::HitPolicy::Priority)
        table.rules.outputs.front().allowed = {Value::string("x"), Value::string("y")};
    for (const Written& row : rows)
        table.rules.rows.push_back({.tests = {tests_of(row.a), tests_of(row.b)},
                                    .outputs = {*feel::parse_expression("\"" + row.output + "\"", names())}});
    return table;
}

Value number_or_null(int number)
{
    return number == 0 ? Value{} : Value::number(number);
}

// What the table gives; 0 is 未回答. "null", or the output.
std::string found(const Table& table, int a, int b, int limit = 2)
{
    const std::vector<Value> slots{number_or_null(a), number_or_null(b), number_or_null(limit)};
    const Value value = look_up(table, slots).value;
    return value.is_null() ? "null" : feel::to_display(value);
}

std::vector<std::size_t> rows_found(const Table& table, int a, int b)
{
    const std::vector<Value> slots{number_or_null(a), number_or_null(b), Value::number(2)};
    return look_up(table, slots).rows;
}

std::vector<int> completions(int value, int highest)
{
    if (value != 0)
        return {value};
    std::vector<int> all;
    for (int i = 1; i <= highest; ++i)
        all.push_back(i);
    return all;
}

// The rows that surely match, one by one, so that the tables below keep what their policy promises.
bool keeps_promise(const Table& table, int a, int b, int limit)
{
    std::vector<Table> single;
    std::set<std::string> outputs;
    std::size_t matching = 0;
    for (const auto& row : table.rules.rows) {
        Table one = table;
        one.rules.policy.hit = feel::HitPolicy::First;
        one.rules.outputs.front().allowed.clear();
        one.rules.rows = {row};
        const std::string output = found(one, a, b, limit);
        if (output == "null")
            continue;
        ++matching;
        outputs.insert(output);
    }
    if (table.rules.policy.hit == feel::HitPolicy::Unique)
        return matching <= 1;
    return table.rules.policy.hit != feel::HitPolicy::Any || outputs.size() <= 1;
}

// Every blank may turn out to be any value: what the table says with the blank must be what it says with each.
void expect_no_contradiction(const Table& table, const std::string& shown, std::size_t& decided)
{
    for (int limit : {1, 2}) {
        for (int a = 1; a <= 3; ++a) {
            for (int b = 1; b <= 2; ++b) {
                if (!keeps_promise(table, a, b, limit))
                    return;
            }
        }
    }
    for (int limit : {0, 1, 2}) {
        for (int a = 0; a <= 3; ++a) {
            for (int b = 0; b <= 2; ++b) {
                const std::string with_blanks = found(table, a, b, limit);
                if (with_blanks == "null")
                    continue;
                ++decided;
                for (int each_a : completions(a, 3)) {
                    for (int each_b : completions(b, 2)) {
                        for (int each_limit : completions(limit, 2))
                            ASSERT_EQ(found(table, each_a, each_b, each_limit), with_blanks)
                                << shown << "a " << a << "→" << each_a << ", b " << b << "→" << each_b << ", limit "
                                << limit << "→" << each_limit;
                    }
                }
            }
        }
    }
}

}

TEST(LookUp, 一意の表は確かに合う行があればその値)
{
    const Table table = table_of(feel::HitPolicy::Unique, {{"1", "-", "x"}, {"> 1", "1", "y"}, {"> 1", "2", "z"}});
    EXPECT_EQ(found(table, 1, 0), "x") << "b は問われない";
    EXPECT_EQ(rows_found(table, 1, 0), (std::vector<std::size_t>{0}));
    EXPECT_EQ(found(table, 2, 1), "y");
    EXPECT_EQ(found(table, 2, 0), "null");
    EXPECT_EQ(found(table, 0, 1), "null");
    EXPECT_EQ(found(table, 0, 0), "null");
    EXPECT_TRUE(rows_found(table, 0, 0).empty());
}

TEST(LookUp, 一つの列で外れた行は_ほかの列が未回答でも外れる)
{
    const Table table = table_of(feel::HitPolicy::Unique, {{"1", "1", "x"}});
    EXPECT_EQ(found(table, 0, 2), "null");
    const Table two = table_of(feel::HitPolicy::First, {{"1", "1", "x"}, {"-", "2", "y"}});
    EXPECT_EQ(found(two, 0, 2), "y");
}

TEST(LookUp, どれでもよい表は確かに合う行があれば未回答の行を待たない)
{
    const Table table = table_of(feel::HitPolicy::Any, {{"1", "-", "x"}, {"-", "1", "x"}});
    EXPECT_EQ(found(table, 1, 0), "x");
    EXPECT_EQ(found(table, 0, 1), "x");
    EXPECT_EQ(found(table, 0, 0), "null");
    EXPECT_EQ(found(table, 0, 2), "null");
    EXPECT_EQ(rows_found(table, 1, 1), (std::vector<std::size_t>{0, 1}));
}

TEST(LookUp, 優先の表は未回答の行が残るかぎり決まらない)
{
    const Table table = table_of(feel::HitPolicy::Priority, {{"-", "1", "y"}, {"1", "-", "x"}});
    EXPECT_EQ(found(table, 1, 1), "x");
    EXPECT_EQ(found(table, 2, 1), "y");
    EXPECT_EQ(found(table, 0, 1), "null");
    EXPECT_EQ(found(table, 1, 0), "null");
}

TEST(LookUp, 先頭の表は確かな行より前に未回答の行があれば決まらない)
{
    const Table table = table_of(feel::HitPolicy::First, {{"1", "-", "x"}, {"-", "1", "y"}, {"-", "-", "z"}});
    EXPECT_EQ(found(table, 0, 1), "null");
    EXPECT_EQ(found(table, 1, 0), "x") << "後の行は待たない";
    EXPECT_EQ(found(table, 2, 0), "null");
    EXPECT_EQ(found(table, 2, 2), "z");
}

TEST(LookUp, 合う行がなければ値はない)
{
    const Table table = table_of(feel::HitPolicy::Unique, {{"1", "-", "x"}});
    EXPECT_EQ(found(table, 2, 1), "null");
    EXPECT_TRUE(rows_found(table, 2, 1).empty());
}

TEST(LookUp, 未回答そのものを問う行は未回答で合う)
{
    const Table table = table_of(feel::HitPolicy::First, {{"null", "-", "x"}, {"1", "null", "y"}, {"-", "-", "z"}});
    EXPECT_EQ(found(table, 0, 0), "x");
    EXPECT_EQ(found(table, 1, 0), "y");
    EXPECT_EQ(found(table, 1, 2), "z");
    EXPECT_EQ(found(table, 2, 0), "z");
    const Table either = table_of(feel::HitPolicy::Unique, {{"null, 1", "-", "x"}, {"not(null, 1)", "-", "y"}});
    EXPECT_EQ(found(either, 0, 1), "x");
    EXPECT_EQ(found(either, 1, 1), "x");
    EXPECT_EQ(found(either, 2, 1), "y");
}

TEST(LookUp, セルが読む値も未回答なら決まらない)
{
    const Table table = table_of(feel::HitPolicy::Unique, {{"<= limit", "-", "x"}, {"> limit", "-", "y"}});
    EXPECT_EQ(found(table, 1, 1, 1), "x");
    EXPECT_EQ(found(table, 2, 1, 1), "y");
    EXPECT_EQ(found(table, 2, 1, 0), "null");
    const Table equal = table_of(feel::HitPolicy::First, {{"limit", "-", "x"}, {"-", "-", "y"}});
    EXPECT_EQ(found(equal, 2, 1, 2), "x");
    EXPECT_EQ(found(equal, 1, 1, 2), "y");
    EXPECT_EQ(found(equal, 1, 1, 0), "null");
    const Table other = table_of(feel::HitPolicy::First, {{"not(limit)", "-", "x"}, {"-", "-", "y"}});
    EXPECT_EQ(found(other, 1, 1, 2), "x");
    EXPECT_EQ(found(other, 1, 1, 0), "null");
}

TEST(LookUp, 未回答で決まった値は_何と答えても変わらない)
{
    const std::vector<std::string> a_cells{"-", "1", "2, 3", "[1..2]", "> 1", "not(1)", "limit", "<= limit"};
    const std::vector<std::string> b_cells{"-", "1", "2"};
    std::vector<Written> all;
    for (const std::string& a : a_cells) {
        for (const std::string& b : b_cells) {
            for (const auto* output : {"x", "y"})
                all.push_back({a, b, output});
        }
    }
    for (auto policy :
         {feel::HitPolicy::Unique, feel::HitPolicy::Any, feel::HitPolicy::Priority, feel::HitPolicy::First}) {
        std::size_t decided = 0;
        for (std::size_t first = 0; first < all.size(); ++first) {
            for (std::size_t second = 0; second < all.size(); ++second) {
                // A third row from all over the list, so that rows between others are tried too.
                const Written& third = all[(7 * first + 11 * second) % all.size()];
                const std::vector<Written> rows{all[first], all[second], third};
                std::string shown;
                for (const Written& row : rows)
                    shown += row.a + " | " + row.b + " | " + row.output + "\n";
                expect_no_contradiction(table_of(policy, rows), shown, decided);
                if (HasFatalFailure())
                    return;
            }
        }
        EXPECT_GT(decided, 100U) << "tables that decide something";
    }
}

}
