#include "cli/commands.h"

#include "cli/print.h"
#include "edition/differences.h"

namespace kenkei::cli {

ExitStatus run_diff(const DiffOptions& options)
{
    EditionOrStatus before = load_or_complain(options.schemes, options.before);
    EditionOrStatus after = load_or_complain(options.schemes, options.after);
    if (!before.edition || !after.edition)
        return worse(before.status, after.status);
    switch (options.format) {
    case OutputFormat::Markdown:
        print(edition::changes_as_markdown(*before.edition, *after.edition));
        break;
    case OutputFormat::Json:
        print(edition::changes_as_json(*before.edition, *after.edition));
        break;
    default:
        print(edition::changes_as_text(*before.edition, *after.edition));
        break;
    }
    return finish_output();
}

}
