#pragma once

#include "office/desk.h"

namespace kenkei::office {

// 証書の発行. A certificate that is renewed or changed by it ends the day before it begins. `certificate` "" gives the
// case's number.
base::Result<Case> certify_case(const Desk&, const CaseId&, std::string certificate);

}
