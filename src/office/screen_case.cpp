#include "office/screen_case.h"

#include "office/act_on_case.h"
#include "office/judge_case.h"

namespace kenkei::office {

base::Result<Case> screen_case(const Desk& desk, const CaseId& id, const Screening& screening)
{
    Case about = TRY(desk.kept.load_case(id));
    const edition::Edition& edition = *TRY(edition_of(desk, about));
    casework::Screen command{
        .passed = screening.passed, .grounds = screening.grounds, .judged = {}, .note = screening.note};
    if (!about.submissions.empty())
        command.judged = TRY(judge_case(desk, edition, about));
    TRY(act_and_keep(desk, edition, about, command));
    return about;
}

}
