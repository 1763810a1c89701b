#include "office/return_correction.h"

#include "casework/act.h"
#include "office/act_on_case.h"

namespace kenkei::office {

base::Result<Case> return_correction(const Desk& desk, const CaseId& id, const PreparedSubmission& prepared)
{
    Case about = TRY(desk.kept.load_case(id));
    const edition::Edition& edition = *TRY(edition_of(desk, about));
    TRY(desk.kept.put_file(prepared.handed.bytes));
    casework::ReturnCorrection command{.changed = {},
                                       .file = prepared.file(),
                                       .applicant = prepared.applicant,
                                       .answers = prepared.answers,
                                       .judged = prepared.judged};
    if (!about.submitted.empty())
        command.changed = TRY(casework::answers_that_differ(about.submitted, prepared.answers));
    TRY(act_and_keep(desk, edition, about, command));
    return about;
}

}
