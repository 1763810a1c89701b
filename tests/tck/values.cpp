#include "values.h"

#include "feel/compare.h"
#include "feel/temporal_text.h"
#include "model.h"

#include <algorithm>

namespace kenkei::tck {

namespace {

using feel::Kind;
using feel::Value;

std::string_view attribute(pugi::xml_node node, std::string_view local)
{
    for (auto candidate : node.attributes()) {
        std::string_view name = candidate.name();
        if (const auto colon = name.find(':'); colon != std::string_view::npos)
            name.remove_prefix(colon + 1);
        if (name == local)
            return candidate.value();
    }
    return {};
}

template<typename T>
Value made(const std::optional<T>& read, Value (*make)(T))
{
    return read ? make(*read) : Value::null("unreadable value in the kit");
}

Value read_simple(pugi::xml_node node)
{
    if (attribute(node, "nil") == "true")
        return {};
    auto type = attribute(node, "type");
    if (const auto colon = type.find(':'); colon != std::string_view::npos)
        type.remove_prefix(colon + 1);
    const std::string text = node.text().get();
    if (type == "boolean")
        return Value::boolean(text == "true");
    if (type == "decimal" || type == "double" || type == "integer")
        return made<base::Decimal>(base::Decimal::parse(text), Value::number);
    if (type == "date")
        return made<feel::CalendarDate>(feel::read_calendar_date(text), Value::date);
    if (type == "time")
        return made<feel::Time>(feel::read_time(text), Value::time);
    if (type == "dateTime")
        return made<feel::DateTime>(feel::read_date_time(text), Value::date_time);
    if (type == "duration") {
        if (const auto months = feel::read_years_months(text))
            return Value::years_months(*months);
        return made<feel::DaysTimeDuration>(feel::read_days_time(text), Value::days_time);
    }
    return Value::string(text);
}

bool numbers_agree(const base::Decimal& expected, const base::Decimal& got)
{
    if (expected == got)
        return true;
    if (expected.is_integer() && got.is_integer())
        return false;
    const auto tolerance = expected.abs() * *base::Decimal::parse("1e-8");
    return (expected - got).abs() <= tolerance;
}

}

Value read_value(pugi::xml_node node)
{
    feel::Context context;
    for (auto child : node) {
        const auto kind = local_name(child);
        if (kind == "value")
            return read_simple(child);
        if (kind == "list") {
            feel::List items;
            for (auto item : child) {
                if (local_name(item) == "item")
                    items.push_back(read_value(item));
            }
            return Value::list(std::move(items));
        }
        if (kind == "component")
            context.emplace_back(child.attribute("name").value(), read_value(child));
    }
    return context.empty() ? Value() : Value::context(std::move(context));
}

bool agrees(const Value& expected, const Value& got)
{
    if (expected.kind() != got.kind())
        return false;
    switch (expected.kind()) {
    case Kind::Null:
        return true;
    case Kind::Number:
        return numbers_agree(expected.as_number(), got.as_number());
    case Kind::List: {
        const auto& wanted = expected.as_list();
        const auto& items = got.as_list();
        return std::equal(wanted.begin(), wanted.end(), items.begin(), items.end(), agrees);
    }
    case Kind::Context: {
        const auto& wanted = expected.as_context();
        return wanted.size() == got.as_context().size() &&
               std::all_of(wanted.begin(), wanted.end(), [&](const auto& entry) {
                   const auto* found = got.entry(entry.first);
                   return found != nullptr && agrees(entry.second, *found);
               });
    }
    default:
        return expected == got || feel::equal(expected, got).value_or(false);
    }
}

}
