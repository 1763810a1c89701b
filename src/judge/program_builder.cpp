#include "judge/program_builder.h"

#include <algorithm>

namespace kenkei::judge {

namespace {

void sort_once(std::vector<Register>& masks)
{
    std::sort(masks.begin(), masks.end());
    masks.erase(std::unique(masks.begin(), masks.end()), masks.end());
}

bool has(const std::vector<Register>& masks, Register mask)
{
    return std::binary_search(masks.begin(), masks.end(), mask);
}

}

Register ProgramBuilder::all(std::vector<Register> masks)
{
    sort_once(masks);
    if (has(masks, no_lane))
        return no_lane;
    std::erase(masks, every_lane);
    if (masks.empty())
        return every_lane;
    return masks.size() == 1 ? masks.front() : write(Op::All, std::move(masks));
}

Register ProgramBuilder::any(std::vector<Register> masks)
{
    sort_once(masks);
    if (has(masks, every_lane))
        return every_lane;
    std::erase(masks, no_lane);
    if (masks.empty())
        return no_lane;
    return masks.size() == 1 ? masks.front() : write(Op::Any, std::move(masks));
}

Register ProgramBuilder::without(Register from, Register what)
{
    if (from == no_lane || what == every_lane || from == what)
        return no_lane;
    return what == no_lane ? from : write(Op::Without, {from, what});
}

Register ProgramBuilder::at_least(std::size_t least, std::vector<Register> masks)
{
    std::erase(masks, no_lane);
    if (least == 0)
        return every_lane;
    if (least > masks.size())
        return no_lane;
    if (least == 1)
        return any(std::move(masks));
    if (least == masks.size())
        return all(std::move(masks));
    std::sort(masks.begin(), masks.end()); // each counts, also where two are the same
    masks.insert(masks.begin(), static_cast<Register>(least));
    return write(Op::AtLeast, std::move(masks));
}

Register ProgramBuilder::target_of(Op op)
{
    switch (op) {
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Choose:
    case Op::TextLength:
    case Op::Digit:
    case Op::FloorDivide:
    case Op::Modulo:
        return new_numbers();
    case Op::ChooseText:
    case Op::JoinText:
    case Op::PartOfText:
        return new_texts();
    case Op::Call:
        return 0;
    default:
        return new_mask();
    }
}

Register ProgramBuilder::write(Op op, std::vector<std::uint32_t> operands)
{
    const auto key = std::make_pair(op, operands);
    if (auto written = m_written.find(key); written != m_written.end())
        return written->second;
    const Register target = target_of(op);
    m_program.instructions.push_back({.op = op,
                                      .target = target,
                                      .first = static_cast<std::uint32_t>(m_program.operands.size()),
                                      .count = static_cast<std::uint32_t>(operands.size())});
    m_program.operands.insert(m_program.operands.end(), operands.begin(), operands.end());
    m_written.emplace(key, target);
    return target;
}

Register ProgramBuilder::number(std::int64_t constant)
{
    auto [place, is_new] = m_numbers.try_emplace(constant, m_program.numbers);
    if (is_new)
        m_program.number_constants.emplace_back(new_numbers(), constant);
    return place->second;
}

Register ProgramBuilder::text(const std::string& constant)
{
    auto [place, is_new] = m_texts.try_emplace(constant, m_program.texts);
    if (is_new)
        m_program.text_constants.emplace_back(new_texts(), constant);
    return place->second;
}

}
