#pragma once

#include "office/read_submission.h"

namespace kenkei::office {

// 資料の提出: files that prove what was answered.
struct EvidenceFile {
    std::string_view bytes; // somebody else's
    std::string name;
};
base::Result<Case> supply_evidence(const Desk&, const CaseId&, std::span<const EvidenceFile>);
base::Result<Case> supply_evidence(const Desk&, const CaseId&, const std::vector<Handed>&);

}
