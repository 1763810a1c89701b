#pragma once

#include "answers/finding.h"
#include "office/desk.h"

namespace kenkei::office {

// Has casework act on a case that is loaded, and keeps the events and the mails they call for. The case is brought up
// to date. `findings` are told in the mail about a submission. Errors are those of casework::act.
base::Result<void> act_and_keep(const Desk&, const edition::Edition&, Case&, const casework::Command&,
                                const std::vector<answers::Finding>* findings = nullptr);

// The same for a case by its number; gives it as it is then. Serves every verb that needs nothing but the case: the
// others have an errand of their own, which ends here.
base::Result<Case> act_on_case(const Desk&, const CaseId&, const casework::Command&);

// The edition of a case.
base::Result<const edition::Edition*> edition_of(const Desk&, const Case&);

}
