#pragma once

#include "access/permissions.h"
#include "base/json.h"
#include "office/desk.h"

namespace kenkei::office {

// A case as a role may see it: nothing is in it that it may not. What the office and its bodies think is hidden from
// the firm until the result is told (notified, or certified); an insurer sees what it is asked to confirm; a partner
// sees how far a firm is.
Case seen_by(access::Sight, const edition::Edition&, const Case&);
// Whether the result of a case was told to the firm.
bool is_told(const Case&);
// The events among these that a role may see, without what in them it may not.
std::vector<casework::Event> seen_by(access::Sight, const Case&, std::vector<casework::Event>);
// A line of a list.
store::CaseRow seen_by(access::Sight, store::CaseRow);

// A case that was seen, as JSON: casework::to_json with its texts of JSON opened, and with what a page asks for
// besides: labels, deadlines, and what the role may do with it now.
std::string case_to_json(const edition::Edition&, const Case& seen, access::Role, base::Timestamp now);
// One line of a list.
void write_row(base::json::Writer&, const store::CaseRow&);

}
