#pragma once

#include "office/read_submission.h"

namespace kenkei::office {

// 資料の提出: files that prove what was answered.
base::Result<Case> supply_evidence(const Desk&, const CaseId&, const std::vector<Handed>&);

}
