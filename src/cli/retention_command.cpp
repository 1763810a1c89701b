#include "cli/commands.h"

#include "base/json.h"
#include "cli/open_desk.h"
#include "cli/print.h"
#include "office/erase_payloads.h"

namespace kenkei::cli {

namespace {

void print_json(const store::RetentionList& list)
{
    base::json::Writer out;
    out.begin_object().member("list", list.id).member("before", base::to_iso(list.before));
    out.key("cases").begin_array();
    for (const store::CaseRow& row : list.cases) {
        out.begin_object().member("case", row.id.text).member("stage", casework::name_of(row.stage));
        out.member("firm", row.firm).member("name", row.name).end_object();
    }
    out.end_array().end_object();
    print(out.take() + "\n");
}

ExitStatus list(const RetentionOptions& options, OpenDesk& open)
{
    auto made = store::make_retention_list(open.store, *options.before, open.now);
    if (!made.ok())
        return complain(made.error());
    if (options.desk.json) {
        print_json(*made);
        return finish_output();
    }
    for (const store::CaseRow& row : made->cases) {
        print_told(row.id.text + "  " + std::string(casework::label_of(row.stage)) + "  " + row.firm +
                   (row.name.empty() ? "" : "  " + row.name) + "\n");
    }
    print("一覧 " + made->id + ": " + base::to_japanese(made->before) + "より前に終わった案件 " +
          std::to_string(made->cases.size()) + " 件。確かめてから kenkei retention erase " + made->id +
          " で消去してください。\n");
    return finish_output();
}

ExitStatus erase(const RetentionOptions& options, OpenDesk& open)
{
    auto done = office::erase_payloads(open.store, *open.editions, options.list, options.desk.by, open.now);
    if (!done.ok())
        return complain(done.error());
    for (const base::Error& error : done->left)
        print_error(error);
    if (options.desk.json)
        print(R"({"cases":)" + std::to_string(done->cases) + R"(,"payloads":)" + std::to_string(done->payloads) +
              R"(,"left":)" + std::to_string(done->left.size()) + "}\n");
    else
        print("案件 " + std::to_string(done->cases) + " 件の個人に関わる内容 " + std::to_string(done->payloads) +
              " 件を消去しました。\n");
    return worse(finish_output(), done->left.empty() ? ExitStatus::Done : ExitStatus::SomethingBad);
}

}

ExitStatus run_retention(const RetentionOptions& options)
{
    auto open = open_desk(options.desk, store::Opening::Existing);
    if (!open.ok())
        return complain(open.error());
    return options.verb == "list" ? list(options, *open) : erase(options, *open);
}

}
