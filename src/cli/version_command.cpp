#include "cli/commands.h"

#include "base/sha256.h"
#include "cli/embedded.h"
#include "cli/print.h"

namespace kenkei::cli {

ExitStatus run_version(const VersionOptions&)
{
    print("kenkei " KENKEI_VERSION "\n");
    for (const EmbeddedEdition& edition : embedded_editions())
        print("  " + std::string(edition.name) + "  " + base::sha256_hex(edition.json) + "\n");
    return finish_output();
}

}
