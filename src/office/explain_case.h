#pragma once

#include "judge/judgement.h"
#include "office/desk.h"

namespace kenkei::office {

// The answers of a case as somebody sees it (seen_by, case_view.h): of the application that counts, corrections
// included; of a draft what was saved. `as_of` is the day that they are judged for.
struct AnswersOfCase {
    answers::Application application;
    base::Date as_of;
};
// Error case.answers where there are none (nothing saved yet, erased, or not to be seen).
base::Result<AnswersOfCase> answers_of_case(const Desk&, const edition::Edition&, const Case& seen);

// The same judged, with what is known by now as far as it is seen.
base::Result<judge::Judgement> explain_case(const Desk&, const edition::Edition&, const Case& seen);

}
