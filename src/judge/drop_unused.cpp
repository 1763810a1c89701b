#include "judge/program_readers.h"

namespace kenkei::judge {

void drop_unused(Program& program)
{
    ProgramReaders readers(program);
    for (const auto& column : program.columns) {
        if (column)
            readers.read(*column);
    }
    for (const Truth& truth : program.asked)
        readers.read(truth);
    for (Register mask : program.not_asked)
        readers.read(mask);
    for (const auto& rows : program.table_rows) {
        for (Register row : rows)
            readers.read(row);
    }
    for (const Truth& truth : program.items)
        readers.read(truth);
    for (const auto& [value, column] : program.facts)
        readers.read(column);
    for (const CodePlan& code : program.codes)
        readers.read(code.mask);
    program.instructions = readers.take_all();
    // A condition that is a part of a rule may have gone with what it stood in.
    std::erase_if(program.truths, [&](const auto& truth) { return !readers.is_kept(truth.second); });
}

}
