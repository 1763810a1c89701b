#include "scheme/table_domain.h"

#include <algorithm>

namespace kenkei::scheme {

using base::Decimal;
using feel::Node;
using feel::NodeKind;
using feel::Operator;
using feel::Value;
using Form = Domain::Form;
using Grain = Domain::Grain;

namespace {

Domain number(Grain grain, std::optional<Decimal> low = {}, std::optional<Decimal> high = {})
{
    return {.form = Form::Number, .certain = true, .grain = grain, .low = low, .high = high};
}

Domain listing(Form form, std::vector<Value> values)
{
    Domain domain{.form = form, .certain = true, .values = std::move(values)};
    if (form != Form::Number || domain.values.empty())
        return domain;
    domain.grain = Grain::Whole;
    domain.low = domain.high = domain.values.front().as_number();
    for (const Value& value : domain.values) {
        domain.low = std::min(*domain.low, value.as_number(), [](Decimal a, Decimal b) { return a < b; });
        domain.high = std::max(*domain.high, value.as_number(), [](Decimal a, Decimal b) { return a < b; });
        if (!value.as_number().is_integer())
            domain.grain = Grain::Fractional;
    }
    return domain;
}

Form form_of(feel::StaticType::Form form)
{
    switch (form) {
    case feel::StaticType::Form::Null:
        return Form::Never;
    case feel::StaticType::Form::Boolean:
        return Form::Boolean;
    case feel::StaticType::Form::Number:
        return Form::Number;
    case feel::StaticType::Form::String:
        return Form::String;
    case feel::StaticType::Form::Date:
        return Form::Date;
    default:
        return Form::Unknown;
    }
}

// What is a value of one or of the other.
Domain either(const Domain& a, const Domain& b)
{
    if (a.form == Form::Never)
        return b;
    if (b.form == Form::Never)
        return a;
    if (a.form != b.form)
        return {};
    Domain both{.form = a.form, .certain = a.certain && b.certain};
    if (a.listed() && b.listed()) {
        std::vector<Value> values = a.values;
        for (const Value& value : b.values) {
            if (std::find(values.begin(), values.end(), value) == values.end())
                values.push_back(value);
        }
        Domain all = listing(a.form, std::move(values));
        all.certain = both.certain;
        return all;
    }
    both.months = a.months && b.months;
    both.grain = a.grain == b.grain                                             ? a.grain
                 : a.grain == Grain::Fractional || b.grain == Grain::Fractional ? Grain::Fractional
                                                                                : Grain::Unknown;
    if (a.low && b.low)
        both.low = *a.low < *b.low ? a.low : b.low;
    if (a.high && b.high)
        both.high = *a.high < *b.high ? b.high : a.high;
    return both;
}

bool is_negative(const std::optional<Decimal>& bound)
{
    return !bound || bound->is_negative();
}

Grain grain_of_sum(Grain a, Grain b)
{
    if (a == Grain::Whole)
        return b;
    return b == Grain::Whole ? a : Grain::Unknown;
}

Domain sum(const Domain& a, const Domain& b)
{
    Domain all = number(grain_of_sum(a.grain, b.grain));
    if (a.low && b.low)
        all.low = *a.low + *b.low;
    if (a.high && b.high)
        all.high = *a.high + *b.high;
    return all;
}

Domain negated(const Domain& a)
{
    Domain all = number(a.grain);
    if (a.high)
        all.low = -*a.high;
    if (a.low)
        all.high = -*a.low;
    return all;
}

// Bounds only of what is not negative: others are rare in rules.
Domain product(const Domain& a, const Domain& b)
{
    Domain all = number(grain_of_sum(a.grain, b.grain));
    if (is_negative(a.low) || is_negative(b.low))
        return all;
    all.low = *a.low * *b.low;
    if (a.high && b.high)
        all.high = *a.high * *b.high;
    return all;
}

Domain quotient(const Domain& a, const Domain& b)
{
    Domain all = number(Grain::Fractional);
    if (is_negative(a.low) || is_negative(b.low))
        return all;
    all.low = b.high && !b.high->is_zero() ? *a.low / *b.high : Decimal(0);
    if (a.high && !b.low->is_zero())
        all.high = *a.high / *b.low;
    return all;
}

// What may be answered.
Domain domain_of_type(const edition::Question& question)
{
    std::vector<Value> options;
    for (const edition::Option& option : question.options)
        options.push_back(Value::number(option.number));
    switch (question.type) {
    case edition::Type::Choice:
        return listing(Form::Number, std::move(options));
    case edition::Type::Choices: {
        Domain lists{.form = Form::Choices, .certain = true, .values = std::move(options)};
        if (question.exclusive)
            lists.exclusive = Value::number(*question.exclusive);
        return lists;
    }
    case edition::Type::Boolean:
        return listing(Form::Boolean, {Value::boolean(false), Value::boolean(true)});
    case edition::Type::Text:
        return {.form = Form::String, .certain = true};
    case edition::Type::Date:
    case edition::Type::Month:
        return {.form = Form::Date, .certain = true, .months = question.type == edition::Type::Month};
    case edition::Type::Integer:
        return number(Grain::Whole, question.minimum, question.maximum);
    case edition::Type::Decimal:
        return number(Grain::Fractional, question.minimum, question.maximum);
    }
    return {};
}

}

const Domain& DomainReader::of_slot(int slot)
{
    if (const auto found = m_by_slot.find(slot); found != m_by_slot.end())
        return found->second;
    Domain domain;
    if (const edition::Question* question = m_edition.question_at(slot)) {
        domain = of_question(*question);
    } else if (const edition::ComputedValue* value = m_edition.value_at(slot)) {
        if (value->expression) {
            domain = of(*value->expression->tree);
        } else {
            feel::StaticType type = m_types[static_cast<std::size_t>(slot)];
            if (const auto& otherwise = m_edition.table(*value).otherwise;
                otherwise && !otherwise->is_null() &&
                std::find(type.values.begin(), type.values.end(), *otherwise) == type.values.end())
                type.values.push_back(*otherwise);
            domain = listing(form_of(type.form), std::move(type.values));
        }
    } else if (slot == slot_of(edition::FixedName::AsOf)) {
        domain = {.form = Form::Date, .certain = true};
    }
    return m_by_slot.emplace(slot, std::move(domain)).first->second;
}

Domain DomainReader::of_question(const edition::Question& question)
{
    const Domain declared = domain_of_type(question);
    if (!question.derive)
        return declared;
    Domain computed = of(*question.derive->tree);
    if (computed.form != declared.form)
        return {.form = declared.form};
    computed.months = declared.months;
    if (question.type == edition::Type::Integer)
        computed.grain = Grain::Whole;
    if (declared.low && (!computed.low || *computed.low < *declared.low))
        computed.low = declared.low;
    if (declared.high && (!computed.high || *declared.high < *computed.high))
        computed.high = declared.high;
    return computed;
}

// What the checker knows of an expression whose numbers are not followed further.
Domain DomainReader::of_type(const Node& node) const
{
    const feel::StaticType type = feel::check(node, m_types).type;
    const Form form = form_of(type.form);
    if (!type.values.empty())
        return listing(form, type.values);
    if (form == Form::Boolean)
        return listing(form, {Value::boolean(false), Value::boolean(true)});
    // A field of a register: any text, date or number may stand in it.
    const bool field = node.kind == NodeKind::Path && node.children.front()->kind == NodeKind::Path &&
                       node.children.front()->children.front()->slot == slot_of(edition::FixedName::Known);
    return {.form = form, .certain = field};
}

Domain DomainReader::of(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Name:
        return node.slot >= 0 ? of_slot(node.slot) : of_type(node);
    case NodeKind::Negate:
    case NodeKind::Arithmetic:
        return of_arithmetic(node);
    case NodeKind::If:
        return either(of(*node.children[1]), of(*node.children[2]));
    case NodeKind::Call:
        return of_call(node);
    default:
        return of_type(node);
    }
}

