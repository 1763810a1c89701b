#include "office/hook_deliveries.h"

#include "base/json.h"
#include "office/case_view.h"

#include <algorithm>

namespace kenkei::office {

bool wants(const store::Hook& hook, const Case& about, std::string_view kind)
{
    const std::string scheme = about.edition.substr(0, about.edition.find('/'));
    return hook.active && (hook.scheme.empty() || hook.scheme == scheme) &&
           (hook.kinds.empty() || std::find(hook.kinds.begin(), hook.kinds.end(), kind) != hook.kinds.end());
}

store::HookDelivery hook_delivery(const store::Hook& hook, const Case& about, const casework::Event& event)
{
    store::HookDelivery delivery{.hook = hook.id,
                                 .message_id = hook.id + "." + about.id.text + "." + std::to_string(event.number),
                                 .case_id = about.id,
                                 .event = event.number,
                                 .state = "waiting",
                                 .created = event.at,
                                 .due = event.at};
    base::json::Writer body;
    body.begin_object();
    body.member("id", delivery.message_id).member("kind", casework::kind_of(event.what));
    body.member("at", base::to_legal(event.at)).member("case", about.id.text).member("edition", about.edition);
    body.member("stage", casework::name_of(about.stage));
    body.key("event").number(event.number);
    body.end_object();
    delivery.body = body.take();
    return delivery;
}

namespace {

base::Result<void> tell(store::Jobs& jobs, const store::Hook& hook, const Case& about,
                        std::span<const casework::Event> events)
{
    for (const casework::Event& event : events) {
        if (wants(hook, about, casework::kind_of(event.what)))
            TRY(jobs.put(hook_delivery(hook, about, event)));
    }
    return {};
}

// What the firm sees of a case, and how many of these events: they were written last.
struct ToldToFirm {
    SeenCase seen;
    std::size_t events = 0;
};
base::Result<ToldToFirm> told_to_firm(const Desk& desk, const Case& about, std::span<const casework::Event> events)
{
    const auto hidden = std::count_if(events.begin(), events.end(), [&](const casework::Event& event) {
        return is_hidden_from_firm(event.what, about);
    });
    ToldToFirm told{.seen = {}, .events = events.size() - static_cast<std::size_t>(hidden)};
    if (told.events == 0)
        return told;
    const edition::Edition& edition = *TRY(desk.editions.find(about.edition));
    told.seen = TRY(load_seen(desk.kept, access::Sight::Firm, edition, about.id));
    return told;
}

}

base::Result<void> put_hook_deliveries(const Desk& desk, const Case& about, std::span<const casework::Event> events)
{
    store::Jobs jobs(desk.kept);
    std::optional<ToldToFirm> told; // looked up where somebody is to hear of it
    for (const store::Hook& hook : TRY(jobs.hooks())) {
        if (!hook.kinds.empty()) {
            TRY(tell(jobs, hook, about, events));
            continue;
        }
        if (!wants(hook, about, ""))
            continue;
        if (!told)
            told = TRY(told_to_firm(desk, about, events));
        TRY(tell(jobs, hook, told->seen.about, std::span(told->seen.events).last(told->events)));
    }
    return {};
}

}
