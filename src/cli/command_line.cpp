#include "cli/command_line.h"

#include "base/decimal.h"
#include "cli/case_command_line.h"
#include "cli/serve_command_line.h"
#include "cli/usage.h"
#include "cli/verbs.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace kenkei::cli {

namespace {

struct Format {
    std::string_view word;
    OutputFormat format;
};

struct Pending {
    JudgeOptions judge;
    TestOptions test;
    CheckOptions check;
    DiffOptions diff;
    ShowOptions show;
    ReplayOptions replay;
    PublishOptions publish;
    CompileOptions compile;
    DemoOptions demo;
    FormOptions form;
    ReadOptions read;
    SimilarOptions similar;
    std::string threshold;
    std::string format = "text";
    bool format_given = false;
    std::optional<std::string> as_of;
    std::string count;
    std::optional<std::string> seed;
    std::optional<std::string> jobs;
    std::optional<std::string> by;
};

void describe_arguments(CLI::App& app, Pending& pending)
{
    app.set_help_flag();
    app.require_subcommand(1);
    auto verb = [&](const char* name) {
        CLI::App* sub = app.add_subcommand(name);
        sub->set_help_flag();
        return sub;
    };
    CLI::App* judge = verb("judge");
    judge->add_option("EDITION", pending.judge.edition)->required();
    judge->add_option("FILE", pending.judge.inputs);
    judge->add_option("--format", pending.format);
    judge->add_flag("--explain", pending.judge.explain);
    judge->add_flag("--final", pending.judge.final);
    judge->add_flag("--check", pending.judge.check);
    judge->add_flag("--measure", pending.judge.measure);
    judge->add_option("--jobs", pending.jobs);
    judge->add_option("--as-of", pending.as_of);
    judge->add_option("--schemes", pending.judge.schemes);

    CLI::App* test = verb("test");
    test->add_option("EDITION", pending.test.editions);
    test->add_flag("--coverage", pending.test.coverage);
    test->add_option("--schemes", pending.test.schemes);

    CLI::App* check = verb("check");
    check->add_option("EDITION", pending.check.editions);
    check->add_flag("--all", pending.check.all);
    check->add_option("--schemes", pending.check.schemes);

    CLI::App* diff = verb("diff");
    diff->add_option("EDITION", pending.diff.before)->required();
    diff->add_option("EDITION2", pending.diff.after)->required();
    diff->add_option("--format", pending.format);
    diff->add_option("--schemes", pending.diff.schemes);

    CLI::App* show = verb("show");
    show->add_option("EDITION", pending.show.edition)->required();
    show->add_option("ID", pending.show.id);
    show->add_option("--schemes", pending.show.schemes);

    CLI::App* replay = verb("replay");
    replay->add_option("EDITION", pending.replay.edition)->required();
    replay->add_option("FILE", pending.replay.inputs);
    replay->add_option("--with", pending.replay.with);
    replay->add_option("--set", pending.replay.set)->allow_extra_args(false); // the next word may be a file
    replay->add_option("--by", pending.by);
    replay->add_option("--format", pending.format);
    replay->add_option("--as-of", pending.as_of);
    replay->add_option("--schemes", pending.replay.schemes);

    CLI::App* publish = verb("publish");
    publish->add_option("EDITION", pending.publish.edition)->required();
    publish->add_option("--note", pending.publish.note);
    publish->add_option("--applications", pending.publish.applications);
    publish->add_flag("--no-applications", pending.publish.no_applications);
    publish->add_option("--on", pending.as_of);
    publish->add_flag("--lock", pending.publish.lock);
    publish->add_option("--schemes", pending.publish.schemes);

    CLI::App* compile = verb("compile");
    compile->add_option("EDITION", pending.compile.edition)->required();
    compile->add_option("-o,--output", pending.compile.output);
    compile->add_option("--schemes", pending.compile.schemes);

    CLI::App* demo = verb("demo");
    demo->add_option("EDITION", pending.demo.edition)->required();
    demo->add_option("COUNT", pending.count)->required();
    demo->add_option("--seed", pending.seed);
    demo->add_option("--schemes", pending.demo.schemes);

    CLI::App* form = verb("form");
    form->add_option("EDITION", pending.form.edition)->required();
    form->add_option("-o,--output", pending.form.output);
    form->add_option("--answers", pending.form.answers);
    form->add_option("--merge", pending.form.merge);
    form->add_option("--take", pending.form.take)->allow_extra_args(false);
    form->add_option("--as-of", pending.as_of);
    form->add_option("--schemes", pending.form.schemes);

    CLI::App* read = verb("read");
    read->add_option("FILE", pending.read.files)->required();
    read->add_option("--edition", pending.read.edition);
    read->add_option("--format", pending.format);
    read->add_option("--as-of", pending.as_of);
    read->add_option("--schemes", pending.read.schemes);

    CLI::App* similar = verb("similar");
    similar->add_option("EDITION", pending.similar.edition)->required();
    similar->add_option("FILE", pending.similar.inputs);
    similar->add_option("--question", pending.similar.questions)->allow_extra_args(false);
    similar->add_option("--threshold", pending.threshold);
    similar->add_option("--format", pending.format);
    similar->add_option("--schemes", pending.similar.schemes);

    verb("version");
}

base::Result<OutputFormat> read_format(const std::string& word, std::span<const Format> formats, std::string_view verb)
{
    std::string known;
    for (const Format& format : formats) {
        if (format.word == word)
            return format.format;
        known += (known.empty() ? "" : "、") + std::string(format.word);
    }
    return usage_error("usage.value", "--format に「" + word + "」は使えません。" + known + " のどれかです。", verb);
}

base::Result<unsigned> read_jobs(const std::optional<std::string>& text, std::string_view verb)
{
    constexpr std::int64_t most = 256;
    if (!text)
        return 0U;
    const auto jobs = number_up_to(*text, most);
    if (!jobs || *jobs == 0)
        return usage_error("usage.value", "--jobs「" + *text + "」は 1 から 256 までの整数にしてください。", verb);
    return static_cast<unsigned>(*jobs);
}

base::Result<Command> judge_command(Pending& pending)
{
    constexpr Format formats[] = {
        {"text", OutputFormat::Text}, {"json", OutputFormat::Json}, {"jsonl", OutputFormat::JsonLines}};
    pending.judge.format = TRY(read_format(pending.format, formats, "judge"));
    pending.judge.as_of = TRY(read_day(pending.as_of, "--as-of", "judge"));
    pending.judge.jobs = TRY(read_jobs(pending.jobs, "judge"));
    return Command{std::move(pending.judge)};
}

base::Result<Command> diff_command(Pending& pending)
{
    constexpr Format formats[] = {
        {"text", OutputFormat::Text}, {"markdown", OutputFormat::Markdown}, {"json", OutputFormat::Json}};
    pending.diff.format = TRY(read_format(pending.format, formats, "diff"));
    return Command{std::move(pending.diff)};
}

base::Result<Command> replay_command(Pending& pending)
{
    constexpr Format formats[] = {{"text", OutputFormat::Text},
                                  {"csv", OutputFormat::Csv},
                                  {"json", OutputFormat::Json},
                                  {"jsonl", OutputFormat::JsonLines}};
    pending.replay.format = TRY(read_format(pending.format, formats, "replay"));
    pending.replay.as_of = TRY(read_day(pending.as_of, "--as-of", "replay"));
    if (pending.by)
        pending.replay.by = words_between_commas(*pending.by);
    return Command{std::move(pending.replay)};
}

base::Result<Command> publish_command(Pending& pending)
{
    pending.publish.on = TRY(read_day(pending.as_of, "--on", "publish"));
    return Command{std::move(pending.publish)};
}

base::Result<Command> form_command(Pending& pending)
{
    FormOptions& form = pending.form;
    form.as_of = TRY(read_day(pending.as_of, "--as-of", "form"));
    if (form.merge.empty() && form.output.empty())
        return usage_error("usage.missing", "書き出す先がありません。-o FILE.xlsx を付けてください。", "form");
    if (!form.merge.empty() && form.answers.empty())
        return usage_error("usage.missing", "--merge には、合わせる相手の回答（--answers FILE）が要ります。", "form");
    if (form.merge.empty() && !form.take.empty())
        return usage_error("usage.value", "--take は --merge とともに使います。", "form");
    return Command{std::move(form)};
}

base::Result<Command> read_workbook_command(Pending& pending)
{
    ReadOptions& read = pending.read;
    read.as_of = TRY(read_day(pending.as_of, "--as-of", "read"));
    if (pending.format == "json" || !pending.format_given)
        read.format = ReadFormat::Json;
    else if (pending.format == "text")
        read.format = ReadFormat::Text;
    else if (pending.format == "application")
        read.format = ReadFormat::Application;
    else
        return usage_error("usage.value",
                           "--format に「" + pending.format + "」は使えません。json、text、application のどれかです。",
                           "read");
    return Command{std::move(read)};
}

base::Result<Command> similar_command(Pending& pending)
{
    constexpr Format formats[] = {{"text", OutputFormat::Text}, {"json", OutputFormat::Json}};
    pending.similar.format = TRY(read_format(pending.format, formats, "similar"));
    if (pending.threshold.empty())
        return Command{std::move(pending.similar)};
    const auto threshold = base::Decimal::parse(pending.threshold);
    if (!threshold || *threshold < *base::Decimal::parse("0.1") || *base::Decimal::parse("0.9") < *threshold)
        return usage_error("usage.value",
                           "--threshold「" + pending.threshold + "」は 0.1 から 0.9 までの数にしてください。",
                           "similar");
    pending.similar.threshold = std::strtod(pending.threshold.c_str(), nullptr);
    return Command{std::move(pending.similar)};
}

void replace_all(std::string& text, std::string_view mark, std::string_view by)
{
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
        text.replace(at, mark.size(), by);
}

constexpr std::int64_t most_demo_applications = 1'000'000'000;

base::Result<Command> demo_command(Pending& pending)
{
    const auto count = number_up_to(pending.count, most_demo_applications);
    if (!count)
        return usage_error("usage.value",
                           "件数「" + pending.count + "」は 0 から 1000000000 までの整数にしてください。", "demo");
    pending.demo.count = static_cast<std::size_t>(*count);
    if (pending.seed) {
        const auto seed = number_up_to(*pending.seed, std::numeric_limits<std::int64_t>::max());
        if (!seed)
            return usage_error("usage.value", "--seed「" + *pending.seed + "」は 0 以上の整数にしてください。", "demo");
        pending.demo.seed = static_cast<std::uint64_t>(*seed);
    }
    return Command{std::move(pending.demo)};
}

}

