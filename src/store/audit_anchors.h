#pragma once

#include "store/anchor.h"
#include "store/audit.h"

namespace kenkei::store {

// Computes every anchor again: numbers, links, heads, signature.
base::Result<void> check_anchors(Connection&, const std::vector<Anchor>&, const std::string& public_key, AuditReport&);

// Compares with anchors that were kept elsewhere (export_anchor): what is here now must be what they committed to.
base::Result<void> check_kept_anchors(Connection&, const std::vector<Anchor>&, const std::vector<std::string>& kept,
                                      const std::string& public_key, AuditReport&);

}
