#include "cli/commands.h"

#include "base/json.h"
#include "cli/audit_report.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "store/keeping.h"
#include "store/schema.h"

#include <functional>

namespace kenkei::cli {

namespace {

// In words, or with --format json as members of an object.
ExitStatus say(const DatabaseOptions& options, const std::string& text,
               const std::function<void(base::json::Writer&)>& members)
{
    if (!options.desk.json) {
        print(text + "\n");
        return finish_output();
    }
    base::json::Writer out;
    out.begin_object();
    members(out);
    print(out.end_object().take() + "\n");
    return finish_output();
}

ExitStatus say_file(const DatabaseOptions& options, const std::string& text)
{
    return say(options, text, [&](base::json::Writer& out) { out.member("file", options.file); });
}

ExitStatus migrate(const DatabaseOptions& options)
{
    auto done = store::migrate(database_of(options.desk));
    if (!done.ok())
        return complain(done.error());
    const std::string text = done->from == done->to ? "データベースは新しい形（" + std::to_string(done->to) + "）です。"
                                                    : "データベースの形を " + std::to_string(done->from) + " から " +
                                                          std::to_string(done->to) + " にしました。";
    return say(options, text,
               [&](base::json::Writer& out) { out.key("from").number(done->from).key("to").number(done->to); });
}

ExitStatus backup(const DatabaseOptions& options)
{
    auto done = store::back_up(database_of(options.desk), options.file);
    return done.ok() ? say_file(options, "写しを「" + options.file + "」に作りました。") : complain(done.error());
}

ExitStatus restore(const DatabaseOptions& options)
{
    auto done = store::restore(options.file, database_of(options.desk));
    return done.ok() ? say_file(options, "「" + options.file + "」から戻しました。") : complain(done.error());
}

ExitStatus verify(const DatabaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::ReadOnly);
    if (!open.ok())
        return complain(open.error());
    auto report = store::verify(open->store);
    return report.ok() ? print_report(*report, options.desk.json) : complain(report.error());
}

ExitStatus rebuild(const DatabaseOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::Existing);
    if (!open.ok())
        return complain(open.error());
    auto done = store::rebuild(open->store);
    if (!done.ok())
        return complain(done.error());
    return say(options,
               "案件 " + std::to_string(done->cases) + " 件を、出来事 " + std::to_string(done->events) +
                   " 件から作り直しました。違っていたもの " + std::to_string(done->different) + " 件",
               [&](base::json::Writer& out) {
                   out.key("cases").number(done->cases).key("events").number(done->events);
                   out.key("different").number(done->different);
               });
}

struct Verb {
    std::string_view name;
    ExitStatus (*run)(const DatabaseOptions&);
};
constexpr Verb verbs_of_db[] = {
    {"migrate", migrate}, {"backup", backup}, {"restore", restore}, {"verify", verify}, {"rebuild", rebuild}};

}

ExitStatus run_db(const DatabaseOptions& options)
{
    for (const Verb& verb : verbs_of_db) {
        if (verb.name == options.verb)
            return verb.run(options);
    }
    return ExitStatus::WrongUse;
}

}
