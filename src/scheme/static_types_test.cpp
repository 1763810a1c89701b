#include "scheme/static_types.h"

#include "scheme/null_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

// What feel::check says of a rule, held against what the rule gives in an edition (with the null rule written in) for
// random answers.
namespace kenkei::scheme {

using feel::Node;
using feel::NodeKind;
using feel::StaticType;
using feel::Value;
using Form = StaticType::Form;

namespace {

struct Slot {
    const char* name;
    StaticType type;
    std::vector<Value> answers;
};

Value list(std::initializer_list<int> numbers)
{
    feel::List items;
    for (int number : numbers)
        items.push_back(Value::number(number));
    return Value::list(std::move(items));
}

const std::vector<Slot>& slots()
{
    static const std::vector<Slot> all = [] {
        StaticType option{.form = Form::Number, .choice = true};
        for (int i = 1; i <= 4; ++i)
            option.values.push_back(Value::number(i));
        StaticType sure_option = option;
        sure_option.nullable = false;
        const Value blank;
        const auto number = [](int n) { return Value::number(n); };
        return std::vector<Slot>{
            {"n", {.form = Form::Number}, {blank, number(-1), number(0), number(1), number(2), number(5)}},
            {"m", {.form = Form::Number}, {blank, number(0), number(2), number(3)}},
            {"s", {.form = Form::Number, .nullable = false}, {number(0), number(3)}},
            {"q", option, {blank, number(1), number(2), number(3), number(4)}},
            {"l",
             {.form = Form::List, .element = std::make_shared<const StaticType>(sure_option)},
             {blank, list({1}), list({2, 3}), list({4})}},
            {"t", {.form = Form::String}, {blank, Value::string("a"), Value::string("bc")}},
            {"f", {.form = Form::Boolean}, {blank, Value::boolean(true), Value::boolean(false)}},
            {"g", {.form = Form::Boolean, .nullable = false}, {Value::boolean(true), Value::boolean(false)}},
        };
    }();
    return all;
}

// Rules with the right types, and every way to ask for null.
class Writer {
public:
    explicit Writer(unsigned seed) : m_random(seed) {}

    std::size_t below(std::size_t end) { return m_random() % end; }

    std::string number(int depth)
    {
        if (depth <= 0)
            return one({"n", "m", "s", "q", "0", "1", "3", "n", "m"});
        const std::string a = number(depth - 1);
        switch (below(9)) {
        case 0:
            return "(" + a + one({" + ", " - ", " * ", " / "}) + number(depth - 1) + ")";
        case 1:
            return one({"floor(", "abs("}) + a + ")";
        case 2:
            return one({"max(", "min(", "modulo("}) + a + ", " + number(depth - 1) + ")";
        case 3:
            return one({"count(", "sum("}) + (below(3) == 0 ? "l[item > " + a + "]" : "l") + ")";
        case 4:
            return "string length(" + text(depth - 1) + ")";
        case 5:
            return "(if " + condition(depth - 1) + " then " + (below(3) == 0 ? "null" : a) + " else " +
                   number(depth - 1) + ")";
        default:
            return number(0);
        }
    }

    std::string text(int depth)
    {
        if (depth > 0 && below(3) == 0)
            return "(if " + condition(depth - 1) + " then t else " + one({"\"a\"", "null"}) + ")";
        return one({"t", "t", "\"a\"", "upper case(t)", "t + \"x\""});
    }

    std::string comparison(const std::string& left, const std::string& right)
    {
        return left + one({" = ", " != ", " < ", " <= ", " > ", " >= "}) + right;
    }

    std::string condition(int depth)
    {
        if (depth <= 0)
            return one(
                {"f", "g", "n = null", "m != null", "q = null", "n > 0", "q = 2", "n <= 0", "m = 0", "f = null"});
        const std::string a = condition(depth - 1);
        switch (below(11)) {
        case 0:
        case 1:
            return "(" + a + " and " + condition(depth - 1) + ")";
        case 2:
        case 3:
            return "(" + a + " or " + condition(depth - 1) + ")";
        case 4:
            return "not(" + a + ")";
        case 5:
            return "(" + comparison(number(depth - 1), number(depth - 1)) + ")";
        case 6:
            return "(" + number(depth - 1) +
                   one({" in [1..3]", " in (1, 3)", " in [n..3]", " in (null, 2)", " between 1 and m"}) + ")";
        case 7:
            return "(" + one({"some", "every"}) + " x in l satisfies " + comparison("x", number(depth - 1)) + ")";
        case 8:
            return "list contains(l, " + number(depth - 1) + ")";
        case 9:
            return "(if " + a + " then " + one({"null", "true", "f"}) + " else " + condition(depth - 1) + ")";
        default:
            return "(" + number(depth - 1) + one({" = null", " != null"}) + ")";
        }
    }

private:
    std::string one(std::initializer_list<const char*> all) { return *(all.begin() + below(all.size())); }

    std::mt19937 m_random;
};

struct World {
    feel::Names names;
    std::vector<StaticType> types;

    World()
    {
        // The null rule knows the first four names as never null.
        for (const char* name : {"as_of", "period_from", "period_to", "lists"}) {
            names.add(name);
            types.push_back({});
        }
        for (const Slot& slot : slots()) {
            names.add(slot.name);
            types.push_back(slot.type);
        }
    }

