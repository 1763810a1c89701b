#include "feel/expression.h"
#include "feel/null_tests.h"
#include "form/excel_compiler.h"

#include <algorithm>

namespace kenkei::form {

using feel::Kind;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Operator;
using feel::Value;

namespace {

constexpr __int128 nanoseconds_of_a_day = __int128{86'400} * 1'000'000'000;

Binding binding_of(Operator op)
{
    return op == Operator::Add || op == Operator::Subtract ? Binding::Sum : Binding::Product;
}

}

Part ExcelCompiler::arithmetic(const Node& node)
{
    const bool sum = node.op == Operator::Add || node.op == Operator::Subtract;
    const auto is_duration = [&](const NodePtr& child) {
        if (!is_fixed(*child))
            return false;
        const Kind kind = evaluate_fixed(*child).kind();
        return kind == Kind::YearsMonthsDuration || kind == Kind::DaysTimeDuration;
    };
    if (sum && (is_duration(node.children[0]) || is_duration(node.children[1])))
        return moved_date(node);
    const Part left = value_of(node.children[0]);
    const Part right = value_of(node.children[1]);
    if (node.op == Operator::Add && left.holds == Holds::Text && right.holds == Holds::Text)
        return part_of(Holds::Text, within(left, Binding::Joining) + "&" + within(right, Binding::Joining),
                       Binding::Joining, {&left, &right});
    if (!left.holds || !right.holds)
        return nothing();
    if (left.holds != Holds::Number || right.holds != Holds::Number) {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    if (node.op == Operator::Power)
        return part_of(Holds::Number, call("POWER", {left.text, right.text}), Binding::Whole, {&left, &right});
    const Binding binding = binding_of(node.op);
    // a-(b-c), a/(b*c), and no sign behind an operator: 3-(-2)
    std::string second = within(right, right.binding == Binding::Sign ? Binding::Whole
                                       : binding == Binding::Sum      ? Binding::Product
                                                                      : Binding::Sign);
    Part part = part_of(Holds::Number, within(left, binding) + std::string(feel::symbol_of(node.op)) + second, binding,
                        {&left, &right});
    const bool never_zero = is_fixed(*node.children[1]) && !evaluate_fixed(*node.children[1]).as_number().is_zero();
    if (node.op == Operator::Divide && !never_zero)
        part.fails = true;
    return part;
}

// A date and a duration that is the same for everybody.
Part ExcelCompiler::moved_date(const Node& node)
{
    const bool first = !is_fixed(*node.children[1]) || evaluate_fixed(*node.children[1]).kind() == Kind::Date;
    const Part date = value_of(node.children[first ? 1 : 0]);
    const Value duration = evaluate_fixed(*node.children[first ? 0 : 1]);
    if (!date.holds)
        return nothing();
    const bool back = node.op == Operator::Subtract;
    if (date.holds != Holds::Date || (back && first)) {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    if (duration.kind() == Kind::YearsMonthsDuration) {
        const std::int64_t months = duration.as_years_months().months * (back ? -1 : 1);
        return part_of(Holds::Date, call("EDATE", {date.text, std::to_string(months)}), Binding::Whole, {&date});
    }
    __int128 length = duration.as_days_time().nanoseconds * (back ? -1 : 1);
    if (length % nanoseconds_of_a_day != 0) {
        refuse("1日に満たない期間「" + feel::to_text(node) + "」");
        return nothing();
    }
    const auto days = static_cast<std::int64_t>(length / nanoseconds_of_a_day);
    return part_of(Holds::Date, within(date, Binding::Sum) + (days < 0 ? "" : "+") + std::to_string(days), Binding::Sum,
                   {&date});
}

Part ExcelCompiler::call_of(const NodePtr& node)
{
    const std::string_view name = builtin_of(*node);
    constexpr std::string_view numeric[] = {"floor",         "ceiling",    "decimal", "abs", "modulo", "round up",
                                            "round half up", "round down", "sum",     "min", "max",    "count"};
    if (std::find(std::begin(numeric), std::end(numeric), name) != std::end(numeric))
        return numeric_call(name, *node);
    return text_call(name, *node);
}

Part ExcelCompiler::numeric_call(std::string_view name, const Node& node)
{
    if (name == "count")
        return count_of(node);
    if (name == "sum" || name == "min" || name == "max")
        return aggregate(name, node);
    const Part first = value_of(node.children[1]);
    if (!first.holds)
        return nothing();
    if (first.holds != Holds::Number) {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    const auto number = [&](std::string text, Binding binding = Binding::Whole) {
        return part_of(Holds::Number, std::move(text), binding, {&first});
    };
    if (name == "abs")
        return number(call("ABS", {first.text}));
    if (name == "modulo") {
        const Part divisor = value_of(node.children[2]);
        if (!divisor.holds)
            return nothing();
        Part part = part_of(Holds::Number, call("MOD", {first.text, divisor.text}), Binding::Whole, {&first, &divisor});
        part.fails =
            part.fails || !is_fixed(*node.children[2]) || evaluate_fixed(*node.children[2]).as_number().is_zero();
        return part;
    }
    if (node.children.size() == 2) {
        if (name == "floor")
            return number(call("INT", {first.text}));
        if (name == "ceiling")
            return number("-INT(-" + operand(first) + ")", Binding::Sign);
    }
    const NodePtr& scale = node.children.back();
    const auto digits = is_fixed(*scale) ? evaluate_fixed(*scale).as_number().to_int64() : std::nullopt;
    if (!digits || *digits < -9 || *digits > 9 || name == "floor" || name == "ceiling") {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    if (name == "decimal")
        return half_even(node);
    const std::string_view function = name == "round half up" ? "ROUND" : name == "round up" ? "ROUNDUP" : "ROUNDDOWN";
    return number(call(function, {first.text, std::to_string(*digits)}));
}

// Excel rounds halves away from zero; those that fall half way go to the even neighbour here.
Part ExcelCompiler::half_even(const Node& node)
{
    Part number = value_of(node.children[1]);
    if (number.text.size() > 20)
        number = spill(node.children[1]);
    const std::int64_t digits = *evaluate_fixed(*node.children[2]).as_number().to_int64();
    const std::string scale = digits == 0  ? ""
                              : digits > 0 ? "*1" + std::string(static_cast<std::size_t>(digits), '0')
                                           : "/1" + std::string(static_cast<std::size_t>(-digits), '0');
    const std::string back = digits == 0 ? "" : (digits > 0 ? "/" : "*") + scale.substr(1);
    const std::string scaled = within(number, Binding::Product) + scale;
    return part_of(Holds::Number,
                   "IF(ABS(MOD(" + scaled + ",1)-0.5)<0.0000000001,2*ROUND(" + scaled + "/2,0)" + back + ",ROUND(" +
                       number.text + "," + std::to_string(digits) + "))",
                   Binding::Whole, {&number});
}

Part ExcelCompiler::aggregate(std::string_view name, const Node& node)
{
    std::optional<std::vector<NodePtr>> items;
    if (node.children.size() == 2)
        items = items_of(*node.children[1]);
    else
        items = std::vector<NodePtr>(node.children.begin() + 1, node.children.end());
    if (!items) {
        refuse("「" + feel::to_text(node) + "」");
        return nothing();
    }
    if (items->empty())
        return nothing();
    Part all{.holds = Holds::Number};
    std::vector<std::string> texts;
    for (const NodePtr& item : *items) {
        const Part part = value_of(item);
        if (!part.holds)
            return nothing();
        if (part.holds != Holds::Number && (name == "sum" || part.holds != Holds::Date))
            refuse("「" + feel::to_text(node) + "」");
        all.holds = part.holds;
        add_once(all.blanks, part.blanks);
        all.fails = all.fails || part.fails;
        texts.push_back(name == "sum" ? within(part, Binding::Sum) : part.text);
    }
    if (name != "sum") {
        all.text = call(name == "min" ? "MIN" : "MAX", texts);
        return all;
    }
    for (const std::string& text : texts)
        all.text += (all.text.empty() || text.starts_with('-') ? "" : "+") + text;
    all.binding = Binding::Sum;
    return all;
}

}
