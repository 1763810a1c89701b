#include "cli/commands.h"

#include "cli/audit_report.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "store/keeping.h"
#include "store/schema.h"

namespace kenkei::cli {

namespace {

ExitStatus say(const std::string& text)
{
    print(text + "\n");
    return finish_output();
}

ExitStatus migrate(const DatabaseOptions& options)
{
    auto done = store::migrate(database_of(options.desk));
    if (!done.ok())
        return complain(done.error());
    return say(done->from == done->to ? "データベースは新しい形（" + std::to_string(done->to) + "）です。"
                                      : "データベースの形を " + std::to_string(done->from) + " から " +
                                            std::to_string(done->to) + " にしました。");
}

ExitStatus backup(const DatabaseOptions& options)
{
    auto done = store::back_up(database_of(options.desk), options.file);
    return done.ok() ? say("写しを「" + options.file + "」に作りました。") : complain(done.error());
}

ExitStatus restore(const DatabaseOptions& options)
{
    auto done = store::restore(options.file, database_of(options.desk));
    return done.ok() ? say("「" + options.file + "」から戻しました。") : complain(done.error());
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
    return say("案件 " + std::to_string(done->cases) + " 件を、出来事 " + std::to_string(done->events) +
               " 件から作り直しました。違っていたもの " + std::to_string(done->different) + " 件");
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
