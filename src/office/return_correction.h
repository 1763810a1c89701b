#pragma once

#include "office/submit_application.h"

namespace kenkei::office {

// 差戻しへの回答: a file with the corrected answers; those of other questions must stand as they were.
base::Result<Case> return_correction(const Desk&, const CaseId&, const PreparedSubmission&);

}
