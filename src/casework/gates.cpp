// How the gates of an edition stand, and until when what is open may wait.
#include "casework/case.h"

#include <algorithm>

namespace kenkei::casework {

namespace {

base::Timestamp instant_of(const edition::Instant& instant)
{
    return base::in_japan(instant.date, instant.hour, instant.minute);
}

base::Timestamp end_of(base::Date day)
{
    return base::in_japan(day, 23, 59, 59, 999);
}

GateState payment_state(const std::optional<Invoice>& invoice, std::optional<base::Timestamp> due, base::Timestamp now)
{
    if (invoice && invoice->settled)
        return GateState::Passed;
    if (due && now > *due)
        return GateState::Failed;
    return invoice ? GateState::Waiting : GateState::Open;
}

GateState state_of(edition::GateKind kind, const Case& of, std::optional<base::Timestamp> due, base::Timestamp now)
{
    switch (kind) {
    case edition::GateKind::Payment:
        return payment_state(of.invoice, due, now);
    case edition::GateKind::Screening:
        if (!of.screened)
            return GateState::Open;
        return of.screened->passed ? GateState::Passed : GateState::Failed;
    case edition::GateKind::Insurer:
        if (!of.inquiry)
            return GateState::Open;
        if (!of.inquiry->replied)
            return GateState::Waiting;
        return of.inquiry->confirmed ? GateState::Passed : GateState::Failed;
    case edition::GateKind::Resolution:
        if (of.resolution)
            return GateState::Passed;
        return of.referred ? GateState::Waiting : GateState::Open;
    }
    return GateState::Open;
}

}

GateState state_of(const edition::Gate& gate, const Case& of, base::Timestamp now)
{
    return state_of(gate.kind, of, of.invoice ? of.invoice->due : std::nullopt, now);
}

GateState state_of(const edition::Edition& edition, const edition::Gate& gate, const Case& of, base::Timestamp now)
{
    std::optional<base::Timestamp> due;
    if (of.invoice)
        due = of.invoice->due;
    else if (edition.fee && edition.fee->due)
        due = instant_of(*edition.fee->due);
    return state_of(gate.kind, of, due, now);
}

base::Timestamp closing_of(const edition::Edition& edition)
{
    return instant_of(edition.application.closes);
}

bool is_pending(const std::optional<Correction>& correction, base::Date today)
{
    return correction && today <= correction->due;
}

bool is_pending(const std::optional<Evidence>& evidence, base::Date today)
{
    return evidence && evidence->state == Evidence::State::Waiting && today <= evidence->due;
}

bool is_late(const std::optional<Evidence>& evidence, base::Date today)
{
    if (!evidence)
        return false;
    return evidence->late_before || evidence->state == Evidence::State::Late ||
           (evidence->state == Evidence::State::Waiting && today > evidence->due);
}

std::vector<Deadline> deadlines_of(const edition::Edition& edition, const Case& of, base::Timestamp now)
{
    using What = Deadline::What;
    std::vector<Deadline> found;
    const auto wait = [&](What what, base::Timestamp until) { found.push_back({what, until}); };

    const base::Timestamp closing = closing_of(edition);
    if ((of.stage == Stage::Draft || of.stage == Stage::Submitted) && now <= closing)
        wait(What::Closing, closing);
    if (of.stage == Stage::Received) {
        if (of.invoice && !of.invoice->settled && of.invoice->due)
            wait(What::Payment, *of.invoice->due);
        if (of.correction)
            wait(What::Correction, end_of(of.correction->due));
        if (of.inquiry && !of.inquiry->replied && of.inquiry->due)
            wait(What::Insurer, end_of(*of.inquiry->due));
    }
    const bool may_supply = of.stage == Stage::Received || of.stage == Stage::Decided || of.stage == Stage::Certified;
    if (may_supply && of.evidence && of.evidence->state == Evidence::State::Waiting)
        wait(What::Evidence, end_of(of.evidence->due));
    if (of.stage == Stage::Certified && of.certificate)
        wait(What::Expiry, end_of(of.certificate->to));

    std::stable_sort(found.begin(), found.end(),
                     [](const Deadline& a, const Deadline& b) { return a.until < b.until; });
    return found;
}

}
