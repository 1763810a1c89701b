#pragma once

#include "judge/program.h"

#include <map>
#include <span>

namespace kenkei::judge {

// Writes instructions; what has been written before is not written again.
class ProgramBuilder {
public:
    explicit ProgramBuilder(Program& program) : m_program(program) {}

    Register new_mask() { return m_program.masks++; }
    Register new_numbers() { return m_program.numbers++; }
    Register new_texts() { return m_program.texts++; }

    Register all(std::vector<Register> masks);
    Register any(std::vector<Register> masks);
    Register without(Register from, Register what);
    Register none(Register mask) { return without(every_lane, mask); }
    Register at_least(std::size_t least, std::vector<Register> masks);

    using Op = Instruction::Op;
    // An instruction whose target is a new register of the kind that `op` makes.
    Register write(Op op, std::vector<std::uint32_t> operands);

    Register number(std::int64_t constant);
    Register text(const std::string& constant);

private:
    Register target_of(Op op);

    Program& m_program;
    std::map<std::pair<Op, std::vector<std::uint32_t>>, Register> m_written;
    std::map<std::int64_t, Register> m_numbers;
    std::map<std::string, Register> m_texts;
};

}
