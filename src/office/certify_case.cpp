#include "office/certify_case.h"

#include "office/act_on_case.h"

namespace kenkei::office {

namespace {

base::Result<void> end_previous(const Desk& desk, const Case& about)
{
    Case previous = TRY(desk.kept.load_case(CaseId{about.previous}));
    if (!previous.certificate || !about.certificate)
        return {};
    const base::Date last = base::Date::from_days(about.certificate->from.to_days() - 1);
    if (previous.certificate->to <= last || !previous.certificate->valid_on(about.certificate->from))
        return {};
    const edition::Edition& edition = *TRY(edition_of(desk, previous));
    const Desk system{desk.kept, desk.editions, {casework::Role::System, desk.actor.id}, desk.now};
    return act_and_keep(system, edition, previous, casework::Supersede{.by = about.id.text, .to = last});
}

}

base::Result<Case> certify_case(const Desk& desk, const CaseId& id, std::string certificate)
{
    if (certificate.empty())
        certificate = id.text;
    Case about = TRY(act_on_case(desk, id, casework::Certify{.certificate = std::move(certificate)}));
    if (!about.previous.empty())
        TRY(end_previous(desk, about));
    return about;
}

}
