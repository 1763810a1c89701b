#include "server/endpoints_system.h"

#include "server/endpoints.h"
#include "server/log_in.h"
#include "store/anchor.h"
#include "store/jobs.h"
#include "store/keeping.h"

#include <algorithm>
#include <charconv>

// Whether the record is as it was written, and copies of it.
namespace kenkei::server {

namespace {

using access::Operation;

constexpr std::size_t most_damages = 200; // told; the command line tells all

std::string to_json(const store::AuditReport& report)
{
    base::json::Writer out;
    out.begin_object().key("cases").number(report.cases).key("events").number(report.events);
    out.key("payloads").number(report.payloads).key("erased").number(report.erased);
    out.key("files").number(report.files).key("anchors").number(report.anchors);
    out.key("damages").number(static_cast<std::int64_t>(report.damage.size()));
    out.key("damage").begin_array();
    for (std::size_t at = 0; at < std::min(report.damage.size(), most_damages); ++at) {
        const store::Damage& damage = report.damage[at];
        out.begin_object().member("code", damage.code).member("case", damage.case_id.text);
        out.key("event").number(damage.event).member("message", damage.message).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::string error_json(const base::Error& error)
{
    base::json::Writer out;
    out.begin_object().member("error", error.code).member("message", error.message).end_object();
    return out.take();
}

// A name by which its result is found: the instant at which it was asked for.
std::string stamp(base::Timestamp now)
{
    std::string text = base::to_utc(now); // 2026-11-22T15:04:05.123Z
    std::erase_if(text, [](char c) { return c == ':' || c == '.'; });
    return text;
}

base::Result<void> record(store::Store& store, const store::JobRun& run)
{
    return store.write([&](store::Transaction& kept) { return store::Jobs(kept).record(run); });
}

// Long work beside the server, on a connection of its own; nothing of the service is used by it, which may end before.
// `done` false and no milliseconds: it is being done. What it gives is JSON.
using LongWork = std::function<base::Result<std::string>(store::Store&)>;
void begin(const std::shared_ptr<Asked>& asked, const Reply& reply, const std::string& job, Response accepted,
           LongWork work)
{
    const auto run_it = [database = asked->service.config.database, clock = asked->service.clock, reply, job,
                         accepted = std::move(accepted), language = asked->language, request = asked->request.id,
                         work = std::move(work)] {
        auto store = store::Store::open(database, store::Opening::Existing);
        if (!store.ok())
            return void(reply.give(problem(store.error(), language, request)));
        store::JobRun run{.job = job, .at = clock(), .done = false, .told = "{}"};
        const auto begun = record(*store, run);
        if (!begun.ok())
            return void(reply.give(problem(begun.error(), language, request)));
        reply.give(accepted);
        const auto result = work(*store);
        run.milliseconds = std::max<std::int64_t>(clock().milliseconds - run.at.milliseconds, 1);
        run.done = result.ok();
        run.told = result.ok() ? *result : error_json(result.error());
        // What cannot be written stays as it is: begun, and never ended.
        (void)record(*store, run);
        (void)record(*store, {.job = job.substr(0, job.find(' ')), .at = run.at, .done = run.done, .told = job});
    };
    if (!asked->service.background.post(run_it))
        reply.give(problem(base::Error{.code = "api.busy",
                                       .message = "記録の検査か控えの作成が行われています。",
                                       .way_out = "終わるのを待ってから、もう一度お試しください。"},
                           asked->language, asked->request.id));
}

// {"id":…,"state":"running"|"done"|"failed","begun":…,"milliseconds":…|null,"report":…|null}
void write_long_work(base::json::Writer& out, const store::JobRun& run)
{
    const bool running = !run.done && run.milliseconds == 0;
    out.begin_object().member("id", run.job.substr(run.job.find(' ') + 1));
    out.member("state", running ? "running" : run.done ? "done" : "failed");
    out.member("begun", base::to_legal(run.at)).key("milliseconds");
    if (running)
        out.null();
    else
        out.number(run.milliseconds);
    out.key("report");
    const auto told = base::json::parse(run.told);
    if (running || !told.ok())
        out.null();
    else
        out.value(*told);
    out.end_object();
}

base::Result<Response> see_long_work(const Asked& asked, store::Transaction& kept, const std::string& kind,
                                     std::string_view name)
{
    const auto run = TRY(store::Jobs(kept).find_run(kind + " " + asked.name(name)));
    if (!run)
        return base::Error{.code = "api.no-such",
                           .message = "「" + asked.name(name) + "」はありません。",
                           .way_out = "始めたときの答えの id を指してください。"};
    base::json::Writer out;
    write_long_work(out, *run);
    return json_response(200, out.take());
}

Response accepted(const std::string& id, const std::string& where)
{
    Response response =
        json_object(202, [&](base::json::Writer& out) { out.member("id", id).member("state", "running"); });
    response.headers.add("Location", where + id);
    return response;
}

void verify(std::shared_ptr<Asked> asked, store::Transaction&, Reply reply)
{
    const std::string id = stamp(asked->now);
    begin(asked, reply, "verification " + id, accepted(id, "/api/v1/audit/verifications/"),
          [](store::Store& store) -> base::Result<std::string> { return to_json(TRY(store::verify(store))); });
}

base::Result<Response> see_verification(const Asked& asked, store::Transaction& kept)
{
    return see_long_work(asked, kept, "verification", "verification");
}

void back_up(std::shared_ptr<Asked> asked, store::Transaction&, Reply reply)
{
    const std::string folder = asked->service.config.backups;
    if (folder.empty())
        return void(
            reply.give(problem(base::Error{.code = "api.no-such",
                                           .message = "控えを書くフォルダが決められていません。",
                                           .way_out = "設定 backups にフォルダを書いて、起動し直してください。"},
                               asked->language, asked->request.id)));
    const std::string id = "kenkei-" + stamp(asked->now) + ".sqlite";
    begin(asked, reply, "backup " + id, accepted(id, "/api/v1/backups/"),
          [folder, id](store::Store& store) -> base::Result<std::string> {
              TRY(store::back_up(store.where(), folder + "/" + id));
              base::json::Writer out;
              out.begin_object().member("file", id).end_object();
              return out.take();
          });
}

base::Result<Response> see_backup(const Asked& asked, store::Transaction& kept)
{
    return see_long_work(asked, kept, "backup", "backup");
}

base::Result<Response> see_audit(const Asked&, store::Transaction& kept)
{
    constexpr std::size_t most_anchors = 100;
    store::Jobs jobs(kept);
    std::optional<store::JobRun> last;
    if (const auto named = TRY(jobs.find_run("verification")))
        last = TRY(jobs.find_run(named->told));
    const std::vector<store::Anchor> anchors = TRY(store::read_anchors(kept.connection()));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("verification");
        if (last)
            write_long_work(out, *last);
        else
            out.null();
        out.key("anchor_count").number(static_cast<std::int64_t>(anchors.size()));
        out.key("anchors").begin_array();
        std::size_t told = 0;
        for (auto anchor = anchors.rbegin(); anchor != anchors.rend() && told < most_anchors; ++anchor, ++told) {
            const auto at = base::read_timestamp(anchor->at);
            out.begin_object().key("number").number(anchor->number);
            out.member("day", anchor->day).member("at", at.ok() ? base::to_legal(*at) : anchor->at);
            out.key("heads").number(anchor->heads);
            out.member("hash", anchor->hash).end_object();
        }
        out.end_array();
    });
}

// Its heads may be many: on a connection of its own.
void see_anchor(std::shared_ptr<Asked> asked, store::Transaction&, Reply reply)
{
    const auto answer = [&](const base::Error& error) {
        reply.give(problem(error, asked->language, asked->request.id));
    };
    const std::string& text = asked->name("number");
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size())
        return answer({.code = "store.no-anchor", .message = "署名「" + text.substr(0, 20) + "」はありません。"});
    auto store = store::Store::open(asked->service.config.database, store::Opening::ReadOnly);
    if (!store.ok())
        return answer(store.error());
    const auto exported = store::export_anchor(*store, number);
    if (!exported.ok())
        return answer(exported.error());
    Response response = json_response(200, *exported);
    response.headers.add("Content-Disposition", "attachment; filename=\"anchor-" + std::to_string(number) + ".json\"");
    reply.give(std::move(response));
}

}

