#include "cli/commands.h"

#include "cli/draw_demo.h"
#include "cli/print.h"

namespace kenkei::cli {

namespace {

std::string application(const base::json::Value& answers, std::size_t index)
{
    base::json::Writer out;
    const std::string digits = std::to_string(index);
    out.begin_object().member("id", "demo-" + std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits);
    out.key("answers").value(answers).end_object();
    return out.take() + "\n";
}

}

ExitStatus run_demo(const DemoOptions& options)
{
    EditionOrStatus loaded = load_or_complain(options.schemes, options.edition);
    if (!loaded.edition)
        return loaded.status;
    auto schemes = find_schemes(options.schemes);
    const auto folder = schemes.ok() ? edition_folder(*schemes, options.edition) : std::nullopt;
    if (!folder) {
        print_error("demo.yaml はフォルダの年度版にだけあります。--schemes で制度のフォルダを指してください。");
        return ExitStatus::WrongUse;
    }
    scheme::DemoResult demo = scheme::read_demo(*folder, *loaded.edition);
    for (const base::Error& error : demo.errors)
        print_error(error);
    if (!demo.plan)
        return ExitStatus::SomethingBad;
    Dice dice(options.seed.value_or(demo.plan->seed));
    for (std::size_t i = 1; i <= options.count; ++i)
        print(application(draw_answers(*loaded.edition, *demo.plan, dice), i));
    return finish_output();
}

}
