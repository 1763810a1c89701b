#include "cli/commands.h"
#include "cli/print.h"

#include <type_traits>

using namespace kenkei::cli;

namespace {

ExitStatus run(const Command& command)
{
    return std::visit(
        [](const auto& options) {
            using Options = std::decay_t<decltype(options)>;
            if constexpr (std::is_same_v<Options, HelpOptions>)
                return run_help(options);
            else if constexpr (std::is_same_v<Options, JudgeOptions>)
                return run_judge(options);
            else if constexpr (std::is_same_v<Options, TestOptions>)
                return run_test(options);
            else if constexpr (std::is_same_v<Options, CheckOptions>)
                return run_check(options);
            else if constexpr (std::is_same_v<Options, DiffOptions>)
                return run_diff(options);
            else if constexpr (std::is_same_v<Options, ShowOptions>)
                return run_show(options);
            else if constexpr (std::is_same_v<Options, ReplayOptions>)
                return run_replay(options);
            else if constexpr (std::is_same_v<Options, PublishOptions>)
                return run_publish(options);
            else if constexpr (std::is_same_v<Options, CompileOptions>)
                return run_compile(options);
            else if constexpr (std::is_same_v<Options, DemoOptions>)
                return run_demo(options);
            else if constexpr (std::is_same_v<Options, FormOptions>)
                return run_form(options);
            else if constexpr (std::is_same_v<Options, ReadOptions>)
                return run_read(options);
            else if constexpr (std::is_same_v<Options, SimilarOptions>)
                return run_similar(options);
            else if constexpr (std::is_same_v<Options, CaseOptions>)
                return run_case(options);
            else if constexpr (std::is_same_v<Options, ImportOptions>)
                return run_import(options);
            else if constexpr (std::is_same_v<Options, ExportOptions>)
                return run_export(options);
            else if constexpr (std::is_same_v<Options, DatabaseOptions>)
                return run_db(options);
            else if constexpr (std::is_same_v<Options, AuditOptions>)
                return run_audit(options);
            else if constexpr (std::is_same_v<Options, RetentionOptions>)
                return run_retention(options);
            else if constexpr (std::is_same_v<Options, MailOptions>)
                return run_mail(options);
            else if constexpr (std::is_same_v<Options, ServeOptions>)
                return run_serve(options);
            else if constexpr (std::is_same_v<Options, UserOptions>)
                return run_user(options);
            else
                return run_version(options);
        },
        command);
}

}

int main(int count, char** arguments)
{
    auto command = read_command_line(count, arguments);
    if (!command.ok()) {
        print_error(command.error());
        return static_cast<int>(ExitStatus::WrongUse);
    }
    return static_cast<int>(run(*command));
}
