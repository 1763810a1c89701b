#include "cli/command_line.h"

#include "base/decimal.h"

#include <CLI/CLI.hpp>

#include <limits>

namespace kenkei::cli {

namespace {

struct Verb {
    std::string_view name;
    std::string_view summary;
    std::string_view help;
};

constexpr Verb verbs[] = {
    {"judge", "申請を判定し、わけを示す",
     R"(使い方: kenkei judge EDITION [FILE… | DIR/] [オプション]

申請（JSON 1件、または JSON Lines）を年度版の規則で判定します。FILE を省くか「-」とすると標準入力を読みます。
EDITION は 「制度/年度版」の名前（例: {edition}）、年度版のフォルダ、または kenkei compile が書いたファイルです。

  --format text|json|jsonl  出力の形（初めは text）
  --explain                 判定のわけを、条項・設問・回答とともに木の形で示す
  --final                   締切時の扱い（未回答は不適合）と理由を加える
  --check                   適合でないものがあれば終了状態 1
  --as-of DATE              判定日（初めは今日）。2024-10-01、令和6年10月1日 など
  --schemes DIR             制度のフォルダ（初めは KENKEI_SCHEMES、次に schemes/、次に内蔵）

終了状態: 0 済んだ  1 読めない行や不適合（--check）がある  2 使い方の誤り  3 ファイルの失敗、唯一の申請が読めない
例: kenkei judge {edition} 申請.json --explain
)"},
    {"test", "年度版の事例を確かめる",
     R"(使い方: kenkei test [EDITION…] [オプション]

年度版の cases/ にある事例を判定し、期待と違うものを示します。EDITION を省くとすべての年度版を確かめます。

  --coverage     どの事例も通らない評価項目・要件・表の行・指摘を示す（あれば終了状態 1）
  --schemes DIR  制度のフォルダ

例: kenkei test {edition} --coverage
)"},
    {"compile", "年度版を一つのファイルにする",
     R"(使い方: kenkei compile EDITION [-o FILE]

年度版を検査し、判定にそのまま使える JSON にします。judge の EDITION にこのファイルを渡せます。

  -o, --output FILE  書き出す先（初めは標準出力）
  --schemes DIR      制度のフォルダ

例: kenkei compile {edition} -o edition.json
)"},
    {"demo", "架空の申請を作る",
     R"(使い方: kenkei demo EDITION 件数 [オプション]

年度版の demo.yaml に従って、架空の申請を JSON Lines で書き出します。同じ種からは同じ申請ができます。

  --seed N       乱数の種（初めは demo.yaml の seed）
  --schemes DIR  制度のフォルダ

例: kenkei demo {edition} 1000 | kenkei judge {edition} --format jsonl
)"},
    {"version", "版と内蔵の年度版を示す",
     R"(使い方: kenkei version

プログラムの版と、内蔵している年度版（規則の要約値つき）を示します。

例: kenkei version
)"},
};

const Verb* find_verb(std::string_view name)
{
    for (const Verb& verb : verbs) {
        if (verb.name == name)
            return &verb;
    }
    return nullptr;
}

base::Error usage_error(std::string code, std::string message, std::string_view verb)
{
    const std::string help = verb.empty() ? "kenkei --help" : "kenkei " + std::string(verb) + " --help";
    return {
        .code = std::move(code), .message = std::move(message), .way_out = "使い方は " + help + " でご覧になれます。"};
}

// The argument that a complaint of the library is about, as our help calls it.
std::string argument_in(const std::string& detail)
{
    if (detail.find("COUNT") != std::string::npos)
        return "件数";
    for (std::string_view option : {"--format", "--as-of", "--schemes", "--seed", "--output", "EDITION"}) {
        if (detail.find(option) != std::string::npos)
            return std::string(option);
    }
    return detail;
}

// The library's complaints in our words.
base::Error in_our_words(const CLI::ParseError& error, std::string_view verb)
{
    const std::string detail = error.what();
    const std::size_t colon = detail.rfind(": ");
    switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::ExtrasError:
        return usage_error("usage.unknown",
                           "知らない引数があります（" +
                               (colon == std::string::npos ? detail : detail.substr(colon + 2)) + "）。",
                           verb);
    case CLI::ExitCodes::RequiredError:
        return usage_error("usage.missing", "引数が足りません（" + argument_in(detail) + "）。", verb);
    default:
        return usage_error("usage.value", "引数の値が正しくないか、足りません（" + argument_in(detail) + "）。", verb);
    }
}

struct Pending {
    JudgeOptions judge;
    TestOptions test;
    CompileOptions compile;
    DemoOptions demo;
    std::string format = "text";
    std::optional<std::string> as_of;
    std::string count;
    std::optional<std::string> seed;
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
    judge->add_option("--as-of", pending.as_of);
    judge->add_option("--schemes", pending.judge.schemes);

