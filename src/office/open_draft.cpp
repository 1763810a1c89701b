#include "office/open_draft.h"

#include "casework/corporate_number.h"
#include "office/act_on_case.h"

namespace kenkei::office {

namespace {

base::Result<Case> begin_case(const Desk& desk, const std::string& key, const std::string& number,
                              const casework::Command& command)
{
    const edition::Edition& edition = *TRY(desk.editions.find(key));
    Case about;
    about.edition = edition.key();
    // Its circumstances are found by it; whether the check digit must fit is casework's to say.
    about.number = TRY(casework::read_corporate_number(number, casework::CheckDigit::NoMatter));
    about.id = TRY(desk.kept.new_case_id(edition.key()));
    TRY(act_and_keep(desk, edition, about, command));
    return about;
}

}

base::Result<Case> open_draft(const Desk& desk, const std::string& edition, const casework::OpenDraft& command)
{
    return begin_case(desk, edition, command.number, command);
}

base::Result<Case> renew_certificate(const Desk& desk, const std::string& edition, const CaseId& previous)
{
    const Case holder = TRY(desk.kept.load_case(previous));
    return begin_case(desk, edition, holder.number,
                      casework::Renew{.previous = previous, .number = holder.number, .name = holder.applicant.name});
}

base::Result<Case> take_over_certificate(const Desk& desk, const std::string& edition,
                                         const casework::TakeOver& command)
{
    return begin_case(desk, edition, command.number, command);
}

}
