// The text as an expression and as unary tests. What parses is printed as text that parses to the same tree, is
// checked, and is evaluated with answers and with blanks.

#include "feel/check.h"
#include "feel/expression.h"
#include "fuzz/require.h"

#include <algorithm>
#include <cstdint>
#include <ctime>

using namespace kenkei;
using feel::StaticType;
using feel::Value;

namespace {

struct Slot {
    const char* name;
    Value value;
    StaticType type;
};

const std::vector<Slot>& slots()
{
    using Form = StaticType::Form;
    const StaticType number{.form = Form::Number, .nullable = false};
    const StaticType record{.form = Form::Context,
                            .entries = {{"member", {.form = Form::Boolean}}, {"visits", {.form = Form::Number}}}};
    const auto one_of = [](std::vector<Value> values) { return values; };
    static const std::vector<Slot> all{
        {"n", Value::number(52), {.form = Form::Number, .unit = "人"}},
        {"choice",
         Value::number(2),
         {.form = Form::Number, .values = one_of({Value::number(1), Value::number(2)}), .choice = true}},
        {"choices",
         Value::list({Value::number(1), Value::number(3)}),
         {.form = Form::List, .element = std::make_shared<const StaticType>(number)}},
        {"text", Value::string("健康 a1"), {.form = Form::String}},
        {"flag", Value::boolean(true), {.form = Form::Boolean}},
        {"day", Value::date(base::Date{2024, 2, 29}), {.form = Form::Date}},
        {"known", Value::context({{"member", Value::boolean(false)}, {"visits", Value::number(3)}}), record},
        {"past",
         Value::list({Value::context({{"visits", Value::number(1)}})}),
         {.form = Form::List, .element = std::make_shared<const StaticType>(record)}},
        {"blank", {}, {}},
        {"人数", Value::number(0), {.form = Form::Number, .unit = "人"}},
        {"a-b", Value::number(7), number},
        {"Monthly Fee", Value::number(100), {.form = Form::Number, .unit = "円"}},
    };
    return all;
}

feel::Names names()
{
    feel::Names all;
    for (const Slot& slot : slots())
        all.add(slot.name);
    return all;
}

using Parse = base::Result<feel::NodePtr> (*)(std::string_view, const feel::Names&, feel::UnknownNames);

void print_and_parse_again(Parse parse, const feel::Node& tree, const feel::Names& known, feel::UnknownNames unknown)
{
    const std::string printed = feel::to_text(tree);
    const auto again = parse(printed, known, unknown);
    const feel::NodePtr& same_tree = fuzz::require_value(again, "what is printed parses", printed);
    if (!feel::same(tree, *same_tree))
        fuzz::broken("what is printed parses to the same tree", printed + "\n" + feel::to_text(*same_tree));
}

// The tree, and what is printed from it parses to the same. Where a name is unknown, it is read as null.
feel::NodePtr parse_and_print(Parse parse, std::string_view text)
{
    static const feel::Names known = names();
    for (const auto unknown : {feel::UnknownNames::Refuse, feel::UnknownNames::ReadNull}) {
        const auto tree = parse(text, known, unknown);
        if (tree.ok()) {
            print_and_parse_again(parse, **tree, known, unknown);
            return *tree;
        }
        fuzz::require_good(tree.error(), "feel.");
        fuzz::require(tree.error().at.known(), "an error has its place");
        if (tree.error().code != "feel.unknown-name")
            return nullptr;
    }
    return nullptr;
}

// Whether a value that is not null is one that its type foretells.
bool fits(const StaticType& type, const Value& value)
{
    using Form = StaticType::Form;
    if (type.form == Form::Unknown || value.is_null())
        return true;
    static constexpr std::pair<Form, feel::Kind> kinds[] = {
        {Form::Boolean, feel::Kind::Boolean},
        {Form::Number, feel::Kind::Number},
        {Form::String, feel::Kind::String},
        {Form::Date, feel::Kind::Date},
        {Form::Time, feel::Kind::Time},
        {Form::DateTime, feel::Kind::DateTime},
        {Form::YearsMonthsDuration, feel::Kind::YearsMonthsDuration},
        {Form::DaysTimeDuration, feel::Kind::DaysTimeDuration},
        {Form::List, feel::Kind::List},
        {Form::Range, feel::Kind::Range},
        {Form::Context, feel::Kind::Context},
        {Form::Function, feel::Kind::Function},
    };
    if (std::ranges::find(kinds, std::pair{type.form, value.kind()}) == std::end(kinds))
        return false;
    if (!type.values.empty() && std::ranges::find(type.values, value) == type.values.end())
        return false;
    if (type.form == Form::List && type.element)
        return std::ranges::all_of(value.as_list(), [&](const Value& item) { return fits(*type.element, item); });
    return std::ranges::all_of(type.entries, [&](const auto& entry) {
        const Value* found = value.entry(entry.first);
        return !found || fits(entry.second, *found);
    });
}

bool holds_function(const Value& value)
{
    if (value.kind() == feel::Kind::Range)
        return holds_function(value.as_range().low) || holds_function(value.as_range().high);
    return value.kind() == feel::Kind::Function || std::ranges::any_of(value.as_list(), holds_function) ||
           std::ranges::any_of(value.as_context(), [](const auto& entry) { return holds_function(entry.second); });
}

// What a value prints as is an expression that gives it again. Functions have no such text.
void print_and_evaluate_again(const Value& value)
{
    const auto printed = feel::to_feel(value, 10'000);
    if (!printed || holds_function(value))
        return;
    const auto tree = feel::parse_expression(*printed, {});
    const Value again = feel::evaluate(*fuzz::require_value(tree, "a printed value parses", *printed), {});
    if (!(value == again))
        fuzz::broken("a printed value gives itself again", *printed + "\n" + feel::to_feel(again));
}

const std::vector<StaticType>& types()
{
    static const std::vector<StaticType> all = [] {
        std::vector<StaticType> types;
        for (const Slot& slot : slots())
            types.push_back(slot.type);
        return types;
    }();
    return all;
}

const std::vector<Value>& answers()
{
    static const std::vector<Value> all = [] {
        std::vector<Value> values;
        for (const Slot& slot : slots())
            values.push_back(slot.value);
        return values;
    }();
    return all;
}

void check_and_evaluate(const feel::Node& tree)
{
    const StaticType type = feel::check(tree, types(), types().data()).type;
    const feel::DateTime now{.date = {2030, 5, 1}, .time = {.hour = 12}};
    const Value value = feel::evaluate(tree, {.slots = answers(), .now = now, .input = answers().data()});
    if (!fits(type, value))
        fuzz::broken("a value is one of its static type",
                     std::string(feel::name_of(type.form)) + " " + feel::to_feel(value, 10'000).value_or("…"));
    print_and_evaluate_again(value);
    feel::to_display(value, 1'000'000);
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::clock_t begin = std::clock();
    if (const feel::NodePtr expression = parse_and_print(feel::parse_expression, text)) {
        check_and_evaluate(*expression);
        feel::evaluate(*expression, {}); // all is blank
    }
    if (const feel::NodePtr tests = parse_and_print(feel::parse_unary_tests, text))
        check_and_evaluate(*tests);
    // What goes to the limits of an evaluation takes seconds under sanitizers: no start for others.
    return std::clock() - begin < CLOCKS_PER_SEC / 2 ? 0 : fuzz::not_kept;
}
