#pragma once

#include "casework/event.h"
#include "judge/judgement.h"

namespace kenkei::casework {

// What a case keeps of a judgement.
Judged summarise(const edition::Edition&, const judge::Judgement&);

// Who applies, as the answers say.
Applicant applicant_of(const edition::Edition&, const answers::Answers&);

}
