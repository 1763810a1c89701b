#pragma once

#include "store/store.h"

namespace kenkei::store {

// Something that is not as it was written.
struct Damage {
    std::string
        code;       // audit.event, audit.chain, audit.gap, audit.payload, audit.payload-missing, audit.file,
                    // audit.file-missing, audit.anchor, audit.signature, audit.rewritten, audit.projection, audit.page
    CaseId case_id; // "" where it concerns none
    std::int64_t event = 0;
    std::string message; // Japanese: what, where, since when it cannot be trusted
};

struct AuditReport {
    std::int64_t cases = 0;
    std::int64_t events = 0;
    std::int64_t payloads = 0;
    std::int64_t erased = 0; // payloads that an erasure event names: no damage
    std::int64_t files = 0;
    std::int64_t anchors = 0;
    std::vector<Damage> damage;
};

// Reads every event, payload, file and anchor and computes every hash again. `kept` are anchors kept elsewhere
// (export_anchor): what was rewritten since is found even if all hashes and anchors were made anew.
// `public_key`: the only key that anchors may be signed with; "" takes each anchor's own.
base::Result<AuditReport> verify(Store&, const std::vector<std::string>& kept = {}, const std::string& public_key = {});

// Keys of anchors: Ed25519, PEM.
struct KeyPair {
    std::string private_key;
    std::string public_key;
};
base::Result<KeyPair> new_key_pair();

// Commits to the heads of all cases that changed since the anchor before it, and to that anchor; signed. Nothing if
// nothing changed since.
base::Result<std::optional<std::int64_t>> make_anchor(Store&, const std::string& private_key, base::Timestamp now);
// One anchor with its heads as JSON, to be kept elsewhere.
base::Result<std::string> export_anchor(Store&, std::int64_t number);

}
