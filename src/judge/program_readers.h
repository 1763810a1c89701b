#pragma once

#include "judge/program.h"

#include <algorithm>

namespace kenkei::judge {

// Walks a program from its end, from what is asked of it, and marks what is read.
class ProgramReaders {
public:
    explicit ProgramReaders(const Program& program)
        : m_program(program)
        , m_masks(program.masks)
        , m_numbers(program.numbers)
        , m_texts(program.texts)
        , m_boxes(program.boxes)
    {}

    void read(Register mask) { m_masks[mask] = true; }
    void read(const Truth& truth) { m_masks[truth.yes] = m_masks[truth.no] = true; }

    void read(const Column& column)
    {
        m_masks[column.known] = true;
        for (const auto& [value, mask] : column.values)
            m_masks[mask] = true;
        if (column.kind == Column::Kind::Number || column.kind == Column::Kind::Date)
            m_numbers[column.reg] = true;
        else if (column.kind == Column::Kind::Text)
            m_texts[column.reg] = true;
        else if (column.kind == Column::Kind::Boxed)
            m_boxes[column.reg] = true;
    }

    // The instructions that make what is read, in their order.
    std::vector<Instruction> take_all()
    {
        std::vector<Instruction> taken;
        for (auto instruction = m_program.instructions.rbegin(); instruction != m_program.instructions.rend();
             ++instruction) {
            if (take(*instruction))
                taken.push_back(*instruction);
        }
        std::reverse(taken.begin(), taken.end());
        return taken;
    }

    bool reads_answer(const AnswerPlan& plan) const
    {
        auto is_read = [&](Register mask) { return m_masks[mask]; };
        return is_read(plan.answered) || is_read(plan.refused) ||
               std::any_of(plan.options.begin(), plan.options.end(), is_read) ||
               (plan.number && m_numbers[*plan.number]) || (plan.text && m_texts[*plan.text]);
    }
    bool reads_known() const
    {
        return m_masks[m_program.known_given] || (m_program.known && m_boxes[*m_program.known]);
    }

    // Of what has been taken.
    bool is_kept(const Truth& truth) const
    {
        auto stands = [&](Register mask) { return mask < m_program.sources_end || m_masks[mask]; };
        return stands(truth.yes) && stands(truth.no);
    }

private:
    // Whether anything behind it reads what the instruction makes; if so, what it reads itself is read.
    bool take(const Instruction& instruction)
    {
        if (!is_read(instruction))
            return false;
        const std::uint32_t* operands = m_program.operands.data() + instruction.first;
        switch (instruction.op) {
        case Instruction::Op::All:
        case Instruction::Op::Any:
        case Instruction::Op::Without:
            for (std::uint32_t i = 0; i < instruction.count; ++i)
                m_masks[operands[i]] = true;
            break;
        case Instruction::Op::AtLeast:
            for (std::uint32_t i = 1; i < instruction.count; ++i)
                m_masks[operands[i]] = true;
            break;
        case Instruction::Op::Less:
        case Instruction::Op::LessEqual:
        case Instruction::Op::SameNumber:
        case Instruction::Op::Add:
        case Instruction::Op::Subtract:
        case Instruction::Op::Multiply:
        case Instruction::Op::FloorDivide:
        case Instruction::Op::Modulo:
            m_numbers[operands[0]] = m_numbers[operands[1]] = true;
            break;
        case Instruction::Op::Choose:
            m_masks[operands[0]] = true;
            m_numbers[operands[1]] = m_numbers[operands[2]] = true;
            break;
        case Instruction::Op::ChooseText:
            m_masks[operands[0]] = true;
            m_texts[operands[1]] = m_texts[operands[2]] = true;
            break;
        case Instruction::Op::SameText:
        case Instruction::Op::JoinText:
            m_texts[operands[0]] = m_texts[operands[1]] = true;
            m_masks[operands[2]] = true;
            break;
        case Instruction::Op::TextTest:
            m_texts[operands[0]] = true;
            m_masks[operands[2]] = true;
            break;
        case Instruction::Op::TextLength:
        case Instruction::Op::PartOfText:
            m_texts[operands[0]] = true;
            m_masks[operands[1]] = true;
            break;
        case Instruction::Op::Digit:
            m_texts[operands[0]] = true;
            m_masks[operands[2]] = true;
            break;
        case Instruction::Op::Call:
            m_masks[m_program.calls[operands[0]].demand] = true;
            for (const auto& [slot, column] : m_program.calls[operands[0]].inputs)
                read(column);
            break;
        }
        return true;
    }

    bool is_read(const Instruction& instruction) const
    {
        switch (instruction.op) {
        case Instruction::Op::Add:
        case Instruction::Op::Subtract:
        case Instruction::Op::Multiply:
        case Instruction::Op::Choose:
        case Instruction::Op::TextLength:
        case Instruction::Op::FloorDivide:
        case Instruction::Op::Modulo:
            return m_numbers[instruction.target];
        case Instruction::Op::Digit:
            return m_numbers[instruction.target] || m_masks[m_program.operands[instruction.first + 3]];
        case Instruction::Op::ChooseText:
        case Instruction::Op::JoinText:
        case Instruction::Op::PartOfText:
            return m_texts[instruction.target];
        case Instruction::Op::Call: {
            const LaneCall& call = m_program.calls[m_program.operands[instruction.first]];
            bool is_read = call.known != no_lane && m_masks[call.known];
            for (Register mask : call.masks)
                is_read = is_read || m_masks[mask];
            return is_read || (call.box && m_boxes[*call.box]) || (call.text && m_texts[*call.text]);
        }
        default:
            return m_masks[instruction.target];
        }
    }

    const Program& m_program;
    std::vector<bool> m_masks;
    std::vector<bool> m_numbers;
    std::vector<bool> m_texts;
    std::vector<bool> m_boxes;
};

}
