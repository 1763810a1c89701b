#pragma once

#include "answers/finding.h"
#include "casework/case.h"
#include "casework/event_json.h"
#include "store/store.h"

namespace kenkei::office {

// The mail that an event calls for, to the first address of the applicant; nothing where the event is no news for the
// applicant or there is no address (then a letter goes by post). `about` is the case with the event in it. The message
// id is made of case and event, so that no event is told twice. `findings` of a submission are told with its receipt.
std::optional<store::Mail> mail_about(const edition::Edition&, const casework::Case& about, const casework::Event&,
                                      const std::vector<answers::Finding>* findings = nullptr);

}
