#pragma once

#include "access/permissions.h"
#include "base/json.h"
#include "office/desk.h"

namespace kenkei::office {

// A case as a role may see it: nothing is in it that it may not. What the office and its bodies think is hidden from
// the firm until the result is told (notified, or certified); an insurer sees what it is asked to confirm; a partner
// sees how far a firm is, and no result before the certificate. The events (of the firm and the office alone) are
// numbered as they are seen, and the case's `last_event` and `changed` are of the last change that is seen: nobody
// learns by them that something else happened.
struct SeenCase {
    Case about;
    std::vector<casework::Event> events;
};
SeenCase seen_by(access::Sight, const edition::Edition&, const CaseId&, std::vector<casework::Event>);
base::Result<SeenCase> load_seen(store::Transaction&, access::Sight, const edition::Edition&, const CaseId&);
// `last_event` of that: what an ETag says, and what If-Match is compared with. In an errand that writes nobody else
// adds to the case until it is committed.
base::Result<std::int64_t> seen_head(store::Transaction&, access::Sight, const edition::Edition&, const CaseId&);

// Whether the result of a case was told to the firm.
bool is_told(const Case&);
// Until then a decided case is still under review to the firm and the insurer.
casework::Stage stage_shown(const Case&);
// What the firm sees nothing of: what the office and its bodies think and, until it is told, what was decided.
bool is_hidden_from_firm(const casework::Happening&, const Case&);
// A line of a list. It says neither whether the result was told (until the certificate it is under review) nor when
// the last thing happened that is seen; where both are asked for, it is looked up, and says what load_seen says.
// `versions` is -1 where it is not seen how many there are.
store::CaseRow seen_by(access::Sight, store::CaseRow);
base::Result<store::CaseRow> look_up_seen(store::Transaction&, access::Sight, store::CaseRow);

// Questions of an edition that an insurer is asked about: those that rules read beside the insurer's own register, and
// those that are asked because of how these are answered.
std::vector<const edition::Question*> asked_of_insurer(const edition::Edition&);

// A case that was seen, as JSON: casework::to_json with its texts of JSON opened, and with what a page asks for
// besides: labels, deadlines, what the role may do with it now, and what an insurer is asked.
std::string case_to_json(const edition::Edition&, const Case& seen, access::Role, base::Timestamp now);
// One line of a list.
void write_row(base::json::Writer&, const store::CaseRow&);

}
