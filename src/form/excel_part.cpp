#include "form/excel_part.h"

#include <algorithm>

namespace kenkei::form {

namespace {

std::string joined(const std::vector<std::string>& items)
{
    std::string text;
    for (const std::string& item : items)
        text += (text.empty() ? "" : ",") + item;
    return text;
}

}

std::string within(const Part& part, Binding least)
{
    return part.binding < least ? "(" + part.text + ")" : part.text;
}

std::string call(std::string_view function, const std::vector<std::string>& arguments)
{
    return std::string(function) + "(" + joined(arguments) + ")";
}

std::string any_of(const std::vector<std::string>& conditions)
{
    return conditions.size() == 1 ? conditions.front() : call("OR", conditions);
}

std::string all_of(const std::vector<std::string>& conditions)
{
    return conditions.size() == 1 ? conditions.front() : call("AND", conditions);
}

void add_once(std::vector<std::string>& all, const std::vector<std::string>& more)
{
    for (const std::string& one : more) {
        if (std::find(all.begin(), all.end(), one) == all.end())
            all.push_back(one);
    }
}

Part part_of(Holds holds, std::string text, Binding binding, std::initializer_list<const Part*> operands)
{
    Part part{.holds = holds, .text = std::move(text), .binding = binding};
    for (const Part* operand : operands) {
        add_once(part.blanks, operand->blanks);
        part.fails = part.fails || operand->fails;
    }
    return part;
}

Part boolean_of(std::string text, Binding binding, std::initializer_list<const Part*> operands)
{
    Part part = part_of(Holds::Truth, std::move(text), binding, operands);
    part.boolean = true;
    return part;
}

Part sure_truth(std::optional<bool> truth)
{
    return {.holds = Holds::Truth, .text = truth ? (*truth ? "1" : "0") : "0.5"};
}

Part nothing()
{
    return {.text = "NA()", .fails = true};
}

Binding binding_of_truth(const std::string& truth)
{
    if (truth.starts_with("1-"))
        return Binding::Sum;
    return truth.starts_with('-') ? Binding::Sign : Binding::Whole;
}

std::string opposite_of(const std::string& truth)
{
    return binding_of_truth(truth) == Binding::Whole ? "1-" + truth : "1-(" + truth + ")";
}

std::string array_of(const std::vector<std::string>& items)
{
    return "{" + joined(items) + "}";
}

std::string excel_number(const base::Decimal& number)
{
    constexpr std::ptrdiff_t most_digits = 15;
    const std::string text = number.to_text();
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool fits = number.finite() && std::count_if(text.begin(), text.end(), is_digit) <= most_digits;
    return fits ? text : "";
}

std::size_t depth_of(std::string_view formula)
{
    std::size_t deepest = 0;
    std::size_t depth = 0;
    bool quoted = false;
    for (const char c : formula) {
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '(')
            deepest = std::max(deepest, ++depth);
        else if (!quoted && c == ')' && depth > 0)
            --depth;
    }
    return deepest;
}

}
