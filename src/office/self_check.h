#pragma once

#include "judge/judgement_json.h"
#include "office/read_submission.h"

namespace kenkei::office {

// 申請前の確認: what the rules say of answers that nobody keeps, as the JSON of a judgement (judge/judgement_json.h).
// Of a workbook findings and proof name the cells. Errors: those of read_submission().
base::Result<std::string> check_answers(Editions&, const edition::Edition&, const Handed&, base::Date as_of,
                                        judge::Explain);

}
