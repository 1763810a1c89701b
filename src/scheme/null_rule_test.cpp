#include "scheme/null_rule.h"

#include "edition/edition.h"

#include <gtest/gtest.h>

namespace kenkei::scheme {

using feel::Value;

namespace {

// The fixed names of editions, then answers: p, q and r numbers, c and d choices, t a text.
const feel::Names& names()
{
    static const feel::Names known = [] {
        feel::Names all;
        for (std::string_view name : edition::fixed_names)
            all.add(std::string(name));
        for (const auto* name : {"p", "q", "r", "c", "d", "t"})
            all.add(name);
        return all;
    }();
    return known;
}

feel::NodePtr tree_of(const std::string& text)
{
    auto tree = feel::parse_expression(text, names());
    if (!tree.ok()) {
        ADD_FAILURE() << base::describe(tree.error());
        return std::make_shared<feel::Node>();
    }
    return *tree;
}

std::string lifted(const std::string& text)
{
    return feel::to_text(*apply_null_rule(tree_of(text)));
}

Value list(std::initializer_list<std::int64_t> numbers)
{
    feel::List all;
    for (std::int64_t number : numbers)
        all.push_back(Value::number(number));
    return Value::list(std::move(all));
}

// What an answer may be; the first is 未回答.
const std::vector<Value>& values_of(int slot)
{
    static const std::vector<Value> numbers{Value{}, Value::number(1), Value::number(2), Value::number(3)};
    static const std::vector<Value> choices{Value{}, list({1}), list({2, 3}), list({9})};
    static const std::vector<Value> texts{Value{}, Value::string("あ"), Value::string("い")};
    static const std::vector<Value> known = [] {
        std::vector<Value> all;
        std::vector<Value> members{Value{}, Value::boolean(true), Value::boolean(false)};
        std::vector<Value> classes{Value{}, Value::string("A"), Value::string("B")};
        for (const Value& member : members) {
            for (const Value& grade : classes)
                all.push_back(Value::context({{"ledger", Value::context({{"member", member}})},
                                              {"awards", Value::list({Value::context({{"class", grade}})})}}));
        }
        return all;
    }();
    if (slot == edition::slot_of(edition::FixedName::Known))
        return known;
    const std::string& name = names().name(slot);
    return name == "c" || name == "d" ? choices : name == "t" ? texts : numbers;
}

bool same_or_blank(const Value& blank, const Value& full)
{
    if (blank.is_null() || blank == full)
        return true;
    if (blank.kind() != feel::Kind::Context && blank.kind() != feel::Kind::List)
        return false;
    if (blank.kind() == feel::Kind::List) {
        for (std::size_t i = 0; i < blank.as_list().size(); ++i) {
            if (blank.as_list().size() != full.as_list().size() ||
                !same_or_blank(blank.as_list()[i], full.as_list()[i]))
                return false;
        }
        return true;
    }
    for (const auto& [name, value] : blank.as_context()) {
        if (!full.entry(name) || !same_or_blank(value, *full.entry(name)))
            return false;
    }
    return true;
}

std::vector<std::vector<Value>> all_answers(const std::vector<int>& slots)
{
    std::vector<std::vector<Value>> all{std::vector<Value>(names().size())};
    all[0][3] = Value::context({{"towns", Value::list({Value::string("あ"), Value::string("う")})}});
    for (int slot : slots) {
        if (slot < 4)
            continue;
        std::vector<std::vector<Value>> more;
        for (const auto& answers : all) {
            for (const Value& value : values_of(slot)) {
                more.push_back(answers);
                more.back()[static_cast<std::size_t>(slot)] = value;
            }
        }
        all = std::move(more);
    }
    return all;
}

std::string shown(const std::vector<Value>& answers)
{
    std::string text;
    for (std::size_t slot = 4; slot < answers.size(); ++slot)
        text += names().name(static_cast<int>(slot)) + "=" + feel::to_feel(answers[slot]) + " ";
    return text;
}

// Expressions as editions use them.
const std::vector<std::string> expressions{
    "p = 1",
    "p != 1",
    "p = q",
    "p + 1 = q",
    "p = 1 or q = 2",
    "p = 1 and q = 2",
    "not(p = 1)",
    "not(p = 1 and q != 2)",
    "p = 1 and (q = 2 or r != 3)",
    "p in (1, 3)",
    "p in [1, 3]",
    "p in [1..2]",
    "p in (q, 3)",
    "p in [q, 3]",
    "p in [q..3]",
    "p in (< q)",
    "p in (<= 1, >= q)",
    "not(p in (1, 2))",
    "p in c",
    "list contains(c, 1)",
    "list contains(c, p)",
    "not(list contains(c, 9))",
    "list contains([p, q], 3)",
    "[p, q] = [1, 2]",
    "list contains(lists.towns, t)",
    "t = \"あ\"",
    "some x in c satisfies x in [1..3]",
    "some x in c satisfies x = 2",
    "every x in c satisfies x = 9",
    "some x in c satisfies x = p",
    "every x in c satisfies x != p",
    "not(some x in c satisfies x = 9)",
    "some x in c, y in d satisfies x = y",
    "some x in [p, q] satisfies x = 1",
    "every x in [p, q] satisfies x = 1",
    "(some x in c satisfies x = 1) or (some y in d satisfies y = 2)",
    "c = d",
    "p < q",
    "p between 1 and q",
    "100*p >= 95*q",
    "q = p or (100*q >= 95*p or p < 3 and p - q = 1) and some s in c satisfies s in [1..3]",
    "known.ledger.member",
    "known.ledger.member = true",
    "known.ledger.member = false and p = 1",
    "some a in known.awards satisfies a.class = \"A\"",
    "every a in known.awards satisfies a.class != \"B\"",
    "not(some a in known.awards satisfies a.class in (\"A\", \"B\"))",
};

}

TEST(NullRule, 等しいかどうかは未回答なら決まらない)
{
    EXPECT_EQ(lifted("p = 1"), "if p = null then null else p = 1");
    EXPECT_EQ(lifted("p != 1"), "if p = null then null else p != 1");
    EXPECT_EQ(lifted("1 = p"), "if p = null then null else 1 = p");
    EXPECT_EQ(lifted("p = q"), "if p = null or q = null then null else p = q");
    EXPECT_EQ(lifted("p = p"), "if p = null then null else p = p") << "each operand once";
    EXPECT_EQ(lifted("p + 1 = q"), "if p + 1 = null or q = null then null else p + 1 = q");
}

TEST(NullRule, 未回答そのものを問う式はそのまま)
{
    for (const auto* text : {"p = null", "p != null", "null = p", "p in (null, 1)", "p in [null, 1]"})
        EXPECT_EQ(lifted(text), feel::to_text(*tree_of(text))) << text;
}

TEST(NullRule, 未回答になりえないものだけの式はそのまま)
{
    for (const auto* text : {"1 = 2", "as_of = period_from", "as_of in [period_from..period_to]", "p < 1", "p >= q",
                             "p between 1 and 3", "count(c) > 1", "not(true)", "as_of.year = 2030",
                             "list contains(lists.towns, \"あ\")", "some x in lists.towns satisfies x = \"あ\""})
        EXPECT_EQ(lifted(text), feel::to_text(*tree_of(text))) << text;
}

TEST(NullRule, 属するかどうかは未回答なら決まらない)
{
    EXPECT_EQ(lifted("p in (1, 2)"), "if p = null then null else p in (1, 2)");
    EXPECT_EQ(lifted("p in [1..3]"), "if p = null then null else p in [1..3]");
    EXPECT_EQ(lifted("p in [q..3]"), "if p = null or q = null then null else p in [q..3]");
    EXPECT_EQ(lifted("p in (< q)"), "if p = null or q = null then null else p in < q");
    EXPECT_EQ(lifted("1 in c"), "if c = null then null else 1 in c");
    EXPECT_EQ(lifted("list contains(c, p)"), "if c = null or p = null then null else list contains(c, p)");
    EXPECT_EQ(lifted("list contains(lists.towns, t)"), "if t = null then null else list contains(lists.towns, t)");
}

TEST(NullRule, どれかとすべては並びが未回答なら決まらない)
{
    EXPECT_EQ(lifted("some x in c satisfies x = 1"), "if c = null then null else some x in c satisfies x = 1");
    EXPECT_EQ(lifted("every x in c satisfies x = p"),
              "if c = null then null else every x in c satisfies if p = null then null else x = p");
    EXPECT_EQ(lifted("some x in c, y in d satisfies x = y"),
              "if c = null or d = null then null else some x in c, y in d satisfies x = y");
    EXPECT_EQ(lifted("some x in 1..3 satisfies x = p"), "some x in 1..3 satisfies if p = null then null else x = p");
}

TEST(NullRule, 台帳の並びの項目は欠けていることがある)
{
    EXPECT_EQ(lifted("some a in known.awards satisfies a.class = \"A\""),
              "if known.awards = null then null else some a in known.awards satisfies "
              "if a.class = null then null else a.class = \"A\"");
}

TEST(NullRule, 内側から書き換え_もとの木は変えない)
{
    const feel::NodePtr before = tree_of("not(p = 1) and (q = 2 or r in (1, 3))");
    const std::string text = feel::to_text(*before);
    EXPECT_EQ(feel::to_text(*apply_null_rule(before)),
              "not(if p = null then null else p = 1) and ((if q = null then null else q = 2) or "
              "(if r = null then null else r in (1, 3)))");
    EXPECT_EQ(feel::to_text(*before), text);
    EXPECT_EQ(apply_null_rule(nullptr), nullptr);
}

TEST(NullRule, 書き換えた式は読み直しても同じ木)
{
    for (const std::string& text : expressions) {
        const feel::NodePtr tree = apply_null_rule(tree_of(text));
        EXPECT_TRUE(feel::same(*tree, *tree_of(feel::to_text(*tree)))) << text;
    }
}

TEST(NullRule, すべて回答されていれば標準のFEELと同じ)
{
    for (const std::string& text : expressions) {
        const feel::NodePtr tree = tree_of(text);
        const feel::NodePtr changed = apply_null_rule(tree);
        for (const auto& answers : all_answers(feel::slots_read(*tree))) {
            const std::string all = shown(answers);
            bool complete = true;
            for (int slot : feel::slots_read(*tree)) {
                if (slot >= 4)
                    complete = complete &&
                               feel::to_feel(answers[static_cast<std::size_t>(slot)]).find("null") == std::string::npos;
            }
            if (complete) {
                EXPECT_EQ(feel::to_feel(feel::evaluate(*changed, {.slots = answers})),
                          feel::to_feel(feel::evaluate(*tree, {.slots = answers})))
                    << text << "\n"
                    << all;
            }
        }
    }
}

TEST(NullRule, 未回答で決まった判定は_何と答えても変わらない)
{
    for (const std::string& text : expressions) {
        const feel::NodePtr changed = apply_null_rule(tree_of(text));
        const auto all = all_answers(feel::slots_read(*changed));
        std::vector<Value> results;
        for (const auto& answers : all)
            results.push_back(feel::evaluate(*changed, {.slots = answers}));
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (results[i].is_null())
                continue;
            for (std::size_t j = 0; j < all.size(); ++j) {
                bool completes = true;
                for (std::size_t slot = 4; slot < all[i].size() && completes; ++slot)
                    completes = same_or_blank(all[i][slot], all[j][slot]);
                if (completes) {
                    ASSERT_EQ(feel::to_feel(results[j]), feel::to_feel(results[i]))
                        << text << "\n"
                        << shown(all[i]) << "\n→ " << shown(all[j]);
                }
            }
        }
    }
}

}
