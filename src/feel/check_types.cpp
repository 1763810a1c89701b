#include "feel/check_types.h"

#include "base/edits.h"
#include "base/utf8.h"

#include <algorithm>

namespace kenkei::feel {

namespace {

constexpr std::size_t most_values = 64; // beyond that it is not worth while to know them
constexpr std::size_t most_blanks = 32; // no message names as many
constexpr std::size_t longest_shown = 48;
constexpr std::size_t most_shown = 12;

std::vector<Value> either(const std::vector<Value>& a, const std::vector<Value>& b)
{
    if (a.empty() || b.empty())
        return {};
    std::vector<Value> all = a;
    for (const Value& value : b) {
        if (std::find(all.begin(), all.end(), value) == all.end())
            all.push_back(value);
    }
    return all.size() <= most_values ? all : std::vector<Value>{};
}

// Of two contexts with the same names; otherwise what is in it is not known.
std::vector<std::pair<std::string, StaticType>> joined_entries(const StaticType& a, const StaticType& b)
{
    if (a.entries.size() != b.entries.size())
        return {};
    auto all = a.entries;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].first != b.entries[i].first)
            return {};
        all[i].second = joined(a.entries[i].second, b.entries[i].second);
    }
    return all;
}

void add(std::vector<const Node*>& blanks, const std::vector<const Node*>& more)
{
    const std::size_t room = most_blanks - std::min(most_blanks, blanks.size());
    blanks.insert(blanks.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(std::min(room, more.size())));
}

// Levenshtein distance in characters.
}

std::string_view name_of(Form form)
{
    switch (form) {
    case Form::Unknown:
        return "分からない型";
    case Form::Null:
        return "null";
    case Form::Boolean:
        return "真偽";
    case Form::Number:
        return "数";
    case Form::String:
        return "文字列";
    case Form::Date:
        return "日付";
    case Form::Time:
        return "時刻";
    case Form::DateTime:
        return "日時";
    case Form::YearsMonthsDuration:
        return "年月の長さ";
    case Form::DaysTimeDuration:
        return "日時の長さ";
    case Form::List:
        return "一覧";
    case Form::Range:
        return "範囲";
    case Form::Context:
        return "項目の組";
    case Form::Function:
        return "関数";
    }
    return "";
}

Form form_of(Kind kind)
{
    switch (kind) {
    case Kind::Null:
        return Form::Null;
    case Kind::Boolean:
        return Form::Boolean;
    case Kind::Number:
        return Form::Number;
    case Kind::String:
        return Form::String;
    case Kind::Date:
        return Form::Date;
    case Kind::Time:
        return Form::Time;
    case Kind::DateTime:
        return Form::DateTime;
    case Kind::YearsMonthsDuration:
        return Form::YearsMonthsDuration;
    case Kind::DaysTimeDuration:
        return Form::DaysTimeDuration;
    case Kind::List:
        return Form::List;
    case Kind::Context:
        return Form::Context;
    case Kind::Range:
        return Form::Range;
    case Kind::Function:
        return Form::Function;
    }
    return Form::Unknown;
}

StaticType sure(Form form)
{
    return {.form = form, .nullable = false};
}

StaticType list_of(StaticType element)
{
    StaticType list = sure(Form::List);
    list.element = std::make_shared<const StaticType>(std::move(element));
    return list;
}

StaticType type_of(const Value& value)
{
    StaticType type{.form = form_of(value.kind()), .nullable = value.is_null()};
    if (value.kind() == Kind::List) {
        const List& items = value.as_list();
        if (items.empty() || items.size() > most_values)
            return type;
        StaticType element = type_of(items.front());
        for (const Value& item : items)
            element = joined(element, type_of(item));
        return list_of(std::move(element));
    }
    if (value.kind() == Kind::Range) {
        const Range& range = value.as_range();
        StaticType element = type_of(range.low.is_null() ? range.high : range.low);
        element.values.clear();
        type.element = std::make_shared<const StaticType>(std::move(element));
    }
    if (is_scalar(type.form) && type.form != Form::Boolean)
        type.values = {value};
    return type;
}

StaticType joined(const StaticType& a, const StaticType& b)
{
    StaticType type;
    if (a.form == Form::Null || b.form == Form::Null) {
        type = a.form == Form::Null ? b : a;
        type.nullable = true;
        return type;
    }
    type.nullable = a.nullable || b.nullable;
    if (a.form != b.form)
        return type;
    type.form = a.form;
    if (a.element && b.element)
        type.element = std::make_shared<const StaticType>(joined(*a.element, *b.element));
    type.entries = joined_entries(a, b);
    type.unit = a.unit == b.unit || b.unit.empty() ? a.unit : a.unit.empty() ? b.unit : "";
    type.values = either(a.values, b.values);
    type.choice = a.choice && b.choice;
    return type;
}

StaticType element_of(const StaticType& type)
{
    return type.element ? *type.element : StaticType{};
}

Found found_of(StaticType type, std::initializer_list<const Found*> operands)
{
    Found found{.type = std::move(type)};
    for (const Found* operand : operands)
        add_blanks(found, *operand);
    return found;
}

