#include "cli/commands.h"

#include "cli/find_edition.h"
#include "cli/print.h"

namespace kenkei::cli {

ExitStatus run_help(const HelpOptions& options)
{
    auto schemes = find_schemes({});
    const std::vector<std::string> editions = schemes.ok() ? list_editions(*schemes) : std::vector<std::string>{};
    print(help_for(options.verb, editions.empty() ? "制度/年度版" : editions.front()));
    return finish_output();
}

}
