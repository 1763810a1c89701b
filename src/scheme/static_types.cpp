#include "scheme/static_types.h"

#include <algorithm>

namespace kenkei::scheme {

using edition::ComputedValue;
using edition::Edition;
using edition::FieldType;
using edition::Question;
using feel::StaticType;
using feel::Value;
using Form = feel::StaticType::Form;

namespace {

StaticType sure(Form form)
{
    return {.form = form, .nullable = false};
}

StaticType list_of(StaticType element, bool nullable)
{
    return {
        .form = Form::List, .nullable = nullable, .element = std::make_shared<const StaticType>(std::move(element))};
}

StaticType type_of(FieldType type)
{
    switch (type) {
    case FieldType::Boolean:
        return {.form = Form::Boolean};
    case FieldType::Text:
        return {.form = Form::String};
    case FieldType::Number:
        return {.form = Form::Number};
    case FieldType::Date:
        return {.form = Form::Date};
    }
    return {};
}

// { id: [names] }
StaticType type_of_lists(const Edition& edition)
{
    StaticType lists = sure(Form::Context);
    for (const edition::NameList& list : edition.lists)
        lists.entries.emplace_back(list.id, list_of(sure(Form::String), false));
    return lists;
}

// { id: { field: value } }, and a list of such where there may be many. A record and each of its fields may be missing.
StaticType type_of_known(const Edition& edition)
{
    StaticType known = sure(Form::Context);
    for (const edition::KnownFacts& facts : edition.known) {
        StaticType record{.form = Form::Context, .nullable = !facts.many};
        for (const auto& [name, type] : facts.fields)
            record.entries.emplace_back(name, type_of(type));
        known.entries.emplace_back(facts.id, facts.many ? list_of(std::move(record), true) : std::move(record));
    }
    return known;
}

StaticType answer_type(const Question& question)
{
    StaticType option = sure(Form::Number);
    option.choice = true;
    for (const edition::Option& each : question.options)
        option.values.push_back(Value::number(each.number));

    switch (question.type) {
    case edition::Type::Choice:
        option.nullable = true;
        return option;
    case edition::Type::Choices:
        return list_of(std::move(option), true);
    case edition::Type::Integer:
    case edition::Type::Decimal:
        return {.form = Form::Number, .unit = question.unit};
    case edition::Type::Text:
        return {.form = Form::String};
    case edition::Type::Date:
    case edition::Type::Month:
        return {.form = Form::Date};
    case edition::Type::Boolean:
        return {.form = Form::Boolean};
    }
    return {};
}

StaticType type_of_question(const Question& question, std::span<const StaticType> types)
{
    StaticType type = answer_type(question);
    if (question.derive) {
        // What the rule is known to give counts; lint_expressions refuses what does not fit the question.
        StaticType computed = feel::check(*question.derive->tree, types).type;
        type.nullable = computed.nullable;
        if (type.values.empty() && computed.form == type.form)
            type.values = std::move(computed.values);
        // A question that is not asked is null.
        type.nullable = type.nullable || question.when.has_value();
    }
    // Whatever a blank means: an answer that cannot be read is null.
    return type;
}

StaticType type_of_value(const Edition& edition, const ComputedValue& value, std::span<const StaticType> types)
{
    StaticType type;
    if (value.expression) {
        type = feel::check(*value.expression->tree, types).type;
    } else if (value.table >= 0) {
        const edition::Table& table = edition.table(value);
        type = type_of(table.output_type);
        const auto add = [&](const Value& result) {
            if (!result.is_null() && std::find(type.values.begin(), type.values.end(), result) == type.values.end())
                type.values.push_back(result);
        };
        for (const auto& row : table.rules.rows)
            add(row.outputs.front()->value);
        if (table.otherwise)
            add(*table.otherwise);
    }
    if (type.form == Form::Number && !value.unit.empty())
        type.unit = value.unit;
    return type;
}

}

std::vector<StaticType> static_types(const Edition& edition)
{
    using edition::FixedName;
    std::vector<StaticType> types(edition.names.size());
    auto type_at = [&](int slot) -> StaticType& { return types[static_cast<std::size_t>(slot)]; };
    for (FixedName date : {FixedName::AsOf, FixedName::PeriodFrom, FixedName::PeriodTo})
        type_at(slot_of(date)) = sure(Form::Date);
    type_at(slot_of(FixedName::Lists)) = type_of_lists(edition);
    type_at(slot_of(FixedName::Known)) = type_of_known(edition);
    // In the order in which they are computed, each knows the types of what it reads.
    for (const edition::Step& step : edition.steps) {
        if (step.what == edition::Step::What::Question) {
            const Question& question = edition.questions[step.index];
            type_at(question.slot) = type_of_question(question, types);
        } else {
            const ComputedValue& value = edition.values[step.index];
            type_at(value.slot) = type_of_value(edition, value, types);
        }
    }
    return types;
}

}
