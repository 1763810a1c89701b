#include "office/act_on_case.h"

#include "office/case_view.h"
#include "office/circumstances.h"
#include "office/hook_deliveries.h"
#include "office/mails.h"

namespace kenkei::office {

base::Result<const edition::Edition*> edition_of(const Desk& desk, const Case& about)
{
    return desk.editions.find(about.edition);
}

namespace {

// Only what begins a case or a certificate, screens or decides looks at other cases.
bool looks_around(const casework::Command& command)
{
    return std::holds_alternative<casework::OpenDraft>(command) || std::holds_alternative<casework::Renew>(command) ||
           std::holds_alternative<casework::TakeOver>(command) || std::holds_alternative<casework::Screen>(command) ||
           std::holds_alternative<casework::Decide>(command);
}

// A case's events stand in the order of time. Clocks of two machines may differ a little; more is a mistake of whoever
// told the time.
constexpr std::int64_t most_clock_difference = 5'000; // ms

base::Result<base::Timestamp> time_for(const Desk& desk, const Case& about)
{
    if (about.last_event == 0 || desk.now >= about.changed)
        return desk.now;
    if (about.changed.milliseconds - desk.now.milliseconds <= most_clock_difference)
        return about.changed;
    return base::Error{.code = "case.value",
                       .message = "案件 " + about.id.text + " の最後の出来事（" + base::to_japanese(about.changed) +
                                  "）より前の日時（" + base::to_japanese(desk.now) + "）では記録できません。",
                       .way_out = "日時と、このコンピューターの時計を確かめてください。"};
}

// What a firm may do, and the words in which it is refused, follow from the case as it sees it: else it would learn by
// asking what it was not told. Nothing that is let through there is refused in truth (docs/decisions/0027).
base::Result<void> check_as_firm_sees(const Desk& desk, const edition::Edition& edition, const Case& about,
                                      const casework::Command& command, const casework::Circumstances& circumstances)
{
    const casework::Role hand = desk.actor.role;
    const bool of_firm = hand == casework::Role::Applicant || hand == casework::Role::Delegate;
    if (!of_firm || stage_shown(about) == about.stage)
        return {};
    const Case seen = TRY(load_seen(desk.kept, access::Sight::Firm, edition, about.id)).about;
    TRY(casework::act(edition, seen, command, desk.actor, TRY(time_for(desk, about)), circumstances));
    return {};
}

}

base::Result<void> act_and_keep(const Desk& desk, const edition::Edition& edition, Case& about,
                                const casework::Command& command, const std::vector<answers::Finding>* findings)
{
    casework::Circumstances circumstances;
    if (looks_around(command))
        circumstances = TRY(circumstances_of(desk, edition, about));
    TRY(check_as_firm_sees(desk, edition, about, command, circumstances));
    const std::vector<casework::Event> events =
        TRY(casework::act(edition, about, command, desk.actor, TRY(time_for(desk, about)), circumstances));
    TRY(desk.kept.append(about, events));
    for (const casework::Event& event : events) {
        if (std::optional<store::Mail> mail = mail_about(edition, about, event, findings))
            TRY(desk.kept.put_mail(*mail));
    }
    return put_hook_deliveries(desk, about, events);
}

base::Result<Case> act_on_case(const Desk& desk, const CaseId& id, const casework::Command& command)
{
    Case about = TRY(desk.kept.load_case(id));
    const edition::Edition& edition = *TRY(edition_of(desk, about));
    TRY(act_and_keep(desk, edition, about, command));
    return about;
}

}
