#pragma once

#include "judge/program_builder.h"

#include <functional>
#include <map>
#include <tuple>

namespace kenkei::judge {

// Compiles the expressions and tables of an edition, each once. What no instruction can say is evaluated lane by lane.
class ProgramCompiler {
public:
    ProgramCompiler(const edition::Edition&, base::Date as_of, Program&);
    void keep(std::vector<int> slots) { m_kept = std::move(slots); } // columns that are read from outside
    void leave_out_codes() { m_with_codes = false; }
    bool run(); // false: the edition cannot be run over blocks

private:
    using Node = feel::Node;
    using Value = feel::Value;

    // compile_program.cpp
    void keep_columns();
    bool plan_answers();
    bool plan_options(const edition::Question&, AnswerPlan&);
    void plan_codes();
    void plan_codes_of(std::size_t question);
    const Column& slot(int);
    Column slot_column(int);
    Column question_column(std::size_t question);
    Column as_answered(std::size_t question);
    void find_asked(std::size_t question);

    // compile_expression.cpp
    Column compile(const Node&);
    Truth truth(const Node&);
    Column compile_new(const Node&);
    Column compile_structure(const Node&);
    std::optional<Column> over_slot(const Node&, int slot);
    std::optional<Column> over_children(const Node&);
    Column logical(const Node&);
    std::optional<Column> if_column(const Node&);
    std::optional<Column> comparison(const Node&);
    std::optional<Column> compare_columns(feel::Operator, Column left, Column right);
    std::optional<Column> compare_count(const Node&);
    std::optional<Column> in_column(const Node&);
    std::optional<Column> arithmetic(const Node&);
    std::optional<Column> calculated(feel::Operator, const Column& left, const Column& right);
    std::optional<Column> call(const Node&);
    std::optional<Column> text_test(const Node&, TextTest);
    std::optional<Column> set_condition(const Node&, int slot);
    std::optional<std::vector<Register>> counted(const Node& list);
    Column lane_call(const Node&);

    // compile_digits.cpp
    std::optional<std::vector<feel::NodePtr>> turns_of(const Node& loop);
    std::optional<Column> sum(const Node&);
    std::optional<Column> digit(const Node&);
    std::optional<Column> substring(const Node&);
    std::optional<Column> divided(const Node& dividend, const Node& divisor, Instruction::Op);

    // compile_columns.cpp
    Column constant(const Value&);
    static Column of_truth(Truth);
    Column column_of(Truth);
    void add_value(Column&, const Value&, Register lanes);
    static Truth truth_of(const Column&);
    Column masked(Column, Register mask);
    std::optional<Column> choose(Register mask, const Column& yes, const Column& no);
    std::optional<Column> as_numbers(const Column&, Column::Kind);
    std::optional<Column> as_text(const Column&);
    Register number_of(const Column&); // its register; the scanner will fill it
    Register text_of(const Column&);
    std::optional<Truth> number_test(const Column& numbers, const Node& test);
    std::optional<Truth> within(const Column& numbers, const feel::Range&);
    std::optional<Register> compare_with(const Column& numbers, feel::Operator, const Value& constant);

    // compile_table.cpp
    Column table_column(std::size_t value);
    std::optional<Column> table_by_masks(const edition::Table&, std::vector<Register>& rows);
    std::optional<Truth> cell(const Node& test, const Column& input);
    Column table_call(const edition::Table&);

    bool varies(int slot) const;
    std::vector<int> varying(const Node&) const;
    Value evaluate(const Node& node) const { return feel::evaluate(node, {.slots = m_program.slots}); }
    Value evaluate_with(const Node&, int slot, const Value&) const;
    void add_inputs(LaneCall&, const std::vector<int>& slots);

    const edition::Edition& m_edition;
    Program& m_program;
    ProgramBuilder m_build;
    std::unordered_map<const Node*, Column> m_columns;
    std::map<std::string, Column> m_calls;                                   // by the text of what is called
    std::map<std::tuple<Register, Register, std::int64_t>, Column> m_digits; // by text, where it is known, and place
    bool m_possible = true;
    std::vector<int> m_kept;
    bool m_with_codes = true;
};

// The name of the built-in function that is called by position; empty for anything else.
std::string_view builtin_of(const feel::Node&);

// An expression that gives true, false or null.
bool is_condition(const feel::Node&);

}
