#pragma once

#include "casework/case.h"
#include "casework/command.h"

namespace kenkei::casework {

// What a rule must know of other cases of the firm, or of those beside it.
struct Circumstances {
    struct Held { // a certificate of the firm in this scheme
        CaseId id;
        Certificate certificate;
    };
    std::vector<Held> certificates;
    std::optional<CaseId> same_firm; // another case of the firm under the edition, neither withdrawn nor ended
    std::vector<CaseId> exclusive;   // submitted cases of the firm in schemes that exclude this one
    std::vector<CaseId> same_code;   // submitted cases of other firms under the same code
};

// The events that a command makes of a case, not yet numbered into it: `number` continues the case, `at` is `now`.
// An error refuses: its message says which rule forbids it and since when or until when, with the rule's source, and
// what can be done instead. Codes: case.process (the edition has none), case.role, case.stage, case.period,
// case.closed, case.duplicate, case.exclusive, case.delegate, case.gate, case.pending, case.class, case.reason,
// case.renewal, case.certificate, case.correction, case.evidence, case.payment, case.ground, case.unanswered,
// case.value.
base::Result<std::vector<Event>> act(const edition::Edition&, const Case&, const Command&, const Actor&,
                                     base::Timestamp now, const Circumstances& = {});

// Whether the command's role and the case's stage would let it through: what a page offers. Says nothing of values.
bool may(const Case&, const Command&, Role);

// The ids of the questions whose answers differ between two JSON objects of answers.
base::Result<std::vector<std::string>> answers_that_differ(const std::string& before, const std::string& after);

}