Domain DomainReader::of_arithmetic(const Node& node)
{
    std::vector<Domain> operands;
    bool certain = true;
    for (const feel::NodePtr& child : node.children) {
        operands.push_back(of(*child));
        if (operands.back().form != Form::Number)
            return of_type(node);
        certain = certain && operands.back().certain;
    }
    Domain result = number(Grain::Unknown);
    if (node.kind == NodeKind::Negate)
        result = negated(operands[0]);
    else if (node.op == Operator::Add)
        result = sum(operands[0], operands[1]);
    else if (node.op == Operator::Subtract)
        result = sum(operands[0], negated(operands[1]));
    else if (node.op == Operator::Multiply)
        result = product(operands[0], operands[1]);
    else if (node.op == Operator::Divide)
        result = quotient(operands[0], operands[1]);
    else
        certain = false;
    result.certain = certain;
    return result;
}

Domain DomainReader::of_call(const Node& node)
{
    const std::string& name = node.children.front()->text;
    if (node.children.size() < 2 || !node.names.empty())
        return of_type(node);
    const Node& first = *node.children[1];
    if (name == "count") {
        const Node& list = first.kind == NodeKind::Filter ? *first.children.front() : first;
        const Domain items = of(list);
        const bool answered = items.form == Form::Choices && first.kind != NodeKind::Filter;
        Domain result = number(Grain::Whole, Decimal(answered ? 1 : 0));
        if (items.form == Form::Choices)
            result.high = Decimal(static_cast<std::int64_t>(items.values.size()) - (items.exclusive ? 1 : 0));
        return result;
    }
    if (name == "string length")
        return number(Grain::Whole, Decimal(0));
    if (name == "floor" || name == "ceiling") {
        Domain result = of(first);
        if (result.form != Form::Number || node.children.size() != 2)
            return of_type(node);
        result.values.clear();
        result.grain = Grain::Whole;
        if (result.low)
            result.low = name == "floor" ? result.low->floor() : result.low->ceiling();
        if (result.high)
            result.high = name == "floor" ? result.high->floor() : result.high->ceiling();
        return result;
    }
    if (name == "sum" || name == "min" || name == "max") {
        const bool list = first.kind == NodeKind::List && node.children.size() == 2;
        const auto& items = list ? first.children : node.children;
        std::optional<Domain> result;
        for (std::size_t i = list ? 0 : 1; i < items.size(); ++i) {
            const Domain item = of(*items[i]);
            if (item.form != Form::Number)
                return of_type(node);
            Domain next = !result ? item : name == "sum" ? sum(*result, item) : either(*result, item);
            next.certain = item.certain && (!result || result->certain);
            next.values.clear();
            result = std::move(next);
        }
        return result ? *result : of_type(node);
    }
    return of_type(node);
}

}
