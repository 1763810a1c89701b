#pragma once

#include "edition/tree_reader.h"

namespace kenkei::scheme {

// The last thing that was done in a case of the demo's cohort (docs/scheme-format.md, demo.yaml).
enum class Stop {
    Draft,
    Submitted,
    Withdrawn,
    Received,
    Correction, // asked for, and waited for
    Overdue,    // asked for, and not returned in time
    Corrected,
    Evidence, // asked for, and waited for
    Supplied,
    Unpaid, // with an invoice
    Paid,
    Screened,
    Insurer, // inquired, and waited for
    Confirmed,
    Referred,
    Resolved,
    Decided,   // recognised; not told yet
    Notified,  // recognised and told; without its certificate yet
    Certified, // told, with a certificate
    Changed,   // certified, and a change reported
    Returned,
    Revoked,
    Refused, // decided and told
};
std::string_view name_of(Stop); // draft, submitted, …
std::optional<Stop> read_stop(std::string_view word);
// Whether the judgement must be met for a case to get there (it is beyond the screening), or must not be.
bool needs_pass(Stop, const edition::Edition&);
bool needs_failure(Stop);

struct CohortPlan {
    struct Name {
        std::string name;
        std::string kana;
    };
    std::vector<std::pair<Stop, std::int64_t>> stops; // and how many cases end there
    std::int64_t again = 0;                           // of those handed in: filed twice
    std::int64_t unanswered = 0;                      // of those submitted or received: with a ★ left blank
    std::int64_t renewals = 0;      // of all: by firms with a certificate of the scheme's edition before
    std::string insurer;            // who is asked
    std::vector<std::string> dated; // questions answered with the day of filing
    std::vector<Name> names;        // of firms, each followed by a number
    std::vector<std::string> people;

    std::int64_t cases() const;
    std::int64_t count(Stop) const;
};

// `cohort:` of demo.yaml. What is wrong is told to the reader; the plan is of no use then.
CohortPlan read_cohort(edition::TreeReader&, const base::json::Value&, const edition::Edition&);

}
