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

namespace {

// Who names no kinds is told what firms are told.
bool hears(const store::Hook& hook, const Case& about, const casework::Happening& what)
{
    return wants(hook, about, casework::kind_of(what)) && (!hook.kinds.empty() || !is_hidden_from_firm(what, about));
}

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
    body.member("stage", casework::name_of(hook.kinds.empty() ? stage_shown(about) : about.stage));
    body.key("number").number(event.number);
    body.end_object();
    delivery.body = body.take();
    return delivery;
}

base::Result<void> put_hook_deliveries(const Desk& desk, const Case& about, std::span<const casework::Event> events)
{
    store::Jobs jobs(desk.kept);
    const std::vector<store::Hook> hooks = TRY(jobs.hooks());
    for (const store::Hook& hook : hooks) {
        for (const casework::Event& event : events) {
            if (hears(hook, about, event.what))
                TRY(jobs.put(hook_delivery(hook, about, event)));
        }
    }
    return {};
}

}
