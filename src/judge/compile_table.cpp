#include "edition/lookup.h"
#include "feel/null_tests.h"
#include "judge/program_compiler.h"

#include <algorithm>

namespace kenkei::judge {

using feel::HitPolicy;
using feel::Node;
using feel::NodeKind;
using feel::NodePtr;
using feel::Value;

namespace {

bool fits_any(const Node& tests)
{
    return tests.kind == NodeKind::UnaryTests && tests.children.empty() && !tests.negated;
}

}

Column ProgramCompiler::table_column(std::size_t value)
{
    const edition::Table& table = m_edition.table(m_edition.values[value]);
    std::vector<Register> rows;
    if (auto column = table_by_masks(table, rows)) {
        m_program.table_rows[value] = std::move(rows);
        return *column;
    }
    return table_call(table);
}

// What one cell says of an input: null where the input is not known, unless the cell asks for that.
std::optional<Truth> ProgramCompiler::cell(const Node& test, const Column& input)
{
    if (fits_any(test))
        return Truth{every_lane, no_lane};
    if (!varying(test).empty() || test.kind != NodeKind::UnaryTests)
        return {};
    Truth truth;
    auto add = [&](const Value& value, Register lanes) {
        const Value result = feel::evaluate(test, {.slots = m_program.slots, .now = {}, .input = &value});
        if (result.is_null())
            return;
        Register& side = result.is_true() ? truth.yes : truth.no;
        side = m_build.any({side, lanes});
    };
    if (input.kind == Column::Kind::Finite) {
        for (const auto& [value, lanes] : input.values)
            add(value, lanes);
    } else if (input.kind == Column::Kind::Number || input.kind == Column::Kind::Date) {
        std::vector<Register> yes;
        std::vector<Register> no;
        for (const NodePtr& child : test.children) {
            const auto part = number_test(input, *child);
            if (!part)
                return {};
            yes.push_back(part->yes);
            no.push_back(part->no);
        }
        truth = {m_build.any(std::move(yes)), m_build.all(std::move(no))};
        if (test.negated)
            std::swap(truth.yes, truth.no);
    } else {
        return {};
    }
    if (feel::asks_for_null(test))
        add({}, m_build.none(input.known));
    return truth;
}

std::optional<Column> ProgramCompiler::table_by_masks(const edition::Table& table, std::vector<Register>& hits)
{
    const feel::DecisionTable& rules = table.rules;
    const HitPolicy policy = rules.policy.hit;
    const bool one_result = policy == HitPolicy::Unique || policy == HitPolicy::Any || policy == HitPolicy::First;
    if (!one_result || rules.outputs.size() != 1)
        return {};
    std::vector<Column> inputs;
    for (const auto& input : rules.inputs)
        inputs.push_back(compile(*input.expression));

    std::vector<Register> sure;
    std::vector<Register> open;
    std::vector<Value> results;
    for (std::size_t row = 0; row < rules.rows.size(); ++row) {
        std::vector<Register> yes;
        std::vector<Register> no;
        for (std::size_t column = 0; column < inputs.size(); ++column) {
            const auto truth = cell(*rules.rows[row].tests[column], inputs[column]);
            if (!truth)
                return {};
            yes.push_back(truth->yes);
            no.push_back(truth->no);
        }
        sure.push_back(m_build.all(std::move(yes)));
        open.push_back(m_build.none(m_build.any({sure.back(), m_build.any(std::move(no))})));
        for (const NodePtr& output : rules.rows[row].outputs) {
            if (output && !varying(*output).empty())
                return {};
        }
        results.push_back(feel::result_of(rules, {row}, {.slots = m_program.slots}).value);
        if (results.back().is_null() && policy == HitPolicy::Any)
            return {};
    }
    if (rules.outputs[0].fallback && !varying(*rules.outputs[0].fallback).empty())
        return {};

    // Where this row decides.
    const Register several = policy == HitPolicy::Unique ? m_build.at_least(2, sure) : no_lane;
    std::vector<Register> deciding;
    Register before = no_lane; // a row above has matched or may match
    for (std::size_t row = 0; row < sure.size(); ++row) {
        deciding.push_back(m_build.without(sure[row], policy == HitPolicy::First ? before : several));
        if (policy == HitPolicy::First)
            before = m_build.any({before, sure[row], open[row]});
    }
    hits = policy == HitPolicy::First ? deciding : sure; // rows that contradict each other are told too
    Column column{};
    for (std::size_t row = 0; row < deciding.size(); ++row)
        add_value(column, results[row], deciding[row]);
    if (policy == HitPolicy::Any) { // rows that match must agree
        std::vector<Register> values;
        for (const auto& [value, lanes] : column.values)
            values.push_back(lanes);
        const Register conflict = m_build.at_least(2, values);
        for (auto& [value, lanes] : column.values)
            lanes = m_build.without(lanes, conflict);
    }
    std::vector<Register> possible = sure;
    possible.insert(possible.end(), open.begin(), open.end());
    add_value(column, feel::result_of(rules, {}, {.slots = m_program.slots}).value,
              m_build.none(m_build.any(std::move(possible))));
    std::vector<Register> known;
    for (const auto& [value, lanes] : column.values)
        known.push_back(lanes);
    column.known = m_build.any(std::move(known));
    return column;
}

// Looked up lane by lane. Where every output is written as a value, it is one of them.
Column ProgramCompiler::table_call(const edition::Table& table)
{
    LaneCall call{.table = &table};
    std::vector<int> slots;
    auto read = [&](const NodePtr& node) {
        if (!node)
            return;
        for (int index : varying(*node)) {
            if (std::find(slots.begin(), slots.end(), index) == slots.end())
                slots.push_back(index);
        }
    };
    bool written = table.rules.outputs.size() == 1;
    auto read_output = [&](const NodePtr& node) {
        read(node);
        if (!node || !varying(*node).empty()) {
            written = written && !node;
            return;
        }
        const Value value = evaluate(*node);
        if (!value.is_null() && std::find(call.values.begin(), call.values.end(), value) == call.values.end())
            call.values.push_back(value);
    };
    for (const auto& input : table.rules.inputs)
        read(input.expression);
    for (const auto& row : table.rules.rows) {
        for (const NodePtr& test : row.tests)
            read(test);
        for (const NodePtr& output : row.outputs)
            read_output(output);
    }
    for (const auto& output : table.rules.outputs)
        read_output(output.fallback);
    add_inputs(call, slots);
    call.otherwise = edition::look_up(table, m_program.slots).value;

    Column column{};
    if (written) {
        for (const Value& value : call.values) {
            call.masks.push_back(m_build.new_mask());
            column.values.emplace_back(value, call.masks.back());
        }
    } else {
        call.values.clear();
        column.kind = Column::Kind::Boxed;
        call.box = column.reg = m_program.boxes++;
        call.known = column.known = m_build.new_mask();
    }
    m_program.calls.push_back(std::move(call));
    m_build.write(Instruction::Op::Call, {static_cast<std::uint32_t>(m_program.calls.size() - 1)});
    if (written) {
        std::vector<Register> known;
        for (const auto& [value, lanes] : column.values)
            known.push_back(lanes);
        column.known = m_build.any(std::move(known));
    }
    return column;
}

}
