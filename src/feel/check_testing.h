#pragma once

#include "feel/check.h"
#include "feel/feel_testing.h"

// Rules for the tests of check, and what they may read.
namespace kenkei::feel::testing {

using Form = StaticType::Form;

inline StaticType number(std::string unit = "")
{
    return {.form = Form::Number, .unit = std::move(unit)};
}

inline StaticType option(int last, bool nullable)
{
    StaticType type{.form = Form::Number, .nullable = nullable, .choice = true};
    for (int i = 1; i <= last; ++i)
        type.values.push_back(Value::number(i));
    return type;
}

inline StaticType list(StaticType element)
{
    return {.form = Form::List, .element = std::make_shared<const StaticType>(std::move(element))};
}

// What an edition's rules may read, one of each sort.
struct World {
    Names names;
    std::vector<StaticType> types;

    World()
    {
        StaticType word{.form = Form::String};
        for (const char* each : {"sme", "either", "large", "none"})
            word.values.push_back(Value::string(each));
        StaticType limit = number("人");
        limit.values = {Value::number(50), Value::number(100), Value::number(300)};
        const StaticType record{.form = Form::Context,
                                .entries = {{"declared", {.form = Form::Boolean}}, {"class", {.form = Form::String}}}};
        StaticType first_day{.form = Form::Date, .nullable = false};
        first_day.values = {Value::date(base::Date{2023, 4, 1})};
        const std::pair<const char*, StaticType> all[] = {
            {"as_of", {.form = Form::Date, .nullable = false}},
            {"lists",
             {.form = Form::Context,
              .nullable = false,
              .entries = {{"towns", list({.form = Form::String, .nullable = false})}}}},
            {"known",
             {.form = Form::Context, .nullable = false, .entries = {{"insurer", record}, {"awards", list(record)}}}},
            {"q1", option(4, true)},
            {"q7", option(6, true)},
            {"q14", list(option(9, false))},
            {"staff", number("人")},
            {"women", number("人")},
            {"capital", number("円")},
            {"goal", number()},
            {"limit", limit},
            {"name", {.form = Form::String}},
            {"agreed", {.form = Form::Boolean}},
            {"branch", {.form = Form::Boolean, .nullable = false}},
            {"opened", {.form = Form::Date}},
            {"closed", {.form = Form::Date}},
            {"first_day", first_day},
            {"department", word},
            {"anything", {}},
        };
        for (const auto& [name, type] : all) {
            names.add(name);
            types.push_back(type);
        }
    }
};

inline const World& world()
{
    static const World world;
    return world;
}

inline Checked checked(std::string_view text)
{
    return check(*tree_of(text, world().names), world().types);
}

inline Checked checked_cell(std::string_view text, const char* input)
{
    const auto slot = static_cast<std::size_t>(world().names.find(input));
    return check(*tests_of(text, world().names), world().types, &world().types[slot]);
}

inline std::string codes_of(const Checked& checked)
{
    std::string codes;
    for (const Problem& problem : checked.problems)
        codes += (codes.empty() ? "" : " ") + problem.code;
    return codes;
}

inline std::string told(const Checked& checked)
{
    std::string text;
    for (const Problem& problem : checked.problems)
        text += problem.code + ": " + problem.message + " → " + problem.way_out + "\n";
    return text;
}

struct Expected {
    std::string_view expression;
    std::string_view codes; // one for each problem, in the order of the text
};

inline void expect_codes(std::span<const Expected> cases)
{
    for (const Expected& c : cases) {
        const Checked found = checked(c.expression);
        EXPECT_EQ(codes_of(found), c.codes) << c.expression << "\n" << told(found);
    }
}

inline void expect_clean(std::span<const std::string_view> expressions)
{
    for (const std::string_view expression : expressions) {
        const Checked found = checked(expression);
        EXPECT_EQ(codes_of(found), "") << expression << "\n" << told(found);
    }
}

}
