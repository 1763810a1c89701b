#pragma once

#include "answers/finding.h"
#include "base/json.h"
#include "edition/edition.h"

#include <span>

// 控え: what an applicant is told of its answers when they are received. Findings ask to look at answers; they are no
// outcome and promise none.
namespace kenkei::office {

// {"count":…,"errors":…,"warnings":…,"first":[{code, severity, question, where, message, next, source}, …]}; where is
// the printed number and the label of the question.
void write_findings(base::json::Writer&, const edition::Edition&, std::span<const answers::Finding>);
// The same as paragraphs of a mail.
std::string findings_in_words(const edition::Edition&, std::span<const answers::Finding>);

}
