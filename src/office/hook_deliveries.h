#pragma once

#include "casework/event_json.h"
#include "office/desk.h"
#include "store/jobs.h"

#include <span>

namespace kenkei::office {

// What is to be told to other programs of these events, written in the transaction that wrote them: one line for each
// hook of the case's scheme that wants the kind; one that names no kinds hears nothing that is hidden from firms. The
// message id is made of hook, case and event, so that nothing is told twice. What is told names no person and no firm.
base::Result<void> put_hook_deliveries(const Desk&, const Case& about, std::span<const casework::Event>);

// The same for one event: {"id":…,"kind":…,"at":…,"case":…,"edition":…,"stage":…,"number":…}
store::HookDelivery hook_delivery(const store::Hook&, const Case& about, const casework::Event&);
bool wants(const store::Hook&, const Case& about, std::string_view kind);

}
