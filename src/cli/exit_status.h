#pragma once

#include <algorithm>

namespace kenkei::cli {

// What the program tells its caller (contracts, CLI). The highest wins.
enum class ExitStatus {
    Done = 0,
    SomethingBad = 1, // something looked at is bad: a failed case, a bad line of a batch, --check and not met
    WrongUse = 2,     // unknown verb, option or edition
    Failure = 3,      // a file or disk failed, or the only document is unreadable
};

inline ExitStatus worse(ExitStatus a, ExitStatus b)
{
    return std::max(a, b);
}

}