    std::vector<Value> answers(Writer& random) const
    {
        std::vector<Value> all(4);
        for (const Slot& slot : slots())
            all.push_back(slot.answers[random.below(slot.answers.size())]);
        return all;
    }
};

bool reads_variable(const Node& node)
{
    if (node.kind == NodeKind::Name)
        return node.text == "x" || node.text == "item";
    return std::any_of(node.children.begin(), node.children.end(),
                       [](const feel::NodePtr& child) { return child && reads_variable(*child); });
}

// An `if` that is come to with a condition that is null; loops are left out.
const Node* find_if_on_null(const feel::NodePtr& node, const feel::Environment& environment)
{
    const auto value_of = [&](const feel::NodePtr& part) {
        return feel::evaluate(*apply_null_rule(part), environment);
    };
    if (reads_variable(*node))
        return nullptr;
    if (node->kind == NodeKind::If) {
        if (const Node* inner = find_if_on_null(node->children[0], environment))
            return inner;
        const Value condition = value_of(node->children[0]);
        if (condition.is_null()) // an `else` that is null as well keeps it
            return value_of(node->children[2]).is_null() ? nullptr : node.get();
        return find_if_on_null(node->children[condition.is_true() ? 1 : 2], environment);
    }
    for (const feel::NodePtr& child : node->children) {
        if (!child)
            continue;
        if (const Node* inner = find_if_on_null(child, environment))
            return inner;
        const bool decides = (node->kind == NodeKind::And && value_of(child).is_false()) ||
                             (node->kind == NodeKind::Or && value_of(child).is_true());
        if (decides)
            return nullptr;
    }
    return nullptr;
}

std::string shown(const std::vector<Value>& answers)
{
    std::string text;
    for (std::size_t i = 0; i < slots().size(); ++i)
        text += std::string(slots()[i].name) + " = " + to_feel(answers[i + 4]) + "  ";
    return text;
}

}

TEST(StaticTypes, どの回答でも式は調べたとおりの型と値になる)
{
    const World world;
    Writer writer(20250310);
    std::size_t clean = 0;
    std::size_t sure = 0;
    for (int i = 0; i < 6'000; ++i) {
        const std::string rule = i % 2 == 0 ? writer.condition(3) : writer.number(3);
        auto tree = feel::parse_expression(rule, world.names);
        ASSERT_TRUE(tree.ok()) << base::describe(tree.error());
        const feel::Checked checked = feel::check(**tree, world.types);
        const feel::NodePtr ruled = apply_null_rule(*tree);
        const StaticType& type = checked.type;
        clean += checked.problems.empty() ? 1U : 0U;
        sure += type.nullable ? 0U : 1U;
        for (int j = 0; j < 40; ++j) {
            const std::vector<Value> answers = world.answers(writer);
            const Value value = feel::evaluate(*ruled, {.slots = answers});
            EXPECT_FALSE(value.is_null() && !type.nullable) << rule << "\n" << shown(answers);
            if (!value.is_null()) {
                EXPECT_EQ(type.form, value.kind() == feel::Kind::Number ? Form::Number : Form::Boolean) << rule;
                EXPECT_TRUE(type.values.empty() ||
                            std::find(type.values.begin(), type.values.end(), value) != type.values.end())
                    << rule << " = " << to_feel(value) << "\n"
                    << shown(answers);
            }
            if (!checked.problems.empty())
                continue;
            const Node* unguarded = find_if_on_null(*tree, {.slots = answers});
            EXPECT_EQ(unguarded, nullptr) << rule << "\n" << to_text(*unguarded) << "\n" << shown(answers);
        }
    }
    EXPECT_GT(clean, 1'000U); // else nothing was tested
    EXPECT_GT(sure, 1'000U);
}

// A pair of comparisons that is said never to hold, or always, does.
TEST(StaticTypes, 成り立たないと言われた条件の組はどの回答でも成り立たない)
{
    const World world;
    Writer writer(7);
    std::size_t refused = 0;
    for (int i = 0; i < 3'000; ++i) {
        const auto compared = [&] {
            const std::string value = std::to_string(writer.below(5));
            return writer.below(4) == 0   ? "n in [" + value + ".." + std::to_string(writer.below(5)) + "]"
                   : writer.below(4) == 0 ? writer.comparison(value, "n")
                                          : writer.comparison("n", value);
        };
        const bool both = writer.below(2) == 0;
        const std::string first = writer.below(5) == 0 ? "not(" + compared() + ")" : compared();
        const std::string rule = first + (both ? " and " : " or ") + compared();
        auto tree = feel::parse_expression(rule, world.names);
        ASSERT_TRUE(tree.ok()) << base::describe(tree.error());
        bool never = false;
        bool always = false;
        for (const feel::Problem& problem : feel::check(**tree, world.types).problems) {
            const auto says = [&](std::string_view words) { return problem.message.find(words) != std::string::npos; };
            never = never || (both && says("ここまでの条件と合わせると"));
            always = always || (!both && says("いつも成り立ちます"));
        }
        refused += never || always ? 1U : 0U;
        for (int twice = -2; twice <= 12; ++twice) {
            std::vector<Value> answers(world.types.size());
            answers[4] = Value::number(base::Decimal(twice) / base::Decimal(2));
            const Value value = feel::evaluate(*apply_null_rule(*tree), {.slots = answers});
            EXPECT_FALSE(never && value.is_true()) << rule << "\n" << to_feel(answers[4]);
            EXPECT_FALSE(always && !value.is_true()) << rule << "\n" << to_feel(answers[4]);
        }
    }
    EXPECT_GT(refused, 300U);
}

}