    CLI::App* test = verb("test");
    test->add_option("EDITION", pending.test.editions);
    test->add_flag("--coverage", pending.test.coverage);
    test->add_option("--schemes", pending.test.schemes);

    CLI::App* compile = verb("compile");
    compile->add_option("EDITION", pending.compile.edition)->required();
    compile->add_option("-o,--output", pending.compile.output);
    compile->add_option("--schemes", pending.compile.schemes);

    CLI::App* demo = verb("demo");
    demo->add_option("EDITION", pending.demo.edition)->required();
    demo->add_option("COUNT", pending.count)->required();
    demo->add_option("--seed", pending.seed);
    demo->add_option("--schemes", pending.demo.schemes);

    verb("version");
}

base::Result<Command> judge_command(Pending& pending)
{
    if (pending.format == "json")
        pending.judge.format = OutputFormat::Json;
    else if (pending.format == "jsonl")
        pending.judge.format = OutputFormat::JsonLines;
    else if (pending.format != "text")
        return usage_error("usage.value",
                           "--format に「" + pending.format + "」は使えません。text、json、jsonl のどれかです。",
                           "judge");
    if (pending.as_of) {
        auto date = base::read_date(*pending.as_of);
        if (!date.ok())
            return usage_error(
                "usage.value",
                "--as-of: " + date.error().message + "2024-10-01 や 令和6年10月1日 のように書いてください。", "judge");
        pending.judge.as_of = *date;
    }
    return Command{std::move(pending.judge)};
}

constexpr std::int64_t most_demo_applications = 1'000'000'000;

// A whole number from 0 to `most`.
std::optional<std::int64_t> number_up_to(const std::string& text, std::int64_t most)
{
    const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
    const auto decimal = digits ? base::Decimal::parse(text) : std::nullopt;
    const auto number = decimal ? decimal->to_int64() : std::nullopt;
    return number && *number >= 0 && *number <= most ? number : std::nullopt;
}

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
    if (first == "compile")
        return Command{std::move(pending.compile)};
    if (first == "demo")
        return demo_command(pending);
    return Command{VersionOptions{}};
}

std::string help_for(std::string_view verb, std::string_view edition)
{
    auto with_edition = [&](std::string text) {
        constexpr std::string_view mark = "{edition}";
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
            text.replace(at, mark.size(), edition);
        return text;
    };
    std::string text =
        "kenkei（健経）: 健康経営の顕彰制度を、規則をデータとして動かします。\n\n使い方: kenkei <命令> [引数]\n\n";
    for (const Verb& known : verbs) {
        if (known.name == verb)
            return with_edition(std::string(known.help));
        text += "  " + std::string(known.name) + std::string(10 - known.name.size(), ' ') + std::string(known.summary) +
                "\n";
    }
    return with_edition(text + "\nそれぞれの使い方は kenkei <命令> --help でご覧になれます。\n"
                               "例: kenkei judge {edition} 申請.json --explain\n");
}

}
