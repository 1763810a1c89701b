#include "cli/serve_command_line.h"

#include "cli/usage.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace kenkei::cli {

namespace {

base::Result<void> parse(CLI::App& app, std::vector<std::string> words, std::string_view verb)
{
    std::reverse(words.begin(), words.end()); // as the library wants them
    try {
        app.parse(words);
    } catch (const CLI::ParseError& error) {
        return in_our_words(error, verb);
    }
    return {};
}

base::Result<std::optional<base::Timestamp>> read_moment(const std::string& text, std::string_view option,
                                                         std::string_view verb)
{
    if (text.empty())
        return std::optional<base::Timestamp>{};
    auto moment = base::read_timestamp(text);
    if (!moment.ok())
        return usage_error(
            "usage.value",
            std::string(option) + ": " + moment.error().message + "2024-10-18T17:00 のように書いてください。", verb);
    return std::optional(*moment);
}

base::Result<Command> read_serve(std::vector<std::string> words)
{
    ServeOptions options;
    std::string clock;
    CLI::App app;
    app.set_help_flag();
    app.add_option("--db", options.desk.database);
    app.add_option("--schemes", options.desk.schemes);
    app.add_option("--config", options.config);
    app.add_option("--listen", options.listen);
    app.add_option("--clock", clock);
    app.add_flag("--demo", options.demo);
    TRY(parse(app, std::move(words), "serve"));
    options.clock = TRY(read_moment(clock, "--clock", "serve"));
    if (options.demo && !options.desk.database.empty())
        return usage_error("usage.value", "--demo は --db と一緒に使えません（データは捨てられます）。", "serve");
    return Command{std::move(options)};
}

base::Result<Command> read_user(std::vector<std::string> words)
{
    constexpr std::string_view verbs[] = {"add", "list", "password", "grant", "end", "drop-second-step"};
    if (words.empty())
        return usage_error("usage.missing",
                           "user の後に、add、list、password、grant、end、drop-second-step のどれかが要ります。",
                           "user");
    if (std::find(std::begin(verbs), std::end(verbs), words.front()) == std::end(verbs))
        return usage_error(
            "usage.verb",
            "user に「" + words.front() +
                "」という命令はありません。add、list、password、grant、end、drop-second-step のどれかです。",
            "user");
    UserOptions options{.verb = words.front()};
    words.erase(words.begin());
    std::string format = "text";
    std::string at;
    CLI::App app;
    app.set_help_flag();
    app.add_option("--db", options.desk.database);
    app.add_option("--schemes", options.desk.schemes);
    app.add_option("--at", at);
    if (options.verb == "list") {
        app.add_option("--format", format);
    } else {
        app.add_option("MAIL", options.mail)->required();
        app.add_option("--url", options.url);
    }
    if (options.verb == "add")
        app.add_option("--name", options.name)->required();
    if (options.verb == "password")
        app.add_flag("--link", options.link);
    if (options.verb == "add" || options.verb == "grant" || options.verb == "end") {
        CLI::Option* role = app.add_option("--role", options.role);
        if (options.verb != "add")
            role->required();
        app.add_option("--scheme", options.scheme);
        app.add_option("--firm", options.firm);
        app.add_option("--insurer", options.insurer);
        CLI::Option* reason = app.add_option("--reason", options.reason);
        if (options.verb == "end")
            reason->required();
    }
    if (options.verb == "drop-second-step")
        app.add_option("--reason", options.reason)->required();
    TRY(parse(app, std::move(words), "user"));
    if (format != "text" && format != "json")
        return usage_error("usage.value", "--format に「" + format + "」は使えません。text、json のどれかです。",
                           "user");
    options.desk.json = format == "json";
    options.desk.at = TRY(read_moment(at, "--at", "user"));
    if (options.role.empty() && !(options.scheme + options.firm + options.insurer).empty())
        return usage_error("usage.missing", "--scheme、--firm、--insurer は --role とともに使います。", "user");
    return Command{std::move(options)};
}

}

base::Result<Command> read_serve_command_line(std::string_view verb, std::vector<std::string> words)
{
    return verb == "serve" ? read_serve(std::move(words)) : read_user(std::move(words));
}

}