void add_blanks(Found& found, const Found& operand)
{
    if (!operand.type.nullable)
        return;
    found.type.nullable = true;
    add(found.blanks, operand.blanks);
}

void add_blanks_of_items(Found& found, const Found& operand)
{
    if (!operand.type.nullable && !(operand.is(Form::List) && operand.type.element && operand.type.element->nullable))
        return;
    found.type.nullable = true;
    add(found.blanks, operand.blanks);
}

bool is_duration(Form form)
{
    return form == Form::YearsMonthsDuration || form == Form::DaysTimeDuration;
}

bool is_moment(Form form)
{
    return form == Form::Date || form == Form::DateTime;
}

bool is_scalar(Form form)
{
    switch (form) {
    case Form::Unknown:
    case Form::Null:
    case Form::List:
    case Form::Range:
    case Form::Context:
    case Form::Function:
        return false;
    default:
        return true;
    }
}

bool reads_input(const Node& node)
{
    if (node.kind == NodeKind::Name)
        return node.text == "?";
    if (node.kind == NodeKind::In)
        return reads_input(*node.children.front());
    return std::any_of(node.children.begin(), node.children.end(),
                       [](const NodePtr& child) { return child && reads_input(*child); });
}

bool reads_variable(const Node& node, const std::string& name)
{
    if (node.kind == NodeKind::Name)
        return node.text == name;
    return std::any_of(node.children.begin(), node.children.end(),
                       [&](const NodePtr& child) { return child && reads_variable(*child, name); });
}

std::string shown(const Node& node)
{
    return "「" + base::shortened(base::printable(to_text(node)), longest_shown) + "」";
}

std::string shown(const Value& value)
{
    return base::shortened(base::printable(to_feel(value)), longest_shown);
}

std::string shown_all(const std::vector<Value>& values)
{
    const auto follows = [](const Value& a, const Value& b) {
        return a.kind() == Kind::Number && b.kind() == Kind::Number &&
               b.as_number() == a.as_number() + base::Decimal(1);
    };
    const auto gap = std::adjacent_find(values.begin(), values.end(),
                                        [&](const Value& a, const Value& b) { return !follows(a, b); });
    if (values.size() > 2 && gap == values.end())
        return shown(values.front()) + "〜" + shown(values.back());
    std::string all;
    for (std::size_t i = 0; i < values.size() && i < most_shown; ++i)
        all += (i == 0 ? "" : "、") + shown(values[i]);
    return values.size() <= most_shown ? all : all + " など";
}

std::optional<Value> nearest(const Value& wanted, const std::vector<Value>& values)
{
    const Value* best = nullptr;
    if (wanted.kind() == Kind::Number) {
        for (const Value& value : values) {
            const auto apart = (value.as_number() - wanted.as_number()).abs();
            if (value.kind() == Kind::Number &&
                (best == nullptr || apart < (best->as_number() - wanted.as_number()).abs()))
                best = &value;
        }
    } else if (wanted.kind() == Kind::String) {
        const std::u32string text = base::to_code_points(wanted.as_string());
        std::size_t fewest = std::max<std::size_t>(2, text.size() / 2) + 1;
        for (const Value& value : values) {
            const std::u32string candidate = base::to_code_points(value.as_string());
            if (value.kind() != Kind::String || std::max(text.size(), candidate.size()) > 100)
                continue;
            if (const std::size_t edits = base::edits_between(text, candidate); edits < fewest) {
                fewest = edits;
                best = &value;
            }
        }
    }
    return best == nullptr ? std::nullopt : std::optional(*best);
}

bool have_one_in_common(const std::vector<Value>& values, const std::vector<Value>& others)
{
    return std::any_of(values.begin(), values.end(), [&](const Value& value) {
        return std::any_of(others.begin(), others.end(),
                           [&](const Value& other) { return equal(value, other) == true; });
    });
}

Operator mirrored(Operator op)
{
    switch (op) {
    case Operator::Less:
        return Operator::Greater;
    case Operator::LessEqual:
        return Operator::GreaterEqual;
    case Operator::Greater:
        return Operator::Less;
    case Operator::GreaterEqual:
        return Operator::LessEqual;
    default:
        return op;
    }
}

Operator negated(Operator op)
{
    switch (op) {
    case Operator::Equal:
        return Operator::NotEqual;
    case Operator::NotEqual:
        return Operator::Equal;
    case Operator::Less:
        return Operator::GreaterEqual;
    case Operator::LessEqual:
        return Operator::Greater;
    case Operator::Greater:
        return Operator::LessEqual;
    case Operator::GreaterEqual:
        return Operator::Less;
    default:
        return op;
    }
}

bool holds(Operator op, const Value& left, const Value& right)
{
    if (op == Operator::Equal)
        return equal(left, right) == true;
    if (op == Operator::NotEqual)
        return equal(left, right) == false;
    const auto ordering = order(left, right);
    if (!ordering)
        return false;
    switch (op) {
    case Operator::Less:
        return *ordering < 0;
    case Operator::LessEqual:
        return *ordering <= 0;
    case Operator::Greater:
        return *ordering > 0;
    case Operator::GreaterEqual:
        return *ordering >= 0;
    default:
        return false;
    }
}

}
