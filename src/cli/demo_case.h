#pragma once

#include "cli/draw_demo.h"
#include "office/submit_application.h"

namespace kenkei::cli {

// A firm that is none: its 法人番号 has a right check digit in a range that no registry gives, its telephone is 00-…,
// its mail is at a domain under .example.
struct DemoFirm {
    std::string number;
    std::string name;
    std::string kana;
    std::string code;
    std::string person;
    std::string phone;
    std::string mail;
    std::string account; // its actor in events
};
// The firm of a number from 1 to 99999.
DemoFirm demo_firm(std::int64_t number, const scheme::CohortPlan&, Dice&);

// Ids of the accounts whose hands a case records.
struct DemoHands {
    std::string office;
    std::string chair;
    std::string certifier;
    std::string insurer;
};

// All that is to happen in one case, drawn and judged before the database is needed.
struct DemoCase {
    scheme::Stop stop = scheme::Stop::Draft;
    DemoFirm firm;
    std::optional<casework::CaseId> renews;
    base::Timestamp opened;
    std::string draft; // answers that were saved before the first submission
    std::vector<office::PreparedSubmission> versions;
    std::string question; // that is asked about later
    std::optional<base::json::Value> corrected;
    std::string insurer;
    DemoHands hands;
    std::uint64_t seed = 0; // of the days between its steps
};

// When it is in the demo, and the last instant at which an application could arrive by then.
struct DemoTime {
    base::Timestamp now;
    base::Timestamp limit;
};
DemoTime demo_time(const edition::Edition&, base::Timestamp now);

// Draws the answers, and has them judged, until the case can get where it is to stop. Error demo.draw: hardly any
// applicant of the plan does. `filed`: when the versions arrive.
base::Result<void> draw_case(office::Editions&, const edition::Edition&, const scheme::DemoPlan&, Dice&,
                             const std::vector<base::Timestamp>& filed, bool unanswered, DemoCase&);

// Does it all, by the errands of office/ and as of their days. Changes nothing else, so that it may be said again.
// Errors: theirs, and demo.time (it would reach beyond now).
base::Result<casework::Case> act_out(store::Transaction&, office::Editions&, const edition::Edition&, const DemoCase&,
                                     const DemoTime&);

}
