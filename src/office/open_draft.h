#pragma once

#include "office/desk.h"

namespace kenkei::office {

// 申請の開始: a new case under the edition.
base::Result<Case> open_draft(const Desk&, const std::string& edition, const casework::OpenDraft&);

// 更新の申請: a new case under the edition, to keep the certificate of another.
base::Result<Case> renew_certificate(const Desk&, const std::string& edition, const CaseId& previous);

// 台帳への移記: a certificate given before this program kept the register, as a case of its own.
base::Result<Case> take_over_certificate(const Desk&, const std::string& edition, const casework::TakeOver&);

}
