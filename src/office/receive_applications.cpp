#include "office/receive_applications.h"

#include "office/act_on_case.h"
#include "office/judge_case.h"

namespace kenkei::office {

namespace {

constexpr std::int64_t cases_at_once = 200;

}

base::Result<Case> receive_application(const Desk& desk, const CaseId& id)
{
    Case about = TRY(desk.kept.load_case(id));
    const edition::Edition& edition = *TRY(edition_of(desk, about));
    casework::Receive command;
    if (!about.submissions.empty())
        command.judged = TRY(judge_case(desk, edition, about));
    TRY(act_and_keep(desk, edition, about, command));
    return about;
}

base::Result<std::vector<ReceivedCase>> receive_some(const Desk& desk, const std::string& edition,
                                                     const std::string& after, std::int64_t limit,
                                                     const MayReceive& may)
{
    std::vector<ReceivedCase> batch;
    for (const store::CaseRow& row : TRY(desk.kept.list(
             {.edition = edition, .stage = casework::Stage::Submitted, .after = after, .limit = limit}))) {
        if (auto allowed = may ? may(row) : base::Result<void>(); !allowed.ok()) {
            batch.push_back({row.id, std::move(allowed).error()});
            continue;
        }
        base::Result<Case> received = receive_application(desk, row.id);
        // A refusal writes nothing; a database that failed undoes the batch.
        if (!received.ok() && received.error().code.starts_with("store."))
            return std::move(received).error();
        batch.push_back({row.id, std::move(received)});
    }
    return batch;
}

base::Result<Receiving> receive_applications(store::Store& store, Editions& editions, const std::string& edition,
                                             const casework::Actor& actor, base::Timestamp now, const TellCase& tell)
{
    Receiving done;
    std::string after;
    for (;;) {
        std::vector<ReceivedCase> batch;
        TRY(store.write([&](store::Transaction& kept) -> base::Result<void> {
            batch = TRY(receive_some(Desk{kept, editions, actor, now}, edition, after, cases_at_once));
            return {};
        }));
        if (batch.empty())
            return done;
        after = batch.back().id.text;
        for (const auto& [id, received] : batch) {
            (received.ok() ? done.received : done.refused) += 1;
            tell(id, received);
        }
    }
}

}
