#pragma once

#include "cli/command_line.h"

namespace kenkei::cli {

// The verbs of the server: serve, user. `words` are those behind the verb.
base::Result<Command> read_serve_command_line(std::string_view verb, std::vector<std::string> words);

}
