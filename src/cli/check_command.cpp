#include "cli/commands.h"

#include "cli/check_edition.h"
#include "cli/print.h"

namespace kenkei::cli {

namespace {

std::string counted(const edition::Edition& edition, std::size_t cases)
{
    auto part = [](std::string_view what, std::size_t count) {
        return std::string(what) + " " + std::to_string(count);
    };
    return part("設問", edition.questions.size()) + "、" + part("評価項目", edition.items.size()) + "、" +
           part("指摘", edition.findings.size()) + "、" + part("事例", cases);
}

}

ExitStatus run_check(const CheckOptions& options)
{
    auto schemes = find_schemes(options.schemes);
    if (!schemes.ok()) {
        print_error(schemes.error());
        return ExitStatus::WrongUse;
    }
    const bool all = options.all || options.editions.empty();
    if (all && !schemes->folder) {
        print_error("検査するのはフォルダの年度版です。--schemes で制度のフォルダを指してください。");
        return ExitStatus::WrongUse;
    }
    const std::vector<std::string> names = all ? list_editions(*schemes) : options.editions;
    if (names.empty()) {
        print_error("「" + schemes->folder->string() +
                    "」に年度版がありません。--schemes で制度のフォルダを指してください。");
        return ExitStatus::WrongUse;
    }
    ExitStatus status = ExitStatus::Done;
    std::size_t checked = 0;
    std::size_t errors = 0;
    for (const std::string& name : names) {
        const auto folder = edition_folder(*schemes, name);
        if (!folder) {
            const LoadedEdition loaded = load(*schemes, name);
            if (loaded.edition)
                print_error(name + ": 検査するのはフォルダの年度版です。--schemes で制度のフォルダを指してください。");
            for (const base::Error& error : loaded.errors)
                print_error(error);
            status = worse(status, ExitStatus::WrongUse);
            continue;
        }
        const EditionCheck check = check_edition(*folder);
        ++checked;
        errors += check.errors.size();
        for (const base::Error& error : check.errors)
            print(error);
        print(name + ": " +
              (check.errors.empty() ? "誤りはありません（" + counted(*check.edition, check.cases) + "）\n"
                                    : "誤り " + std::to_string(check.errors.size()) + "\n"));
    }
    if (names.size() > 1)
        print("検査した年度版 " + std::to_string(checked) + "、誤り " + std::to_string(errors) + "\n");
    if (errors > 0)
        status = worse(status, ExitStatus::SomethingBad);
    return worse(status, finish_output());
}

}
