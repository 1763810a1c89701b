#pragma once

#include "office/desk.h"

namespace kenkei::office {

// 書類審査: what the office finds, beside what the rules say of the answers by now.
struct Screening {
    bool passed = true;
    std::vector<std::string> grounds;
    std::string note;
};
base::Result<Case> screen_case(const Desk&, const CaseId&, const Screening&);

}
