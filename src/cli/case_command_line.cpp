#include "cli/case_command_line.h"

#include "cli/usage.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace kenkei::cli {

namespace {

// `options` names what describe_option() knows; `!` before one makes it needed.
constexpr CaseVerb all_case_verbs[] = {
    {"open-draft", "EDITION", "!--firm --name --class", "申請を始める（案件を作る）"},
    {"renew", "CASE EDITION", "", "証書を更新する申請を始める"},
    {"save", "CASE FILE", "", "下書きを保存する"},
    {"submit", "CASE FILE", "--arrived", "申請書（Excelの用紙かJSON）を提出する"},
    {"receive", "CASE", "", "締切後に、最後の提出を受け付ける"},
    {"receive-all", "EDITION", "", "年度版の提出済みの案件をすべて受け付ける"},
    {"request-correction", "CASE", "!--questions !--due --message", "設問を指して差し戻す"},
    {"return-correction", "CASE FILE", "", "差戻しに回答する（直した申請書を出す）"},
    {"request-evidence", "CASE", "!--questions --message", "資料の提出を求める"},
    {"supply-evidence", "CASE FILE…", "", "資料を提出する"},
    {"issue-invoice", "CASE", "--invoice", "申請料を請求する"},
    {"record-payment", "CASE", "!--amount --paid --payer", "入金を記録する"},
    {"inquire-insurer", "CASE", "!--insurer --due", "保険者に照会する"},
    {"record-insurer-reply", "CASE", "!--result --contradicts --known --note",
     "保険者の回答（confirmed、contradicted）を記録する"},
    {"screen", "CASE", "--failed --grounds --note", "書類審査の結果を記録する"},
    {"refer-to-body", "CASE", "--list", "委員会に付議する"},
    {"record-resolution", "CASE", "!--result --class --on --reason", "委員会の議決（recognised、refused）を記録する"},
    {"decide", "CASE", "!--result --class --on --reason", "決定（recognised、refused）を記録する"},
    {"notify", "CASE", "", "結果を通知する"},
    {"certify", "CASE", "--certificate", "証書を発行する"},
    {"report-change", "CASE", "!--fields --name --detail", "名称や所在地などの変更を届け出る"},
    {"withdraw", "CASE", "--reason", "申請を取り下げる"},
    {"return-certificate", "CASE", "--on --reason", "証書を返納する"},
    {"revoke", "CASE", "!--reason --ground --on", "証書を取り消す"},
    {"take-over", "EDITION", "!--firm !--certificate !--decided !--from !--record --to --class --name",
     "これまでの台帳の証書を移す"},
    {"show", "CASE", "", "案件のいまの状態を示す"},
    {"file", "CASE", "--version --event --output", "提出された申請書や資料を、提出されたまま取り出す"},
    {"list", "", "--edition --stage --firm --limit", "案件の一覧を示す"},
    {"find", "TEXT", "--limit", "法人番号、名称、かな、電話、担当者から案件を探す"},
};

struct Pending {
    CaseOptions values;
    DeskOptions desk;
    std::optional<std::string> at, by, moment;
    std::string format = "text";
    std::string amount, version, event, limit, due, on, from, to, decided;
    std::string questions;
};

void describe_desk(CLI::App& app, Pending& pending)
{
    app.set_help_flag();
    app.add_option("--db", pending.desk.database);
    app.add_option("--schemes", pending.desk.schemes);
    app.add_option("--at", pending.at);
    app.add_option("--by", pending.by);
    app.add_option("--format", pending.format);
}

CLI::Option* describe_option(CLI::App& app, std::string_view name, Pending& pending)
{
    CaseOptions& values = pending.values;
    struct Known {
        std::string_view name;
        std::string* text;
    };
    const Known known[] = {
        {"--firm", &values.firm},
        {"--name", &values.name},
        {"--class", &values.class_id},
        {"--edition", &values.edition},
        {"--stage", &values.stage},
        {"--message", &values.message},
        {"--note", &values.message},
        {"--reason", &values.message},
        {"--detail", &values.message},
        {"--list", &values.list},
        {"--invoice", &values.invoice},
        {"--payer", &values.payer},
        {"--insurer", &values.insurer},
        {"--known", &values.known},
        {"--certificate", &values.certificate},
        {"--ground", &values.ground},
        {"--record", &values.record},
        {"--result", &values.result},
        {"--questions", &pending.questions},
        {"--grounds", &pending.questions},
        {"--contradicts", &pending.questions},
        {"--fields", &pending.questions},
        {"--amount", &pending.amount},
        {"--version", &pending.version},
        {"--event", &pending.event},
        {"--limit", &pending.limit},
        {"--due", &pending.due},
        {"--on", &pending.on},
        {"--from", &pending.from},
        {"--to", &pending.to},
        {"--decided", &pending.decided},

    };
    if (name == "--arrived" || name == "--paid")
        return app.add_option(std::string(name), pending.moment);
    if (name == "--failed")
        return app.add_flag("--failed", values.failed);
    if (name == "--output")
        return app.add_option("-o,--output", values.output);
    for (const Known& option : known) {
        if (option.name == name)
            return app.add_option(std::string(name), *option.text);
    }
    return nullptr; // a test walks over all verbs
}

std::vector<std::string_view> words_of(std::string_view text)
{
    std::vector<std::string_view> words;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        if (to > from)
            words.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

void describe_case_verb(CLI::App& app, const CaseVerb& verb, Pending& pending)
{
    CLI::App* sub = app.add_subcommand(std::string(verb.name));
    describe_desk(*sub, pending);
    bool first = true;
    for (std::string_view argument : words_of(verb.arguments)) {
        if (argument.starts_with("FILE"))
            sub->add_option("FILE", pending.values.files)->required()->expected(1, argument == "FILE" ? 1 : 1000);
        else if (first)
            sub->add_option(std::string(argument), pending.values.subject)->required();
        else
            sub->add_option(std::string(argument), pending.values.edition)->required();
        first = false;
    }
    for (std::string_view option : words_of(verb.options)) {
        const bool needed = option.starts_with('!');
        if (CLI::Option* described = describe_option(*sub, option.substr(needed ? 1 : 0), pending); described && needed)
            described->required();
    }
}

base::Result<std::optional<base::Timestamp>> read_moment(const std::optional<std::string>& written,
                                                         std::string_view option, std::string_view verb)
{
    if (!written)
        return std::optional<base::Timestamp>{};
    auto moment = base::read_timestamp(*written);
    if (!moment.ok())
        return usage_error("usage.value",
                           std::string(option) + ": " + moment.error().message +
                               "2024-10-18T17:00:00.000 のように書いてください（日本時間）。",
                           verb);
    return std::optional(*moment);
}

base::Result<std::optional<base::Date>> read_date_option(const std::string& written, std::string_view option,
                                                         std::string_view verb)
{
    return read_day(written.empty() ? std::nullopt : std::optional(written), option, verb);
}

base::Result<std::int64_t> read_count(const std::string& written, std::string_view option, std::string_view verb)
{
    if (written.empty())
        return std::int64_t{0};
    const auto number = number_up_to(written, 1'000'000'000'000);
    if (!number)
        return usage_error("usage.value", std::string(option) + "「" + written + "」は 0 以上の整数にしてください。",
                           verb);
    return *number;
}

// ROLE or ROLE:ID.
base::Result<casework::Actor> read_actor(const std::string& written, std::string_view verb)
{
    const std::size_t colon = std::min(written.find(':'), written.size());
    const auto role = casework::read_role(written.substr(0, colon));
    if (!role)
        return usage_error(
            "usage.value",
            "--by「" + written +
                "」の役割が分かりません。applicant、delegate、office、insurer、body、certifier、system のどれかを、"
                "office:番号 のように書いてください。",
            verb);
    std::string id = colon < written.size() ? written.substr(colon + 1) : "local";
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:@/-";
    if (id.empty() || id.size() > 100 || id.find_first_not_of(allowed) != std::string::npos)
        return usage_error(
            "usage.value",
            "--by の番号「" + id +
                "」は使えません。記録に残り続けるので、氏名ではなく、英数字と . _ : @ / - による番号を書いてください。",
            verb);
    return casework::Actor{*role, std::move(id)};
}

base::Result<void> finish_desk(Pending& pending, std::string_view verb, std::initializer_list<std::string_view> formats)
{
    pending.desk.at = TRY(read_moment(pending.at, "--at", verb));
    if (pending.by)
        pending.desk.by = TRY(read_actor(*pending.by, verb));
    if (std::find(formats.begin(), formats.end(), pending.format) == formats.end()) {
        std::string known;
        for (std::string_view format : formats)
            known += (known.empty() ? "" : "、") + std::string(format);
        return usage_error("usage.value",
                           "--format に「" + pending.format + "」は使えません。" + known + " のどれかです。", verb);
    }
    pending.desk.json = pending.format == "json";
    return {};
}

base::Result<Command> case_command(Pending& pending, std::string_view name)
{
    TRY(finish_desk(pending, "case", {"text", "json"}));
    CaseOptions& values = pending.values;
    values.verb = name;
    values.desk = pending.desk;
    values.questions = words_between_commas(pending.questions);
    values.amount = TRY(read_count(pending.amount, "--amount", "case"));
    values.version = TRY(read_count(pending.version, "--version", "case"));
    values.event = TRY(read_count(pending.event, "--event", "case"));
    values.limit = TRY(read_count(pending.limit, "--limit", "case"));
    values.due = TRY(read_date_option(pending.due, "--due", "case"));
    values.on = TRY(read_date_option(pending.decided.empty() ? pending.on : pending.decided,
                                     pending.decided.empty() ? "--on" : "--decided", "case"));
    values.from = TRY(read_date_option(pending.from, "--from", "case"));
    values.to = TRY(read_date_option(pending.to, "--to", "case"));
    values.moment = TRY(read_moment(pending.moment, name == "submit" ? "--arrived" : "--paid", "case"));
    return Command{std::move(values)};
}

const CaseVerb* find_case_verb(std::string_view name)
{
    for (const CaseVerb& verb : all_case_verbs) {
        if (verb.name == name)
            return &verb;
    }
    return nullptr;
}

// The word behind `kenkei case`, `kenkei db` …: how it is written does not matter (open_draft, open-draft).
std::string verb_word(std::string_view written)
{
    std::string word(written);
    std::replace(word.begin(), word.end(), '_', '-');
    return word;
}

base::Result<Command> parse(CLI::App& app, std::vector<std::string> words, std::string_view verb,
                            const std::function<base::Result<Command>()>& finish)
{
    std::reverse(words.begin(), words.end()); // as the library wants them
    try {
        app.parse(words);
    } catch (const CLI::ParseError& error) {
        return in_our_words(error, verb);
    }
    return finish();
}

base::Result<Command> read_case(std::vector<std::string> words)
{
    if (words.empty())
        return usage_error("usage.missing", "case の後に、何をするかがありません。", "case");
    words.front() = verb_word(words.front());
    const CaseVerb* verb = find_case_verb(words.front());
    if (!verb)
        return usage_error("usage.verb", "case に「" + words.front() + "」という命令はありません。", "case");
    Pending pending;
    CLI::App app;
    app.require_subcommand(1);
    describe_case_verb(app, *verb, pending);
    return parse(app, std::move(words), "case", [&] { return case_command(pending, verb->name); });
}

// The same for the verbs whose options have a desk: `more` reads what is theirs alone.
template<typename Options>
base::Result<Command> parse_for_desk(CLI::App& app, std::vector<std::string> words, std::string_view verb,
                                     Pending& pending, Options& options,
                                     std::initializer_list<std::string_view> formats = {"text", "json"},
                                     const std::function<base::Result<void>()>& more = {})
{
    return parse(app, std::move(words), verb, [&]() -> base::Result<Command> {
        TRY(finish_desk(pending, verb, formats));
        options.desk = pending.desk;
        if (more)
            TRY(more());
        return Command{options};
    });
}

base::Result<Command> read_import(std::vector<std::string> words)
{
    Pending pending;
    ImportOptions options;
    CLI::App app;
    describe_desk(app, pending);
    app.add_option("EDITION", options.edition)->required();
    app.add_option("FILE", options.inputs)->required();
    return parse_for_desk(app, std::move(words), "import", pending, options);
}

base::Result<Command> read_export(std::vector<std::string> words)
{
    Pending pending;
    pending.format = "jsonl";
    ExportOptions options;
    CLI::App app;
    describe_desk(app, pending);
    app.add_option("EDITION", options.edition)->required();
    app.add_option("--stage", options.stage);
    app.add_option("-o,--output", options.output);
    return parse_for_desk(app, std::move(words), "export", pending, options, {"jsonl", "csv"},
                          [&]() -> base::Result<void> {
                              options.format = pending.format == "csv" ? OutputFormat::Csv : OutputFormat::JsonLines;
                              return {};
                          });
}

// Verbs of two words: db backup, audit show. `verbs` are those there are; the second word is taken off.
base::Result<std::string> second_word(std::vector<std::string>& words, std::string_view verb,
                                      std::initializer_list<std::string_view> verbs)
{
    std::string known;
    for (std::string_view each : verbs) {
        known += (known.empty() ? "" : "、") + std::string(each);
        if (!words.empty() && words.front() == each) {
            words.erase(words.begin());
            return std::string(each);
        }
    }
    if (words.empty())
        return usage_error("usage.missing", std::string(verb) + " の後に、" + known + " のどれかが要ります。", verb);
    return usage_error(
        "usage.verb",
        std::string(verb) + " に「" + words.front() + "」という命令はありません。" + known + " のどれかです。", verb);
}

base::Result<Command> read_db(std::vector<std::string> words)
{
    Pending pending;
    DatabaseOptions options;
    options.verb = TRY(second_word(words, "db", {"migrate", "backup", "restore", "verify", "rebuild"}));
    CLI::App app;
    describe_desk(app, pending);
    if (options.verb == "backup" || options.verb == "restore")
        app.add_option("FILE", options.file)->required();
    return parse_for_desk(app, std::move(words), "db", pending, options);
}

base::Result<Command> read_audit(std::vector<std::string> words)
{
    Pending pending;
    AuditOptions options;
    options.verb = TRY(second_word(words, "audit", {"verify", "show", "anchor", "export", "key"}));
    CLI::App app;
    describe_desk(app, pending);
    if (options.verb == "verify") {
        app.add_option("--anchor", options.anchors)->allow_extra_args(false);
        app.add_option("--public-key", options.public_key);
    } else if (options.verb == "show") {
        app.add_option("CASE", options.subject)->required();
    } else if (options.verb == "anchor") {
        app.add_option("--key", options.key)->required();
        app.add_option("-o,--output", options.output);
    } else if (options.verb == "export") {
        app.add_option("NUMBER", options.subject);
        app.add_option("-o,--output", options.output);
    } else {
        app.add_option("-o,--output", options.output)->required();
    }
    return parse_for_desk(app, std::move(words), "audit", pending, options);
}

base::Result<Command> read_retention(std::vector<std::string> words)
{
    Pending pending;
    RetentionOptions options;
    options.verb = TRY(second_word(words, "retention", {"list", "erase"}));
    std::string before;
    CLI::App app;
    describe_desk(app, pending);
    if (options.verb == "list")
        app.add_option("--before", before)->required();
    else
        app.add_option("LIST", options.list)->required();
    return parse_for_desk(app, std::move(words), "retention", pending, options, {"text", "json"},
                          [&]() -> base::Result<void> {
                              options.before = TRY(read_date_option(before, "--before", "retention"));
                              return {};
                          });
}

base::Result<Command> read_mail(std::vector<std::string> words)
{
    Pending pending;
    MailOptions options;
    options.verb = TRY(second_word(words, "mail", {"list", "send", "resend", "bounce"}));
    CLI::App app;
    describe_desk(app, pending);
    if (options.verb == "send") {
        app.add_option("--server", options.server);
        app.add_option("--from", options.from);
        app.add_option("--user", options.user);
        app.add_option("--tls", options.tls);
    } else if (options.verb == "bounce") {
        app.add_option("FILE", options.files)->required();
    } else if (options.verb == "resend") {
        app.add_option("MAIL", options.case_id)->required();
    } else {
        app.add_option("CASE", options.case_id);
    }
    return parse_for_desk(app, std::move(words), "mail", pending, options);
}

struct Reader {
    std::string_view verb;
    base::Result<Command> (*read)(std::vector<std::string>);
};
constexpr Reader readers[] = {{"case", read_case}, {"import", read_import}, {"export", read_export},
                              {"db", read_db},     {"audit", read_audit},   {"retention", read_retention},
                              {"mail", read_mail}};

}

bool is_case_verb(std::string_view verb)
{
    return std::any_of(std::begin(readers), std::end(readers), [&](const Reader& each) { return each.verb == verb; });
}

base::Result<Command> read_case_command_line(int count, const char* const* arguments)
{
    std::vector<std::string> words(arguments + 2, arguments + count);
    for (const Reader& reader : readers) {
        if (reader.verb == arguments[1])
            return reader.read(std::move(words));
    }
    return usage_error("usage.verb", "「" + std::string(arguments[1]) + "」という命令はありません。", "");
}

std::span<const CaseVerb> case_verbs()
{
    return all_case_verbs;
}

std::string case_verbs_help()
{
    std::string help;
    for (const CaseVerb& verb : all_case_verbs) {
        std::string line = "  " + std::string(verb.name);
        if (!verb.arguments.empty())
            line += " " + std::string(verb.arguments);
        for (std::string_view option : words_of(verb.options))
            line += option.starts_with('!') ? " " + std::string(option.substr(1)) : " [" + std::string(option) + "]";
        help += line + "\n      " + std::string(verb.summary) + "\n";
    }
    return help;
}

}
