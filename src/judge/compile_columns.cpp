#include "judge/program_compiler.h"

#include "feel/null_tests.h"

#include <algorithm>

namespace kenkei::judge {

using feel::Node;
using feel::NodeKind;
using feel::Operator;
using feel::Value;

namespace {

// The whole number or the day that a column of that kind would hold.
std::optional<std::int64_t> whole(const Value& value, Column::Kind kind)
{
    if (kind == Column::Kind::Number && value.kind() == feel::Kind::Number) {
        const auto number = value.as_number().to_int64();
        if (number && *number >= -largest_number && *number <= largest_number)
            return number;
    }
    if (kind == Column::Kind::Date && value.kind() == feel::Kind::Date) {
        const feel::CalendarDate& date = value.as_date();
        if (date.year >= 1 && date.year <= 9999)
            return date.year * 10000 + date.month * 100 + date.day;
    }
    return {};
}

}

Column ProgramCompiler::constant(const Value& value)
{
    if (value.is_null())
        return {};
    return {.values = {{value, every_lane}}, .known = every_lane};
}

Column ProgramCompiler::of_truth(Truth truth)
{
    Column column{.values = {}, .known = no_lane};
    column.values.emplace_back(Value::boolean(true), truth.yes);
    column.values.emplace_back(Value::boolean(false), truth.no);
    return column;
}

// The same, known where it is yes or no.
Column ProgramCompiler::column_of(Truth truth)
{
    Column column = of_truth(truth);
    column.known = m_build.any({truth.yes, truth.no});
    return column;
}

// In these lanes the column has that value, too; null is nothing to have.
void ProgramCompiler::add_value(Column& column, const Value& value, Register lanes)
{
    if (value.is_null() || lanes == no_lane)
        return;
    auto same = std::find_if(column.values.begin(), column.values.end(),
                             [&](const auto& known) { return known.first == value; });
    if (same == column.values.end())
        column.values.emplace_back(value, lanes);
    else
        same->second = m_build.any({same->second, lanes});
}

Truth ProgramCompiler::truth_of(const Column& column)
{
    Truth truth;
    if (column.kind != Column::Kind::Finite)
        return truth;
    for (const auto& [value, mask] : column.values) {
        if (value.is_true())
            truth.yes = mask;
        else if (value.is_false())
            truth.no = mask;
    }
    return truth;
}

Column ProgramCompiler::masked(Column column, Register mask)
{
    for (auto& [value, lanes] : column.values)
        lanes = m_build.all({lanes, mask});
    column.known = m_build.all({column.known, mask});
    return column;
}

Register ProgramCompiler::number_of(const Column& column)
{
    for (AnswerPlan& plan : m_program.answers) {
        if (plan.number == column.reg)
            plan.number_read = true;
    }
    return column.reg;
}

Register ProgramCompiler::text_of(const Column& column)
{
    for (AnswerPlan& plan : m_program.answers) {
        if (plan.text == column.reg)
            plan.text_read = true;
    }
    return column.reg;
}

// The column as numbers (or days), if it is such a one or all of its values are.
std::optional<Column> ProgramCompiler::as_numbers(const Column& column, Column::Kind kind)
{
    if (column.kind == kind)
        return column;
    if (column.kind != Column::Kind::Finite)
        return {};
    Column numbers{.kind = kind, .known = column.known};
    bool first = true;
    for (const auto& [value, mask] : column.values) {
        const auto number = whole(value, kind);
        if (!number)
            return {};
        numbers.bound = std::max(numbers.bound, *number < 0 ? -*number : *number);
        const Register constant = m_build.number(*number);
        numbers.reg = first ? constant : m_build.write(Instruction::Op::Choose, {mask, constant, numbers.reg});
        first = false;
    }
    if (first)
        numbers.reg = m_build.number(0);
    return numbers;
}

std::optional<Column> ProgramCompiler::as_text(const Column& column)
{
    if (column.kind == Column::Kind::Text)
        return column;
    if (column.kind != Column::Kind::Finite)
        return {};
    Column texts{.kind = Column::Kind::Text, .known = column.known};
    bool first = true;
    for (const auto& [value, mask] : column.values) {
        if (value.kind() != feel::Kind::String)
            return {};
        const Register constant = m_build.text(value.as_string());
        texts.reg = first ? constant : m_build.write(Instruction::Op::ChooseText, {mask, constant, texts.reg});
        first = false;
    }
    if (first)
        texts.reg = m_build.text("");
    return texts;
}

// `yes` where the mask holds, `no` elsewhere.
std::optional<Column> ProgramCompiler::choose(Register mask, const Column& yes, const Column& no)
{
    using Kind = Column::Kind;
    if (mask == every_lane || no.known == no_lane)
        return masked(yes, mask);
    const Register others = m_build.none(mask);
    if (mask == no_lane || yes.known == no_lane)
        return masked(no, others);
    Column one = masked(yes, mask);
    Column other = masked(no, others);
    Column both{.kind = one.kind, .known = m_build.any({one.known, other.known})};
    if (one.kind == Kind::Finite && other.kind == Kind::Finite) {
        both.values = one.values;
        for (const auto& [value, lanes] : other.values) {
            auto same = std::find_if(both.values.begin(), both.values.end(),
                                     [&](const auto& known) { return known.first == value; });
            if (same == both.values.end())
                both.values.emplace_back(value, lanes);
            else
                same->second = m_build.any({same->second, lanes});
        }
        return both;
    }
    if (one.kind == Kind::Set || other.kind == Kind::Set || one.kind == Kind::Boxed || other.kind == Kind::Boxed)
        return {};
    const Kind kind = one.kind == Kind::Finite ? other.kind : one.kind;
    both.kind = kind;
    if (kind == Kind::Text) {
        const auto left = as_text(yes);
        const auto right = as_text(no);
        if (!left || !right)
            return {};
        both.reg = m_build.write(Instruction::Op::ChooseText, {mask, text_of(*left), text_of(*right)});
        return both;
    }
    const auto left = as_numbers(yes, kind);
    const auto right = as_numbers(no, kind);
    if (!left || !right)
        return {};
    both.reg = m_build.write(Instruction::Op::Choose, {mask, number_of(*left), number_of(*right)});
    both.bound = std::max(left->bound, right->bound);
    return both;
}

// Lanes in which `numbers op constant` holds, whether or not the number is known there.
std::optional<Register> ProgramCompiler::compare_with(const Column& numbers, Operator op, const Value& constant)
{
    using Op = Instruction::Op;
    Value bound = constant;
    if (numbers.kind == Column::Kind::Number && bound.kind() == feel::Kind::Number && !bound.as_number().is_integer()) {
        // A whole number is never equal to a fraction, and below it just when it is at most its floor.
        if (op == Operator::Equal)
            return no_lane;
        const bool below = op == Operator::Less || op == Operator::LessEqual;
        op = below ? Operator::LessEqual : Operator::GreaterEqual;
        bound = Value::number(below ? bound.as_number().floor() : bound.as_number().ceiling());
    }
    const auto number = whole(bound, numbers.kind);
    if (!number)
        return {};
    const Register left = number_of(numbers);
    const Register right = m_build.number(*number);
    switch (op) {
    case Operator::Less:
        return m_build.write(Op::Less, {left, right});
    case Operator::LessEqual:
        return m_build.write(Op::LessEqual, {left, right});
    case Operator::Greater:
        return m_build.write(Op::Less, {right, left});
    case Operator::GreaterEqual:
        return m_build.write(Op::LessEqual, {right, left});
    case Operator::Equal:
        return m_build.write(Op::SameNumber, {left, right});
    default:
        return {};
    }
}

std::optional<Truth> ProgramCompiler::within(const Column& numbers, const feel::Range& range)
{
    std::vector<Register> masks = {numbers.known};
    auto add = [&](const Value& end, Operator op) {
        if (end.is_null())
            return true;
        const auto mask = compare_with(numbers, op, end);
        if (mask)
            masks.push_back(*mask);
        return mask.has_value();
    };
    if (!add(range.low, range.low_closed ? Operator::GreaterEqual : Operator::Greater) ||
        !add(range.high, range.high_closed ? Operator::LessEqual : Operator::Less))
        return {};
    const Register yes = m_build.all(std::move(masks));
    return Truth{yes, m_build.without(numbers.known, yes)};
}

// One unary test against numbers or days; null where they are not known.
std::optional<Truth> ProgramCompiler::number_test(const Column& numbers, const Node& test)
{
    if (test.kind != NodeKind::UnaryCompare && test.kind != NodeKind::UnaryValue)
        return {};
    const Node& end = *test.children[0];
    if (!varying(end).empty() || feel::is_null_literal(end))
        return {};
    const Value value = evaluate(end);
    if (test.kind == NodeKind::UnaryValue && value.kind() == feel::Kind::Range)
        return within(numbers, value.as_range());
    const Operator op = test.kind == NodeKind::UnaryValue ? Operator::Equal : test.op;
    const auto mask = compare_with(numbers, op == Operator::NotEqual ? Operator::Equal : op, value);
    if (!mask)
        return {};
    Truth truth{m_build.all({numbers.known, *mask}), m_build.without(numbers.known, *mask)};
    if (op == Operator::NotEqual)
        std::swap(truth.yes, truth.no);
    return truth;
}

}
