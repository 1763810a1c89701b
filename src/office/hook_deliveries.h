#pragma once

#include "casework/event_json.h"
#include "office/desk.h"
#include "store/jobs.h"

#include <span>

namespace kenkei::office {

// What is to be told to other programs of these events, written in the transaction that wrote them: one line for each
// hook of the case's scheme that wants the kind. One that names no kinds is told of the case as its firm sees it:
// nothing that is hidden, its stage, its numbers of events. The message id is made of hook, case and event, so that
// nothing is told twice. What is told names no person and no firm.
base::Result<void> put_hook_deliveries(const Desk&, const Case& about, std::span<const casework::Event>);

// One event of a case as the hook sees it: {"id":…,"kind":…,"at":…,"case":…,"edition":…,"stage":…,"event":…}
store::HookDelivery hook_delivery(const store::Hook&, const Case& about, const casework::Event&);
bool wants(const store::Hook&, const Case& about, std::string_view kind);

}
