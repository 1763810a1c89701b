#include "cli/commands.h"

#include "cli/print.h"
#include "edition/canonical_json.h"

#include <cerrno>
#include <cstdio>

namespace kenkei::cli {

ExitStatus run_compile(const CompileOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    const std::string json = edition::to_canonical_json(*loaded.edition);
    // What is written must read back as the same edition.
    auto again = edition::read_canonical_json(json);
    if (!again.ok() || again->digest != loaded.edition->digest) {
        print_error(again.ok() ? base::Error{.code = "compile.unstable",
                                             .message = "書いた内容を読み直すと別の年度版になります。"}
                               : again.error());
        return ExitStatus::SomethingBad;
    }
    if (options.output.empty()) {
        print(json);
        return finish_output();
    }
    std::FILE* file = std::fopen(options.output.c_str(), "wb");
    bool written = file && std::fwrite(json.data(), 1, json.size(), file) == json.size();
    written = file && std::fclose(file) == 0 && written;
    if (!written) {
        print_error("「" + options.output + "」に書けません（" + why_in_japanese(errno) +
                    "）。書き出す先を確かめてください。");
        return ExitStatus::Failure;
    }
    print_error(loaded.edition->key() + " を「" + options.output + "」に書きました（" +
                loaded.edition->digest.substr(0, 12) + "）。");
    return ExitStatus::Done;
}

}
