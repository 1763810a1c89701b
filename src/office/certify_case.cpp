#include "office/certify_case.h"

#include "office/act_on_case.h"

namespace kenkei::office {

namespace {

base::Result<void> check_certificate_number(const Desk& desk, const CaseId& id, const std::string& certificate)
{
    const Case about = TRY(desk.kept.load_case(id));
    const std::string scheme = about.edition.substr(0, about.edition.find('/'));
    for (const store::CaseRow& row : TRY(desk.kept.list({.scheme = scheme, .certificate = certificate, .limit = 1})))
        return base::Error{.code = "case.certificate",
                           .message = "証書番号「" + certificate + "」は案件 " + row.id.text + " で使われています。",
                           .way_out = "別の番号を付けてください。"};
    return {};
}

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
    TRY(check_certificate_number(desk, id, certificate));
    Case about = TRY(act_on_case(desk, id, casework::Certify{.certificate = std::move(certificate)}));
    if (!about.previous.empty())
        TRY(end_previous(desk, about));
    return about;
}

}
