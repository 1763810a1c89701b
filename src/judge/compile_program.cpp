#include "judge/program_compiler.h"

#include "answers/answers.h"
#include "answers/known.h"

#include <algorithm>

namespace kenkei::judge {

using edition::Edition;
using edition::FixedName;
using edition::Question;
using edition::Type;
using feel::Value;

namespace {

std::vector<int> all_slots(const Edition& edition)
{
    std::vector<int> slots = {edition::slot_of(FixedName::Known)};
    for (int slot = static_cast<int>(std::size(edition::fixed_names)); slot < static_cast<int>(edition.names.size());
         ++slot)
        slots.push_back(slot);
    return slots;
}

std::vector<int> slots_behind_items(const Edition& edition, std::span<const int> others)
{
    std::vector<int> slots(others.begin(), others.end());
    for (const edition::Item& item : edition.items) {
        for (int slot : edition::slots_behind(edition, *item.met.tree, edition::Reach::Deep))
            slots.push_back(slot);
    }
    for (const edition::ComputedValue& value : edition.values) {
        if (value.fact)
            slots.push_back(value.slot);
    }
    return slots;
}

}

std::optional<Program> compile_program(const Edition& edition, base::Date as_of, Purpose purpose,
                                       std::span<const int> slots)
{
    Program program;
    ProgramCompiler compiler(edition, as_of, program);
    if (purpose == Purpose::Explain)
        compiler.keep(all_slots(edition));
    if (purpose == Purpose::Compare) {
        compiler.keep(slots_behind_items(edition, slots));
        compiler.leave_out_codes();
    }
    if (!compiler.run())
        return {};
    drop_unused(program);
    return program;
}

ProgramCompiler::ProgramCompiler(const Edition& edition, base::Date as_of, Program& program)
    : m_edition(edition)
    , m_program(program)
    , m_build(program)
{
    program.edition = &edition;
    program.as_of = as_of;
    std::vector<answers::Finding> nothing_wrong;
    program.nothing_known = answers::read_known(edition, {}, nothing_wrong);
    program.slots.resize(edition.names.size());
    answers::set_fixed_names(edition, program.slots, as_of, program.nothing_known);
    program.columns.resize(edition.names.size());
    program.asked.resize(edition.questions.size(), Truth{every_lane, no_lane});
    program.not_asked.resize(edition.questions.size(), no_lane);
    program.first_code.resize(edition.questions.size());
    program.table_rows.resize(edition.values.size());
}

bool ProgramCompiler::run()
{
    if (!plan_answers())
        return false;
    // Questions whose `when` is judged first are read by those behind them: in the order of the steps.
    for (const edition::Step& step : m_edition.steps) {
        if (step.what == edition::Step::What::Question)
            find_asked(step.index);
    }
    for (const edition::Item& item : m_edition.items)
        m_program.items.push_back(truth(*item.met.tree));
    for (std::size_t i = 0; i < m_edition.values.size(); ++i) {
        if (m_edition.values[i].fact)
            m_program.facts.emplace_back(i, slot(m_edition.values[i].slot));
    }
    keep_columns();
    for (auto& [value, column] : m_program.facts) {
        if (column.kind == Column::Kind::Number || column.kind == Column::Kind::Date)
            number_of(column);
        if (column.kind == Column::Kind::Text)
            text_of(column);
    }
    if (m_with_codes)
        plan_codes();
    return m_possible;
}

void ProgramCompiler::keep_columns()
{
    for (int index : m_kept) {
        if (!varies(index))
            continue;
        const Column& column = slot(index);
        if (column.kind == Column::Kind::Number || column.kind == Column::Kind::Date)
            number_of(column);
        if (column.kind == Column::Kind::Text)
            text_of(column);
    }
}

// Room for what the scanner of lines writes.
bool ProgramCompiler::plan_answers()
{
    for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
        const Question& question = m_edition.questions[i];
        AnswerPlan plan{.derived = question.derive.has_value()};
        plan.answered = m_build.new_mask();
        plan.refused = m_build.new_mask();
        switch (question.type) {
        case Type::Choice:
        case Type::Choices:
            if (!plan_options(question, plan))
                return false;
            break;
        case Type::Boolean:
            plan.option_numbers = 0b11;
            plan.options = {m_build.new_mask(), m_build.new_mask()};
            break;
        case Type::Integer:
        case Type::Decimal:
        case Type::Date:
        case Type::Month:
            plan.number = m_build.new_numbers();
            break;
        case Type::Text:
            plan.text = m_build.new_texts();
            break;
        }
        m_program.answers.push_back(std::move(plan));
    }
    m_program.known_given = m_build.new_mask();
    m_program.sources_end = m_program.masks;
    return true;
}

bool ProgramCompiler::plan_options(const Question& question, AnswerPlan& plan)
{
    if (question.options.empty())
        return false;
    auto by_number = [](const edition::Option& a, const edition::Option& b) { return a.number < b.number; };
    const auto [least, most] = std::minmax_element(question.options.begin(), question.options.end(), by_number);
    constexpr std::int64_t furthest = 1'000'000'000;
    if (least->number < -furthest || most->number > furthest ||
        most->number - least->number >= static_cast<std::int64_t>(block_size))
        return false;
    plan.lowest = least->number;
    for (const edition::Option& option : question.options)
        plan.option_numbers |= Mask{1} << (option.number - plan.lowest);
    for (std::int64_t number = least->number; number <= most->number; ++number)
        plan.options.push_back(m_build.new_mask());
    return true;
}

