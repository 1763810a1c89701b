#include "cli/commands.h"

#include "cli/print.h"
#include "cli/run_cases.h"

namespace kenkei::cli {

namespace {

struct Totals {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

ExitStatus test_edition(const std::string& name, const edition::Edition& edition, const std::filesystem::path& folder,
                        bool with_coverage, Totals& totals)
{
    const scheme::Cases cases = scheme::read_cases(folder, edition);
    for (const base::Error& error : cases.errors)
        print_error(error);
    Coverage coverage;
    std::size_t failed = cases.errors.size();
    for (const scheme::Case& test : cases.cases) {
        const std::vector<std::string> differences = run_case(edition, test, coverage);
        if (differences.empty())
            continue;
        ++failed;
        print(test.file + ":" + std::to_string(test.at.line) + ": " + test.name + "\n");
        for (const std::string& difference : differences)
            print("    " + difference + "\n");
    }
    const std::vector<std::string> violations = leave_out_each_question(edition, cases.cases);
    for (const std::string& violation : violations)
        print(violation + "\n");
    const std::size_t total = cases.cases.size() + cases.errors.size();
    print(name + ": 事例 " + std::to_string(total) + "件のうち合格 " + std::to_string(total - failed) + "、不合格 " +
          std::to_string(failed) + "。★の設問を一問ずつ未回答にする確認（" +
          std::to_string(questions_to_leave_out(edition).size()) +
          "問）: " + (violations.empty() ? "合格" : "不合格 " + std::to_string(violations.size())) + "\n");
    std::size_t gaps = 0;
    if (with_coverage) {
        for (const std::string& gap : coverage.gaps(edition)) {
            print("    " + gap + "\n");
            ++gaps;
        }
        print(name + ": 網羅 " + coverage.summary(edition) + "\n");
    }
    totals.passed += total - failed + (violations.empty() ? 1 : 0);
    totals.failed += failed + violations.size() + gaps;
    return failed + violations.size() + gaps == 0 ? ExitStatus::Done : ExitStatus::SomethingBad;
}

}

ExitStatus run_test(const TestOptions& options)
{
    auto schemes = find_schemes(options.schemes);
    if (!schemes.ok()) {
        print_error(schemes.error());
        return ExitStatus::WrongUse;
    }
    const std::vector<std::string> names = options.editions.empty() ? list_editions(*schemes) : options.editions;
    ExitStatus status = ExitStatus::Done;
    Totals totals;
    for (const std::string& name : names) {
        EditionOrStatus loaded = load_or_complain(options.schemes, name);
        if (!loaded.edition) {
            status = worse(status, loaded.status);
            ++totals.failed;
            continue;
        }
        const auto folder = edition_folder(*schemes, name);
        if (!folder) {
            print_error(name + ": 事例はフォルダの年度版にだけあります。--schemes で制度のフォルダを指してください。");
            status = worse(status, ExitStatus::WrongUse);
            continue;
        }
        status = worse(status, test_edition(loaded.edition->key(), *loaded.edition, *folder, options.coverage, totals));
    }
    print(std::to_string(totals.passed) + " passed, " + std::to_string(totals.failed) + " failed\n");
    return worse(status, finish_output());
}

}
