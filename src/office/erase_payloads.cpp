#include "office/erase_payloads.h"

#include "casework/event_json.h"
#include "office/act_on_case.h"

#include <algorithm>

namespace kenkei::office {

namespace {

// The events of a case that still have personal content.
base::Result<std::vector<std::int64_t>> events_to_erase(const Desk& desk, const Case& about)
{
    std::vector<std::int64_t> numbers;
    for (const casework::Event& event : TRY(desk.kept.events_of(about.id))) {
        const bool erased = std::find(about.erased.begin(), about.erased.end(), event.number) != about.erased.end();
        if (!erased && !casework::to_record(event).payload.empty())
            numbers.push_back(event.number);
    }
    return numbers;
}

base::Result<std::int64_t> erase_case(const Desk& desk, const store::CaseRow& listed, const std::string& list)
{
    Case about = TRY(desk.kept.load_case(listed.id));
    if (about.last_event != listed.head)
        return base::Error{.code = "case.changed",
                           .message =
                               "案件 " + listed.id.text + " は一覧を作った後に変わったため、消去しませんでした。",
                           .way_out = "消去の一覧を作り直してください（kenkei retention list）。"};
    const std::vector<std::int64_t> numbers = TRY(events_to_erase(desk, about));
    if (numbers.empty())
        return std::int64_t{0};
    const edition::Edition& edition = *TRY(edition_of(desk, about));
    TRY(act_and_keep(desk, edition, about, casework::ErasePayloads{.events = numbers, .list = list}));
    return static_cast<std::int64_t>(numbers.size());
}

}

base::Result<Erasing> erase_payloads(store::Store& store, Editions& editions, const std::string& list,
                                     const casework::Actor& actor, base::Timestamp now)
{
    const store::RetentionList listed = TRY(store::load_retention_list(store, list));
    Erasing done;
    for (const store::CaseRow& row : listed.cases) {
        std::int64_t erased = 0;
        base::Result<void> written = store.write([&](store::Transaction& kept) -> base::Result<void> {
            erased = TRY(erase_case(Desk{kept, editions, actor, now}, row, list));
            return {};
        });
        if (written.ok()) {
            done.cases += erased > 0 ? 1 : 0;
            done.payloads += erased;
        } else if (written.error().code.starts_with("case.")) {
            done.left.push_back(std::move(written).error());
        } else {
            return std::move(written).error();
        }
    }
    TRY(store::finish_erasing(store, list, now));
    return done;
}

}