void ProgramCompiler::find_asked(std::size_t index)
{
    const Question& question = m_edition.questions[index];
    if (!question.when)
        return;
    Column column = compile(*question.when->tree);
    Truth asked;
    if (column.kind == Column::Kind::Finite) {
        // As with any condition that is no boolean: not asked.
        for (const auto& [value, lanes] : column.values) {
            Register& side = value.is_true() ? asked.yes : asked.no;
            side = m_build.any({side, lanes});
        }
    } else if (column.kind == Column::Kind::Boxed) {
        asked = truth(*question.when->tree);
    } else {
        asked.no = column.known;
    }
    m_program.asked[index] = asked;
    if (question.derive)
        return;
    AnswerPlan& plan = m_program.answers[index];
    plan.presence_read = true;
    m_program.not_asked[index] = m_build.all({asked.no, m_build.any({plan.answered, plan.refused})});
}

const Column& ProgramCompiler::slot(int index)
{
    std::optional<Column>& place = m_program.columns[static_cast<std::size_t>(index)];
    if (!place) {
        Column column = slot_column(index);
        m_program.columns[static_cast<std::size_t>(index)] = std::move(column);
    }
    return *m_program.columns[static_cast<std::size_t>(index)];
}

Column ProgramCompiler::slot_column(int index)
{
    if (const Question* question = m_edition.question_at(index))
        return question_column(static_cast<std::size_t>(question - m_edition.questions.data()));
    if (const edition::ComputedValue* value = m_edition.value_at(index)) {
        if (value->expression)
            return compile(*value->expression->tree);
        return table_column(static_cast<std::size_t>(value - m_edition.values.data()));
    }
    if (index == edition::slot_of(FixedName::Known)) {
        m_program.known = m_program.boxes++;
        return {.kind = Column::Kind::Boxed, .known = m_program.known_given, .reg = *m_program.known};
    }
    return constant(m_program.slots[static_cast<std::size_t>(index)]);
}

// What the rules see of a question: nothing where it is not asked.
Column ProgramCompiler::question_column(std::size_t index)
{
    const Question& question = m_edition.questions[index];
    Column column;
    if (question.derive) {
        column = compile(*question.derive->tree);
    } else {
        const AnswerPlan& plan = m_program.answers[index];
        const Register unanswered = m_build.none(m_build.any({plan.answered, plan.refused}));
        column = as_answered(index);
        if (question.fallback_rule || question.fallback) {
            auto with_default = choose(
                unanswered,
                question.fallback_rule ? compile(*question.fallback_rule->tree) : constant(*question.fallback), column);
            if (!with_default)
                m_possible = false;
            else
                column = *with_default;
        }
    }
    const Register lost = m_program.asked[index].no;
    return lost == no_lane ? column : masked(std::move(column), m_build.none(lost));
}

Column ProgramCompiler::as_answered(std::size_t index)
{
    const Question& question = m_edition.questions[index];
    AnswerPlan& plan = m_program.answers[index];
    plan.presence_read = true;
    Column column{.known = plan.answered};
    switch (question.type) {
    case Type::Boolean:
        return {.values = {{Value::boolean(false), plan.options[0]}, {Value::boolean(true), plan.options[1]}},
                .known = plan.answered};
    case Type::Choices:
        column.kind = Column::Kind::Set;
        [[fallthrough]];
    case Type::Choice:
        for (std::size_t i = 0; i < plan.options.size(); ++i) {
            if ((plan.option_numbers >> i & 1) != 0)
                column.values.emplace_back(Value::number(plan.lowest + static_cast<std::int64_t>(i)), plan.options[i]);
        }
        return column;
    case Type::Integer:
    case Type::Decimal:
        column.kind = Column::Kind::Number;
        column.reg = *plan.number;
        column.bound = largest_number;
        return column;
    case Type::Date:
    case Type::Month:
        column.kind = Column::Kind::Date;
        column.reg = *plan.number;
        return column;
    case Type::Text:
        column.kind = Column::Kind::Text;
        column.reg = *plan.text;
        column.filled = true;
        return column;
    }
    return column;
}

void ProgramCompiler::plan_codes()
{
    for (std::size_t i = 0; i < m_edition.questions.size(); ++i) {
        m_program.first_code[i] = m_program.codes.size();
        plan_codes_of(i);
    }
}

void ProgramCompiler::plan_codes_of(std::size_t index)
{
    const Question& question = m_edition.questions[index];
    AnswerPlan& plan = m_program.answers[index];
    if (m_program.not_asked[index] != no_lane)
        m_program.codes.push_back({question.id + ".not-asked", m_program.not_asked[index], index});
    const bool has_default = question.fallback && !question.fallback->is_null();
    if (question.deciding && !question.derive && !has_default) {
        plan.presence_read = true;
        const Register unanswered = m_build.none(m_build.any({plan.answered, plan.refused}));
        Register open = m_build.all({m_program.asked[index].yes, unanswered});
        if (question.fallback_rule)
            open = m_build.without(open, slot(question.slot).known);
        m_program.codes.push_back({question.id + ".unanswered", open, index});
    }
    for (const edition::FindingRule& rule : m_edition.findings) {
        if (rule.question == static_cast<int>(index))
            m_program.codes.push_back({rule.code, truth(*rule.when.tree).yes, index, &rule});
    }
}

}