std::vector<Endpoint> endpoints_audit()
{
    std::vector<Endpoint> endpoints;
    const auto add = [&](Operation operation, OperationDescription says, std::variant<Look, Act, Free> handler) {
        says.tag = "運用";
        endpoints.push_back({.says = std::move(says), .operation = operation, .handler = std::move(handler)});
    };
    add(Operation::SeeAudit,
        {.id = "seeAudit",
         .method = Method::Get,
         .pattern = "/api/v1/audit",
         .summary = "記録の検査の最後の結果と、署名の一覧を見る",
         .summary_english = "The last verification of the record, and its anchors",
         .answers = {{200, "検査と署名", {{json_type, "AuditState"}}}}},
        Look(see_audit));
    add(Operation::VerifyRecord,
        {.id = "verifyRecord",
         .method = Method::Post,
         .pattern = "/api/v1/audit/verifications",
         .summary = "すべての記録を検査する（数分かかることがある）",
         .summary_english = "Verify the whole record; this may take minutes",
         .answers = {{202, "始めた検査", {{json_type, "LongWorkBegun"}}, {"Location"}}}},
        without_key(verify));
    add(Operation::SeeAudit,
        {.id = "seeVerification",
         .method = Method::Get,
         .pattern = "/api/v1/audit/verifications/{verification}",
         .summary = "記録の検査の結果を見る",
         .summary_english = "What a verification found",
         .answers = {{200, "検査", {{json_type, "LongWork"}}}}},
        Look(see_verification));
    add(Operation::SeeAudit,
        {.id = "exportAnchor",
         .method = Method::Get,
         .pattern = "/api/v1/audit/anchors/{number}",
         .summary = "署名を一つ、別の所に保管する形で受け取る",
         .summary_english = "One anchor with its heads, to be kept elsewhere",
         .answers = {{200, "署名", {{json_type, "Anchor"}}}}},
        Free(see_anchor));
    add(Operation::BackUp,
        {.id = "backUp",
         .method = Method::Post,
         .pattern = "/api/v1/backups",
         .summary = "データベースの控えを作る",
         .summary_english = "Write a copy of the database into the configured folder",
         .answers = {{202, "始めた控え", {{json_type, "LongWorkBegun"}}, {"Location"}}},
         .problems = {404}},
        without_key(back_up));
    add(Operation::BackUp,
        {.id = "seeBackup",
         .method = Method::Get,
         .pattern = "/api/v1/backups/{backup}",
         .summary = "控えができたかを見る",
         .summary_english = "Whether a copy is done",
         .answers = {{200, "控え", {{json_type, "LongWork"}}}}},
        Look(see_backup));
    return endpoints;
}

}
