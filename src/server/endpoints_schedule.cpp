#include "server/endpoints_system.h"
#include "server/listing.h"

#include "office/case_view.h"
#include "office/overdue.h"
#include "server/endpoints.h"
#include "server/scheduler.h"

#include <algorithm>

// What is done by the clock, and what is overdue.
namespace kenkei::server {

namespace {

using access::Operation;
using office::Work;

void write_run(base::json::Writer& out, const store::JobRun& run)
{
    out.begin_object().member("job", run.job).member("at", base::to_legal(run.at));
    out.key("milliseconds").number(run.milliseconds);
    out.key("done").boolean(run.done);
    out.key("attempts").number(run.attempts);
    out.member("told", run.told).end_object();
}

bool configured(const ServiceConfig& config, Work work)
{
    return work == Work::Outbox ? config.mails : work == Work::Anchor ? config.anchors : true;
}

base::Result<Response> see_schedule(const Asked& asked, store::Transaction& kept)
{
    constexpr std::int64_t most_runs = 100;
    store::Jobs jobs(kept);
    const auto editions = TRY(editions_of(asked.service));
    const std::vector<office::Job> next = TRY(office::next_jobs(
        editions, asked.service.config.anchors, [&](const std::string& name) { return jobs.find_run(name); },
        asked.now));
    const std::vector<store::Jobs::Lease> leases = TRY(jobs.leases());
    const std::vector<store::JobRun> runs = TRY(jobs.latest(most_runs));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("kinds").begin_array();
        for (const Work work : office::all_work()) {
            out.begin_object().member("kind", office::name_of(work)).member("label", office::label_of(work));
            out.key("configured").boolean(configured(asked.service.config, work)).end_object();
        }
        out.end_array();
        out.key("next").begin_array();
        for (const office::Job& job : next) {
            out.begin_object().member("job", job.name).member("kind", office::name_of(job.work));
            out.member("label", office::label_of(job.work)).member("about", job.about);
            out.member("due", base::to_legal(job.due));
            out.key("is_due").boolean(job.due <= asked.now).end_object();
        }
        out.end_array();
        out.key("runs").begin_array();
        for (const store::JobRun& run : runs)
            write_run(out, run);
        out.end_array();
        out.key("leases").begin_array();
        for (const store::Jobs::Lease& lease : leases) {
            out.begin_object().member("name", lease.name).member("holder", lease.holder);
            out.member("until", base::to_legal(lease.until)).end_object();
        }
        out.end_array();
    });
}

// Whichever server holds the lease does it in its next round.
base::Result<WrittenAnswer> run_job(const std::shared_ptr<const Asked>& asked, store::Transaction&)
{
    const auto work = office::read_work(asked->name("job"));
    if (!work) {
        std::string known;
        for (const Work each : office::all_work())
            known += (known.empty() ? "" : "、") + std::string(office::name_of(each));
        return base::Error{.code = "api.no-such",
                           .message = "定時の処理「" + asked->name("job") + "」はありません。",
                           .way_out = known + " のどれかです。"};
    }
    return WrittenAnswer([asked, work = *work](const office::Desk& desk) -> base::Result<Response> {
        TRY(store::Jobs(desk.kept).record(
            {.job = asked_name(work), .at = asked->now, .done = false, .told = "待っています"}));
        return json_object(202, [&](base::json::Writer& out) {
            out.member("asked", office::name_of(work)).member("label", office::label_of(work));
        });
    });
}

// Whether the caller sees the case with the eyes of its office.
bool sees_as_office(const access::Caller& caller, const store::CaseRow& row)
{
    const access::Subject subject = subject_of(row);
    const auto roles = access::all_roles();
    return std::any_of(roles.begin(), roles.end(), [&](access::Role role) {
        return access::sight_of(role) == access::Sight::Office &&
               access::permit_as(role, caller, Operation::SeeCase, subject).ok();
    });
}

base::Result<Response> see_overdue(const Asked& asked, store::Transaction& kept)
{
    const auto is_office = [](const access::Grant& grant) {
        return access::sight_of(grant.role) == access::Sight::Office;
    };
    // Others have none of it, and no cursor that would tell which cases these are.
    if (std::none_of(asked.caller.grants.begin(), asked.caller.grants.end(), is_office))
        return json_response(200, R"({"items":[],"next":null})");
    const std::int64_t limit = TRY(page_size_of(asked));
    store::Filter filter{.scheme = asked.query("scheme"), .after = asked.query("after")};
    filter.reach = store::Reach{.all = asked.reached.all, .schemes = asked.reached.schemes};
    const office::Desk desk{kept, asked.service.editions, asked.actor(), asked.now};
    const office::OverduePage page = TRY(office::overdue_cases(desk, filter, limit));
    return json_object(200, [&](base::json::Writer& out) {
        out.key("items").begin_array();
        for (const office::Overdue& one : page.found) {
            if (!sees_as_office(asked.caller, one.row))
                continue;
            out.begin_object().key("case");
            office::write_row(out, one.row);
            out.member("label", casework::label_of(one.deadline.what));
            out.member("until", base::to_legal(one.deadline.until));
            out.key("days").number(one.days).end_object();
        }
        out.end_array().key("next");
        if (page.next.empty())
            out.null();
        else
            out.string(page.next);
    });
}

}

std::vector<Endpoint> endpoints_schedule()
{
    std::vector<OperationDescription::Parameter> of_overdue = paging_parameters();
    of_overdue.push_back(
        {"scheme", OperationDescription::Parameter::In::Query, false, text_schema, "この制度のものだけ"});
    std::vector<Endpoint> endpoints;
    endpoints.push_back({.says = {.id = "seeSchedule",
                                  .method = Method::Get,
                                  .pattern = "/api/v1/schedule",
                                  .tag = "運用",
                                  .summary = "定時の処理の予定と結果を見る",
                                  .summary_english = "What is done by the clock: what is next, what was done",
                                  .answers = {{200, "予定と結果", {{json_type, "Schedule"}}}}},
                         .operation = Operation::SeeSchedule,
                         .handler = Look(see_schedule)});
    endpoints.push_back({.says = {.id = "runJob",
                                  .method = Method::Post,
                                  .pattern = "/api/v1/schedule/{job}/run",
                                  .tag = "運用",
                                  .summary = "定時の処理をいま動かす（数秒のうちに始まる）",
                                  .summary_english = "Do a job of the clock now; it begins within seconds",
                                  .answers = {{202, "頼んだ処理", {{json_type, "JobAsked"}}}}},
                         .operation = Operation::RunSchedule,
                         .handler = Act(run_job)});
    endpoints.push_back(
        {.says = {.id = "listOverdue",
                  .method = Method::Get,
                  .pattern = "/api/v1/overdue",
                  .tag = "案件",
                  .summary = "期限を過ぎた案件の一覧",
                  .summary_english = "Cases whose payment, correction, evidence or insurer's reply is "
                                     "overdue; a page may hold fewer than `limit` and still have a next",
                  .parameters = std::move(of_overdue),
                  .answers = {{200, "期限を過ぎたもの", {{json_type, "OverdueList"}}}}},
         .operation = Operation::SeeCase,
         .about = About::Many,
         .handler = Look(see_overdue)});
    return endpoints;
}

}
