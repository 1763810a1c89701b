#include "cli/commands.h"

#include "cli/print.h"
#include "edition/description.h"
#include "edition/tree_reader.h"

namespace kenkei::cli {

ExitStatus run_show(const ShowOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    if (options.id.empty()) {
        print(edition::describe(*loaded.edition));
        return finish_output();
    }
    if (auto text = edition::describe(*loaded.edition, options.id)) {
        print(*text);
        return finish_output();
    }
    const std::vector<std::string> ids = edition::ids_of(*loaded.edition);
    const std::string near = edition::nearest(options.id, std::vector<std::string_view>(ids.begin(), ids.end()));
    print_error(base::Error{.code = "show.unknown",
                            .message = loaded.edition->key() + " に「" + options.id + "」という id はありません。",
                            .way_out = near.empty()
                                           ? "id は kenkei show " + loaded.edition->key() + " でご覧になれます。"
                                           : "「" + near + "」ではありませんか。"});
    return ExitStatus::WrongUse;
}

}
