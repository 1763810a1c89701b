#pragma once

#include "office/desk.h"
#include "office/pieces.h"

namespace kenkei::office {

// 締切前のお知らせ to the drafts of an edition that were there when it was due (reminder_time of `days`) and whose firm
// has filed nothing under it: a mail to the firm's account, else to the address the draft names. Once for each case and
// distance, however often it is said. The words tell the days that are left on desk.now.
base::Result<Piece> remind_drafts(const Desk&, const edition::Edition&, std::int64_t days,
                                  const casework::CaseId& behind);

// The mail of one; `days` is the distance it stands for.
store::Mail reminder(const edition::Edition&, const Case& draft, std::int64_t days, const std::string& recipient,
                     base::Timestamp now);

}