base::Result<Command> read_command_line(int count, const char* const* arguments)
{
    const std::string_view first = count > 1 ? arguments[1] : "";
    if (first == "help" && count > 2 && !find_verb(arguments[2]))
        return usage_error("usage.verb", "「" + std::string(arguments[2]) + "」という命令はありません。", "");
    if (first.empty() || first == "--help" || first == "-h" || first == "help")
        return Command{HelpOptions{.verb = count > 2 && first == "help" ? arguments[2] : ""}};
    if (first == "--version")
        return Command{VersionOptions{}};
    if (!find_verb(first))
        return usage_error("usage.verb", "「" + std::string(first) + "」という命令はありません。", "");
    for (int i = 2; i < count; ++i) {
        if (std::string_view(arguments[i]) == "--help" || std::string_view(arguments[i]) == "-h")
            return Command{HelpOptions{.verb = std::string(first)}};
    }

    if (is_case_verb(first))
        return read_case_command_line(count, arguments);
    if (first == "serve" || first == "user")
        return read_serve_command_line(first, {arguments + 2, arguments + count});

    Pending pending;
    CLI::App app;
    describe_arguments(app, pending);
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return in_our_words(error, first);
    }
    if (first == "judge")
        return judge_command(pending);
    if (first == "test")
        return Command{std::move(pending.test)};
    if (first == "check")
        return Command{std::move(pending.check)};
    if (first == "diff")
        return diff_command(pending);
    if (first == "show")
        return Command{std::move(pending.show)};
    if (first == "replay")
        return replay_command(pending);
    if (first == "publish")
        return publish_command(pending);
    if (first == "compile")
        return Command{std::move(pending.compile)};
    if (first == "demo")
        return demo_command(pending);
    if (first == "form")
        return form_command(pending);
    if (first == "read") {
        pending.format_given = app.get_subcommand("read")->count("--format") > 0;
        return read_workbook_command(pending);
    }
    if (first == "similar")
        return similar_command(pending);
    return Command{VersionOptions{}};
}

std::string help_for(std::string_view verb, std::string_view edition)
{
    auto with_edition = [&](std::string text) {
        replace_all(text, "{edition}", edition);
        replace_all(text, "{verbs}", case_verbs_help());
        return text;
    };
    std::string text =
        "kenkei（健経）: 健康経営の顕彰制度を、規則をデータとして動かします。\n\n使い方: kenkei <命令> [引数]\n\n";
    for (const Verb& known : verbs()) {
        if (known.name == verb)
            return with_edition(std::string(known.help));
        text += "  " + std::string(known.name) + std::string(10 - known.name.size(), ' ') + std::string(known.summary) +
                "\n";
    }
    return with_edition(text + "\nそれぞれの使い方は kenkei <命令> --help でご覧になれます。\n"
                               "例: kenkei judge {edition} 申請.json --explain\n");
}

}
