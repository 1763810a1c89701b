#pragma once

#include "store/anchor.h"
#include "store/audit.h"
#include "store/case_ranges.h"

namespace kenkei::store {

// A case with all that is kept about it elsewhere.
struct AuditedCase {
    StoredCase stored;
    std::vector<std::int64_t> stray_payloads; // of no event
    struct File {
        std::int64_t number = 0; // of the event that names it
        std::string sha256;
        bool kept = false;
    };
    std::vector<File> files;
    struct Head {
        std::int64_t anchor = 0;
        std::int64_t number = 0;
        std::string hash;
    };
    std::vector<Head> heads; // by anchor
};

// Everything in a range of cases; sorted by id.
base::Result<std::vector<AuditedCase>> read_audited(Connection&, const Range&);

// Computes every hash of a case again and compares what is kept about it. Counts into the report, and says what is
// wrong.
void check_case(const AuditedCase&, const std::vector<Anchor>& anchors, AuditReport&);

}
