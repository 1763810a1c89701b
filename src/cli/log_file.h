#pragma once

#include "base/result.h"

#include <memory>
#include <string>

namespace kenkei::cli {

// Lines that a thread of its own writes, so that nobody waits for the disk. Where they come faster than they can be
// written some are left out, and a line says how many.
class LogFile {
public:
    // "stdout", "none", or a file, to whose end is written. Error file.write.
    static base::Result<std::unique_ptr<LogFile>> open(const std::string& name);
    ~LogFile(); // writes what waits

    void add(std::string line);
    void reopen(); // a file that was moved away is begun anew

private:
    struct State;
    explicit LogFile(std::unique_ptr<State>);
    std::unique_ptr<State> m_state;
};

}
